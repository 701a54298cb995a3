"""Columns that lines of requests have in common: which drug it is, how it is packed, how many packs are too many."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.pharmacy.ui.lines import named
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.registry.model.catalogue import Drug

_MOST_PACKS = 99_999


def drug_picker(search: Search, known: Callable[[str], Drug | None]) -> LineColumn:
    """Return the column in which a drug is chosen from the formulary."""

    def take(_line: Line, option: Option) -> Mapping[str, Any]:
        drug = known(option.key)
        return {} if drug is None else named(drug)

    return LineColumn(
        key="name",
        title="药品",
        width=200,
        stretch=3,
        kind=PICK,
        search=search,
        taken=take,
        placeholder="药名、拼音首字母",
        check=lambda _value, line: "" if line["drug"] else "请从目录里选一种药。",
    )


def drug_column() -> LineColumn:
    """Return the column of a drug that is not chosen here."""
    return LineColumn(key="name", title="药品", width=190, stretch=3, text=once("name"), is_bold=lambda _line: True)


def specification_columns() -> tuple[LineColumn, ...]:
    """Return the columns of a drug's pack, and whether it is an essential medicine."""
    return (
        LineColumn(key="specification", title="规格", width=120, stretch=1, text=once("specification")),
        LineColumn(key="unit", title="单位", width=48, rank=2, text=once("unit")),
        LineColumn(
            key="essential",
            title="基药",
            width=64,
            rank=5,
            text=lambda _line: "",
            badge=lambda line: Badge("基药", "ok", "check") if line.get("essential") else None,
        ),
    )


def once(key: str) -> Callable[[Line], str]:
    """Say what belongs to the drug on its first line only."""

    def words(line: Line) -> str:
        value = line.get(key)
        return "" if line.get("is_more") or value is None else f"{value:,}" if isinstance(value, int) else str(value)

    return words


def in_range(value: Any, least: int) -> str:
    """Return what is wrong with a number of packs, as a sentence."""
    if value is None:
        return "数量没有填。请补上。"
    if value < least:
        return f"数量至少是 {least}。请改。"
    return f"数量 {value:,} 太大，最多 {_MOST_PACKS:,}。请核对是不是多输了零。" if value > _MOST_PACKS else ""


def is_cut(line: Line) -> bool:
    """Say whether less was granted than asked for."""
    asked, granted = line["requested"], line["approved"]
    return isinstance(granted, int) and granted < asked

"""Columns of the packages, and those in which the items of one are written."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any

from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.standard import BY_NAME
from yigongti_desktop.capabilities.contracts.store.teams import PackageRow
from yigongti_desktop.capabilities.contracts.ui import package_lines as lines
from yigongti_desktop.capabilities.contracts.ui import package_state as state
from yigongti_desktop.capabilities.contracts.ui.package_price import say_split
from yigongti_desktop.capabilities.contracts.ui.package_price import say_yuan
from yigongti_desktop.capabilities.contracts.ui.package_state import say_group
from yigongti_desktop.capabilities.contracts.ui.package_words import EVIDENCE
from yigongti_desktop.capabilities.contracts.ui.package_words import FORMS
from yigongti_desktop.capabilities.contracts.ui.package_words import NATIONAL
from yigongti_desktop.capabilities.contracts.ui.package_words import WORKERS
from yigongti_desktop.capabilities.contracts.ui.rhythm_words import read_rhythm
from yigongti_desktop.capabilities.contracts.ui.rhythm_words import say_rhythm
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import refusal
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered
from yigongti_desktop.kit.table.columns import Column

_USUAL = ("每年1次", "每年2次", "每年4次", "每年12次", "每1月", "每3月")
#: Who usually does an item, by the codes of roles.
_TEAMS = (
    ("doctor",),
    ("doctor", "public_health"),
    ("doctor", "public_health", "village_doctor"),
    ("doctor", "nurse", "public_health"),
    ("doctor", "nurse", "public_health", "village_doctor"),
    ("village_doctor",),
)


def columns(today: Callable[[], date]) -> tuple[Column[PackageRow], ...]:
    """Return the columns of the list."""
    return (
        Column(
            title="状态",
            text=lambda row: state.badge(row, today()).text,
            badge=lambda row: state.badge(row, today()),
            width=112,
        ),
        Column(title="服务包", text=lambda row: row.package.name, width=190, stretch=3, is_bold=True, is_jump=True),
        Column(title="人群", text=lambda row: say_group(row.package), width=130, stretch=1, rank=1),
        Column(
            title="年度",
            text=lambda row: str(row.package.year),
            width=60,
            rank=3,
            export=lambda row: row.package.year,
        ),
        Column(
            title="项目",
            text=lambda row: str(len(row.package.items)),
            width=54,
            is_right=True,
            rank=2,
            export=lambda row: "；".join(f"{one.name} {say_rhythm(one.rhythm)}" for one in row.package.items),
        ),
        Column(
            title="价格（元）",
            text=lambda row: say_yuan(row.package.price_fen) if row.package.price_fen else "免费",
            width=92,
            is_right=True,
            sort=lambda row: row.package.price_fen,
            export=lambda row: row.package.price_fen / 100,
            number_format="0.00",
        ),
        Column(
            title="谁来付（元）",
            text=lambda row: say_split(row.package) if row.package.price_fen else "—",
            width=190,
            stretch=1,
            rank=4,
        ),
        Column(title="可签日期", text=lambda row: state.days(row.package), width=170, rank=5),
        Column(title="文件", text=lambda row: row.package.document or "—", width=160, stretch=1, rank=9),
    )


def item_columns(desk: Desk, known: Sequence[Item]) -> tuple[LineColumn, ...]:
    """Return the columns of items; items that other packages have are proposed by their names."""
    by_code = {item.code: item for item in known}
    proposed = [Option(one.code, one.name, lead=one.code, detail=say_rhythm(one.rhythm)) for one in by_code.values()]

    def reads(read: Callable[[str], object]) -> Callable[[Any, Line], str]:
        return lambda value, _line: refusal(desk, lambda: read(str(value or "")))

    def needed(title: str) -> Callable[[Any, Line], str]:
        return lambda value, _line: "" if value else f"{title}没有填。请补上，或按 Del 删去这一行。"

    def several(key: str, title: str, width: int, usual: Sequence[str], read: Callable[[str], str]) -> LineColumn:
        return LineColumn(
            key=key,
            title=title,
            width=width,
            stretch=2,
            kind=PICK,
            is_free=True,
            search=among([Option(words, words) for words in usual]),
            typed=lines.tidied(key, read),
            check=reads(read),
        )

    return (
        numbered(),
        LineColumn(key="code", title="编码", width=78, kind=WORDS, check=needed("编码")),
        LineColumn(
            key="name",
            title="项目",
            width=140,
            stretch=3,
            kind=PICK,
            is_free=True,
            is_bold=lambda _line: True,
            search=among(proposed),
            taken=lambda line, option: line | lines.of_item(by_code[option.key]),  # type: ignore[operator] # dicts
            typed=lambda typed, _line: {"name": typed},
            check=needed("项目"),
        ),
        LineColumn(
            key="rhythm",
            title="什么时候做",
            width=128,
            stretch=4,
            kind=PICK,
            is_free=True,
            search=among(_rhythms()),
            taken=lambda _line, option: {"rhythm": option.key},
            typed=lines.tidied("rhythm", _say_again),
            placeholder="每年4次、每3月……",
            check=reads(read_rhythm),
        ),
        LineColumn(
            key="form",
            title="记录",
            width=94,
            kind=PICK,
            search=among([Option(one, words) for one, words in FORMS.items()]),
            text=lambda line: FORMS.get(str(line["form"]), ""),
            check=lambda value, _line: "" if value in FORMS else "记录没有选。请选一种。",
        ),
        several("who", "谁做", 108, _who(), lambda typed: lines.say_who(lines.read_who(typed))),
        several("evidence", "佐证", 74, _evidence(), _evidence_again),
        LineColumn(key="note", title="说明", width=60, stretch=2, kind=WORDS, is_passed=True, rank=5),
    )


def _rhythms() -> list[Option]:
    said = {words: say_rhythm(BY_NAME[one]) for one, words in NATIONAL.items()}
    return [*(Option(one, one) for one in _USUAL), *(Option(one, words, detail=one) for words, one in said.items())]


def _say_again(typed: str) -> str:
    return say_rhythm(read_rhythm(typed)) if typed else ""


def _evidence_again(typed: str) -> str:
    names: Mapping[str, str] = EVIDENCE
    return "、".join(names[one] for one in lines.read_evidence(typed)) or lines.NONE


def _who() -> list[str]:
    return [lines.ANYBODY, *("、".join(WORKERS[one] for one in team) for team in _TEAMS)]


def _evidence() -> list[str]:
    words = list(EVIDENCE.values())
    return [lines.NONE, *words, *("、".join(pair) for pair in combinations(words, 2))]

"""The drugs of a return slip as lines of a table: what a cell takes, what is wrong with it, what a line becomes."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from msgspec.structs import asdict

from yigongti_desktop.capabilities.referrals.model.return_drugs import LONGEST_NAME
from yigongti_desktop.capabilities.referrals.model.return_drugs import LONGEST_UNIT
from yigongti_desktop.capabilities.referrals.model.return_drugs import LONGEST_USE
from yigongti_desktop.capabilities.referrals.model.return_drugs import MOST_DAYS
from yigongti_desktop.capabilities.referrals.model.return_drugs import MOST_PACKS
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.registry.model.catalogue import Drug

#: What is usual, with the letters that doctors write.
_FREQUENCIES = (
    ("每日1次", "qd"),
    ("每日2次", "bid"),
    ("每日3次", "tid"),
    ("每日4次", "qid"),
    ("每晚1次", "qn"),
    ("隔日1次", "qod"),
    ("每周1次", "qw"),
    ("必要时", "prn"),
)
_KEYS = ("drug", "name", "strength", "dose", "frequency", "days", "quantity", "unit")
#: Which cell the rules mean by a field.
_CELLS = {"drug": "name", "strength": "name"}


def empty() -> dict[str, Any]:
    """Return a line in which nothing stands yet."""
    return dict.fromkeys(_KEYS, "") | {"days": None, "quantity": None}


def is_empty(line: Line) -> bool:
    """Say whether nothing stands in a line; such a line is no drug."""
    return not any(line.get(key) for key in _KEYS)


def cell_of(field: str) -> str:
    """Return the cell that the rules mean by a field."""
    return _CELLS.get(field, field)


def drugs_of(lines: Sequence[Line]) -> tuple[SlipDrug, ...]:
    """Return the drugs that stand in the lines; what is no number yet counts as nought."""
    return tuple(
        SlipDrug(
            drug=line["drug"],
            name=line["name"],
            strength=line["strength"],
            dose=line["dose"] or "",
            frequency=line["frequency"] or "",
            days=_number(line["days"]),
            quantity=_number(line["quantity"]),
            unit=line["unit"] or "",
        )
        for line in lines
        if not is_empty(line)
    )


def line_of(drug: SlipDrug) -> dict[str, Any]:
    """Return the line of a drug that was written before."""
    return asdict(drug) | {"days": drug.days or None}


def in_words(drug: SlipDrug) -> str:
    """Return a drug as one reads it: 阿司匹林肠溶片 0.1g×30片　每次 1片　每日1次　30 天　要 1 盒."""
    return f"{name_of(drug)}　{use_of(drug)}"


def name_of(drug: SlipDrug) -> str:
    """Return how a drug is called, with its strength."""
    return f"{drug.name} {drug.strength}".strip()


def use_of(drug: SlipDrug) -> str:
    """Return how a drug is taken, and how much of it is wanted."""
    parts = (
        f"每次 {drug.dose}" if drug.dose else "",
        drug.frequency,
        f"{drug.days} 天" if drug.days else "",
        f"要 {drug.quantity:,} {drug.unit}",
    )
    return "　".join(part for part in parts if part)


def columns(search: Search, known: Callable[[str], Drug | None]) -> tuple[LineColumn, ...]:
    """Return the columns.

    Args:
        search: proposes drugs of the formulary; any other may be written.
        known: returns a drug that was proposed.
    """

    def take(_line: Line, option: Option) -> Mapping[str, Any]:
        drug = known(option.key)
        if drug is None:
            return {}
        strength = f"{drug.strength}×{drug.pack}" if drug.pack else drug.strength
        return {"drug": drug.id, "name": drug.name, "strength": strength, "unit": drug.unit}

    def write(typed: str, line: Line) -> Mapping[str, Any]:
        left = {"drug": "", "name": typed, "strength": ""}
        return left | ({"unit": ""} if line["drug"] else {})

    return (
        LineColumn(
            key="name",
            title="药品",
            width=176,
            stretch=3,
            kind=PICK,
            search=search,
            is_free=True,
            taken=take,
            typed=write,
            text=lambda line: f"{line['name']} {line['strength']}".strip(),
            placeholder="药名、拼音首字母，目录外的直接写",
            check=lambda value, line: _words("药品", value, line, LONGEST_NAME),
        ),
        LineColumn(
            key="dose",
            title="每次用量",
            width=84,
            stretch=1,
            kind=WORDS,
            check=lambda value, line: _words("每次用量", value, line, LONGEST_USE),
            is_skipped=is_empty,
        ),
        LineColumn(
            key="frequency",
            title="频次",
            width=84,
            stretch=1,
            kind=PICK,
            search=among([Option(words, words, lead=letters) for words, letters in _FREQUENCIES]),
            is_free=True,
            check=lambda value, line: _words("频次", value, line, LONGEST_USE),
            is_skipped=is_empty,
        ),
        LineColumn(
            key="days",
            title="天数",
            width=56,
            kind=NUMBER,
            is_right=True,
            check=lambda value, line: _in_range(value, line, 0, MOST_DAYS, is_needed=False),
            is_skipped=is_empty,
        ),
        LineColumn(
            key="quantity",
            title="数量",
            width=60,
            kind=NUMBER,
            is_right=True,
            check=lambda value, line: _in_range(value, line, 1, MOST_PACKS, is_needed=True),
            is_skipped=is_empty,
        ),
        LineColumn(
            key="unit",
            title="单位",
            width=56,
            kind=WORDS,
            is_open=lambda line: not line["drug"],
            check=lambda value, line: _words("单位", value, line, LONGEST_UNIT),
            is_skipped=is_empty,
        ),
    )


def _words(title: str, value: Any, line: Line, most: int) -> str:
    if is_empty(line):
        return ""
    text = str(value or "").strip()
    if not text:
        return f"{title}没有填。请补上。"
    over = len(text) - most
    return f"{title}最多 {most} 个字，多了 {over} 个。请删短些。" if over > 0 else ""


def _in_range(value: Any, line: Line, least: int, most: int, *, is_needed: bool) -> str:
    if is_empty(line) or (not is_needed and value in {None, ""}):
        return ""
    if not isinstance(value, int):
        return "要几盒、几瓶没有填。请补上。"
    return "" if least <= value <= most else f"应在 {least} 到 {most:,} 之间，现在是 {value:,}。请改。"


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0

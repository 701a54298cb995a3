"""Reserved capacity as hospitals keep it in Excel: one line a thing and a day; a bad row never stops the rest."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.referrals.model.capacity import Kind
from yigongti_desktop.capabilities.referrals.model.capacity import Numbers
from yigongti_desktop.capabilities.referrals.model.capacity import Slot
from yigongti_desktop.capabilities.referrals.model.capacity import check_day
from yigongti_desktop.capabilities.referrals.model.capacity import check_numbers
from yigongti_desktop.capabilities.referrals.model.capacity import tidy
from yigongti_desktop.capabilities.referrals.model.capacity_share import reserve
from yigongti_desktop.kernel.cells import BadCell
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width

#: Heads of the columns, and other words that hospitals use for them.
HEADS: dict[str, tuple[str, ...]] = {
    "kind": ("类别", "资源类别", "类型"),
    "department": ("科室", "科室名称", "病区"),
    "name": ("名称", "专家", "医生", "专家姓名", "项目", "床位类别", "检查项目"),
    "day": ("日期", "出诊日期", "就诊日期"),
    "time": ("时段", "时间", "出诊时间"),
    "place": ("地点", "诊室", "房间"),
    "total": ("总数", "总号数", "号源总数", "数量"),
    "reserved": ("预留", "预留数", "转诊预留"),
}
NEEDED = ("kind", "department", "name", "day", "total")
_KINDS = {
    Kind.EXPERT: ("专家", "专家号", "专家号源", "号源", "门诊"),
    Kind.BED: ("床", "床位", "病床", "住院床位"),
    Kind.EXAM: ("检查", "预约检查", "检验检查"),
}
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")
#: Rows above the heads that are looked through, and rows that are read at most.
_HEAD_ROWS, MOST_ROWS = 10, 5_000
#: Digits of a number that is told back; none that is right has so many.
_MOST_DIGITS = 15


class RowFault(msgspec.Struct, frozen=True, kw_only=True):
    """Why a row was left out."""

    #: As the sheet counts, from 1.
    row: int
    code: str
    facts: dict[str, Any] = {}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A row that is right."""

    slot: Slot
    numbers: Numbers


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What a sheet holds."""

    entries: tuple[Entry, ...]
    faults: tuple[RowFault, ...]


def read(rows: Iterable[Sequence[Any]], today: date, percent: int) -> Read:
    """Return the lines of a sheet, and which of its rows are wrong.

    Raises:
        Refused: capacity_heads when the heads are not there, rows_many.
    """
    columns: dict[str, int] = {}
    entries: dict[Slot, Entry] = {}
    faults: list[RowFault] = []
    for number, cells in enumerate(rows, start=1):
        if not columns:
            columns = _heads(cells)
            if not columns and number >= _HEAD_ROWS:
                break
            continue
        if number > MOST_ROWS:
            raise Refused("rows_many", most=MOST_ROWS)
        values = {field: cells[place] if place < len(cells) else None for field, place in columns.items()}
        if all(value is None or str(value).strip() == "" for value in values.values()):
            continue
        try:
            entry = _entry(values, today, percent)
        except Refused as fault:
            faults.append(RowFault(row=number, code=fault.code, facts=fault.facts))
            continue
        if entry.slot in entries:
            faults.append(RowFault(row=number, code="capacity_row_twice"))
        else:
            entries[entry.slot] = entry
    if not columns:
        raise Refused("capacity_heads", needed=[HEADS[field][0] for field in NEEDED])
    return Read(entries=tuple(entries.values()), faults=tuple(faults))


def _heads(cells: Sequence[Any]) -> dict[str, int]:
    """Return the columns by field, or nothing where a needed one is missing."""
    words = [str(cell or "").strip().replace(" ", "") for cell in cells]
    found = {
        field: next((place for place, word in enumerate(words) if word in names), -1) for field, names in HEADS.items()
    }
    known = {field: place for field, place in found.items() if place >= 0}
    return known if all(field in known for field in NEEDED) else {}


def _entry(values: dict[str, Any], today: date, percent: int) -> Entry:
    for field, value in values.items():
        if isinstance(value, BadCell):
            raise Refused("capacity_cell", field=field)
    slot = tidy(
        Slot(
            kind=_kind(values["kind"]),
            department=_words(values["department"]),
            name=_words(values["name"]),
            day=_day(values["day"]),
            time=_words(values.get("time")),
            place=_words(values.get("place")),
        )
    )
    check_day(slot.day, today)
    total = _number(values["total"], "total")
    given = values.get("reserved")
    is_blank = given is None or str(given).strip() == ""
    numbers = Numbers(total=total, reserved=reserve(total, percent) if is_blank else _number(given, "reserved"))
    check_numbers(numbers)
    return Entry(slot=slot, numbers=numbers)


def _kind(value: Any) -> Kind:
    word = _words(value)
    for kind, names in _KINDS.items():
        if word in names:
            return kind
    raise Refused("capacity_kind", typed=word[:20])


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    for form in _DAYS:
        try:
            return datetime.strptime(_words(value), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Refused("capacity_day", typed=_words(value)[:20])


def _number(value: Any, field: str) -> int:
    text = half_width(_words(value)).removesuffix(".0")
    if not text.isdecimal():
        raise Refused("capacity_number", field=field, typed=text[:20])
    digits = text.lstrip("0")
    if len(digits) > _MOST_DIGITS:
        raise Refused("capacity_digits", field=field, typed=text[:20])
    return int(digits or "0")


def _words(value: Any) -> str:
    return "" if value is None else str(value).strip()

"""The public JSON form of a year's holidays (year, papers, days of name, date, isOffDay), read without trust.

Every fault is told with its line of the file; what could be read is handed on beside the faults, so that it can be put
right on the screen and nothing has to be typed twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from itertools import pairwise
from typing import Any

import msgspec

from yigongti_desktop.kernel.calendar import Holiday
from yigongti_desktop.kernel.calendar import Notice
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.published import made
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.registry.model.calendar_checks import faults
from yigongti_desktop.registry.model.calendar_checks import is_of
from yigongti_desktop.registry.model.calendar_checks import years
from yigongti_desktop.registry.model.listing import RowFault

#: Bytes and days of a file that may be one year.
MOST_BYTES = 256 * 1024
_MOST_DAYS, _LONGEST, _SHOWN = 200, 200, 20
_DAYS = re.compile(r'"days"\s*:\s*\[')
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BETWEEN = re.compile(r"[\s,]*")


class HolidayFile(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of a file."""

    year: int
    #: None where the file has no day: the year is not published yet.
    notice: Notice | None
    faults: tuple[RowFault, ...] = ()


class _Day(msgspec.Struct, frozen=True, kw_only=True):
    """One day of a file and its line."""

    line: int
    name: str
    day: date
    is_off: bool


def read(content: bytes, notes: Mapping[str, str] | None = None) -> HolidayFile:
    """Return what a file says of its year, and everything that is wrong with it.

    Args:
        content: of the file.
        notes: why days and make-up days of a holiday do not balance, by its name.

    Raises:
        Refused: calendar_file_large, calendar_file_encoding, calendar_file_json, calendar_file_shape,
            calendar_year_range.
    """
    text = _text(content)
    known = _known(text)
    year = known["year"]
    found: list[_Day] = []
    wrong: list[RowFault] = []
    for line, one in zip(_lines(text, known["days"]), known["days"], strict=True):
        day = _day(line, one, year, found)
        found.append(day) if isinstance(day, _Day) else wrong.append(day)
    if not known["days"]:
        return HolidayFile(year=year, notice=None)
    holidays, torn = _holidays(year, found, notes or {})
    wrong += torn
    notice = Notice(year=year, holidays=holidays, source=_source(known.get("papers"), year))
    at = {one.day: one.line for one in reversed(found)}
    for fault in faults(year, holidays):
        first = holidays[fault.place].first if fault.place >= 0 else None
        line = at.get(fault.day or date.min) or at.get(first or date.min) or 0
        wrong.append(RowFault(row=line, code=fault.code, facts=fault.facts))
    return HolidayFile(year=year, notice=notice, faults=tuple(sorted(wrong, key=lambda one: one.row or len(text))))


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Refused("calendar_file_large", most=MOST_BYTES // 1024)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("calendar_file_encoding") from None


def _known(text: str) -> dict[str, Any]:
    try:
        known = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as fault:
        raise Refused("calendar_file_json", row=fault.lineno) from None
    except (RecursionError, ValueError):  # nested without end, or a number without end
        raise Refused("calendar_file_shape") from None
    if not isinstance(known, dict) or not isinstance(known.get("days"), list) or len(known["days"]) > _MOST_DAYS:
        raise Refused("calendar_file_shape")
    year = known.get("year")
    if not isinstance(year, int) or isinstance(year, bool):
        raise Refused("calendar_file_shape")
    if year not in years():
        raise Refused("calendar_year_range", first=years()[0], last=years()[-1], year=str(year)[:_SHOWN])
    return known


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no_number(_word: str) -> float:
    raise ValueError


def _lines(text: str, days: list[Any]) -> list[int]:
    """Return the lines on which the days begin; the list is looked for where it has the days that were read."""
    reader = json.JSONDecoder()
    for start in _DAYS.finditer(text):
        place, lines, passed = start.end(), [], []
        for _ in days:
            between = _BETWEEN.match(text, place)
            place = between.end() if between else place
            lines.append(text.count("\n", 0, place) + 1)
            try:
                one, place = reader.raw_decode(text, place)
            except json.JSONDecodeError:
                break
            passed.append(one)
        if passed == days:
            return lines
    return [0] * len(days)


def _day(line: int, one: Any, year: int, before: list[_Day]) -> _Day | RowFault:
    if not isinstance(one, dict):
        return RowFault(row=line, code="calendar_day_shape")
    name, written, is_off = one.get("name"), one.get("date"), one.get("isOffDay")
    if not isinstance(name, str) or not clean_line(name) or len(name) > _LONGEST:
        return RowFault(row=line, code="calendar_day_name")
    if not isinstance(is_off, bool):
        return RowFault(row=line, code="calendar_day_off", facts={"typed": str(is_off)[:_SHOWN]})
    try:
        day = date.fromisoformat(written if isinstance(written, str) and _DATE.fullmatch(written) else "")
    except ValueError:
        return RowFault(row=line, code="calendar_day_date", facts={"typed": str(written)[:_SHOWN]})
    facts = {"day": day.isoformat(), "holiday": clean_line(name)[:_SHOWN], "year": year}
    if not is_of(year, day):
        return RowFault(row=line, code="calendar_day_year", facts=facts)
    first = next((other.line for other in before if other.day == day), None)
    if first is not None:
        return RowFault(row=line, code="calendar_day_twice", facts=facts | {"first": first})
    return _Day(line=line, name=clean_line(name), day=day, is_off=is_off)


def _holidays(year: int, days: list[_Day], notes: Mapping[str, str]) -> tuple[tuple[Holiday, ...], list[RowFault]]:
    found, wrong = [], []
    for name in dict.fromkeys(one.name for one in days):
        its = sorted((one for one in days if one.name == name), key=lambda one: one.day)
        off, make_up = [one for one in its if one.is_off], [one for one in its if not one.is_off]
        if not off:
            wrong += [RowFault(row=one.line, code="calendar_make_up_alone", facts={"holiday": name}) for one in make_up]
            continue
        wrong += _gaps(name, off)
        found.append(
            made(year, name, off[0].day, off[-1].day, [one.day for one in make_up], clean_line(notes.get(name, "")))
        )
    return tuple(sorted(found, key=lambda one: one.first)), wrong


def _gaps(name: str, off: list[_Day]) -> Iterator[RowFault]:
    for before, after in pairwise(off):
        if (after.day - before.day).days > 1:
            lacking = (before.day + timedelta(1)).isoformat()
            facts: dict[str, object] = {"holiday": name, "day": lacking, "after": before.day.isoformat()}
            yield RowFault(row=after.line, code="calendar_gap", facts=facts)


def _source(papers: Any, year: int) -> str:
    said = [one for one in papers if isinstance(one, str) and one] if isinstance(papers, list) else []
    where = f"（{clean_line('；'.join(said))}）" if said else ""
    return f"国务院办公厅关于{year}年部分节假日安排的通知{where}"[:_LONGEST]

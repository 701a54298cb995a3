"""What cannot be right about the holidays of a year: each fault with its holiday or day, all of them, none raised.

The arithmetic is that of every notice since 2019: the weekdays off in a holiday are its statutory days, those on a
weekend given back on a weekday, and as many more as there are make-up days. Where a notice itself says otherwise
(春节 of 2020 was extended), the holiday bears a note with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from typing import Any

import msgspec

from yigongti_desktop.kernel.calendar import Holiday
from yigongti_desktop.kernel.statutory import statutes

_SATURDAY = 5
_LONGEST_NAME, _LONGEST_NOTE, _MOST_DAYS, _MOST_HOLIDAYS = 20, 100, 16, 20
#: So many days a make-up day may be away from its holiday; the farthest so far was 13.
_FARTHEST = 31
#: 元旦 may reach back into the year before, with its make-up day (29 December 2018).
_REACHES_BACK = timedelta(days=10)


class CalendarFault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that cannot be right."""

    code: str
    facts: dict[str, Any]
    #: Place of its holiday in the list, or -1.
    place: int = -1
    #: Day that it is about.
    day: date | None = None


def years() -> range:
    """Return the years whose statutory days are known, so that they can be written down."""
    known = statutes().festivals
    return range(min(known), max(known) + 1)


def is_of(year: int, day: date) -> bool:
    """Say whether a notice of the year may be about a day."""
    return day.year == year or date(year, 1, 1) - _REACHES_BACK <= day < date(year, 1, 1)


def faults(year: int, holidays: Sequence[Holiday]) -> list[CalendarFault]:
    """Return everything that cannot be right: first of each holiday by itself, then between them, then of the year."""
    if year not in years():
        return [_fault("calendar_year_range", first=years()[0], last=years()[-1], year=year)]
    if len(holidays) > _MOST_HOLIDAYS:
        return [_fault("calendar_many", most=_MOST_HOLIDAYS, count=len(holidays))]
    found: list[CalendarFault] = []
    for place, one in enumerate(holidays):
        its = _of_one(year, one)
        found += [msgspec.structs.replace(fault, place=place) for fault in its or _balance(one)]
    return [*found, *_between(holidays), *_statutory(year, holidays)]


def _of_one(year: int, one: Holiday) -> list[CalendarFault]:
    words = [
        (not one.name, _fault("calendar_name_empty", one.first)),
        (len(one.name) > _LONGEST_NAME, _fault("calendar_name_long", most=_LONGEST_NAME, length=len(one.name))),
        (len(one.note) > _LONGEST_NOTE, _fault("calendar_note_long", most=_LONGEST_NOTE, length=len(one.note))),
    ]
    found = [fault for is_wrong, fault in words if is_wrong]
    if one.last < one.first:
        facts: dict[str, Any] = {"first": one.first.isoformat(), "last": one.last.isoformat()}
        return [*found, _fault("calendar_span", holiday=one.name, **facts)]
    if _is_long(one):
        days = (one.last - one.first).days + 1
        return [*found, _fault("calendar_span_long", holiday=one.name, days=days, most=_MOST_DAYS)]
    others = [day for day in dict.fromkeys((one.first, one.last, *one.make_up)) if not is_of(year, day)]
    found += [_fault("calendar_day_year", day, holiday=one.name, year=year) for day in others]
    return [*found, *_make_up(one)]


def _make_up(one: Holiday) -> Iterator[CalendarFault]:
    for day, times in Counter(one.make_up).items():
        if times > 1:
            yield _fault("calendar_make_up_twice", day, holiday=one.name)
        if one.first <= day <= one.last:
            yield _fault("calendar_make_up_inside", day, holiday=one.name)
        elif day.weekday() < _SATURDAY:
            yield _fault("calendar_make_up_weekday", day, holiday=one.name)
        elif min(abs((day - one.first).days), abs((day - one.last).days)) > _FARTHEST:
            yield _fault("calendar_make_up_far", day, holiday=one.name, most=_FARTHEST)


def _is_long(one: Holiday) -> bool:
    return (one.last - one.first).days >= _MOST_DAYS


def _balance(one: Holiday) -> list[CalendarFault]:
    if one.note:
        return []
    off = sum(day.weekday() < _SATURDAY for day in one.days())
    owed, given = off - len(one.statutory), len(one.make_up)
    facts: dict[str, Any] = {
        "holiday": one.name,
        "off": off,
        "statutory": len(one.statutory),
        "owed": owed,
        "given": given,
    }
    if owed < 0:
        return [_fault("calendar_off_few", one.first, **facts)]
    if given < owed:
        return [_fault("calendar_make_up_missing", one.first, **facts, missing=owed - given)]
    return [_fault("calendar_make_up_more", one.first, **facts)] if given > owed else []


def _between(holidays: Sequence[Holiday]) -> Iterator[CalendarFault]:
    taken: dict[date, tuple[str, bool]] = {}
    names: set[str] = set()
    for place, one in enumerate(holidays):
        if one.name and one.name in names:
            yield _fault("calendar_name_twice", one.first, place, holiday=one.name)
        names.add(one.name)
        if _is_long(one):
            continue
        own = [(day, True) for day in one.days()] + [(day, False) for day in dict.fromkeys(one.make_up)]
        for day, is_off in own:
            other, was_off = taken.setdefault(day, (one.name, is_off))
            if other != one.name:
                both = "calendar_overlap" if is_off and was_off else "calendar_off_and_work"
                both = both if is_off or was_off else "calendar_make_up_shared"
                yield _fault(both, day, place, holiday=one.name, other=other)
                break


def _statutory(year: int, holidays: Sequence[Holiday]) -> Iterator[CalendarFault]:
    by_law = statutes().days(year)
    lacking: dict[str, list[str]] = {}
    for day, name in by_law.items():
        if not any(one.first <= day <= one.last for one in holidays):
            lacking.setdefault(name, []).append(f"{day.month}月{day.day}日")
    for name, days in lacking.items():
        yield _fault("calendar_statutory_missing", holiday=name, days="、".join(days))
    total = len({day for one in holidays for day in one.statutory})
    if not lacking and total != len(by_law):
        yield _fault("calendar_statutory_count", count=total, wanted=len(by_law), year=year)


def _fault(code: str, day: date | None = None, place: int = -1, **facts: Any) -> CalendarFault:
    return CalendarFault(
        code=code, facts=facts | ({"day": day.isoformat()} if day is not None else {}), place=place, day=day
    )

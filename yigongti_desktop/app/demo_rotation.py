"""The rotation by which the demonstration's unit works: written by hand for any month, without the solver.

Doctors take nights and emergencies in turn and see patients between them; the others work by day, and some of them on
days of rest, for which they stay at home on a later day. Nobody works more days than the month has working days,
but for a day or two on which somebody is still owed their day off.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import timedelta

from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.dates import month_end

#: In turn: each has the night a day after the one before.
DOCTORS = ("孙立新", "程小满", "杜中和", "周建国", "龚思源")
HEALTH = "李文静"
#: Work by day, on days of rest too.
BY_DAY = ("刘春梅", "彭雪莲", "陶欣怡", "贺志强", "潘立群")
#: Nurses a child: on working days only.
SHELTERED = "许小兰"
PEOPLE = (*DOCTORS, HEALTH, SHELTERED, *BY_DAY)
_DAY, _NIGHT, _EMERGENCY, _HEALTH, _TOUR, _OFF = "白", "夜", "急", "公", "巡", ""
_TURN = (_NIGHT, _OFF, _DAY, _EMERGENCY, _DAY)
#: Places in the turn of days of rest on which somebody works by day.
_RESTLESS = frozenset({0, 2})
_TOURING = 2
_LONGEST_RUN = 6
_WEEK = 7
#: Days before the month from which turns are reckoned, so that one month goes on from the other.
_BEFORE = 28


def rows(calendar: Calendar, month: date, begins: date) -> dict[str, tuple[str, ...]]:
    """Return by name a code for each day of a month.

    Args:
        calendar: which days are worked.
        month: its first day.
        begins: a day whose night is the first doctor's.
    """
    return {
        **{name: _doctor(calendar, month, begins, place) for place, name in enumerate(DOCTORS)},
        HEALTH: _working_days(calendar, month, _HEALTH),
        SHELTERED: _working_days(calendar, month, _DAY),
        **{name: _by_day(calendar, month, place) for place, name in enumerate(BY_DAY)},
    }


def without(codes: tuple[str, ...], month: date, away: Mapping[date, object]) -> tuple[str, ...]:
    """Return a row with the days off on which somebody is away."""
    return tuple(_OFF if month + timedelta(place) in away else code for place, code in enumerate(codes))


def _doctor(calendar: Calendar, month: date, begins: date, place: int) -> tuple[str, ...]:
    """Return a doctor's row: by day only as often as the working days leave room beside nights and emergencies."""
    turns = [_TURN[(on - begins).days % len(_TURN) - place] for on in _dates(month)]
    room = sum(map(calendar.is_working, _dates(month))) - sum(turn in {_NIGHT, _EMERGENCY} for turn in turns)
    found = []
    for on, turn in zip(_dates(month), turns, strict=True):
        code = turn
        if turn == _DAY:
            code = _OFF if room <= 0 or not calendar.is_working(on) else _DAY
            room -= code == _DAY
        found.append(_TOUR if code == _DAY and on.weekday() == _TOURING else code)
    return tuple(found)


def _working_days(calendar: Calendar, month: date, code: str) -> tuple[str, ...]:
    days = [month - timedelta(back) for back in range(_BEFORE, 0, -1)]
    found: list[str] = []
    for on in (*days, *_dates(month)):
        found.append(code if calendar.is_working(on) and not _is_tired(found) else _OFF)
    return tuple(found[_BEFORE:])


def _by_day(calendar: Calendar, month: date, place: int) -> tuple[str, ...]:
    """Return the row of somebody who works on some days of rest and is off on a working day afterwards."""
    found: list[str] = []
    owed = 0
    for on in (*(month - timedelta(back) for back in range(_BEFORE, 0, -1)), *_dates(month)):
        is_working = calendar.is_working(on)
        works = is_working or (_rest_number(on) + place) % len(BY_DAY) in _RESTLESS
        if works and is_working and owed and (on.toordinal() + place) % 2:
            works, owed = False, owed - 1
        if _is_tired(found):
            works = False
        owed += works and not is_working
        found.append(_DAY if works else _OFF)
    return tuple(found[_BEFORE:])


def _rest_number(on: date) -> int:
    """Return a number that goes up by one from each Saturday to the Sunday, and from there to the next Saturday."""
    return (on.toordinal() - 1) // _WEEK * 2 + on.weekday()


def _is_tired(codes: list[str]) -> bool:
    return len(codes) >= _LONGEST_RUN and all(codes[-_LONGEST_RUN:])


def _dates(month: date) -> Iterator[date]:
    for number in range(month_end(month).day):
        yield month + timedelta(number)

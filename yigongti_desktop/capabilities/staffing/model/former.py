"""The other rosters of a unit, as rules find them: those that meet in a span of days, and what people had before."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import timedelta

from yigongti_desktop.capabilities.staffing.model.month import Carried
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.roster import KIND
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import account
from yigongti_desktop.capabilities.staffing.model.scene import Scene
from yigongti_desktop.capabilities.staffing.model.unit_duty import of_unit
from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.protocol.event import Books

#: Days before a roster that its rules look back to.
LOOK_BACK = 14


def between(register: Books, unit: str, first: date, last: date) -> list[Roster]:
    """Return the rosters of a unit that have a day between two, the earliest first; those withdrawn do not count."""
    found: dict[str, Roster] = {}
    month = first.replace(day=1)
    while month <= last:
        for record in register.posted(account(unit, month)):
            one: Roster | None = register.get(KIND, record)
            if one is not None and one.first <= last and one.last >= first:
                found[record] = one
        month = months_after(month, 1)
    return sorted(found.values(), key=lambda one: (one.first, one.group, one.id))


def before(register: Books, roster: Roster) -> list[Roster]:
    """Return the rosters that say what people had before one: of its year, and of the days that rules look back to."""
    first = min(date(roster.first.year, 1, 1), roster.first - timedelta(LOOK_BACK))
    found = between(register, roster.unit, first, roster.first - timedelta(1))
    return [one for one in found if one.id != roster.id]


def codes_before(rosters: Iterable[Roster], person: str, first: date) -> tuple[str, ...]:
    """Return the codes of somebody's last days before a day, as far back as they are known without a gap."""
    known = list(rosters)
    found: list[str] = []
    for back in range(1, LOOK_BACK + 1):
        codes = [one.code_on(person, first - timedelta(back)) for one in known]
        settled = [code for code in codes if code is not None]
        if not settled:
            break
        found.append(max(settled))
    return tuple(reversed(found))


def carried(rosters: Iterable[Roster], first: date, register: Books, calendar: Calendar) -> dict[str, Carried]:
    """Return by person the nights, holidays and weekends that they had in the year of a day, until that day."""
    found: dict[str, Carried] = {}
    for one in rosters:
        if one.first >= first:
            continue
        counted = _Counted(one, first, register, calendar)
        for line in one.lines:
            found[line.person] = counted.added(found.get(line.person, Carried()), line.codes)
    return found


class _Counted:
    """One roster's days in the year, until a day."""

    def __init__(self, roster: Roster, until: date, register: Books, calendar: Calendar) -> None:
        duties = roster.duties or tuple(one.duty for one in of_unit(register, roster.unit))
        month = Month(unit=roster.unit, first=roster.first, days=roster.days, people=())
        scene = Scene(month, duties, calendar)
        self._places = [place for place, day in enumerate(scene.dates) if day < until and day.year == until.year]
        self._nights = {duty.code for duty in duties if duty.is_night}
        self._holidays = set(scene.holidays)
        self._weekends = scene.weekends

    def added(self, known: Carried, codes: Sequence[str | None]) -> Carried:
        worked = {place for place in self._places if codes[place]}
        return Carried(
            nights=known.nights + sum(codes[place] in self._nights for place in worked),
            holidays=known.holidays + len(worked & self._holidays),
            weekends=known.weekends + sum(not worked.isdisjoint(days) for days in self._weekends),
        )

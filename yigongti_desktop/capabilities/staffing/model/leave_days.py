"""Days of leave as they are counted: working days by the calendar, annual leave against what somebody is entitled to.

职工带薪年休假条例: 5 days from 1 year of work on, 10 from 10 years on, 15 from 20 years on; days off and statutory days
within it are not counted. Years elsewhere count too and are not known here, so the figure is told, never enforced.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.leave import WHOLE
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.leave import State
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.registry.model.staff.person import Staff

#: Years of work and days of annual leave, the most first.
_ENTITLED = ((20, 15), (10, 10), (1, 5))
#: Maternity leave by law; provinces add to it (女职工劳动保护特别规定).
MATERNITY_DAYS = 98


class Annual(Struct, frozen=True, kw_only=True):
    """How somebody stands with annual leave of a year; days are told in halves."""

    year: int
    #: First day of work that is known; None where none is.
    since: date | None
    years: int
    entitled: int
    taken: int
    #: Asked for and not yet decided.
    asked: int

    @property
    def left(self) -> int:
        """Return what is left in halves; below 0 when more was taken."""
        return self.entitled - self.taken


def begun(staff: Staff) -> date | None:
    """Return the first day of work that is written down of somebody."""
    return min((post.since for post in staff.posts), default=None)


def years_of_work(since: date | None, on: date) -> int:
    """Return the full years of work on a day."""
    if since is None or on < since:
        return 0
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def entitled_days(years: int) -> int:
    """Return the days of annual leave for so many years of work."""
    return next((days for least, days in _ENTITLED if years >= least), 0)


def working_halves(leave: Iterable[Written], calendar: Calendar, first: date, last: date) -> int:
    """Return the halves of working days between two days that are taken; a day that is named twice counts once."""
    taken: dict[date, int] = {}
    for written in leave:
        for one in written.dates():
            if first <= one <= last and calendar.is_working(one):
                taken[one] = min(taken.get(one, 0) + written.halves_on(one), WHOLE)
    return sum(taken.values())


def annual(staff: Staff, slips: Iterable[LeaveSlip], calendar: Calendar, year: int) -> Annual:
    """Return how somebody stands with annual leave of a year; years of work are those full by its last day."""
    own = [one for one in slips if one.person == staff.id and one.kind is Kind.ANNUAL]
    first, last = date(year, 1, 1), date(year, 12, 31)
    since = begun(staff)
    years = years_of_work(since, last)
    granted = [one.written() for one in own if one.is_granted]
    asked = [one.written() for one in own if one.state is State.ASKED]
    return Annual(
        year=year,
        since=since,
        years=years,
        entitled=entitled_days(years) * WHOLE,
        taken=working_halves(granted, calendar, first, last),
        asked=working_halves(asked, calendar, first, last),
    )

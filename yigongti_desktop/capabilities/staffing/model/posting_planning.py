"""A year of postings as a task for the planner: what units lack, whom the lead hospital has, what is fixed already.

Months are whole here: a posting holds the months of which it has the greater part, so that two of one doctor never
meet. Whoever takes a proposal is judged by the days themselves, like every arrangement.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import timedelta

import msgspec

from yigongti_desktop.capabilities.staffing.model.agreements import Agreement
from yigongti_desktop.capabilities.staffing.model.agreements import between
from yigongti_desktop.capabilities.staffing.model.agreements import uncovered
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.posting_kinds import LEAST_MONTHS
from yigongti_desktop.capabilities.staffing.model.posting_kinds import STAYING
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_kinds import licences_for
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.model.postings import span
from yigongti_desktop.kernel.dates import month_end
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.rostering.postings.task import Doctor
from yigongti_desktop.rostering.postings.task import Limit
from yigongti_desktop.rostering.postings.task import Need
from yigongti_desktop.rostering.postings.task import Share
from yigongti_desktop.rostering.postings.task import Stay
from yigongti_desktop.rostering.postings.task import Task
from yigongti_desktop.rostering.postings.task import Unit
from yigongti_desktop.rostering.postings.task import members

_DAY = timedelta(days=1)
_MIDDLE, _MONTH_DAYS = 15, 30
#: Prices of a month: a unit without anybody, what a unit asked for, one too many, a department left too empty.
_NOBODY, _ASKED, _SECOND, _EMPTY = 100, 60, 5, 40
#: Months that a promotion takes (STF-26), and what one of them is worth; what lies beyond is shared out evenly.
_PROMOTION, _DUE, _EVEN = 12, 2, 1
_MOST_MONTHS = 12
#: At most one in so many of a department is away at once.
_OF_DEPARTMENT = 3


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a lead hospital knows when it plans."""

    lead: str
    lead_name: str
    #: First day of the first month that is planned.
    first: date
    months: int
    #: Ids and names of the units, each once.
    units: tuple[tuple[str, str], ...]
    staff: tuple[Staff, ...]
    postings: tuple[Posting, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    leave: tuple[LeaveSlip, ...] = ()
    #: Days that people have served at the base, by their record of staff.
    served: dict[str, int] = {}
    least: Level = Level.MIDDLE
    least_months: int = LEAST_MONTHS

    def month(self, place: int) -> tuple[date, date]:
        """Return the first and the last day of a month."""
        first = months_after(self.first, place)
        return first, month_end(first)

    def months_in(self) -> Iterator[tuple[int, tuple[date, date]]]:
        """Return the months with their days."""
        return ((place, self.month(place)) for place in range(self.months))

    def without_agreement(self) -> tuple[str, ...]:
        """Return the names of units where nobody can be planned: no agreement is in force over all the months."""
        return tuple(name for unit, name in self.units if not self.has_agreement(unit))

    def has_agreement(self, unit: str) -> bool:
        """Say whether an agreement lets people of the lead hospital reside at a unit over all the months (STF-25)."""
        its = (one for one in self.agreements if one.receiver == unit)
        found = between(its, self.lead, self.lead_name, Kind.RESIDENT)
        return uncovered(found, self.first, self.month(self.months - 1)[1]) is None


def candidates(known: Known) -> tuple[Staff, ...]:
    """Return the doctors of the lead hospital whose title is high enough, in the order of the task."""
    its = (one for one in known.staff if one.profession is Profession.DOCTOR and one.home_on(known.first) == known.lead)
    return tuple(one for one in its if one.title_on(known.first).rank >= known.least.rank)


def task_of(known: Known) -> Task:
    """Return what the planner is asked: every unit has somebody of the title in every month (STF-16, STF-17)."""
    doctors = tuple(_doctor(known, one) for one in candidates(known))
    every = tuple(range(known.months))
    needs = [
        Need(
            id=unit, units=(place,), months=every, least=1, under=_NOBODY, most=1, over=_SECOND, level=known.least.rank
        )
        for place, (unit, _) in enumerate(known.units)
    ]
    departments = sorted({one.department for one in doctors} - {""})
    limits = []
    for name in departments:
        its = members(doctors, name)
        most = max(len(its) // _OF_DEPARTMENT, 1)
        limits.append(Limit(id=name, doctors=its, months=every, most=most, over=_EMPTY))
    return Task(
        months=known.months,
        units=tuple(Unit(unit) for unit, _ in known.units),
        doctors=doctors,
        needs=(*needs, *_asked(known, doctors)),
        limits=tuple(limits),
    )


def open_requests(known: Known) -> tuple[Posting, ...]:
    """Return what these units asked for and nobody has arranged yet, the earliest first."""
    units = {unit for unit, _ in known.units}
    its = (one for one in known.postings if one.state is State.ASKED and one.kind is Kind.RESIDENT)
    return tuple(sorted((one for one in its if one.host in units), key=lambda one: (one.since, one.id)))


def _asked(known: Known, doctors: tuple[Doctor, ...]) -> Iterator[Need]:
    places = {unit: place for place, (unit, _) in enumerate(known.units)}
    departments = {one.department for one in doctors}
    for one in open_requests(known):
        start, end = _boundary(known, one.since), _boundary(known, one.until + _DAY)
        months = tuple(month for month in range(known.months) if start <= month < end)
        if months:
            yield Need(
                id=one.id,
                units=(places[one.host],),
                months=months,
                least=1,
                under=_ASKED,
                level=one.wish.title.rank,
                departments=(one.department,) if one.department in departments - {""} else (),
            )


def _doctor(known: Known, staff: Staff) -> Doctor:
    fixed = tuple(_fixed(known, staff.id))
    taken = {month for stay in fixed for month in stay.within(known.months)}
    away = tuple(place for place, days in known.months_in() if place not in taken and _is_away(known, staff, days))
    here = {stay.unit for stay in fixed}
    barred = tuple(
        place for place, (unit, _) in enumerate(known.units) if place not in here and (not known.has_agreement(unit))
    )
    place = staff.place_on(known.first)
    level = staff.title_on(known.first)
    due = _DUE if level is not Level.SENIOR else 0
    return Doctor(
        id=staff.id,
        level=level.rank,
        department=place.department if place and place.unit == known.lead else "",
        away=away,
        barred=barred,
        fixed=fixed,
        least=known.least_months,
        most=max(_MOST_MONTHS, known.least_months),
        share=Share(
            served=known.served.get(staff.id, 0) // _MONTH_DAYS,
            least=_PROMOTION,
            under=due,
            most=_PROMOTION,
            over=_EVEN,
        ),
    )


def _fixed(known: Known, staff: str) -> Iterator[Stay]:
    """Return the months of the postings that are arranged or run, and of those that ended lately."""
    places = {unit: place for place, (unit, _) in enumerate(known.units)}
    for one in known.postings:
        its = span(one)
        if its is None or one.kind is not Kind.RESIDENT or one.person is None or one.person.staff != staff:
            continue
        start, end = _boundary(known, its[0]), _boundary(known, its[1] + _DAY)
        if one.host in places and start < end and start < known.months and end > -_MOST_MONTHS:
            yield Stay(start, end - start, places[one.host])


def _is_away(known: Known, staff: Staff, days: tuple[date, date]) -> bool:
    """Say whether somebody cannot be posted in a month: not employed, no licence, protected, elsewhere, on leave."""
    needs = licences_for(staff.profession)
    for on in days:
        if staff.home_on(on) != known.lead or not any(staff.licensed(one, on) for one in needs):
            return True
    first, last = days
    if any(one.since <= last and first <= (one.until or last) for one in staff.periods):
        return True
    units = {unit for unit, _ in known.units}
    elsewhere = (
        span(one)
        for one in known.postings
        if one.person
        and one.person.staff == staff.id
        and one.kind in STAYING
        and not (one.kind is Kind.RESIDENT and one.host in units)
    )
    if any(its is not None and its[0] <= last and first <= its[1] for its in elsewhere):
        return True
    off = (one for one in known.leave if one.person == staff.id and one.is_granted)
    return sum(max((min(one.last, last) - max(one.first, first)).days + 1, 0) for one in off) >= _MIDDLE


def _boundary(known: Known, on: date) -> int:
    """Return the month that begins next to a day: its own until the middle of it, the following one after."""
    own = (on.year - known.first.year) * 12 + on.month - known.first.month
    return own + (on.day > _MIDDLE)

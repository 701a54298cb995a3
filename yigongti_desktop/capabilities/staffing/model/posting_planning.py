"""A year of postings as a task for the planner: what units lack, whom the lead hospital has, what is fixed already.

Months are whole here: a posting holds the months of which it has the greater part, so that two of one doctor never
meet; `posting_joints` makes days of them again. Whoever takes a proposal is judged by the days themselves, like every
arrangement.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_known import MOST_MONTHS
from yigongti_desktop.capabilities.staffing.model.posting_known import Known
from yigongti_desktop.capabilities.staffing.model.posting_known import boundary
from yigongti_desktop.capabilities.staffing.model.posting_known import candidates
from yigongti_desktop.capabilities.staffing.model.posting_known import department_of
from yigongti_desktop.capabilities.staffing.model.posting_known import is_away
from yigongti_desktop.capabilities.staffing.model.posting_known import open_requests
from yigongti_desktop.capabilities.staffing.model.posting_prices import department_price
from yigongti_desktop.capabilities.staffing.model.posting_prices import way_price
from yigongti_desktop.capabilities.staffing.model.posting_terms import couples
from yigongti_desktop.capabilities.staffing.model.postings import span
from yigongti_desktop.registry.model.staff.codes import Level
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
_MONTH_DAYS = 30
#: Prices of a month: a unit without anybody, what a unit asked for, one too many, a department left too empty.
_NOBODY, _ASKED, _SECOND, _EMPTY = 100, 60, 5, 40
#: More than all that a month of one more doctor can be worth: two who are not to be away together never are.
_TOGETHER = 400
#: Months that a promotion takes (STF-26), and what one of them is worth; what lies beyond is shared out evenly.
_PROMOTION, _DUE, _EVEN = 12, 2, 1
#: How the limits of who are not to be posted at the same time begin.
TOGETHER = "together."
#: At most one in so many of a department is away at once.
_OF_DEPARTMENT = 3


def task_of(known: Known) -> Task:
    """Return what the planner is asked: every unit has somebody of the title in every month (STF-16, STF-17)."""
    people = candidates(known)
    departments = {name for one in people if (name := department_of(known, one))}
    supported = tuple(tuple(departments & set(known.supported(unit))) for unit, _ in known.units)
    doctors = tuple(_doctor(known, one, supported) for one in people)
    every = tuple(range(known.months))
    units = tuple(Unit(unit, closed=known.without_agreement(unit)) for unit, _ in known.units)
    needs = [
        Need(
            id=unit.id,
            units=(place,),
            months=tuple(month for month in every if month not in unit.closed),
            least=1,
            under=_NOBODY,
            most=1,
            over=_SECOND,
            level=known.least.rank,
        )
        for place, unit in enumerate(units)
    ]
    limits = []
    for name in sorted(departments):
        its = members(doctors, name)
        most = max(len(its) // _OF_DEPARTMENT, 1)
        limits.append(Limit(id=name, doctors=its, months=every, most=most, over=_EMPTY))
    limits += _couples(known, doctors)
    return Task(
        months=known.months,
        units=units,
        doctors=doctors,
        needs=(*needs, *_asked(known, doctors)),
        limits=tuple(limits),
    )


def _couples(known: Known, doctors: tuple[Doctor, ...]) -> Iterator[Limit]:
    """Return who are not to be posted at the same time, each two of them."""
    places = {one.id: place for place, one in enumerate(doctors)}
    every = tuple(range(known.months))
    for two in couples(known.terms):
        if all(one in places for one in two):
            its = tuple(places[one] for one in two)
            yield Limit(id=f"{TOGETHER}{'.'.join(two)}", doctors=its, months=every, most=1, over=_TOGETHER)


def _asked(known: Known, doctors: tuple[Doctor, ...]) -> Iterator[Need]:
    places = {unit: place for place, (unit, _) in enumerate(known.units)}
    departments = {one.department for one in doctors}
    for one in open_requests(known):
        start, end = boundary(known, one.since), boundary(known, one.until + _DAY)
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


def _doctor(known: Known, staff: Staff, supported: tuple[tuple[str, ...], ...]) -> Doctor:
    fixed = tuple(_fixed(known, staff.id))
    taken = {month for stay in fixed for month in range(stay.start, stay.end)}
    away = tuple(one for one in known.to_come if one not in taken and is_away(known, staff, known.month(one)))
    here = {stay.unit for stay in fixed}
    terms = known.terms.get(staff.id)
    not_to = terms.barred if terms else ()
    barred = tuple(place for place, (unit, _) in enumerate(known.units) if place not in here and unit in not_to)
    department = department_of(known, staff)
    prices = tuple(
        way_price(known.ways.get(unit, 0), known.weights, is_near=known.near(staff.id) == unit)
        + department_price(department, supported[place], known.weights)
        for place, (unit, _) in enumerate(known.units)
    )
    level = staff.title_on(known.first)
    due = _DUE if level is not Level.SENIOR else 0
    return Doctor(
        id=staff.id,
        level=level.rank,
        department=department,
        away=away,
        barred=barred,
        prices=prices if any(prices) else (),
        fixed=fixed,
        least=known.least_months,
        most=max(MOST_MONTHS, known.least_months),
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
        start, end = boundary(known, its[0]), boundary(known, its[1] + _DAY)
        if one.host in places and start < end and start < known.months and end > -MOST_MONTHS:
            yield Stay(start, end - start, places[one.host])

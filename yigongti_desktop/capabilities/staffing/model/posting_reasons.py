"""Why a plan sends just this doctor to a unit: the way, the skill, whose turn it is, what stands against the others.

Of each other doctor the first ground is told that holds. Grounds of a doctor's own are counted, and nobody is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from yigongti_desktop.capabilities.staffing.model.posting_known import Known
from yigongti_desktop.capabilities.staffing.model.posting_known import candidates
from yigongti_desktop.capabilities.staffing.model.posting_planning import TOGETHER
from yigongti_desktop.capabilities.staffing.model.posting_prices import way_price
from yigongti_desktop.capabilities.staffing.model.posting_proposals import Proposal
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.rostering.postings.task import Doctor
from yigongti_desktop.rostering.postings.task import Plan
from yigongti_desktop.rostering.postings.task import Stay
from yigongti_desktop.rostering.postings.task import Task


class Ground(StrEnum):
    """What stands against another doctor, the strongest first; the last two are for those who could go as well."""

    SKILL = "skill"
    BARRED = "barred"
    AWAY = "away"
    POSTED = "posted"
    ELSEWHERE = "elsewhere"
    TOGETHER = "together"
    FULL = "full"
    TURN = "turn"
    FAR = "far"
    OTHER_DEPARTMENT = "other_department"
    ALIKE = "alike"


#: Grounds of which nobody is named: they are private.
PRIVATE = frozenset({Ground.BARRED, Ground.AWAY, Ground.TOGETHER})


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """Why somebody is sent."""

    #: Kilometres to the unit; 0 where that is not written down.
    kilometres: int
    is_near: bool
    level: Level
    department: str
    #: Departments that are supported at the unit, and whether they are of one (STF-07).
    supported: tuple[str, ...]
    #: Months served before, and those that a promotion takes; 0 for who cannot rise (STF-26).
    served: int
    promotion: int
    #: How many doctors could be sent at all, and how many of them have served less.
    doctors: int
    ahead: int
    #: Names of the others by what stands against them, the strongest first.
    others: tuple[tuple[Ground, tuple[str, ...]], ...]


def why(known: Known, task: Task, plan: Plan, proposal: Proposal) -> Why:
    """Return why a plan sends somebody by a proposal."""
    people = candidates(known)
    place = next(place for place, one in enumerate(people) if one.id == proposal.staff)
    doctor, staff = task.doctors[place], people[place]
    grounds: dict[Ground, list[str]] = {}
    for other, one in enumerate(people):
        if other != place:
            grounds.setdefault(_ground(known, task, plan, (place, other), proposal), []).append(one.name)
    return Why(
        kilometres=known.ways.get(proposal.unit, 0),
        is_near=known.near(staff.id) == proposal.unit,
        level=staff.title_on(known.first),
        department=doctor.department,
        supported=known.supported(proposal.unit),
        served=doctor.share.served,
        promotion=doctor.share.least if doctor.share.under else 0,
        doctors=len(people),
        ahead=sum(one.share.served < doctor.share.served for one in task.doctors),
        others=tuple((one, tuple(sorted(grounds[one]))) for one in Ground if one in grounds),
    )


def _ground(known: Known, task: Task, plan: Plan, two: tuple[int, int], proposal: Proposal) -> Ground:
    place, other = two
    doctor, stay = task.doctors[other], proposal.stay
    months = stay.within(task.months)
    asked = next((one for one in task.needs if one.id == proposal.request), None)
    if asked is not None and not asked.counts(doctor):
        return Ground.SKILL
    if stay.unit in doctor.barred:
        return Ground.BARRED
    if set(months) & set(doctor.away):
        return Ground.AWAY
    if any(_clash(stay, one, doctor) for one in doctor.fixed):
        return Ground.POSTED
    if any(_clash(stay, one, doctor) for one in plan[other]):
        return Ground.ELSEWHERE
    for limit in task.limits:  # one of the same limit would stand in the place of the other
        is_bound = other in limit.doctors and place not in limit.doctors
        if is_bound and any(_posted(limit.doctors, plan, month) >= limit.most for month in months):
            return Ground.TOGETHER if limit.id.startswith(TOGETHER) else Ground.FULL
    return _price_ground(known, task, plan, two, stay)


def _price_ground(known: Known, task: Task, plan: Plan, two: tuple[int, int], stay: Stay) -> Ground:
    """Return what makes the other dearer: turn, way or department; ALIKE for who would cost no more."""
    turns = tuple(_turn(task.doctors[one], plan[one], stay, task.months) for one in two)
    unit = known.units[stay.unit][0]
    kilometres, length = known.ways.get(unit, 0), len(stay.within(task.months))
    ways, prices = [], []
    for one in two:
        doctor = task.doctors[one]
        is_near = known.near(doctor.id) == unit
        ways.append(way_price(kilometres, known.weights, is_near=is_near) * length)
        prices.append((doctor.prices[stay.unit] if doctor.prices else 0) * length)
    turn, way, price = turns[1] - turns[0], ways[1] - ways[0], prices[1] - prices[0]
    if turn + price <= 0:
        return Ground.ALIKE
    grounds = {Ground.TURN: turn, Ground.FAR: way, Ground.OTHER_DEPARTMENT: price - way}
    return max(grounds, key=lambda one: grounds[one])


def _turn(doctor: Doctor, stays: Sequence[Stay], stay: Stay, months: int) -> int:
    """Return what the months of a stay cost one doctor in fairness, beside their other stays."""
    before = doctor.share.served + sum(len(one.within(months)) for one in stays if one != stay)
    return doctor.share.cost(before + len(stay.within(months))) - doctor.share.cost(before)


def _clash(stay: Stay, other: Stay, doctor: Doctor) -> bool:
    """Say whether one doctor cannot have both stays: at once, or with too little time between."""
    return stay.start < other.end + doctor.rest and other.start < stay.end + doctor.rest


def _posted(doctors: Sequence[int], plan: Plan, month: int) -> int:
    return sum(any(one.start <= month < one.end for one in plan[place]) for place in doctors)

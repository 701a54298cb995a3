"""Says what is wrong with a plan, by counting.

It knows nothing of how a plan was made, and shares no code with the solver: one judge for what a person plans by hand,
for what the solver returns and for repairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from yigongti_desktop.rostering.postings.task import Doctor
from yigongti_desktop.rostering.postings.task import Plan
from yigongti_desktop.rostering.postings.task import Stay
from yigongti_desktop.rostering.postings.task import Task


class Kind(StrEnum):
    """What is not kept."""

    #: A stay that was fixed is missing.
    FIXED = "fixed"
    #: Two stays of one doctor at once; too little time between two.
    OVERLAP = "overlap"
    REST = "rest"
    #: Shorter or longer than a stay is (STF-17), or begun where nothing is planned.
    LENGTH = "length"
    OUTSIDE = "outside"
    #: In a month, or at a unit, where the doctor cannot be.
    AWAY = "away"
    BARRED = "barred"
    #: At a unit in a month in which nobody may be sent there.
    CLOSED = "closed"
    #: Too few or too many at units (STF-16), too many of a department, nobody to take over from.
    NEED = "need"
    LIMIT = "limit"
    HANDOVER = "handover"
    #: A unit that is far or not liked; too few or too many months for one doctor (STF-26); elsewhere than published.
    PRICE = "price"
    SHARE = "share"
    CHANGE = "change"


_MUSTS = frozenset(
    {Kind.FIXED, Kind.OVERLAP, Kind.REST, Kind.LENGTH, Kind.OUTSIDE, Kind.AWAY, Kind.BARRED, Kind.CLOSED}
)


class Finding(Struct, frozen=True, kw_only=True):
    """Something that is not kept."""

    kind: Kind
    #: Of the need or the limit; empty for others.
    id: str = ""
    #: Place of the doctor, where it is about one.
    doctor: int | None = None
    units: tuple[int, ...] = ()
    #: Where to look; gaps are found month by month.
    months: tuple[int, ...] = ()
    #: By how much: negative where there is too little.
    amount: int
    cost: int = 0

    @property
    def is_must(self) -> bool:
        """Say whether the plan may not stand so."""
        return self.kind in _MUSTS

    @property
    def is_gap(self) -> bool:
        """Say whether somebody is lacking at a unit."""
        return self.kind is Kind.NEED and self.amount < 0


def check(task: Task, plan: Plan) -> tuple[Finding, ...]:
    """Return what is not kept.

    Raises:
        ValueError: when the plan is not of this task's doctors and units.
    """
    if len(plan) != len(task.doctors):
        raise ValueError("the plan is of other doctors")
    if any(not 0 <= stay.unit < len(task.units) or stay.length < 1 for stays in plan for stay in stays):
        raise ValueError("the plan has an unknown unit, or a stay of no time")
    found = [finding for doctor, stays in enumerate(plan) for finding in check_doctor(task, doctor, stays)]
    return (*found, *_needs(task, plan), *_limits(task, plan), *_handovers(task, plan))


def contradictions(task: Task) -> tuple[Finding, ...]:
    """Return which fixed stays cannot be, whatever else is planned: no plan would keep what must be kept."""
    fixed = ((place, tuple(sorted(doctor.fixed))) for place, doctor in enumerate(task.doctors))
    return tuple(one for place, stays in fixed for one in check_doctor(task, place, stays) if one.is_must)


def check_doctor(task: Task, place: int, stays: tuple[Stay, ...]) -> Iterator[Finding]:
    """Return what one doctor's stays do not keep."""
    doctor, ordered = task.doctors[place], tuple(sorted(stays))
    for stay in doctor.fixed:
        if ordered.count(stay) < 1:
            yield Finding(kind=Kind.FIXED, doctor=place, units=(stay.unit,), months=_seen(stay), amount=-stay.length)
    for stay in ordered:
        yield from _stay(task, place, stay)
    for first, second in pairwise(ordered):
        between = second.start - first.end
        units = (first.unit, second.unit)
        if between < 0:
            months = tuple(range(second.start, min(first.end, second.end)))
            yield Finding(kind=Kind.OVERLAP, doctor=place, units=units, months=months, amount=len(months))
        elif between < doctor.rest and not {first, second} <= set(doctor.fixed):
            months = tuple(range(first.end, second.start)) or (second.start,)
            yield Finding(kind=Kind.REST, doctor=place, units=units, months=months, amount=between - doctor.rest)
    yield from _share(task, place, ordered)
    yield from _changes(task, place, ordered)


def cost(findings: tuple[Finding, ...]) -> int:
    """Return what all that is not kept costs together."""
    return sum(finding.cost for finding in findings)


def _stay(task: Task, place: int, stay: Stay) -> Iterator[Finding]:
    doctor, here = task.doctors[place], (stay.unit,)
    if stay not in doctor.fixed:
        if not 0 <= stay.start < task.months:
            yield Finding(kind=Kind.OUTSIDE, doctor=place, units=here, months=_seen(stay), amount=1)
        beyond = stay.length - min(max(stay.length, doctor.least), doctor.most)
        if beyond:
            yield Finding(kind=Kind.LENGTH, doctor=place, units=here, months=_seen(stay), amount=beyond)
    away = tuple(month for month in _seen(stay) if month in doctor.away)
    if away:
        yield Finding(kind=Kind.AWAY, doctor=place, units=here, months=away, amount=len(away))
    shut = task.units[stay.unit].closed if stay not in doctor.fixed else ()
    if closed := tuple(month for month in _seen(stay) if month in shut):
        yield Finding(kind=Kind.CLOSED, doctor=place, units=here, months=closed, amount=len(closed))
    if stay.unit in doctor.barred:
        yield Finding(kind=Kind.BARRED, doctor=place, units=here, months=_seen(stay), amount=stay.length)
    months = tuple(stay.within(task.months))
    price = doctor.prices[stay.unit] if doctor.prices else 0
    if price and months:
        amount = len(months)
        yield Finding(kind=Kind.PRICE, doctor=place, units=here, months=months, amount=amount, cost=price * amount)


def _seen(stay: Stay) -> tuple[int, ...]:
    return tuple(range(max(stay.start, 0), stay.end)) or (0,)


def _share(task: Task, place: int, stays: tuple[Stay, ...]) -> Iterator[Finding]:
    doctor = task.doctors[place]
    share, months = doctor.share, [month for stay in stays for month in stay.within(task.months)]
    total = share.served + len(months)
    amount = min(total - share.least, 0) if share.under else 0
    amount = max(total - share.most, 0) if share.over and not amount else amount
    if share.cost(total):
        yield Finding(kind=Kind.SHARE, doctor=place, months=tuple(months), amount=amount, cost=share.cost(total))


def _changes(task: Task, place: int, stays: tuple[Stay, ...]) -> Iterator[Finding]:
    if not task.published or not task.change:
        return
    now, before = (_where(task, one) for one in (stays, task.published[place]))
    months = tuple(month for month in range(task.months) if now.get(month) != before.get(month))
    if months:
        units = tuple(sorted({one[month] for one in (now, before) for month in months if month in one}))
        yield Finding(
            kind=Kind.CHANGE, doctor=place, units=units, months=months, amount=len(months),
            cost=task.change * len(months),
        )  # fmt: skip


def _where(task: Task, stays: tuple[Stay, ...]) -> dict[int, int]:
    return {month: stay.unit for stay in stays for month in stay.within(task.months)}


def _there(task: Task, plan: Plan) -> dict[tuple[int, int], list[Doctor]]:
    """Return who is at each unit in each month."""
    found: dict[tuple[int, int], list[Doctor]] = {}
    for doctor, stays in zip(task.doctors, plan, strict=True):
        for stay in stays:
            for month in stay.within(task.months):
                found.setdefault((stay.unit, month), []).append(doctor)
    return found


def _needs(task: Task, plan: Plan) -> Iterator[Finding]:
    there = _there(task, plan)
    for need in task.needs:
        for month in need.months:
            count = sum(need.counts(one) for unit in need.units for one in there.get((unit, month), ()))
            few, many = need.least - count, count - (count if need.most is None else need.most)
            amount, price = (-few, need.under * few) if few > 0 else (many, need.over * many)
            if price > 0:
                yield Finding(kind=Kind.NEED, id=need.id, units=need.units, months=(month,), amount=amount, cost=price)


def _limits(task: Task, plan: Plan) -> Iterator[Finding]:
    posted = [
        [sum(month in stay.within(task.months) for stay in stays) for month in range(task.months)] for stays in plan
    ]
    for limit in task.limits:
        for month in limit.months:
            over = sum(posted[doctor][month] for doctor in limit.doctors) - limit.most
            if over > 0 and limit.over:
                yield Finding(kind=Kind.LIMIT, id=limit.id, months=(month,), amount=over, cost=limit.over * over)


def _handovers(task: Task, plan: Plan) -> Iterator[Finding]:
    for place, unit in enumerate(task.units):
        if not unit.handover:
            continue
        stays = [stay for one in plan for stay in one if stay.unit == place]
        for month in range(1, task.months):
            new = sum(stay.start == month for stay in stays)
            old = sum(stay.start < month < stay.end for stay in stays)
            if new > old:
                yield Finding(
                    kind=Kind.HANDOVER, units=(place,), months=(month,), amount=old - new,
                    cost=unit.handover * (new - old),
                )  # fmt: skip

"""The days of a plan of whole months: who follows whom on which day, and on which days a unit has nobody.

A plan knows months; a posting that runs may end on any day. Whoever follows begins on the day after, before or after
the first of the month, as long as they are free then and half a year stays half a year; where the days of both meet,
that is time to hand over, and where they leave a day open, that day is a gap (decision 041).
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import timedelta

import msgspec

from yigongti_desktop.capabilities.staffing.model.coverage import is_cover
from yigongti_desktop.capabilities.staffing.model.posting_checks import is_short
from yigongti_desktop.capabilities.staffing.model.posting_kinds import STAYING
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_known import Known
from yigongti_desktop.capabilities.staffing.model.posting_known import boundary
from yigongti_desktop.capabilities.staffing.model.posting_known import is_away
from yigongti_desktop.capabilities.staffing.model.posting_terms import couples
from yigongti_desktop.capabilities.staffing.model.postings import span
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.rostering.postings.task import Stay

_DAY = timedelta(days=1)


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Days on which somebody is at a unit, both included."""

    unit: str
    staff: str
    name: str
    since: date
    until: date


class Joint(msgspec.Struct, frozen=True, kw_only=True):
    """How days at a unit meet those of who was there before, or comes after."""

    name: str
    #: Their last day, or of who comes after their first.
    on: date
    #: Days without anybody between; below 0 so many days both are there.
    days: int


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Days on which a unit has nobody of the title, both included (STF-16)."""

    unit: str
    unit_name: str
    since: date
    until: date

    @property
    def days(self) -> int:
        """Return how many they are."""
        return (self.until - self.since).days + 1


def held(known: Known) -> tuple[Held, ...]:
    """Return who covers units by what is arranged or runs."""
    found = []
    for one in known.postings:
        days, who = span(one), one.person
        if days is not None and who is not None and is_cover(one) and who.level.rank >= known.least.rank:
            found.append(Held(unit=one.host, staff=who.staff, name=who.name, since=days[0], until=days[1]))
    return tuple(found)


def days_of(known: Known, staff: Staff, stay: Stay, others: Sequence[Held], asked: date | None) -> tuple[date, date]:
    """Return the first and the last day of a stay.

    Args:
        known: what is known.
        staff: who is sent.
        stay: the months.
        others: who is at units by what is arranged and by the other stays of the plan, in whole months.
        asked: the day from which the unit asked for somebody, where this answers it.
    """
    since, until = known.month(stay.start)[0], known.month(stay.end - 1)[1]
    unit = known.units[stay.unit][0]
    here = [one for one in others if one.unit == unit]
    former = [one.until for one in here if boundary(known, one.until + _DAY) == stay.start and one.since < since]
    following = [one.since for one in here if boundary(known, one.since) == stay.end and one.until > until]
    wanted = max(former) + _DAY if former else asked if asked and boundary(known, asked) == stay.start else since
    if wanted > since:
        if not is_short(Kind.RESIDENT, wanted, until, known.least_months):
            since = wanted
    elif (first := max(wanted, known.earliest)) < since and _is_free(known, staff, unit, first, since - _DAY, others):
        since = first
    last = min(following) - _DAY if following else until
    if last < until:
        if not is_short(Kind.RESIDENT, since, last, known.least_months):
            until = last
    elif last > until and _is_free(known, staff, unit, until + _DAY, last, others):
        until = last
    return since, until


def joints(mine: Held, others: Iterable[Held]) -> tuple[Joint | None, Joint | None]:
    """Return how days at a unit meet those before and after; None where there is nobody."""
    here = [one for one in others if one.unit == mine.unit and one is not mine]
    former = max((one for one in here if one.since < mine.since), key=lambda one: one.until, default=None)
    after = min((one for one in here if one.since >= mine.since), key=lambda one: one.since, default=None)
    return (
        Joint(name=former.name, on=former.until, days=(mine.since - former.until).days - 1) if former else None,
        Joint(name=after.name, on=after.since, days=(after.since - mine.until).days - 1) if after else None,
    )


def gaps(known: Known, there: Sequence[Held]) -> tuple[Gap, ...]:
    """Return the days of the planned months on which units have nobody, by unit and day; one day is a gap."""
    found = []
    last = known.month(known.months - 1)[1]
    for unit, name in known.units:
        free = known.first
        for one in sorted((one for one in there if one.unit == unit), key=lambda one: one.since):
            if free < one.since <= last:
                found.append(Gap(unit=unit, unit_name=name, since=free, until=one.since - _DAY))
            free = max(free, one.until + _DAY)
        if free <= last:
            found.append(Gap(unit=unit, unit_name=name, since=free, until=last))
    return tuple(found)


def _is_free(known: Known, staff: Staff, unit: str, first: date, last: date, others: Sequence[Held]) -> bool:
    """Say whether somebody can be sent on some more days of a month.

    An agreement covers them, and the person is not away, and posted nowhere, nor is their spouse.
    """
    if not known.covers(unit, first, last) or is_away(known, staff, (first, last)):
        return False
    leave = (one for one in known.leave if one.person == staff.id and one.is_granted)
    off = any(_meet(one.first, one.last, first, last) for one in leave)
    who = {staff.id, *_spouses(known, staff.id)}
    busy = any(one.staff in who and _meet(one.since, one.until, first, last) for one in others)
    return not (off or busy or any(_meet(*days, first, last) for days in _posted(known, staff.id)))


def _posted(known: Known, staff: str) -> Iterator[tuple[date, date]]:
    for one in known.postings:
        if one.kind in STAYING and one.person is not None and one.person.staff == staff and (days := span(one)):
            yield days


def _spouses(known: Known, staff: str) -> Iterator[str]:
    return (one for two in couples(known.terms) if staff in two for one in two if one != staff)


def _meet(since: date, until: date, first: date, last: date) -> bool:
    return since <= last and first <= until

"""Figures of contracts (签约履约指标), each an exact share of ids by one definition.

FDC-06 and FDC-08 (coverage, indicators), FDC-12 (key groups, once each), FDC-13 (low income and bereaved, who is
missing), FDC-16 (done of what was due), FDC-18 (contracts count in the surplus), CHR-04 (controlled). There is no
national formula of fulfilment and renewal: the definition is said beside each figure, its numbers are the county's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

import msgspec

from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.months import months_after
from yigongti_desktop.capabilities.contracts.model.population import Owed
from yigongti_desktop.capabilities.contracts.model.population import Person
from yigongti_desktop.capabilities.contracts.model.population import Population
from yigongti_desktop.capabilities.contracts.model.population import Signed

#: 重点人群 of the national figure: 儿童, 孕产妇, 老年人, 高血压, 2 型糖尿病, 肺结核, 严重精神障碍, 残疾人.
KEY_GROUPS = ("child", "maternal", "elderly", "hypertension", "diabetes", "tuberculosis", "mental", "disabled")
#: 农村低收入人口 (脱贫人口 among them) and 计划生育特殊家庭: all are to be signed (FDC-13).
LOW_INCOME, BEREAVED = "low_income", "bereaved"
_YEAR = 12
_ONE = timedelta(days=1)


class Definition(StrEnum):
    """What is divided by what."""

    #: Signed of all who belong to the unit, on the last day.
    COVERAGE = "coverage"
    #: The same of those in any key group, each once.
    KEY = "key_groups"
    POOR = "poor"
    SPECIAL = "special"
    #: Tasks done of those whose last day lies in the period; the same in time.
    ITEMS = "items"
    IN_TIME = "in_time"
    #: People for whom enough of theirs was done, of those who were owed any.
    PEOPLE = "people"
    #: Agreements that were gone on with, of those that ran out in the period.
    RENEWAL = "renewal"
    #: Whose latest follow-up of a year was within the target, of those who are promised follow-ups on the last day.
    PRESSURE = "pressure"
    GLUCOSE = "glucose"


class Counts(StrEnum):
    """What the ids of a rate name."""

    PEOPLE = "people"
    TASKS = "tasks"
    AGREEMENTS = "agreements"


#: Definitions that look at a period; the others look at its last day.
FLOWS = frozenset({Definition.ITEMS, Definition.IN_TIME, Definition.PEOPLE, Definition.RENEWAL})
COUNTED: Mapping[Definition, Counts] = {
    Definition.ITEMS: Counts.TASKS,
    Definition.IN_TIME: Counts.TASKS,
    Definition.RENEWAL: Counts.AGREEMENTS,
}


class Period(msgspec.Struct, frozen=True):
    """Some days, both ends included."""

    first: date
    last: date


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a county may say otherwise of the definitions (`aims.terms`)."""

    key_groups: tuple[str, ...] = KEY_GROUPS
    #: Somebody counts as fulfilled from so many hundredths of their tasks on.
    least_percent: int = 100
    #: An agreement still counts as gone on with when the next begins so many days late.
    late_days: int = 0


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Over which days, as known at the end of which day."""

    period: Period
    #: What was done or signed later is not known yet; the last day of the period, or a later one.
    known_by: date
    terms: Terms = Terms()

    @property
    def on(self) -> date:
        """Return the day on which people are counted."""
        return min(self.period.last, self.known_by)


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """A share, with everybody or everything behind it."""

    definition: Definition
    #: Ids in the numerator, all of them in the denominator too.
    of: frozenset[str]
    base: frozenset[str]

    @property
    def share(self) -> Fraction | None:
        """Return the exact share; None when there is nothing to divide by."""
        return Fraction(len(self.of), len(self.base)) if self.base else None

    @property
    def missing(self) -> frozenset[str]:
        """Return what is in the denominator alone."""
        return self.base - self.of

    @property
    def counts(self) -> Counts:
        """Return what its ids name."""
        return COUNTED.get(self.definition, Counts.PEOPLE)


def year_to(day: date, terms: Terms) -> Asked:
    """Return the year of a day until its end, as known then."""
    return Asked(period=Period(day.replace(month=1, day=1), day), known_by=day, terms=terms)


class Look:
    """A population in the days asked for; what several figures need is found once."""

    def __init__(self, population: Population, asked: Asked) -> None:
        self.population = population
        self.asked = asked

    @cached_property
    def there(self) -> dict[str, Person]:
        """Return who belongs to the unit on the day."""
        on = self.asked.on
        return {one.id: one for one in self.population.people.values() if one.stay_on(on) is not None}

    @cached_property
    def groups(self) -> dict[str, frozenset[str]]:
        """Return the key groups of whoever belongs to the unit."""
        return {person: one.groups_on(self.asked.on) for person, one in self.there.items()}

    @cached_property
    def in_force(self) -> dict[str, Signed]:
        """Return the agreement that each person has in force on the day."""
        on = self.asked.on
        return {one.person: one for one in self.population.signed if one.since <= on <= one.last}

    @cached_property
    def tasks(self) -> list[Owed]:
        """Return the tasks that are held against the period: those whose last day in time lies in it.

        One that a later agreement carries on is owed there, unless it was done before. Nothing is owed to who has
        died or left by that day; what was done for them all the same stays done.
        """
        first, last, known_by = self.asked.period.first, self.asked.on, self.asked.known_by
        carried = {_slot(one) for one in self.population.owed if one.is_carried}
        return [
            one
            for one in self.population.owed
            if first <= one.closes <= last
            and (
                one.is_done(known_by)
                or (self.was_there(one.person, one.closes) and (one.is_carried or _slot(one) not in carried))
            )
        ]

    @cached_property
    def ran_out(self) -> list[Signed]:
        """Return the agreements that ran out in the period, of people who were still there on the last day.

        One that was ended early, or that went on with another team, did not run out.
        """
        first, last = self.asked.period.first, self.asked.on
        return [
            one
            for one in self.population.signed
            if first <= one.until <= last and one.ran_out and self.was_there(one.person, one.until)
        ]

    def was_there(self, person: str, on: date) -> bool:
        """Say whether somebody belonged to the unit on a day."""
        known = self.population.people.get(person)
        return known is not None and known.stay_on(on) is not None


def rate(definition: Definition, look: Look) -> Rate:
    """Return the figure of a definition."""
    of, base = _RATES[definition](look)
    base = frozenset(base)
    return Rate(definition=definition, of=base.intersection(of), base=base)


def covered(definition: Definition, groups: Iterable[str], look: Look) -> Rate:
    """Return how many of those in any of these groups are signed; who is in several counts once."""
    wanted = frozenset(groups)
    base = frozenset(person for person, its in look.groups.items() if not wanted.isdisjoint(its))
    return Rate(definition=definition, of=base.intersection(look.in_force), base=base)


_Ids = tuple[Iterable[str], Iterable[str]]


def _covered(groups: Callable[[Terms], tuple[str, ...]]) -> Callable[[Look], _Ids]:
    def ids(look: Look) -> _Ids:
        found = covered(Definition.KEY, groups(look.asked.terms), look)
        return found.of, found.base

    return ids


def _items(look: Look) -> _Ids:
    known_by = look.asked.known_by
    return [one.id for one in look.tasks if one.is_done(known_by)], [one.id for one in look.tasks]


def _in_time(look: Look) -> _Ids:
    known_by = look.asked.known_by
    return [one.id for one in look.tasks if one.is_done(min(one.closes, known_by))], [one.id for one in look.tasks]


def _people(look: Look) -> _Ids:
    owed = Counter(one.person for one in look.tasks)
    done = Counter(one.person for one in look.tasks if one.is_done(look.asked.known_by))
    least = look.asked.terms.least_percent
    return [person for person, count in owed.items() if 100 * done[person] >= least * count], owed


def _renewal(look: Look) -> _Ids:
    begun: dict[str, list[date]] = {}
    for one in look.population.signed:
        if one.signed_on <= look.asked.known_by and one.last >= one.since:
            begun.setdefault(one.person, []).append(one.since)
    late = _ONE + timedelta(days=look.asked.terms.late_days)
    of = (one.id for one in look.ran_out if any(one.until < since <= one.until + late for since in begun[one.person]))
    return list(of), [one.id for one in look.ran_out]


def _controlled(form: Form) -> Callable[[Look], _Ids]:
    def ids(look: Look) -> _Ids:
        """Look at the latest follow-up of the twelve months; who had none is not controlled (失访判断为未达标)."""
        on = look.asked.on
        first = months_after(on, -_YEAR) + _ONE
        latest: dict[str, tuple[date, bool]] = {}
        for one in look.population.followed:
            if one.form == form.value and first <= one.on <= on:
                latest[one.person] = max(latest.get(one.person, (one.on, False)), (one.on, one.is_controlled))
        base = [person for person, one in look.in_force.items() if one.promises(form.value) and person in look.there]
        return [person for person in base if person in latest and latest[person][1]], base

    return ids


def _slot(one: Owed) -> tuple[str, str, int, date]:
    """Return by what a task is the same that a former agreement owed."""
    return (one.person, one.item, one.number, one.due)


_RATES: Mapping[Definition, Callable[[Look], _Ids]] = {
    Definition.COVERAGE: lambda look: (look.in_force, look.there),
    Definition.KEY: _covered(lambda terms: terms.key_groups),
    Definition.POOR: _covered(lambda _terms: (LOW_INCOME,)),
    Definition.SPECIAL: _covered(lambda _terms: (BEREAVED,)),
    Definition.ITEMS: _items,
    Definition.IN_TIME: _in_time,
    Definition.PEOPLE: _people,
    Definition.RENEWAL: _renewal,
    Definition.PRESSURE: _controlled(Form.HYPERTENSION),
    Definition.GLUCOSE: _controlled(Form.DIABETES),
}

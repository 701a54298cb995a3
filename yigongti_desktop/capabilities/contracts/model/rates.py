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

import msgspec

from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.months import months_after
from yigongti_desktop.capabilities.contracts.model.population import Owed
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

    def holds(self, on: date) -> bool:
        """Say whether a day lies in it."""
        return self.first <= on <= self.last


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


def rate(definition: Definition, population: Population, asked: Asked) -> Rate:
    """Return the figure of a definition."""
    of, base = _RATES[definition](population, asked)
    base = frozenset(base)
    return Rate(definition=definition, of=base.intersection(of), base=base)


def covered(population: Population, groups: Iterable[str], asked: Asked) -> Rate:
    """Return how many of those in any of these groups are signed; who is in several counts once."""
    of, base = _grouped(population, frozenset(groups), asked.on)
    return Rate(definition=Definition.KEY, of=frozenset(of), base=frozenset(base))


def counted(population: Population, asked: Asked) -> list[Owed]:
    """Return the tasks that are held against a period: those whose last day in time lies in it.

    One that a later agreement carries on is owed there, unless it was done before. Nothing is owed to who has died or
    left by that day; what was done for them all the same stays done.
    """
    carried = {(one.person, one.item, one.number, one.due) for one in population.owed if one.is_carried}
    found = []
    for one in population.owed:
        if not asked.period.holds(one.closes) or one.closes > asked.known_by:
            continue
        if not one.is_done(asked.known_by):
            if not one.is_carried and (one.person, one.item, one.number, one.due) in carried:
                continue
            person = population.people.get(one.person)
            if person is None or person.stay_on(one.closes) is None:
                continue
        found.append(one)
    return found


def expiring(population: Population, asked: Asked) -> list[Signed]:
    """Return the agreements that ran out in the period, of people who were still there on the last day.

    One that was ended early, or that went on with another team, did not run out.
    """
    found = []
    for one in population.signed:
        if not (one.ran_out and asked.period.holds(one.until) and one.until <= asked.known_by):
            continue
        person = population.people.get(one.person)
        if person is not None and person.stay_on(one.until) is not None:
            found.append(one)
    return found


_Ids = tuple[Iterable[str], Iterable[str]]


def _coverage(population: Population, asked: Asked) -> _Ids:
    return population.in_force(asked.on), [person.id for person in population.belonging(asked.on)]


def _grouped(population: Population, groups: frozenset[str], on: date) -> tuple[list[str], list[str]]:
    signed = population.in_force(on)
    base = [person.id for person in population.belonging(on) if not groups.isdisjoint(person.groups_on(on))]
    return [person for person in base if person in signed], base


def _items(population: Population, asked: Asked) -> _Ids:
    tasks = counted(population, asked)
    return [one.id for one in tasks if one.is_done(asked.known_by)], [one.id for one in tasks]


def _in_time(population: Population, asked: Asked) -> _Ids:
    tasks = counted(population, asked)
    return [one.id for one in tasks if one.is_done(min(one.closes, asked.known_by))], [one.id for one in tasks]


def _people(population: Population, asked: Asked) -> _Ids:
    tasks = counted(population, asked)
    owed = Counter(one.person for one in tasks)
    done = Counter(one.person for one in tasks if one.is_done(asked.known_by))
    return [person for person in owed if 100 * done[person] >= asked.terms.least_percent * owed[person]], owed


def _renewal(population: Population, asked: Asked) -> _Ids:
    begun: dict[str, list[Signed]] = {}
    for one in population.signed:
        if one.signed_on <= asked.known_by and one.last >= one.since:
            begun.setdefault(one.person, []).append(one)
    late = timedelta(days=asked.terms.late_days)
    base = expiring(population, asked)
    of = [
        one.id
        for one in base
        if any(one.until < other.since <= one.until + _ONE + late for other in begun.get(one.person, ()))
    ]
    return of, [one.id for one in base]


def _controlled(form: Form) -> Callable[[Population, Asked], _Ids]:
    def ids(population: Population, asked: Asked) -> _Ids:
        """Look at the latest follow-up of the twelve months; who had none is not controlled (失访判断为未达标)."""
        year = Period(months_after(asked.on, -_YEAR) + _ONE, asked.on)
        latest: dict[str, tuple[date, bool]] = {}
        for one in population.followed:
            if one.form == form.value and year.holds(one.on):
                latest[one.person] = max(latest.get(one.person, (one.on, False)), (one.on, one.is_controlled))
        signed = population.in_force(asked.on)
        promised = [person for person, one in signed.items() if form.value in one.forms]
        base = [one for one in promised if _is_there(population, one, asked.on)]
        return [person for person in base if latest.get(person, (asked.on, False))[1]], base

    return ids


def _is_there(population: Population, person: str, on: date) -> bool:
    known = population.people.get(person)
    return known is not None and known.stay_on(on) is not None


_RATES: Mapping[Definition, Callable[[Population, Asked], _Ids]] = {
    Definition.COVERAGE: _coverage,
    Definition.KEY: lambda population, asked: _grouped(population, frozenset(asked.terms.key_groups), asked.on),
    Definition.POOR: lambda population, asked: _grouped(population, frozenset({LOW_INCOME}), asked.on),
    Definition.SPECIAL: lambda population, asked: _grouped(population, frozenset({BEREAVED}), asked.on),
    Definition.ITEMS: _items,
    Definition.IN_TIME: _in_time,
    Definition.PEOPLE: _people,
    Definition.RENEWAL: _renewal,
    Definition.PRESSURE: _controlled(Form.HYPERTENSION),
    Definition.GLUCOSE: _controlled(Form.DIABETES),
}

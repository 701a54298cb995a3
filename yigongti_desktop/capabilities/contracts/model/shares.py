"""What each person adds to the figures of a day, and until when that stays so: figures are kept person by person.

Every figure is a sum over people. So one that is known needs only those looked at again of whom something was written,
or for whom a day has come that changes something.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import timedelta

from yigongti_desktop.capabilities.contracts.model.aims import GROWING
from yigongti_desktop.capabilities.contracts.model.population import Followed
from yigongti_desktop.capabilities.contracts.model.population import Owed
from yigongti_desktop.capabilities.contracts.model.population import Person
from yigongti_desktop.capabilities.contracts.model.population import Population
from yigongti_desktop.capabilities.contracts.model.population import Signed
from yigongti_desktop.capabilities.contracts.model.rates import Counts
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Look
from yigongti_desktop.capabilities.contracts.model.rates import Rate
from yigongti_desktop.capabilities.contracts.model.rates import rate

#: Numerator and denominator of each figure on the day, then of those that grow at the end of the year before.
Share = tuple[int, ...]
_FIGURES = tuple(Definition)
_FORMER = tuple(one for one in Definition if one in GROWING)
WIDTH = 2 * (len(_FIGURES) + len(_FORMER))
NOTHING: Share = (0,) * WIDTH
_ONE = timedelta(days=1)
#: Ages at which somebody leaves the children and comes among the old.
_AGES = (7, 65)
_LEAST_MONTH = 28
#: A follow-up counts for twelve months; from so many days on each day is looked at.
_YEAR_NEARLY, _YEAR = timedelta(days=360), timedelta(days=370)


def shares(now: Look, before: Look) -> dict[str, Share]:
    """Return what each person adds; whoever adds nothing is left out.

    Args:
        now: the year until the day.
        before: the year until the last day of the year before.
    """
    found: dict[str, list[int]] = {}
    looks = ((now, _FIGURES), (before, _FORMER))
    places = [rate(definition, look) for look, definitions in looks for definition in definitions]
    owners = {one.id: one.person for one in now.tasks}
    for place, figure in enumerate(places):
        for offset, ids in enumerate((figure.of, figure.base)):
            for one in ids:
                whose = _whose(one, figure, owners)
                found.setdefault(whose, [0] * WIDTH)[2 * place + offset] += 1
    return {person: tuple(its) for person, its in found.items()}


def figures(total: Share) -> dict[Definition, tuple[int, int]]:
    """Return numerator and denominator of each figure on the day."""
    return {one: (total[2 * place], total[2 * place + 1]) for place, one in enumerate(_FIGURES)}


def former(total: Share) -> dict[Definition, tuple[int, int]]:
    """Return those of the figures that grow, at the end of the year before."""
    first = 2 * len(_FIGURES)
    return {one: (total[first + 2 * place], total[first + 2 * place + 1]) for place, one in enumerate(_FORMER)}


def added(total: Share, more: Iterable[Share], less: Iterable[Share]) -> Share:
    """Return a total with some shares more and others less."""
    return tuple(
        whole + sum(plus) - sum(minus) for whole, plus, minus in zip(total, _columns(more), _columns(less), strict=True)
    )


def changes_on(population: Population, on: date) -> dict[str, date]:
    """Return for each person the first day after this one on which their share may be another; none if it stays.

    What is done, signed or noted meanwhile changes it all the same, and so does a new year. The population has all
    tasks that close later than on the day.
    """
    found: dict[str, date] = {}

    def may(person: str, days: Iterable[date | None]) -> None:
        soon = min((one for one in days if one is not None and one > on), default=None)
        if soon is not None:
            found[person] = min(found.get(person, soon), soon)

    for person in population.people.values():
        may(person.id, _of_person(person))
    for agreement in population.signed:
        may(agreement.person, _of_agreement(agreement))
    for task in population.owed:
        may(task.person, _of_task(task))
    for visit in population.followed:
        may(visit.person, _of_visit(visit, on))
    return found


def _whose(one: str, figure: Rate, owners: Mapping[str, str]) -> str:
    if figure.counts is Counts.TASKS:
        return owners[one]
    return one.partition("|")[0] if figure.counts is Counts.AGREEMENTS else one


def _columns(some: Iterable[Share]) -> Iterable[tuple[int, ...]]:
    return zip(*(tuple(some) or (NOTHING,)), strict=True)


def _of_person(one: Person) -> Iterator[date | None]:
    yield from (one.birth, _after(one.died_on))
    for stay in one.stays:
        yield from (stay.since, _after(stay.until))
    for held in one.groups:
        yield from (held.since, _after(held.until))
    if one.birth is not None:
        for age in _AGES:
            birthday = one.birth.replace(year=one.birth.year + age, day=min(one.birth.day, _LEAST_MONTH))
            yield from (birthday + timedelta(days=later) for later in range(one.birth.day - birthday.day + 2))


def _of_agreement(one: Signed) -> Iterator[date | None]:
    yield from (one.signed_on, one.since, one.last + _ONE, one.until, one.until + _ONE)


def _of_task(one: Owed) -> Iterator[date | None]:
    yield from (one.closes, one.done_on)


def _of_visit(one: Followed, on: date) -> Iterator[date | None]:
    yield one.on
    yield one.on + _YEAR_NEARLY
    if one.on + _YEAR_NEARLY <= on <= one.on + _YEAR:
        yield on + _ONE


def _after(on: date | None) -> date | None:
    return None if on is None else on + _ONE

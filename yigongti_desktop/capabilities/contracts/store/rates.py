"""Figures of a unit's contracts as screens ask for them: all on a day, one more closely, and whoever is behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from fractions import Fraction

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.capabilities.contracts.model.aims import GROWING
from yigongti_desktop.capabilities.contracts.model.aims import Aim
from yigongti_desktop.capabilities.contracts.model.aims import aim
from yigongti_desktop.capabilities.contracts.model.aims import grown
from yigongti_desktop.capabilities.contracts.model.aims import terms
from yigongti_desktop.capabilities.contracts.model.breakdown import Cut
from yigongti_desktop.capabilities.contracts.model.breakdown import cut
from yigongti_desktop.capabilities.contracts.model.breakdown import cuts_of
from yigongti_desktop.capabilities.contracts.model.breakdown import months_to
from yigongti_desktop.capabilities.contracts.model.breakdown import trend
from yigongti_desktop.capabilities.contracts.model.rates import Asked
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Look
from yigongti_desktop.capabilities.contracts.model.rates import Period
from yigongti_desktop.capabilities.contracts.model.rates import Rate
from yigongti_desktop.capabilities.contracts.model.rates import rate
from yigongti_desktop.capabilities.contracts.model.rates import year_to
from yigongti_desktop.capabilities.contracts.store.population import items
from yigongti_desktop.capabilities.contracts.store.population import population
from yigongti_desktop.capabilities.contracts.store.teams import all_teams
from yigongti_desktop.registry import store as registry

_ONE = timedelta(days=1)


class Count(msgspec.Struct, frozen=True):
    """How many of how many."""

    of: int
    base: int

    @property
    def share(self) -> Fraction | None:
        """Return the exact share; None when there is nothing to divide by."""
        return Fraction(self.of, self.base) if self.base else None

    @property
    def missing(self) -> int:
        """Return how many are in the denominator alone."""
        return self.base - self.of


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure on a day, beside what the county wants of it."""

    definition: Definition
    count: Count
    aim: Aim
    #: Hundredths that it has grown since the end of the year before; None for a figure that has not to grow.
    grown: Fraction | None = None


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of a unit on a day."""

    asked: Asked
    figures: tuple[Figure, ...]


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """A figure in a month."""

    period: Period
    count: Count
    least: Fraction | None


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a figure: its key, and what it is called; empty where nobody knows."""

    by: Cut
    key: str
    name: str
    count: Count


class Closer(msgspec.Struct, frozen=True, kw_only=True):
    """One figure month by month, and in parts."""

    definition: Definition
    months: tuple[Month, ...]
    parts: Mapping[Cut, tuple[Part, ...]]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which figure is looked behind: of the year or of a month, of the whole or of a part."""

    definition: Definition
    on: date
    #: None for the year until the day.
    month: Period | None = None
    part: tuple[Cut, str] | None = None


def overview(connection: Connection, own: str, on: date) -> Overview:
    """Return all figures of a unit on a day."""
    asked, before = asked_on(connection, on)
    known = population(connection, own, asked.period, tuple(Definition))
    now, then = Look(known, asked), Look(known, before)
    return drawn_up(
        connection,
        asked,
        {definition: _count(rate(definition, now)) for definition in Definition},
        {definition: _count(rate(definition, then)) for definition in GROWING},
    )


def asked_on(connection: Connection, on: date) -> tuple[Asked, Asked]:
    """Return the year until a day, and the whole year before it, by the county's terms of both days."""
    rules = registry.Rules(connection)
    asked = year_to(on, terms(rules, on))
    last = asked.period.first - _ONE
    return asked, year_to(last, terms(rules, last))


def drawn_up(
    connection: Connection, asked: Asked, counts: Mapping[Definition, Count], former: Mapping[Definition, Count]
) -> Overview:
    """Return figures that were counted, beside what the county wants of them.

    Args:
        connection: the database.
        asked: what they are of.
        counts: all of them.
        former: at the end of the year before, those that are to grow.
    """
    rules = registry.Rules(connection)
    figures = [
        Figure(
            definition=definition,
            count=count,
            aim=aim(definition, rules, asked.on),
            grown=grown(count.share, former[definition].share if definition in former else None),
        )
        for definition, count in counts.items()
    ]
    return Overview(asked=asked, figures=tuple(figures))


def closer(connection: Connection, own: str, definition: Definition, on: date) -> Closer:
    """Return one figure month by month, and in parts by all that it can be cut by."""
    rules = registry.Rules(connection)
    asked = year_to(on, terms(rules, on))
    known = population(connection, own, Period(months_to(on)[0].first, on), (definition,))
    look = Look(known, asked)
    whole = rate(definition, look)
    names = _names(connection)
    return Closer(
        definition=definition,
        months=tuple(
            Month(period=month, count=_count(one), least=aim(definition, rules, month.last).least)
            for month, one in trend(definition, known, asked)
        ),
        parts={by: _parts(cut(whole, by, look), by, names.get(by, {})) for by in cuts_of(definition)},
    )


def behind(connection: Connection, own: str, wanted: Wanted) -> tuple[Rate, Look]:
    """Return a figure with its ids, and where they were found."""
    asked = asked_of(connection, wanted)
    look = Look(population(connection, own, asked.period, (wanted.definition,)), asked)
    found = rate(wanted.definition, look)
    if wanted.part is not None:
        by, key = wanted.part
        nobody = msgspec.structs.replace(found, of=frozenset(), base=frozenset())
        found = cut(found, by, look).get(key, nobody)
    return found, look


def asked_of(connection: Connection, wanted: Wanted) -> Asked:
    """Return over which days a figure is looked behind, by the county's terms of the day."""
    asked = year_to(wanted.on, terms(registry.Rules(connection), wanted.on))
    return asked if wanted.month is None else msgspec.structs.replace(asked, period=wanted.month)


def team_names(connection: Connection) -> dict[str, str]:
    """Return the names of all teams that this desk knows."""
    return {team.id: team.name for team in all_teams(connection)}


def _names(connection: Connection) -> dict[Cut, dict[str, str]]:
    return {
        Cut.TEAM: team_names(connection),
        Cut.ITEM: {code: item.name for code, item in items(connection).items()},
    }


def _parts(parts: Mapping[str, Rate], by: Cut, names: Mapping[str, str]) -> tuple[Part, ...]:
    """Return parts by name; what nobody knows the place of comes last."""
    found = [Part(by=by, key=key, name=names.get(key, key), count=_count(one)) for key, one in parts.items()]
    return tuple(sorted(found, key=lambda part: (not part.key, part.name, part.key)))


def _count(found: Rate) -> Count:
    return Count(len(found.of), len(found.base))

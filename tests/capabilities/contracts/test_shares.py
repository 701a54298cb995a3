"""What each person adds to the figures comes to the figures, and stays as it is until a day that was foretold."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.contracts.test_rates_machine import DAYS
from tests.capabilities.contracts.test_rates_machine import populations
from yigongti_desktop.capabilities.contracts.model import shares as model
from yigongti_desktop.capabilities.contracts.model.aims import GROWING
from yigongti_desktop.capabilities.contracts.model.population import Population
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Look
from yigongti_desktop.capabilities.contracts.model.rates import Terms
from yigongti_desktop.capabilities.contracts.model.rates import rate
from yigongti_desktop.capabilities.contracts.model.rates import year_to

TERMS = Terms(least_percent=60, late_days=20)


def looks(population: Population, on: date) -> tuple[Look, Look]:
    last = on.replace(month=1, day=1) - timedelta(days=1)
    return Look(population, year_to(on, TERMS)), Look(population, year_to(last, TERMS))


def shares(population: Population, on: date) -> dict[str, model.Share]:
    return model.shares(*looks(population, on))


@given(populations(), DAYS)
def test_the_shares_of_all_come_to_the_figures(population: Population, on: date) -> None:
    total = model.added(model.NOTHING, shares(population, on).values(), ())
    now, before = looks(population, on)
    for look, definitions, found in (
        (now, tuple(Definition), model.figures(total)),
        (before, tuple(GROWING), model.former(total)),
    ):
        assert found.keys() == set(definitions)
        for definition in definitions:
            figure = rate(definition, look)
            assert found[definition] == (len(figure.of), len(figure.base))


@given(populations(), DAYS, st.integers(1, 40))
def test_a_share_stays_until_the_day_that_was_foretold(population: Population, on: date, days: int) -> None:
    later = on + timedelta(days=days)
    if later.year != on.year:
        return
    first, then, foretold = shares(population, on), shares(population, later), model.changes_on(population, on)
    for person in {*first, *then}:
        assert person not in foretold or foretold[person] > on
        if person not in foretold or foretold[person] > later:
            assert first.get(person, model.NOTHING) == then.get(person, model.NOTHING)


@given(populations(), DAYS)
def test_what_some_add_less_than_before_is_taken_away(population: Population, on: date) -> None:
    its = list(shares(population, on).values())
    total = model.added(model.NOTHING, its, ())
    assert model.added(total, (), its) == model.NOTHING
    assert model.added(total, its, its) == total

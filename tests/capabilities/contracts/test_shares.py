"""What each person adds to the figures comes to the figures, and stays as it is until a day that was foretold."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from hypothesis import given
from hypothesis import settings

from tests.capabilities.contracts.test_rates_machine import DAYS
from tests.capabilities.contracts.test_rates_machine import populations
from yigongti_desktop.capabilities.contracts.model import shares as model
from yigongti_desktop.capabilities.contracts.model.aims import GROWING
from yigongti_desktop.capabilities.contracts.model.population import Followed
from yigongti_desktop.capabilities.contracts.model.population import Person
from yigongti_desktop.capabilities.contracts.model.population import Population
from yigongti_desktop.capabilities.contracts.model.population import Signed
from yigongti_desktop.capabilities.contracts.model.population import Stay
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Look
from yigongti_desktop.capabilities.contracts.model.rates import Terms
from yigongti_desktop.capabilities.contracts.model.rates import rate
from yigongti_desktop.capabilities.contracts.model.rates import year_to

#: Days that are looked ahead, one by one.
FORESIGHT = 60
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


@settings(max_examples=150, deadline=None)
@given(populations(), DAYS)
def test_a_share_stays_until_the_day_that_was_foretold(population: Population, on: date) -> None:
    first, foretold = shares(population, on), model.changes_on(population, on)
    assert all(soon > on for soon in foretold.values())
    for days in range(1, FORESIGHT):
        later = on + timedelta(days=days)
        if later.year != on.year:
            return
        then = shares(population, later)
        for person in {*first, *then}:
            if person not in foretold or foretold[person] > later:
                assert first.get(person, model.NOTHING) == then.get(person, model.NOTHING)


@given(populations(), DAYS)
def test_what_some_add_less_than_before_is_taken_away(population: Population, on: date) -> None:
    its = list(shares(population, on).values())
    total = model.added(model.NOTHING, its, ())
    assert model.added(total, (), its) == model.NOTHING
    assert model.added(total, its, its) == total


def test_the_end_of_an_agreement_and_the_year_of_a_follow_up_are_foretold() -> None:
    on, last = date(2026, 3, 1), date(2026, 3, 10)
    one = Person(id="p", stays=(Stay(),))
    signed = Signed(
        person="p", number="n", team="A", doctor="", signed_on=on, since=on, until=last, last=last, forms="hypertension"
    )
    visit = Followed(person="p", form="hypertension", on=date(2025, 3, 20), is_controlled=True)
    assert model.changes_on(Population(people={"p": one}, signed=(signed,)), on) == {"p": last}
    assert model.changes_on(Population(people={"p": one}, signed=(signed,)), last) == {"p": last + timedelta(days=1)}
    followed = Population(people={"p": one}, followed=(visit,))
    assert model.changes_on(followed, on) == {"p": date(2026, 3, 15)}
    assert model.changes_on(followed, date(2026, 3, 16)) == {"p": date(2026, 3, 17)}
    assert model.changes_on(followed, date(2026, 4, 1)) == {}

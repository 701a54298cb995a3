"""Figures over any population: shares within the whole, parts that come to it, months that come to the year."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.capabilities.contracts.model.breakdown import Cut
from yigongti_desktop.capabilities.contracts.model.breakdown import cut
from yigongti_desktop.capabilities.contracts.model.breakdown import cuts_of
from yigongti_desktop.capabilities.contracts.model.breakdown import trend
from yigongti_desktop.capabilities.contracts.model.population import Followed
from yigongti_desktop.capabilities.contracts.model.population import Held
from yigongti_desktop.capabilities.contracts.model.population import Owed
from yigongti_desktop.capabilities.contracts.model.population import Person
from yigongti_desktop.capabilities.contracts.model.population import Population
from yigongti_desktop.capabilities.contracts.model.population import Serving
from yigongti_desktop.capabilities.contracts.model.population import Signed
from yigongti_desktop.capabilities.contracts.model.population import Stay
from yigongti_desktop.capabilities.contracts.model.rates import BEREAVED
from yigongti_desktop.capabilities.contracts.model.rates import KEY_GROUPS
from yigongti_desktop.capabilities.contracts.model.rates import LOW_INCOME
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Look
from yigongti_desktop.capabilities.contracts.model.rates import Terms
from yigongti_desktop.capabilities.contracts.model.rates import rate
from yigongti_desktop.capabilities.contracts.model.rates import year_to

FIRST = date(2025, 10, 1)
DAYS = st.integers(0, 460).map(lambda days: FIRST + timedelta(days=days))
SOME_DAY = st.none() | DAYS
VILLAGES, TEAMS, FORMS = ("健康村", "团结村", "新河村"), ("A", "B"), ("hypertension", "diabetes")
SERVING = {"健康村": Serving(team="A", doctor="周建国"), "团结村": Serving(team="B", doctor="王大海")}


@st.composite
def _person(draw: st.DrawFn, name: str) -> tuple[Person, list[Signed], list[Owed], list[Followed]]:
    """Return somebody with agreements one after another, tasks under them, and follow-ups."""
    person = Person(
        id=name,
        birth=draw(st.dates(date(1935, 1, 1), date(2026, 12, 31))),
        died_on=draw(SOME_DAY),
        stays=tuple(
            Stay(village=draw(st.sampled_from(VILLAGES)), since=draw(SOME_DAY), until=draw(SOME_DAY))
            for _ in range(draw(st.integers(0, 2)))
        ),
        groups=tuple(
            Held(group=draw(st.sampled_from((*KEY_GROUPS[2:], LOW_INCOME, BEREAVED))), since=draw(DAYS))
            for _ in range(draw(st.integers(0, 2)))
        ),
    )
    signed: list[Signed] = []
    owed: list[Owed] = []
    since = draw(DAYS)
    for place in range(draw(st.integers(0, 3))):
        until = since + timedelta(days=draw(st.integers(0, 200)))
        last = draw(st.sampled_from((until, since + (until - since) / 2, since - timedelta(days=1))))
        number = f"{name}-{place}"
        one = Signed(
            person=name,
            number=number,
            team=draw(st.sampled_from(TEAMS)),
            doctor=draw(st.sampled_from(("周建国", "王大海", ""))),
            signed_on=since,
            since=since,
            until=until,
            last=last,
            forms=",".join(sorted(draw(st.sets(st.sampled_from(FORMS))))),
        )
        signed.append(one)
        for task in range(draw(st.integers(0, 3))):
            due = since + timedelta(days=draw(st.integers(-20, 120)))
            owed.append(
                Owed(
                    id=f"{number} {task}",
                    person=name,
                    agreement=number,
                    item=draw(st.sampled_from(("visit", "check"))),
                    number=task,
                    due=due,
                    closes=due + timedelta(days=draw(st.integers(0, 20))),
                    done_on=draw(SOME_DAY),
                    is_carried=due < since,
                )
            )
        since = last + timedelta(days=draw(st.integers(1, 40)))
    visits = [
        Followed(person=name, form=draw(st.sampled_from(FORMS)), on=draw(DAYS), is_controlled=draw(st.booleans()))
        for _ in range(draw(st.integers(0, 3)))
    ]
    return person, signed, owed, visits


@st.composite
def populations(draw: st.DrawFn) -> Population:
    drawn = [draw(_person(f"p{place}")) for place in range(draw(st.integers(0, 6)))]
    return Population(
        people={person.id: person for person, *_ in drawn},
        signed=[one for _, signed, _, _ in drawn for one in signed],
        owed=[one for _, _, owed, _ in drawn for one in owed],
        followed=[one for *_, visits in drawn for one in visits],
        serving=SERVING,
    )


@given(populations(), DAYS, st.integers(1, 100), st.integers(0, 60))
def test_what_is_counted_lies_within_what_it_is_counted_of(
    population: Population, on: date, percent: int, late: int
) -> None:
    asked = year_to(on, Terms(least_percent=percent, late_days=late))
    for definition in Definition:
        found = rate(definition, Look(population, asked))
        assert found.of <= found.base
        assert found.missing | found.of == found.base
        assert found.share is None or 0 <= found.share <= 1
    coverage = rate(Definition.COVERAGE, Look(population, asked))
    for definition in (Definition.KEY, Definition.POOR, Definition.SPECIAL):
        part = rate(definition, Look(population, asked))
        assert part.base <= coverage.base
        assert part.of == part.base & coverage.of
    items, in_time = (
        rate(definition, Look(population, asked)) for definition in (Definition.ITEMS, Definition.IN_TIME)
    )
    assert in_time.base == items.base
    assert in_time.of <= items.of


@given(populations(), DAYS)
def test_every_cut_but_that_by_group_comes_to_the_whole(population: Population, on: date) -> None:
    asked = year_to(on, Terms())
    for definition in Definition:
        whole = rate(definition, Look(population, asked))
        for by in cuts_of(definition):
            parts = cut(whole, by, Look(population, asked)).values()
            assert frozenset().union(*(one.base for one in parts)) == whole.base or by is Cut.GROUP
            assert all(one.of == one.base & whole.of for one in parts)
            if by is not Cut.GROUP:
                assert sum(len(one.base) for one in parts) == len(whole.base)
                assert sum(len(one.of) for one in parts) == len(whole.of)


@given(populations(), DAYS)
def test_the_months_of_tasks_and_renewals_come_to_the_year(population: Population, on: date) -> None:
    asked = year_to(on, Terms())
    for definition in (Definition.ITEMS, Definition.IN_TIME, Definition.RENEWAL):
        whole = rate(definition, Look(population, asked))
        months = [one for month, one in trend(definition, population, asked) if month.first.year == on.year]
        assert sum(len(one.base) for one in months) == len(whole.base)
        assert frozenset().union(*(one.of for one in months)) == whole.of


@settings(max_examples=20)
@given(populations(), DAYS)
def test_a_part_has_the_same_months_as_the_whole_in_parts(population: Population, on: date) -> None:
    asked = year_to(on, Terms())
    for definition in (Definition.COVERAGE, Definition.ITEMS, Definition.PRESSURE):
        for place, (month, whole) in enumerate(trend(definition, population, asked)):
            parts = [
                trend(definition, population, asked, (Cut.VILLAGE, village))[place][1] for village in (*VILLAGES, "")
            ]
            assert sum(len(one.base) for one in parts) == len(whole.base), month

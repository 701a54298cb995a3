"""Whatever was served, in whatever order, the plan never drifts, nothing is owed twice, a renewal loses nothing."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.contracts.plans import ITEM
from tests.capabilities.contracts.plans import item
from tests.capabilities.contracts.plans import plan
from tests.capabilities.contracts.plans import row
from yigongti_desktop.capabilities.contracts.model import standard
from yigongti_desktop.capabilities.contracts.model.months import last_of
from yigongti_desktop.capabilities.contracts.model.numbers import BETWEEN
from yigongti_desktop.capabilities.contracts.model.rhythm import Anchor
from yigongti_desktop.capabilities.contracts.model.rhythm import Monthly
from yigongti_desktop.capabilities.contracts.model.rhythm import Rhythm
from yigongti_desktop.capabilities.contracts.model.rhythm import Yearly
from yigongti_desktop.capabilities.contracts.model.rhythm import slots
from yigongti_desktop.capabilities.contracts.model.schedule import Served
from yigongti_desktop.capabilities.contracts.model.schedule import still_counted
from yigongti_desktop.capabilities.contracts.model.schedule import tasks

pytestmark = pytest.mark.policy("FDC-16")

SIGNED = st.dates(date(2024, 1, 1), date(2032, 12, 31))
YEARS = st.lists(st.integers(1, 3), min_size=1, max_size=4)
CYCLES = st.one_of(
    st.builds(Yearly, times=st.integers(1, 52)),
    st.builds(Yearly, times=st.integers(1, 12), early=st.none() | st.integers(0, 60), late=st.integers(0, 30)),
    st.builds(Monthly, months=st.integers(1, 36), early=st.none() | st.integers(0, 60), late=st.integers(0, 30)),
)
COURSES = st.sampled_from(
    [
        standard.CHILD,
        standard.PREGNANCY,
        standard.SIX_WEEKS,
        standard.tuberculosis(is_watched_by_family=True),
        standard.tuberculosis(is_watched_by_family=False, intensive=8, continued=12),
    ]
)
ANCHOR_OF = (Anchor.BIRTH, Anchor.PREGNANCY, Anchor.DELIVERY, Anchor.TREATMENT)


@st.composite
def histories(draw: st.DrawFn, since: date) -> list[Served]:
    """Services of the plan and between, early, late, twice, of numbers that are not planned at all."""
    made = draw(
        st.lists(
            st.tuples(
                st.integers(1, 14),
                st.integers(0, 2),
                st.integers(0, 1500),
                st.none() | st.sampled_from([14, 30, 91]),
            ),
            max_size=12,
        )
    )
    return [
        Served(
            item=ITEM,
            number=number + between * BETWEEN,
            on=(on := since + timedelta(days=days)),
            next_due=on + timedelta(days=more) if more else None,
        )
        for number, between, days, more in made
    ]


@settings(deadline=None)
@given(st.data(), SIGNED, YEARS, CYCLES)
def test_the_plan_never_drifts_whatever_was_served(
    data: st.DataObject, since: date, years: list[int], rhythm: Rhythm
) -> None:
    history = data.draw(histories(since))
    for term in row(since, *years):
        bare = {one.number: (one.since, one.due, one.until) for one in plan(rhythm, term)}
        found = [one for one in plan(rhythm, term, *history) if not one.is_between]
        assert all((one.since, one.due, one.until) == bare[one.number] for one in found)
        assert {one.number for one in found} >= {one.number for one in plan(rhythm, term) if not one.is_carried}


@settings(deadline=None)
@given(st.data(), SIGNED, YEARS, CYCLES | COURSES)
def test_nothing_is_owed_twice_and_a_rule_puts_at_most_one_between(
    data: st.DataObject, since: date, years: list[int], rhythm: Rhythm
) -> None:
    history = data.draw(histories(since))
    anchors = {anchor: [since - timedelta(days=data.draw(st.integers(-300, 300)))] for anchor in ANCHOR_OF}
    for term in row(since, *years):
        found = plan(rhythm, term, *history, anchors=anchors)
        assert len({one.number for one in found}) == len(found)
        assert len([one for one in found if one.is_between and one.done is None]) <= 1
        assert plan(rhythm, term, *reversed(history), *history, anchors=anchors) == found


@settings(deadline=None)
@given(st.data(), SIGNED, YEARS, CYCLES)
def test_terms_without_a_gap_owe_every_place_of_the_rhythm_exactly_once(
    data: st.DataObject, since: date, years: list[int], rhythm: Rhythm
) -> None:
    terms = row(since, *years)
    history = data.draw(histories(since))
    counted = [
        one.number
        for term in terms
        for one in plan(rhythm, term, *history)
        if not one.is_between and not one.is_carried
    ]
    planned = [one.number for one in takewhile(lambda slot: slot.due <= terms[-1].until, slots(rhythm, since))]
    assert counted == planned


@settings(deadline=None)
@given(SIGNED, st.integers(1, 3), st.integers(1, 3), COURSES, st.integers(-400, 900))
def test_ages_and_treatments_are_the_same_in_one_long_term_and_in_several(
    since: date, first: int, second: int, rhythm: Rhythm, offset: int
) -> None:
    anchors = {anchor: [since + timedelta(days=offset)] for anchor in ANCHOR_OF}
    several = [
        one.number
        for term in row(since, first, second)
        for one in plan(rhythm, term, anchors=anchors)
        if not one.is_carried
    ]
    assert several == sorted(set(several))
    longest = [one.number for term in row(since, 3, 3) for one in plan(rhythm, term, anchors=anchors)]
    assert set(several) <= set(longest)


@settings(deadline=None)
@given(SIGNED, YEARS, st.sampled_from([1, 2, 3, 4, 6, 12]))
def test_so_many_times_a_year_are_so_many_tasks_in_every_year_of_every_term(
    since: date, years: list[int], times: int
) -> None:
    found = [one for term in row(since, *years) for one in plan(Yearly(times=times), term)]
    for year in range(sum(years) - 1):
        first, last = last_of(since, 12 * year), last_of(since, 12 * (year + 1))
        assert len([one for one in found if first < one.due <= last]) == times


@settings(deadline=None)
@given(st.data(), SIGNED, CYCLES, CYCLES)
def test_another_rhythm_after_a_renewal_finds_nothing_done_that_was_not(
    data: st.DataObject, since: date, before: Rhythm, after: Rhythm
) -> None:
    _, later = row(since, 1, 1)
    history = [one for one in data.draw(histories(since)) if one.on < later.since]
    counted = still_counted([item(before)], [item(after)], history)
    found = tasks([item(after)], later, counted, {})
    if before != after:
        assert all(one.done is None for one in found)
    latest = max(((one.on, one.number) for one in history), default=None)
    is_asked = any(one.next_due is not None for one in history if (one.on, one.number) == latest)
    assert is_asked or not any(one.is_between and one.done is None for one in found)

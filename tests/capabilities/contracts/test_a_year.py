"""A year of one patient: what follow-ups decide goes into the plan, and the plan is kept."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.contracts.plans import ITEM
from tests.capabilities.contracts.plans import dues
from tests.capabilities.contracts.plans import plan
from tests.capabilities.contracts.plans import row
from yigongti_desktop.capabilities.contracts.model import hypertension
from yigongti_desktop.capabilities.contracts.model import standard
from yigongti_desktop.capabilities.contracts.model.deciding import Act
from yigongti_desktop.capabilities.contracts.model.deciding import Former
from yigongti_desktop.capabilities.contracts.model.hypertension import Values
from yigongti_desktop.capabilities.contracts.model.schedule import Served
from yigongti_desktop.capabilities.contracts.model.schedule import Task

pytestmark = pytest.mark.policy("FDC-16", "CHR-04")


def followed(pressures: list[tuple[date, int, int]]) -> tuple[list[Served], list[Act]]:
    """Return what was served and decided: who comes is seen for the earliest task that is open, if there is one."""
    (term,) = row(date(2028, 1, 1), 1)
    done: list[Served] = []
    acts: list[Act] = []
    former = Former()
    for on, sbp, dbp in pressures:
        open_tasks = [one for one in plan(standard.CHRONIC_FOLLOW_UP, term, *done) if not one.done and one.since <= on]
        if not open_tasks:
            continue
        made = hypertension.decide(Values(on=on, sbp=sbp, dbp=dbp, age=50, former=former))
        done.append(Served(item=ITEM, number=open_tasks[0].number, on=on, next_due=made.between))
        acts.append(made.act)
        former = made.leaves
    return done, acts


def test_two_high_pressures_a_referral_and_calm_again_leave_the_quarters_where_they_were() -> None:
    (term,) = row(date(2028, 1, 1), 1)
    done, acts = followed(
        [
            (date(2028, 2, 15), 152, 94),
            (date(2028, 2, 29), 148, 92),
            (date(2028, 3, 14), 134, 84),
            (date(2028, 6, 20), 132, 80),
        ]
    )
    assert acts == [Act.ADJUST, Act.REFER, Act.GO_ON, Act.GO_ON]
    assert [one.number for one in done] == [1, 10_001, 20_001, 2]
    assert dues(plan(standard.CHRONIC_FOLLOW_UP, term, *done)) == [
        "10001: 2028-02-29",
        "20001: 2028-03-14",
        "1: 2028-03-31",
        "2: 2028-06-30",
        "3: 2028-09-30",
        "4: 2028-12-31",
    ]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(100, 200), st.integers(60, 120)), min_size=1, max_size=6))
def test_whatever_pressures_are_found_the_four_of_the_year_stay_and_one_check_at_most_is_open(
    steps: list[tuple[int, int, int]],
) -> None:
    (term,) = row(date(2028, 1, 1), 1)
    on, pressures = term.since, []
    for days, sbp, dbp in steps:
        on += timedelta(days=days)
        pressures.append((on, sbp, dbp))
    done, acts = followed(pressures)
    found = plan(standard.CHRONIC_FOLLOW_UP, term, *done)
    quarters = [replace(one, done=None) for one in found if not one.is_between]
    assert quarters == list(plan(standard.CHRONIC_FOLLOW_UP, term))
    waiting = [one for one in found if one.is_between and one.done is None]
    assert len(waiting) == (acts[-1] is not Act.GO_ON and not covered(done[-1], quarters, done))


def covered(last: Served, quarters: list[Task], done: list[Served]) -> bool:
    """Say whether a quarter that is still open falls due before the check does."""
    made = {one.number for one in done}
    return any(
        one.number not in made and last.next_due is not None and last.on < one.due <= last.next_due for one in quarters
    )

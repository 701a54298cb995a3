"""A month of a clinic is drawn, keeps what must be kept, and names what it leaves uncovered."""

from __future__ import annotations

import pytest

from tests.capabilities.staffing.months import month
from tests.capabilities.staffing.months import question
from yigongti_desktop.capabilities.staffing.model.counting import shortages
from yigongti_desktop.capabilities.staffing.model.counting import stuck
from yigongti_desktop.capabilities.staffing.model.sentences import sentences
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.drawing import Drawing


@pytest.mark.slow
def test_a_month_of_twelve_people_is_drawn_and_only_named_gaps_are_left() -> None:
    asked = question(12, seed=1)
    assert stuck(asked) == ()
    with Drawing(asked.task, seconds=150, seed=1) as drawing:
        for best in drawing.better():
            if best.roster and best.bound and best.may_be_better_by < 0.05:
                break
        best = drawing.best
    said = sentences(asked, best.roster)
    assert not any(one.is_must for one in said)
    gaps = [one for one in said if one.rule == "cover" and one.cost >= 5000]
    missing = [one for one in check(asked.task, best.roster) if one.rule.id.startswith("cover/") and one.amount < 0]
    assert len(gaps) == len(missing)
    assert all("缺" in one.text for one in gaps)
    assert shortages(asked) == ()


@pytest.mark.parametrize("people", [12, 30, 60])
def test_the_same_seed_invents_the_same_month(people: int) -> None:
    assert month(people, 3) == month(people, 3)
    assert month(people, 3) != month(people, 4)
    assert len({person.id for person in month(people, 3).people}) == people
    assert len({person.staff.name for person in month(people, 3).people}) == people

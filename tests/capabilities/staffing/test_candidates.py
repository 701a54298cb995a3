"""Who else could have a duty: ranked by exact costs, with nothing broken, said in words."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.staffing.clinic import ask
from tests.capabilities.staffing.clinic import doctor
from tests.capabilities.staffing.clinic import having
from tests.capabilities.staffing.clinic import may
from tests.capabilities.staffing.clinic import nurse
from tests.capabilities.staffing.clinic import on
from tests.capabilities.staffing.clinic import rows
from tests.capabilities.staffing.months import question
from yigongti_desktop.capabilities.staffing.model.candidates import Candidate
from yigongti_desktop.capabilities.staffing.model.candidates import for_cell
from yigongti_desktop.capabilities.staffing.model.candidates import for_gap
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.worth import told
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.weighing import Scales
from yigongti_desktop.rostering.weighing import changed
from yigongti_desktop.rostering.weighing import weight

_DAY, _EVENING, _NIGHT = 1, 2, 3


def after(question: Asked, roster: Roster, one: Candidate) -> Roster:
    places = {person.id: place for place, person in enumerate(question.month.people)}
    numbers = {"": 0} | {duty.code: place for place, duty in enumerate(question.duties, 1)}
    days = {day: place for place, day in enumerate(question.month.dates())}
    return changed(roster, {(places[step.person], days[step.day]): numbers[step.after] for step in one.steps})


def test_who_could_take_a_night_with_the_day_after_it_made_free() -> None:
    """王 is on leave, 钱 has had a night; 孙 works on the next day, which is given up."""
    people = [doctor(0), doctor(1), doctor(2)]
    month = having(may(*people, days=4), leave=(Leave(person="s00", first=on(1), last=on(4)),))
    asked = ask(month)
    roster = rows(asked, "....", "N...", "..D.")
    found = for_gap(asked, Scales(asked.task), roster, 1, _NIGHT)
    assert [step.person for step in found[0].steps] == ["s02", "s02"]
    assert (found[0].title, found[0].detail) == ("孙某", "2 日休息改夜班，3 日白班改休息")
    assert not any("s00" in {step.person for step in one.steps} for one in found)


def test_an_exchange_on_the_day_is_proposed_for_a_cell() -> None:
    asked = ask(may(doctor(0), doctor(1), days=3))
    roster = rows(asked, "N..", "E..")
    found = for_cell(asked, Scales(asked.task), roster, 0, 0)
    exchanged = [one for one in found if len(one.steps) == 2]
    assert any(one.detail == "1 日夜班换晚班" for one in exchanged)


def test_days_before_the_first_one_that_may_change_are_left_alone() -> None:
    asked = ask(may(doctor(0), doctor(1), days=3))
    scales, roster = Scales(asked.task), rows(asked, "N..", "...")
    assert for_cell(asked, scales, roster, 0, 0, since=1) == for_gap(asked, scales, roster, 0, _DAY, since=1) == ()


def test_a_nurse_is_not_proposed_for_what_asks_for_a_doctor() -> None:
    asked = ask(may(nurse(0), doctor(1), days=5))
    roster = rows(asked, ".....", "N....")
    rounds = 5
    assert for_gap(asked, Scales(asked.task), roster, 4, rounds) != ()
    assert {step.person for one in for_gap(asked, Scales(asked.task), roster, 4, rounds) for step in one.steps} == {
        "s01"
    }


def test_what_gets_worse_is_said_in_short_words() -> None:
    asked = ask(may(doctor(0), doctor(1), days=7))
    roster = rows(asked, "...DDDD", ".......")
    found = {one.detail: told(one.effects) for one in for_gap(asked, Scales(asked.task), roster, 0, _EVENING)}
    assert "1 日休息改晚班" in found
    assert all(words for words in found.values())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 5), st.integers(0, 10_000))
def test_what_a_candidate_costs_is_what_the_checker_says_of_the_whole_roster(seed: int, draw: int) -> None:
    asked, chance = question(12, seed, days=14), random.Random(draw)  # noqa: S311 # invented rosters
    roster = tuple(tuple(chance.choice((0, 0, 1, 2, 3, 4)) for _ in range(14)) for _ in range(12))
    scales, person, day = Scales(asked.task), chance.randrange(12), chance.randrange(14)
    duty = chance.randrange(1, 6)
    before = weight(check(asked.task, roster))
    found = (*for_cell(asked, scales, roster, person, day), *for_gap(asked, scales, roster, day, duty))
    for one in found:
        then = weight(check(asked.task, after(asked, roster, one)))
        assert then.cost - before.cost == one.cost
        assert then.broken <= before.broken
        assert sum(effect.cost for effect in one.effects if not effect.is_must) == one.cost
    for some in (for_cell(asked, scales, roster, person, day), for_gap(asked, scales, roster, day, duty)):
        assert [one.cost for one in some] == sorted(one.cost for one in some)

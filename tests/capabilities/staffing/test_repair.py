"""Somebody falls ill for a week: the month is mended with few changes, and what lacks is named."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.capabilities.staffing.clinic import ask
from tests.capabilities.staffing.clinic import doctor
from tests.capabilities.staffing.clinic import having
from tests.capabilities.staffing.clinic import may
from tests.capabilities.staffing.clinic import nurse
from tests.capabilities.staffing.clinic import on
from tests.capabilities.staffing.clinic import rows
from tests.capabilities.staffing.months import duties
from tests.capabilities.staffing.months import month
from tests.capabilities.staffing.months import question
from yigongti_desktop.capabilities.staffing.model.asking import asked
from yigongti_desktop.capabilities.staffing.model.duties import Need
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Pin
from yigongti_desktop.capabilities.staffing.model.repair import Repair
from yigongti_desktop.capabilities.staffing.model.repair import forced
from yigongti_desktop.capabilities.staffing.model.repair import repairs
from yigongti_desktop.capabilities.staffing.model.repair import with_leave
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.capabilities.staffing.model.summary import summary
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.drawing import Drawing
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.weighing import changed

_NIGHT = duties(2)[2]


def within(seconds: float) -> Callable[[], float]:
    last = time.monotonic() + seconds
    return lambda: last - time.monotonic()


def told(one: Repair) -> list[tuple[str, int, str, str]]:
    return [(step.person, step.day.day, step.before, step.after) for step in (*one.forced, *one.steps)]


def test_a_night_goes_to_who_is_free_and_the_pin_of_who_is_ill_is_gone() -> None:
    night = replace(_NIGHT, needs=(Need(least=1),))
    people = may(doctor(0), doctor(1), doctor(2), days=7)
    published = having(people, pins=(Pin(person="s00", day=on(3), duty="N"),))
    ill = with_leave(published, Leave(person="s00", first=on(2), last=on(5), name="病假"))
    assert ill.pins == ()
    question = asked(ill, [night], national(), built_in())
    roster = rows(question, "N.N....", ".N.N.N.", "....N..")
    (best, *_) = repairs(question, roster, 1, within(60))
    assert told(best) == [("s00", 3, "N", ""), ("s02", 3, "", "N")]
    assert (best.gaps, best.is_fewest, best.is_cheapest) == ((), True, True)
    assert best.words == "改 2 格，不缺班（已证明改得最少）"


def test_what_cannot_be_covered_is_named_and_still_proven() -> None:
    """One doctor and a nurse: rounds ask for a doctor, and there is none."""
    people = may(doctor(0), nurse(1), days=5, first=4)
    question = ask(with_leave(people, Leave(person="s00", first=on(4), last=on(8), name="病假")))
    roster = rows(question, "...R.", ".....")
    (best, *_) = repairs(question, roster, 0, within(60))
    assert told(best) == [("s00", 7, "R", "")]
    assert [gap.text for gap in best.gaps] == ["7 日巡诊缺 1 人"]
    assert best.is_fewest
    assert best.words == "改 1 格，还缺 1 处（已证明改得最少）"


def test_days_before_today_stay_even_within_the_leave() -> None:
    question = ask(with_leave(may(doctor(0), doctor(1), days=6), Leave(person="s00", first=on(1), last=on(6))))
    roster = rows(question, "E.E.E.", "......")
    assert set(forced(question, roster, 3)) == {(0, 4)}
    for one in repairs(question, roster, 3, within(60)):
        assert all(step.day >= on(4) for step in (*one.forced, *one.steps))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 7])
def test_a_week_of_illness_in_a_month_of_twelve_takes_ten_cells_at_most_and_breaks_nothing(seed: int) -> None:
    plain = question(12, seed)
    with Drawing(plain.task, seconds=60, seed=seed) as drawing:
        roster = next(one.roster for one in drawing.better() if one.roster)
    place, first = 4, 10
    begin = plain.month.first + timedelta(first)
    leave = Leave(person=plain.month.people[place].id, first=begin, last=begin + timedelta(6), name="病假")
    ill = asked(with_leave(month(12, seed), leave), duties(12), national(), built_in())
    found = repairs(ill, roster, first, within(5))
    assert found[0].is_fewest
    assert found[0].count <= 10
    for one in found:
        after = taken(roster, one, ill)
        assert not any(finding.is_must for finding in check(ill.task, after))
        assert summary(ill, after).short <= summary(plain, roster).short + len(one.gaps)
        assert len(told(one)) == one.count


def taken(roster: Roster, one: Repair, ill: Asked) -> Roster:
    places = {person.id: place for place, person in enumerate(ill.month.people)}
    numbers = {"": 0} | {duty.code: place for place, duty in enumerate(ill.duties, 1)}
    steps = (*one.forced, *one.steps)
    return changed(roster, {(places[step.person], step.day.day - 1): numbers[step.after] for step in steps})

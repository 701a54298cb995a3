"""Half a day of leave keeps off half the day: duties within the half that is worked stand, others break a rule."""

from __future__ import annotations

from datetime import time
from datetime import timedelta

import pytest

from tests.capabilities.staffing.clinic import doctor
from tests.capabilities.staffing.clinic import on
from tests.capabilities.staffing.months import FIRST
from tests.capabilities.staffing.months import UNIT
from yigongti_desktop.capabilities.staffing.model.asking import asked
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.halves import Half
from yigongti_desktop.capabilities.staffing.model.halves import is_within
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.model.leave import is_worked
from yigongti_desktop.capabilities.staffing.model.live import Live
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.capabilities.staffing.model.tally import Ground
from yigongti_desktop.kernel.published import built_in

MORNING = Duty(code="M", name="上午门诊", begin=time(8), end=time(12), minutes=240)
AFTERNOON = Duty(code="A", name="下午门诊", begin=time(14), end=time(17, 30), minutes=210)
DAY = Duty(code="D", name="白班", begin=time(8), end=time(17), minutes=480)
NIGHT = Duty(code="N", name="夜班", begin=time(18), end=time(8), minutes=480, is_night=True)
DUTIES = (MORNING, AFTERNOON, DAY, NIGHT)
WHO = doctor(0)


def month(*leave: Leave) -> Month:
    return Month(unit=UNIT, first=FIRST, days=5, people=(WHO,), leave=leave)


def away(first: int, last: int, *, from_noon: bool = False, until_noon: bool = False) -> Leave:
    return Leave(person=WHO.id, first=on(first), last=on(last), name="事假", from_noon=from_noon, until_noon=until_noon)


def broken(known: Month, codes: str) -> list[tuple[int, str]]:
    """Return the days on which a line is against leave, with what is said."""
    question = asked(known, DUTIES, [one for one in national() if one.id == "leave"], built_in())
    line = Line(person=WHO.id, codes=tuple("" if code == "." else code for code in codes))
    live = Live(question, (line,))
    return [(day, live.sentence(one).text) for one in live.findings() for day in one.days]


@pytest.mark.parametrize(
    ("half", "duty", "fits"),
    [
        (Half.MORNING, MORNING, True),
        (Half.MORNING, AFTERNOON, False),
        (Half.MORNING, DAY, False),
        (Half.MORNING, NIGHT, False),
        (Half.AFTERNOON, MORNING, False),
        (Half.AFTERNOON, AFTERNOON, True),
        (Half.AFTERNOON, DAY, False),
        (Half.AFTERNOON, NIGHT, True),
    ],
)
def test_a_duty_lies_within_a_half_by_its_hours(half: Half, duty: Duty, *, fits: bool) -> None:
    assert is_within(half, duty.begin, duty.end) is fits


@pytest.mark.parametrize(("code", "is_fine"), [("M", True), (".", True), ("A", False), ("D", False), ("N", False)])
def test_who_leaves_at_noon_works_in_the_morning_only(code: str, *, is_fine: bool) -> None:
    known = month(away(2, 3, from_noon=True))
    found = broken(known, f".{code}...")
    assert (not found) is is_fine
    assert all(day == 1 and "下午事假" in text for day, text in found)
    assert broken(known, "..M..") != [], "the second day is leave altogether"


@pytest.mark.parametrize(("code", "is_fine"), [("A", True), ("N", True), ("M", False), ("D", False)])
def test_who_comes_back_at_noon_works_from_then_on(code: str, *, is_fine: bool) -> None:
    found = broken(month(away(2, 3, until_noon=True)), f"..{code}..")
    assert (not found) is is_fine


def test_two_halves_are_a_whole_day() -> None:
    known = month(away(2, 2, from_noon=True), away(2, 2, until_noon=True))
    assert known.leave_of(WHO.id, on(2)) is not None
    assert known.half_of(WHO.id, on(2)) is None
    assert broken(known, ".M...") != []


def test_the_grid_lets_half_a_day_be_drawn_and_says_which_half() -> None:
    question = asked(month(away(2, 3, from_noon=True)), DUTIES, national(), built_in())
    ground = Ground(question, built_in())
    assert (ground.halves, ground.away) == ({(0, 1): "下午事假"}, {(0, 2): "事假"})
    assert (ground.may(0, 1), ground.may(0, 2)) == (True, False)


def test_a_session_of_the_half_that_is_worked_does_not_fall() -> None:
    written = Written(person=WHO.id, kind=Kind.PERSONAL, first=FIRST, last=FIRST + timedelta(1), from_noon=True)
    assert is_worked(written, FIRST, time(8), time(11, 30))
    assert not is_worked(written, FIRST, time(14), time(17))
    assert not is_worked(written, FIRST + timedelta(1), time(8), time(11, 30))

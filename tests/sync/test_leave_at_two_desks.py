"""Leave at two desks of one unit that are off-line: one truth after they talk, and nothing typed is lost."""

from __future__ import annotations

from datetime import date

import pytest

from tests.capabilities.staffing.desks import ONE
from tests.capabilities.staffing.desks import TWO
from tests.capabilities.staffing.desks import Ward
from tests.sync.county import County
from yigongti_desktop.capabilities.staffing.messages.leave import ApproveLeave
from yigongti_desktop.capabilities.staffing.messages.leave import AskLeave
from yigongti_desktop.capabilities.staffing.messages.leave import DeclineLeave
from yigongti_desktop.capabilities.staffing.messages.leave import WithdrawLeave
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.leave import State
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.refused.leave import contents
from yigongti_desktop.capabilities.staffing.store.leave import LEAVE
from yigongti_desktop.capabilities.staffing.store.leave import leave_of
from yigongti_desktop.storage import records

pytestmark = pytest.mark.sync

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 3)
UNIT = "tianmen.yuekou"


@pytest.fixture
def ward(town: County) -> Ward:
    return Ward(town)


def ask(ward: Ward, kind: Kind = Kind.ANNUAL) -> LeaveSlip:
    written = Written(person=ward.nurse.id, kind=kind, first=FIRST, last=LAST, reason="回老家")
    made: LeaveSlip = ward.do("护士", AskLeave(written=written))
    ward.talk()
    return made


def alike(ward: Ward, slip: LeaveSlip) -> LeaveSlip:
    """Return leave, which both desks and the hub have alike."""
    one, two = (ward.read(records.load, LEAVE, slip.id, desk=desk) for desk in (ONE, TWO))
    assert one == two
    found: LeaveSlip = one
    return found


def test_what_is_approved_at_one_desk_stands_on_the_roster_of_the_other(ward: Ward) -> None:
    slip = ask(ward)
    assert ward.read(leave_of, UNIT, FIRST, LAST) == ()
    ward.do("院长", ApproveLeave(leave=slip.id), TWO)
    ward.talk()
    assert alike(ward, slip).state is State.APPROVED
    (away,) = ward.read(leave_of, UNIT, date(2026, 11, 1), FIRST)
    assert away == Leave(person=ward.nurse.id, first=FIRST, last=LAST, name="年休假")
    assert ward.read(leave_of, UNIT, date(2026, 12, 4), date(2026, 12, 31)) == ()
    assert ward.read(leave_of, "tianmen.duobao", FIRST, LAST, desk="多宝") == ()


@pytest.mark.parametrize("first", [ONE, TWO])
def test_approved_at_one_desk_and_withdrawn_at_the_other_it_is_withdrawn_and_what_came_late_is_told(
    ward: Ward, first: str
) -> None:
    slip = ask(ward)
    ward.do("院长", ApproveLeave(leave=slip.id, answer="早点回来"), ONE)
    ward.do("护士", WithdrawLeave(leave=slip.id, reason="孩子病好了"), TWO)
    ward.talk(*((ONE, TWO) if first == ONE else (TWO, ONE)), ONE, TWO)
    assert alike(ward, slip).state is State.WITHDRAWN
    assert ward.read(leave_of, UNIT, FIRST, LAST) == ()
    assert ward.refused(TWO) == []
    if first == ONE:
        assert ward.refused(ONE) == []
        return
    (late,) = ward.refused(ONE)
    assert (late.kind, late.code) == ("leave.approved", "wrong_state")
    assert ("批语", "早点回来") in ward.read(contents, late)


def test_two_directors_who_decide_otherwise_leave_the_first_word_and_the_second_one_hears_it(ward: Ward) -> None:
    slip = ask(ward)
    ward.do("院长", DeclineLeave(leave=slip.id, reason="当班排不开"), ONE)
    ward.do("院长", ApproveLeave(leave=slip.id), TWO)
    ward.talk(ONE, TWO, ONE, TWO)
    assert alike(ward, slip).answer == "当班排不开"
    assert [act.code for act in ward.refused(TWO)] == ["wrong_state"]


@pytest.mark.policy("TRN-02")
def test_study_leave_takes_its_person_off_the_roster_of_both_desks(ward: Ward) -> None:
    slip = ask(ward, Kind.STUDY)
    ward.do("院长", ApproveLeave(leave=slip.id))
    ward.talk()
    for desk in (ONE, TWO):
        (away,) = ward.read(leave_of, UNIT, FIRST, FIRST, desk=desk)
        assert (away.person, away.name) == (ward.nurse.id, "进修学习")

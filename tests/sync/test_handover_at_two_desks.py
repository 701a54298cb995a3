"""The hand-over book at two desks of one unit that are off-line: one entry for a shift, and nobody's words are lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.capabilities.staffing.desks import ONE
from tests.capabilities.staffing.desks import TWO
from tests.capabilities.staffing.desks import Ward
from tests.sync.county import County
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.handover import AddHandoverNote
from yigongti_desktop.capabilities.staffing.messages.handover import CorrectHandover
from yigongti_desktop.capabilities.staffing.messages.handover import HandOver
from yigongti_desktop.capabilities.staffing.messages.handover import TakeOver
from yigongti_desktop.capabilities.staffing.model.handover import Handover
from yigongti_desktop.capabilities.staffing.model.handover import State
from yigongti_desktop.capabilities.staffing.model.handover import Written
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.refused.handover import contents
from yigongti_desktop.capabilities.staffing.store.handover import HANDOVER
from yigongti_desktop.storage import records

pytestmark = pytest.mark.sync


@pytest.fixture
def ward(town: County) -> Ward:
    made = Ward(town)
    made.do("排班", SetUpDuties(duties=starting()))
    made.talk()
    return made


def give(ward: Ward, who: str = "护士", desk: str = ONE, **others: Any) -> Handover:
    usual: dict[str, Any] = {"day": date(2026, 11, 22), "duty": "夜", "patients": "12 人"}
    made: Handover = ward.do(who, HandOver(written=Written(**(usual | others))), desk)
    return made


def alike(ward: Ward, entry: Handover) -> Handover:
    """Return an entry, which both desks have alike."""
    one, two = (ward.read(records.load, HANDOVER, entry.id, desk=desk) for desk in (ONE, TWO))
    assert one == two
    found: Handover = one
    return found


def test_the_second_signs_at_the_other_desk(ward: Ward) -> None:
    entry = give(ward)
    ward.talk()
    ward.do("医生", TakeOver(handover=entry.id, seen=entry.edition), TWO)
    ward.talk()
    after = alike(ward, entry)
    assert (after.state, after.given_name, after.taken_name) == (State.TAKEN, "许小兰", "周建国")


@pytest.mark.parametrize("first", [ONE, TWO])
def test_put_right_at_one_desk_while_it_is_signed_at_the_other_nobody_has_signed_what_they_did_not_read(
    ward: Ward, first: str
) -> None:
    entry = give(ward)
    ward.talk()
    ward.do("护士", CorrectHandover(handover=entry.id, changes={"to_do": ("", "等血常规")}), ONE)
    ward.do("医生", TakeOver(handover=entry.id, seen=entry.edition), TWO)
    ward.talk(*((ONE, TWO) if first == ONE else (TWO, ONE)), ONE, TWO)
    after = alike(ward, entry)
    if first == ONE:
        assert (after.state, after.to_do) == (State.GIVEN, "等血常规")
        assert [act.code for act in ward.refused(TWO)] == ["handover_changed"]
    else:
        assert (after.state, after.to_do, after.edition) == (State.TAKEN, "", entry.edition)
        (act,) = ward.refused(ONE)
        assert act.code == "wrong_state"
        assert ("待办", "等血常规") in ward.read(contents, act)


def test_of_one_shift_written_at_both_desks_the_first_stands_and_the_words_of_the_second_are_kept(ward: Ward) -> None:
    entry = give(ward)
    give(ward, "医生", TWO, patients="13 人，急诊留观 1 人")
    ward.talk(ONE, TWO, ONE, TWO)
    assert alike(ward, entry).given_name == "许小兰"
    (act,) = ward.refused(TWO)
    assert (act.code, act.facts["name"]) == ("handover_there", "许小兰")
    assert ("病人情况", "13 人，急诊留观 1 人") in ward.read(contents, act, desk=TWO)


def test_notes_of_both_desks_stand(ward: Ward) -> None:
    entry = give(ward)
    ward.talk()
    ward.do("护士", AddHandoverNote(handover=entry.id, words="血常规已回"), ONE)
    ward.do("医生", AddHandoverNote(handover=entry.id, words="3 床退热"), TWO)
    ward.talk()
    assert sorted(note.words for note in alike(ward, entry).notes) == ["3 床退热", "血常规已回"]
    assert ward.refused(ONE) == ward.refused(TWO) == []

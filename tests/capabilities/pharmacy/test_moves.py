"""What each move leaves behind: numbers, names, reasons, who sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import NAMES
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import GRANTED
from tests.capabilities.pharmacy.requests import NUMBER
from tests.capabilities.pharmacy.requests import WANTED
from tests.capabilities.pharmacy.requests import in_state
from tests.capabilities.pharmacy.requests import received
from tests.capabilities.pharmacy.requests import submitted
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.model import moves
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import awaited_by
from yigongti_desktop.capabilities.pharmacy.model.request import streams
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency

FEWER = (Wanted(drug=AMOXICILLIN, quantity=20),)


@pytest.mark.policy("PHA-13")
def test_a_request_goes_to_the_lead_hospital_of_the_clinic_s_community() -> None:
    request = submitted()
    assert (request.institution, request.institution_name) == (CLINIC, "岳口镇中心卫生院")
    assert (request.supplier, request.supplier_name) == (HOSPITAL, "市第一人民医院")


def test_the_lead_hospital_asks_nobody() -> None:
    with refused("supplier_is_self"):
        moves.submit(None, NUMBER, WANTED, Urgency.ROUTINE, "", ruling(HOSPITAL))


def test_an_institution_without_a_community_is_told_so() -> None:
    register = tianmen()
    register.put("institution", replace(register.need("institution", CLINIC), memberships=()))
    with refused("community_none", institution=CLINIC):
        submitted(register=register)


def test_a_draft_stays_at_home_and_is_seen_by_the_supplier_once_submitted() -> None:
    assert streams(in_state(State.DRAFT)) == {f"unit:{CLINIC}"}
    assert streams(submitted()) == {f"unit:{CLINIC}", f"unit:{HOSPITAL}"}
    assert f"unit:{OTHER_HOSPITAL}" not in streams(submitted())


def test_a_submitted_request_waits_to_be_fetched_once() -> None:
    assert awaited_by(submitted()) == HOSPITAL
    fetched = moves.reach(submitted(), ruling(""))
    assert not awaited_by(fetched)
    assert moves.reach(fetched, ruling("", NOON + timedelta(days=1))).reached_at == NOON


def test_a_request_that_was_sent_back_keeps_its_number_and_has_to_be_fetched_again() -> None:
    fetched = moves.reach(submitted(), ruling(""))
    asked_back = moves.send_back(fetched, " 请说明\t用途 ", ruling(HOSPITAL))
    assert asked_back.reason == "请说明 用途"
    assert asked_back.lines == fetched.lines
    later = NOON + timedelta(days=2)
    again = moves.submit(asked_back, "岳口-20261125-A-009", FEWER, Urgency.URGENT, "急用", ruling(at=later))
    assert (again.number, again.state, again.reason) == (NUMBER, State.SUBMITTED, "")
    assert [line.requested for line in again.lines] == [20]
    assert (again.urgency, again.note, again.submitted_at) == (Urgency.URGENT, "急用", later)
    assert awaited_by(again) == HOSPITAL


def test_a_request_that_was_sent_back_may_be_dropped() -> None:
    assert moves.withdraw(in_state(State.SENT_BACK), "不要了", ruling()).state is State.WITHDRAWN


def test_nothing_is_sent_back_without_a_word() -> None:
    with refused("field_empty", field="reason"):
        moves.send_back(submitted(), "　", ruling(HOSPITAL))


@pytest.mark.parametrize("state", [State.REVIEWED, State.DISPATCHED, State.RECEIVED, State.REJECTED])
def test_whoever_asked_is_locked_out_once_it_is_decided(state: State) -> None:
    request = in_state(state)
    with refused("wrong_state", act="submit"):
        moves.submit(request, NUMBER, FEWER, Urgency.ROUTINE, "", ruling())
    with refused("wrong_state", act="save_draft"):
        moves.save_draft(request, FEWER, Urgency.ROUTINE, "", ruling())
    with refused("wrong_state", act="withdraw"):
        moves.withdraw(request, "", ruling())


def test_nobody_decides_twice() -> None:
    with refused("wrong_state", act="review", state="reviewed"):
        moves.review(in_state(State.REVIEWED), GRANTED, ruling(HOSPITAL))


def test_the_paper_names_everybody_who_had_a_hand_in_it() -> None:
    request = received()
    people = (request.requester, request.reviewer, request.dispatcher, request.receiver)
    assert people == (NAMES[CLINIC], NAMES[HOSPITAL], NAMES[HOSPITAL], NAMES[CLINIC])
    moments = (request.submitted_at, request.reviewed_at, request.dispatched_at, request.received_at)
    assert moments == (NOON,) * 4


def test_a_refused_line_leaves_the_draft_as_it_was() -> None:
    draft = in_state(State.DRAFT)
    with refused("quantity_low"):
        moves.save_draft(draft, (replace(WANTED[0], quantity=0),), Urgency.ROUTINE, "", ruling())
    assert draft == in_state(State.DRAFT)


def test_prints_are_counted_by_either_side() -> None:
    request = moves.note_print(moves.note_print(submitted(), ruling()), ruling(HOSPITAL))
    assert request.prints == 2

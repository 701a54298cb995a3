"""A shortage is written whole or refused in words, goes its road and no other, and tells how long it took."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import timedelta
from typing import Any

import pytest

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.judging import wide
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import NUMBER
from tests.capabilities.pharmacy.requests import PENICILLIN
from tests.capabilities.pharmacy.shortages import REQUEST
from tests.capabilities.pharmacy.shortages import arrived
from tests.capabilities.pharmacy.shortages import asked
from tests.capabilities.pharmacy.shortages import called
from tests.capabilities.pharmacy.shortages import in_state
from tests.capabilities.pharmacy.shortages import missing
from tests.capabilities.pharmacy.shortages import opened
from tests.capabilities.pharmacy.shortages import opening
from tests.capabilities.pharmacy.shortages import purchase
from tests.capabilities.pharmacy.shortages import registered
from tests.capabilities.pharmacy.shortages import unlisted
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.model import shortage_moves as moves
from yigongti_desktop.capabilities.pharmacy.model.shortage import ENDED
from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import CallResult
from yigongti_desktop.capabilities.pharmacy.model.shortage import Kind
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.capabilities.pharmacy.model.shortage import awaits_answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import awaits_call
from yigongti_desktop.capabilities.pharmacy.model.shortage import can_be_asked_for
from yigongti_desktop.capabilities.pharmacy.model.shortage import days_to_arrive
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_late
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_over
from yigongti_desktop.capabilities.pharmacy.model.shortage import mean_days
from yigongti_desktop.capabilities.pharmacy.model.shortage import streams
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

TODAY = date(2026, 11, 23)
ACTS: dict[str, Callable[[Shortage, Ruling], Shortage]] = {
    "ask": lambda one, by: moves.ask(one, REQUEST, AMOXICILLIN, NUMBER, HOSPITAL, by),
    "release": lambda one, by: moves.release(one, "", by),
    "arrive": lambda one, by: moves.arrive(one, "", by),
    "call": lambda one, by: moves.call(one, CallResult.COMING, "", by),
    "fetch": moves.fetch,
    "cancel": lambda one, by: moves.cancel(one, "不要了", by),
}
OPEN_IN = {
    "ask": {State.OPEN},
    "release": {State.ASKED},
    "arrive": {State.OPEN, State.ASKED},
    "call": {State.ARRIVED, State.CALLED},
    "fetch": {State.ARRIVED, State.CALLED},
    "cancel": {State.OPEN, State.ASKED, State.ARRIVED, State.CALLED},
}


@pytest.mark.policy("PHA-06")
def test_a_listed_drug_is_written_with_its_name_pack_and_unit_as_the_formulary_has_them() -> None:
    one = registered(missing(unit="箱", remark=" 长期用药 "))
    assert (one.state, one.kind, one.name, one.strength, one.unit) == (
        State.OPEN,
        Kind.LISTED,
        "阿莫西林胶囊",
        "0.25g×24粒",
        "盒",
    )
    assert (one.institution, one.lead, one.registrar, one.remark) == (CLINIC, HOSPITAL, "周建国", "长期用药")
    assert one.registered_at == NOON


@pytest.mark.policy("PHA-03")
def test_a_drug_that_is_not_listed_is_to_be_bought_by_the_lead_hospital() -> None:
    one = purchase()
    assert (one.kind, one.drug, one.name, one.unit) == (Kind.PURCHASE, "", "他克莫司胶囊 0.5mg", "盒")
    assert streams(one) == {f"unit:{CLINIC}", f"unit:{HOSPITAL}"}
    assert awaits_answer(one)


def test_the_lead_hospital_sees_a_listed_drug_only_while_it_is_tied_to_a_request() -> None:
    assert streams(registered()) == {f"unit:{CLINIC}"}
    assert streams(asked()) == {f"unit:{CLINIC}", f"unit:{HOSPITAL}"}
    assert streams(moves.release(asked(), REQUEST, ruling())) == {f"unit:{CLINIC}"}


def test_a_drug_is_needed_in_three_days_unless_somebody_says_otherwise() -> None:
    assert registered().needed_by == TODAY + timedelta(days=3)
    assert registered(missing(needed_by=TODAY)).needed_by == TODAY


@pytest.mark.parametrize(("days", "told"), [(5, 5), (0, 0), (-1, 0), (9999, moves.MOST_DAYS), ("三", 3)])
def test_the_county_says_in_how_many_days_a_drug_is_needed(days: Any, told: int) -> None:
    register = tianmen()
    register.put("rule", Rule(id="shortage.days", versions=(RuleVersion(value=days),)))
    assert registered(register=register).needed_by == TODAY + timedelta(days=told)


@pytest.mark.parametrize(
    ("changes", "code", "facts"),
    [
        ({"quantity": 0}, "quantity_low", {"least": 1}),
        ({"quantity": 10_000}, "quantity_high", {"most": 9_999}),
        ({"patient": " "}, "field_empty", {"field": "patient"}),
        ({"patient": "长" * 101}, "field_long", {"field": "patient", "most": 100}),
        ({"remark": "长" * 201}, "field_long", {"field": "remark", "most": 200}),
        ({"phone": ""}, "phone_empty", {}),
        ({"phone": "1390000000"}, "mobile_length", {"length": 10}),
        ({"phone": "abc"}, "phone_format", {}),
        ({"needed_by": TODAY - timedelta(days=1)}, "needed_by_past", {"day": "2026-11-22"}),
        ({"needed_by": TODAY + timedelta(days=400)}, "needed_by_far", {}),
        ({"drug": "gone"}, "drug_unknown", {}),
        ({"drug": tianmen().drug("阿莫西林胶囊", "tianmen-2")}, "drug_other_community", {}),
        ({"drug": tianmen().drug("盐酸吗啡注射液")}, "drug_controlled", {"control": "narcotic"}),
        ({"resident": "nobody"}, "resident_unknown", {}),
    ],
)
def test_what_cannot_be_is_refused_in_words(changes: dict[str, Any], code: str, facts: dict[str, Any]) -> None:
    with refused(code, **facts):
        registered(missing(**changes))


@pytest.mark.parametrize(
    ("changes", "field"), [({"name": " "}, "drug"), ({"unit": ""}, "unit"), ({"unit": "长" * 11}, "unit")]
)
def test_a_drug_in_free_words_needs_its_words_and_a_unit(changes: dict[str, Any], field: str) -> None:
    with refused("field_long" if len(changes.get("unit", "")) > 10 else "field_empty", field=field):
        registered(unlisted(**changes))


def test_numbers_and_names_are_tidied_as_everywhere() -> None:
    one = registered(missing(phone=wide("139-0000-0001"), patient="阿依古丽•买买提"))
    assert (one.phone, one.patient) == ("13900000001", "阿依古丽·买买提")


def test_the_lead_hospital_registers_none_of_its_own() -> None:
    with refused("supplier_is_self"):
        registered(by=HOSPITAL)


def test_a_shortage_is_not_written_twice_under_one_id() -> None:
    with refused("wrong_state"):
        moves.register(registered(), missing(), ruling())


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", State)
def test_every_act_is_open_in_its_states_and_refused_in_words_in_all_others(act: str, state: State) -> None:
    one = in_state(state)
    if state in OPEN_IN[act]:
        assert ACTS[act](one, ruling(at=NOON + timedelta(hours=1))) != one
        return
    with refused("wrong_state") as said:
        ACTS[act](one, ruling())
    words = {"open": "待办", "asked": "已请领", "arrived": "已到货", "called": "已通知", "fetched": "已取走"}
    assert f"「{words.get(state.value, '已取消')}」" in said[0]


def test_nothing_leaves_the_two_ends() -> None:
    assert {State.FETCHED, State.CANCELLED} == ENDED


@pytest.mark.parametrize("act", ACTS)
def test_only_the_unit_s_own_people_move_it(act: str) -> None:
    state = next(iter(OPEN_IN[act]))
    for stranger in (STRANGER, HOSPITAL):
        with refused("not_holder"):
            ACTS[act](in_state(state), ruling(stranger))


def test_it_is_tied_to_the_line_of_its_own_drug_alone() -> None:
    one = asked()
    assert (one.request, one.request_number, one.lead, one.asked_at) == (REQUEST, NUMBER, HOSPITAL, NOON)
    with refused("shortage_other_drug"):
        moves.ask(registered(), REQUEST, PENICILLIN, NUMBER, HOSPITAL, ruling())
    with refused("shortage_other_drug"):
        moves.ask(purchase(), REQUEST, "", NUMBER, HOSPITAL, ruling())


def test_another_request_neither_brings_nor_releases_it() -> None:
    for act in (moves.arrive, moves.release):
        with refused("shortage_other_request"):
            act(asked(), "request-2", ruling())
    with refused("shortage_other_request"):
        moves.arrive(registered(), REQUEST, ruling())


def test_released_it_is_as_it_was_before_it_was_asked_for() -> None:
    assert moves.release(asked(), REQUEST, ruling()) == registered()
    assert moves.release(asked(), "", ruling()) == registered()


def test_the_supplier_releases_what_its_own_decision_brought_nothing_for_and_nothing_else() -> None:
    assert moves.release(asked(), REQUEST, ruling(HOSPITAL)) == registered()
    for side, request in ((HOSPITAL, ""), (STRANGER, REQUEST)):
        with refused("not_holder"):
            moves.release(asked(), request, ruling(side))


@pytest.mark.policy("PHA-03")
def test_the_lead_hospital_says_whether_it_can_buy_and_says_why_not() -> None:
    can = moves.answer(purchase(), Answer.CAN_BUY, "", ruling(HOSPITAL))
    assert (can.state, can.answer, can.answerer, can.answered_at) == (State.OPEN, "can_buy", "王建平", NOON)
    assert not awaits_answer(can)
    cannot = moves.answer(can, Answer.CANNOT_BUY, "厂家停产", ruling(HOSPITAL))
    assert (cannot.answer, cannot.answer_words) == ("cannot_buy", "厂家停产")
    with refused("field_empty", field="words"):
        moves.answer(purchase(), Answer.CANNOT_BUY, " ", ruling(HOSPITAL))
    with refused("shortage_not_purchase"):
        moves.answer(registered(), Answer.CAN_BUY, "", ruling(HOSPITAL))
    for other in (CLINIC, STRANGER):
        with refused("not_holder"):
            moves.answer(purchase(), Answer.CAN_BUY, "", ruling(other))
    with refused("wrong_state"):
        moves.answer(moves.arrive(purchase(), "", ruling()), Answer.CAN_BUY, "", ruling(HOSPITAL))


def test_whoever_was_not_reached_waits_to_be_called_and_whoever_wants_it_no_more_does_not() -> None:
    assert awaits_call(arrived())
    assert awaits_call(called(CallResult.NO_ANSWER))
    assert not awaits_call(called(CallResult.COMING))
    assert not awaits_call(called(CallResult.NOT_WANTED))
    assert is_over(called(CallResult.NOT_WANTED))
    assert not is_over(called(CallResult.NO_ANSWER))
    again = moves.call(called(CallResult.NO_ANSWER), CallResult.COMING, "周五来取", ruling())
    assert (again.call_result, again.call_note, again.caller) == ("coming", "周五来取", "周建国")


def test_a_cancellation_says_why() -> None:
    with refused("field_empty", field="reason"):
        moves.cancel(registered(), "", ruling())
    assert moves.cancel(called(), " 重复登记 ", ruling()).reason == "重复登记"


def test_it_is_late_from_the_day_after_until_the_drug_comes() -> None:
    due = registered().needed_by
    assert not is_late(registered(), due)
    assert is_late(registered(), due + timedelta(days=1))
    assert is_late(asked(), due + timedelta(days=1))
    assert not is_late(arrived(), due + timedelta(days=1))


def test_only_an_open_one_of_a_listed_drug_goes_into_a_request() -> None:
    assert can_be_asked_for(registered())
    assert not can_be_asked_for(purchase())
    assert not can_be_asked_for(asked())


@pytest.mark.policy("PHA-06")
def test_the_days_from_register_to_counter_are_measured() -> None:
    assert days_to_arrive(registered()) is None
    assert days_to_arrive(arrived(NOON + timedelta(hours=11))) == 0
    assert days_to_arrive(arrived(NOON + timedelta(hours=13))) == 1  # midnight in China lies between
    assert days_to_arrive(arrived(NOON - timedelta(days=400))) == 0  # a clock that was wrong
    assert mean_days([registered()]) is None
    two = [arrived(NOON + timedelta(days=days)) for days in (1, 2, 2)]
    assert mean_days([*two, registered()]) == 1.7


# opened by a paper elsewhere


@pytest.mark.policy("PHA-02")
def test_what_a_return_slip_opens_is_the_units_own_and_goes_the_same_road() -> None:
    one = opened()
    assert (one.state, one.kind, one.institution, one.lead) == (State.OPEN, Kind.LISTED, CLINIC, HOSPITAL)
    assert (one.quantity, one.wanted, one.source_number) == (2, 5, "岳口-20261123-A-001")
    assert streams(one) == {f"unit:{CLINIC}"}
    assert can_be_asked_for(one)
    come = moves.arrive(ACTS["ask"](one, ruling()), REQUEST, ruling())
    assert awaits_call(come)
    assert streams(opened(drug="")) == {f"unit:{CLINIC}", f"unit:{HOSPITAL}"}
    assert awaits_answer(opened(drug=""))


def test_done_again_it_stays_as_it_has_become() -> None:
    one = moves.cancel(opened(), "不要了", ruling())
    assert moves.open_by_source(one, opening(quantity=9), ruling(HOSPITAL)) is one


def test_a_hospital_that_leads_itself_lacks_nothing_of_others() -> None:
    with refused("supplier_is_self"):
        opened(institution=HOSPITAL)
    with refused("institution_unknown"):
        opened(institution="nowhere")


def test_how_the_paper_ended_is_noted_while_something_is_still_to_be_done() -> None:
    told = moves.note_source_end(opened(), "died")
    assert (told.state, told.source_outcome) == (State.OPEN, "died")
    for over in (moves.cancel(opened(), "不要了", ruling()), called(CallResult.NOT_WANTED)):
        with refused("wrong_state"):
            moves.note_source_end(over, "died")
    with refused("not_found"):
        moves.note_source_end(None, "died")

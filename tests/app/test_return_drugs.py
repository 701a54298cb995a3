"""用药无缝衔接 (PHA-02): what a return slip wants and the clinic lacks is on its shortage register by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from tests.app.test_shortage_reactions import ask
from tests.app.test_shortage_reactions import at_hub
from tests.app.test_shortage_reactions import count
from tests.app.test_shortage_reactions import held
from tests.app.test_shortage_reactions import send
from tests.capabilities.judging import CLINIC as CLINIC_ID
from tests.capabilities.judging import HOSPITAL as HOSPITAL_ID
from tests.capabilities.judging import Register
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.roads import BACK
from tests.capabilities.roads import CLINIC
from tests.capabilities.roads import HOSPITAL
from tests.capabilities.roads import Roads
from tests.world import EVERY_LEAD_ROLE
from tests.world import World
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.reactions import react
from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import Way
from yigongti_desktop.capabilities.pharmacy.messages import shortages as s
from yigongti_desktop.capabilities.pharmacy.messages.stock import EnterStock
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import Kind
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.capabilities.pharmacy.model.shortage import awaits_call
from yigongti_desktop.capabilities.pharmacy.model.shortage_road import steps
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store import shortages as store
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State as CaseState
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry.model.trail import Mark
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import Reaction
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

SECOND = "岳口二"
ASPIRIN, STATIN = "阿司匹林肠溶片", "阿托伐他汀钙片"
LATER = date(2028, 3, 31)


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roads]:
    """岳口 with two desks and 市一医 with one; the tests send different patients."""
    world = World(tmp_path_factory.mktemp("county"))
    world.open_line()
    world.desk(CLINIC)
    world.desk(CLINIC, SECOND)
    world.desk(HOSPITAL, roles=EVERY_LEAD_ROLE)
    made = Roads(world)
    made.settle()
    yield made
    world.close()


# by hand


def wanted(register: Register, *names: str, quantity: int = 2) -> tuple[SlipDrug, ...]:
    """Return lines of drugs of the formulary, or in words."""
    drugs = [register.need("drug", register.drug(name)) if name else None for name in names]
    return tuple(
        SlipDrug(
            drug=drug.id if drug else "",
            name=drug.name if drug else "依达拉奉右莰醇舌下片",
            unit=drug.unit if drug else "盒",
            dose="1片",
            frequency="每日1次",
            days=30,
            quantity=quantity,
        )
        for drug in drugs
    )


def follow(
    register: Register, case: Referral, kind: str = "referral.returned", by: str = HOSPITAL_ID
) -> list[Reaction]:
    """Return what follows for the pharmacy."""
    found = react(kind, case, m.ReferralFollowedUp(), ruling(by, register=register))
    return [one for one in found if one.kind.startswith("shortage.")]


def opened(one: Reaction) -> Any:
    assert isinstance(one.body, s.ShortageOpened)
    return one.body.opening


@pytest.mark.policy("PHA-02")
def test_each_drug_that_the_clinic_lacks_opens_one_shortage_however_often_it_is_looked_at() -> None:
    register = tianmen()
    case = replace(in_state(CaseState.RETURNED), return_drugs=wanted(register, ASPIRIN, ""))
    first, second = follow(register, case), follow(register, case)
    assert first == second
    assert [one.event_id("cause") for one in first] == [one.event_id("cause") for one in second]
    assert len({one.record for one in first}) == 2
    told = opened(first[0])
    assert (told.institution, told.source_kind, told.source, told.source_number) == (
        CLINIC_ID,
        "referral",
        case.id,
        case.number,
    )
    assert (told.patient, told.phone, told.quantity, told.wanted) == ("邱传富", "13900000001", 2, 2)
    assert told.needed_by == date(2026, 11, 26)
    assert told.remark == "1片　每日1次"
    assert (opened(first[1]).drug, opened(first[1]).name) == ("", "依达拉奉右莰醇舌下片")


def test_the_lines_of_two_cases_are_four_shortages() -> None:
    register = tianmen()
    case = replace(in_state(CaseState.RETURNED), return_drugs=wanted(register, ASPIRIN, STATIN))
    both = [*follow(register, case), *follow(register, replace(case, id="r-2"))]
    assert len({one.record for one in both}) == 4


def test_a_slip_without_drugs_and_a_clinic_that_works_no_more_open_none() -> None:
    register = tianmen()
    case = in_state(CaseState.RETURNED)
    assert follow(register, case) == []
    gone = replace(case, origin="nowhere", return_drugs=wanted(register, ASPIRIN))
    assert follow(register, gone) == []


def test_the_act_makes_a_shortage_of_the_clinic_and_done_again_it_stays() -> None:
    register = tianmen()
    case = replace(in_state(CaseState.RETURNED), return_drugs=wanted(register, ASPIRIN, ""))
    listed, bought = follow(register, case)
    decide = CATALOGUE.event("shortage.opened").decide
    at_work = ruling(HOSPITAL_ID, register=register, record=listed.record)
    made: Shortage = decide(None, listed.body, at_work)
    assert (made.state, made.kind, made.institution, made.institution_name) == (
        State.OPEN,
        Kind.LISTED,
        CLINIC_ID,
        "岳口镇中心卫生院",
    )
    assert (made.lead, made.registrar) == (HOSPITAL_ID, "王建平")
    assert decide(made, listed.body, at_work) is made
    assert decide(None, bought.body, at_work).kind is Kind.PURCHASE


def test_a_closed_case_tells_the_shortages_that_it_opened_and_no_others() -> None:
    register = tianmen()
    case = replace(in_state(CaseState.CLOSED), return_drugs=wanted(register, ASPIRIN, STATIN))
    assert follow(register, case, "referral.closed", CLINIC_ID) == []
    first = follow(register, case)[0]
    at_work = ruling(HOSPITAL_ID, register=register, record=first.record)
    register.put("shortage", CATALOGUE.event("shortage.opened").decide(None, first.body, at_work))
    (told,) = follow(register, case, "referral.closed", CLINIC_ID)
    assert (told.kind, told.record) == ("shortage.source_ended", first.record)
    assert told.body == s.ShortageSourceEnded(outcome="improved")
    dead = replace(case, outcome=Outcome.DIED.value)
    assert [one for one in follow(register, dead) if one.kind in {"shortage.opened", "follow_up.opened"}] == []


# over the wire


def drugs_of(roads: Roads, *names: str, quantity: int = 2) -> tuple[SlipDrug, ...]:
    return tuple(
        SlipDrug(
            drug=roads.world.drug(HOSPITAL, name) if name else "",
            name="" if name else "依达拉奉右莰醇舌下片",
            unit="" if name else "盒",
            dose="1片",
            frequency="每日1次",
            days=30,
            quantity=quantity,
        )
        for name in names
    )


def arrive(roads: Roads) -> Referral:
    sent = roads.send()
    roads.sync(CLINIC, HOSPITAL)
    roads.do(HOSPITAL, m.AcceptReferral(referral=sent.id))
    arrived: Referral = roads.do(HOSPITAL, m.RegisterArrival(referral=sent.id))
    return arrived


def write_back(roads: Roads, case: Referral, *names: str, quantity: int = 2) -> None:
    drugs = drugs_of(roads, *names, quantity=quantity)
    roads.do(HOSPITAL, m.SendBack(referral=case.id, slip=BACK, drugs=drugs))


def of_case(roads: Roads, name: str, case: Referral) -> list[Shortage]:
    """Return what a case opened, as a desk has it, in the order of its lines' drugs."""
    found = [row.shortage for row in roads.world.desks[name].read(store.rows)]
    return sorted((one for one in found if one.source == case.id), key=lambda one: one.name)


def stocked(roads: Roads, name: str, packs: int) -> None:
    line = EntryLine(drug=roads.world.drug(CLINIC, name), quantity=packs, lot="A1", expiry=LATER)
    roads.do(CLINIC, EnterStock(entering=Entering(kind=EntryKind.OPENING, lines=(line,))))
    roads.settle()


@pytest.mark.sync
@pytest.mark.policy("PHA-02")
def test_what_the_clinic_lacks_is_on_its_register_after_its_next_sync_and_arrival_puts_it_on_the_call_list(
    roads: Roads,
) -> None:
    stocked(roads, STATIN, 50)
    case = arrive(roads)
    write_back(roads, case, ASPIRIN, STATIN)  # the clinic is off-line meanwhile: nobody there talks
    roads.sync(HOSPITAL)
    assert of_case(roads, CLINIC, case) == []
    assert of_case(roads, HOSPITAL, case) == []
    roads.settle()
    (one,) = of_case(roads, CLINIC, case)
    assert [one] == of_case(roads, SECOND, case) == at_hub(roads, one)
    assert (one.name, one.quantity, one.unit, one.patient) == (ASPIRIN, 2, "盒", "邱传富")
    assert (one.source_number, one.state, one.needed_by) == (
        case.number,
        State.OPEN,
        day(roads.world.clock.now()) + timedelta(days=3),
    )
    returned = roads.case(CLINIC, case.id)
    assert returned is not None
    assert [drug.name for drug in returned.return_drugs] == [ASPIRIN, STATIN]
    asked = ask(roads, one)
    roads.settle()
    send(roads, asked)
    roads.settle()
    count(roads, asked)
    roads.settle()
    (come,) = held(roads, SECOND, one)
    assert (come.state, awaits_call(come)) == (State.ARRIVED, True)
    assert come in [row.shortage for row in roads.world.desks[CLINIC].read(store.rows)]


@pytest.mark.sync
@pytest.mark.policy("PHA-02")
def test_drugs_that_are_there_open_none_and_part_of_what_is_wanted_opens_the_rest(roads: Roads) -> None:
    drug = "盐酸二甲双胍片"
    stocked(roads, drug, 3)
    for quantity, lacking in ((3, []), (5, [2])):
        case = arrive(roads)
        write_back(roads, case, drug, quantity=quantity)
        roads.settle()
        assert [one.quantity for one in of_case(roads, CLINIC, case)] == lacking
        assert [one.wanted for one in of_case(roads, CLINIC, case)] == [quantity] * len(lacking)


@pytest.mark.sync
def test_what_has_to_be_bought_stands_at_once_at_the_hospital_that_buys_it_and_both_agree(roads: Roads) -> None:
    case = arrive(roads)
    write_back(roads, case, "", "辛伐他汀片")
    (early,) = of_case(roads, HOSPITAL, case)  # what is the clinic's alone is not kept here
    assert early.kind is Kind.PURCHASE
    roads.settle()
    assert roads.world.desks[HOSPITAL].read(status).waiting == 0
    (bought,) = of_case(roads, HOSPITAL, case)
    assert bought == replace(early, revision=1)
    assert len(of_case(roads, CLINIC, case)) == 2
    assert [bought] == at_hub(roads, bought) == held(roads, CLINIC, bought)
    roads.do(HOSPITAL, s.AnswerShortage(shortage=bought.id, answer=Answer.CAN_BUY, words="三天到"))
    roads.settle()
    assert held(roads, CLINIC, bought)[0].answer == "can_buy"


@pytest.mark.sync
def test_sent_again_and_again_it_is_there_once_with_one_step_in_its_trail(roads: Roads) -> None:
    case = arrive(roads)
    roads.world.cut_line()
    write_back(roads, case, "辛伐他汀片")
    roads.sync(HOSPITAL)
    roads.world.open_line()
    for _ in range(3):
        roads.settle()
    (one,) = of_case(roads, CLINIC, case)
    with reading(roads.world.hub.engine) as connection:
        kinds = connection.scalars(select(journal.c.kind).where(journal.c.record == one.id)).all()
    assert kinds == ["shortage.opened"]
    entries = roads.world.desks[CLINIC].read(trails.of_record, one.id)
    assert [(entry.act, entry.note) for entry in entries] == [("shortage.opened", case.number)]
    shown = [(step.code, step.mark) for step in steps(one, entries)]
    assert shown[:2] == [("shortage.opened", Mark.NOW), ("shortage.asked", Mark.AHEAD)]


@pytest.mark.sync
def test_a_case_that_is_closed_leaves_its_shortages_and_says_so_but_not_on_those_that_are_over(roads: Roads) -> None:
    case = arrive(roads)
    write_back(roads, case, "瑞舒伐他汀钙片", "硫酸氢氯吡格雷片")
    roads.settle()
    first, second = of_case(roads, CLINIC, case)
    roads.do(CLINIC, s.CancelShortage(shortage=second.id, reason="患者不要了"))
    (visit,) = roads.visits(CLINIC, case.id)
    roads.do(CLINIC, RecordFollowUp(follow_up=visit.id, way=Way.HOME, condition=Condition.STABLE, result="平稳"))
    roads.do(CLINIC, m.CloseReferral(referral=case.id, outcome=Outcome.IMPROVED))
    early = held(roads, CLINIC, first, second)
    assert [(one.state, one.source_outcome) for one in early] == [(State.OPEN, "improved"), (State.CANCELLED, "")]
    roads.settle()
    assert held(roads, SECOND, first, second) == held(roads, CLINIC, first, second) == at_hub(roads, first, second)
    assert [one.source_outcome for one in at_hub(roads, first, second)] == ["improved", ""]
    assert roads.world.desks[CLINIC].read(outbox.in_states, [outbox.REFUSED]) == []


def test_no_person_has_the_right_to_open_one_by_hand(roads: Roads) -> None:
    everybody = roads.world.people.values()
    for name in ("shortage.opened", "shortage.source_ended"):
        assert not any(actor.may(CATALOGUE.event(name).roles) for actor in everybody)

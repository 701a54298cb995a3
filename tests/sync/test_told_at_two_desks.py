"""One resident signed, or one task done, at two desks: one stands, the other comes back, and both people are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import freeze
from tests.sync.practice import A
from tests.sync.practice import B
from tests.sync.practice import Practice
from yigongti_desktop.capabilities.contracts.messages.contracts import EndContract
from yigongti_desktop.capabilities.contracts.messages.contracts import RenewContracts
from yigongti_desktop.capabilities.contracts.messages.contracts import TransferContract
from yigongti_desktop.capabilities.contracts.messages.services import VoidService
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.numbers import unplanned
from yigongti_desktop.capabilities.contracts.ui import contract_today
from yigongti_desktop.capabilities.contracts.ui import task_today
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.notices.messages import TakeNote
from yigongti_desktop.notices.model import Notice
from yigongti_desktop.notices.model import State
from yigongti_desktop.notices.store import NOTICE
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import JoinHousehold
from yigongti_desktop.registry.messages import MergeResidents
from yigongti_desktop.registry.messages import PartResidents
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.registry.model.standing import Relation

pytestmark = [pytest.mark.sync, pytest.mark.policy("FDC-09"), pytest.mark.policy("FDC-16")]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def at_rest(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """天门市 at rest, its hub's database a file or on a server."""
    if request.param == "sqlite":
        frozen: Frozen = request.getfixturevalue("frozen")
        return frozen
    return freeze(tmp_path_factory.mktemp("on-server"), cluster=request.getfixturevalue("cluster"))


@pytest.fixture
def practice(at_rest: Frozen, tmp_path: Path) -> Iterator[Practice]:
    county = County(at_rest, tmp_path)
    county.open_line()
    yield Practice(county)
    county.close()


def notices(practice: Practice, desk: str) -> list[Notice]:
    """Return all notices that a desk has, the first first."""
    found = practice.county.desks[desk].read(registry.everything, NOTICE)
    return sorted(found, key=lambda one: (one.asked_at, one.id))


def states(practice: Practice, desk: str) -> list[State]:
    """Return how the notices of a desk stand."""
    return [one.state for one in notices(practice, desk)]


def today(practice: Practice, desk: str) -> list[Todo]:
    """Return what stands on 今日 of what only has to be read."""
    county, found = practice.county, list[Todo]()
    for question in (contract_today.todos, task_today.todos):
        found += county.desks[desk].read(question, county.people[desk], county.clock.now())
    return [one for one in found if one.noted is not None]


def settle(practice: Practice, desk: str, act: Any, **others: Any) -> None:
    """Take a question off the list, and let both desks talk."""
    practice.county.do(desk, SettleRefusal(event=act.event, **others))
    practice.talk()


@pytest.mark.parametrize(("first", "second"), [(A, B), (B, A)])
def test_of_two_signings_the_first_desk_is_told_who_came_second_and_how_it_ended(
    practice: Practice, first: str, second: str
) -> None:
    resident = practice.residents[4]
    stands = practice.sign(first, resident)
    practice.sign(second, resident, team=practice.other)
    practice.talk(first, second)
    (act,) = practice.asked(second)
    (told,) = notices(practice, first)
    assert (act.code, act.facts["told"]) == ("contract_there", told.id)
    assert (told.state, told.event, told.record, told.part) == (State.ASKED, act.event, stands.id, stands.number)
    assert (told.rival.team, told.rival.on) == ("新堰村团队", practice.today())
    (todo,) = today(practice, first)
    assert todo.detail.startswith("对方已收到提问：新堰村团队（")
    assert today(practice, second) == []
    settle(practice, second, act)
    (todo,) = today(practice, first)
    assert todo.detail.startswith("对方已不再送：新堰村团队（")
    assert practice.asked(second) == []


def test_what_was_taken_note_of_is_told_once_more_when_it_has_ended(practice: Practice) -> None:
    resident = practice.residents[4]
    practice.sign(A, resident)
    practice.sign(B, resident, team=practice.other)
    practice.talk()
    (todo,) = today(practice, A)
    practice.county.do(A, todo.noted)
    practice.talk()
    assert today(practice, A) == []
    (act,) = practice.asked(B)
    settle(practice, B, act)
    (todo,) = today(practice, A)
    practice.county.do(A, todo.noted)
    assert today(practice, A) == []
    practice.talk()
    assert notices(practice, A) == notices(practice, B)
    assert notices(practice, A)[0].known == State.WITHDRAWN


def test_to_have_read_less_than_has_happened_meanwhile_takes_no_end_away(practice: Practice) -> None:
    resident = practice.residents[4]
    practice.sign(A, resident)
    practice.sign(B, resident, team=practice.other)
    practice.talk()
    (act,), (told,) = practice.asked(B), notices(practice, A)
    practice.county.do(B, SettleRefusal(event=act.event))
    practice.county.sync(B)
    practice.county.do(A, TakeNote(notice=told.id, seen=told.state))  # it has not heard of the end
    practice.talk()
    (todo,) = today(practice, A)
    assert todo.detail.startswith("对方已不再送")


def test_each_member_of_a_household_that_signed_twice_is_one_notice_and_one_form_answers_all(
    practice: Practice,
) -> None:
    mother, _, son = practice.residents[:3]
    practice.county.do(A, JoinHousehold(resident=son, member=mother, relation=Relation.SON))
    practice.talk()
    practice.sign(A, mother, son)
    practice.sign(B, mother, son, team=practice.other)
    practice.talk()
    asked = practice.asked(B)
    assert [act.code for act in asked] == ["contract_there"] * 2
    assert sorted(one.event for one in notices(practice, A)) == sorted(act.event for act in asked)
    assert sorted(todo.title for todo in today(practice, A)) == ["胡小燕", "邱传富"]
    settle(practice, B, asked[0], also=(asked[1].event,), is_taken_up=True)
    assert states(practice, A) == [State.TAKEN_UP] * 2


def test_whoever_takes_the_resident_over_by_agreement_ends_the_notice(practice: Practice) -> None:
    resident = practice.residents[4]
    first = practice.sign(A, resident)
    practice.sign(B, resident, team=practice.other)
    practice.talk()
    (act,) = practice.asked(B)
    settle(practice, B, act, is_taken_up=True)
    assert states(practice, A) == [State.TAKEN_UP]
    practice.sign(B, resident, team=practice.other, takes_over=first.number, takes_reason="居民要换团队")
    practice.talk()
    assert states(practice, A) == [State.STANDS]
    (todo,) = today(practice, A)
    assert todo.detail.startswith("对方后来已签成，此人现由对方签约")


def test_a_transfer_to_the_team_that_came_second_ends_it_and_its_question_may_still_be_answered(
    practice: Practice,
) -> None:
    resident = practice.residents[4]
    first = practice.sign(A, resident)
    practice.sign(B, resident, team=practice.other)
    practice.talk()
    practice.county.clock.advance(days=2)
    practice.county.do(B, TransferContract(contract=first.id, team=practice.other, on=practice.today(), reason="搬家"))
    practice.talk()
    assert states(practice, A) == [State.STANDS]
    (act,) = practice.asked(B)
    settle(practice, B, act)
    assert states(practice, A) == states(practice, B) == [State.STANDS]
    assert practice.asked(B) == []


def test_what_is_sent_again_in_vain_is_one_notice_that_is_told(practice: Practice) -> None:
    resident = practice.residents[4]
    practice.sign(A, resident)
    practice.sign(B, resident, team=practice.other)
    practice.talk()
    for _ in range(2):
        (act,) = practice.asked(B)
        practice.county.clock.advance(hours=1)
        with pytest.raises(Exception, match="contract_there"):
            practice.county.do(B, SendAgain(event=act.event))  # its own desk knows better by now
    assert states(practice, A) == [State.ASKED]


def test_sent_again_after_the_first_was_ended_it_stands_and_the_first_hears_that(practice: Practice) -> None:
    resident = practice.residents[4]
    first = practice.sign(A, resident)
    practice.sign(B, resident, team=practice.other)
    practice.talk()
    (act,) = practice.asked(B)
    ending = EndContract(contract=first.id, on=practice.today(), reason=Ending.MISTAKE, note="对方先谈好的")
    practice.county.do(A, ending)
    practice.talk()
    practice.county.do(B, SendAgain(event=act.event))
    practice.talk()
    assert states(practice, A) == [State.STANDS]
    assert practice.asked(B) == []


def test_a_contract_renewed_at_both_desks_is_told_to_whoever_renewed_it_first(practice: Practice) -> None:
    signed = practice.sign(A, practice.residents[4])
    practice.talk()
    practice.county.clock.advance(days=350)
    renewal = RenewContracts(contracts=((signed.id, (practice.package,)),), signed_on=practice.today())
    for desk in (A, B):
        practice.county.do(desk, renewal)
    practice.talk()
    (act,), (told,) = practice.asked(B), notices(practice, A)
    assert (act.code, told.record, told.event) == ("renewed_already", signed.id, act.event)
    settle(practice, B, act)
    assert states(practice, A) == [State.WITHDRAWN]


def test_a_task_done_twice_is_told_to_whoever_did_it_first_until_the_other_has_written_theirs_beside(
    practice: Practice,
) -> None:
    signed = practice.sign(A, practice.residents[4])
    practice.talk()
    first = practice.serve(A, signed, sbp=128)
    practice.serve(B, signed, sbp=152)
    practice.talk()
    (act,) = practice.asked(B)
    (told,) = notices(practice, A)
    assert (act.code, act.facts["told"], told.event) == ("service_there", told.id, act.event)
    assert (told.record, told.account, told.rival.person) == (first.id, first.doer, practice.county.people[B].name)
    (todo,) = today(practice, A)
    assert (todo.account, todo.record) == (first.doer, first.id)
    assert "也做了，您的有效" in todo.detail
    assert today(practice, B) == []
    assert b"152" not in practice.county.journal("notice.opened")[0].body  # nothing of what the other measured
    settle(practice, B, act, is_taken_up=True)
    practice.serve(B, signed, unplanned(practice.today()), sbp=152)
    practice.talk()
    assert states(practice, A) == states(practice, B) == [State.BESIDE]


def test_a_service_beyond_the_plan_done_twice_is_told_and_ends_when_the_other_lets_go(practice: Practice) -> None:
    signed, today_ = practice.sign(A, practice.residents[4]), practice.today()
    practice.talk()
    practice.serve(A, signed, unplanned(today_), sbp=128)
    practice.serve(B, signed, unplanned(today_), sbp=152)
    practice.talk()
    (act,) = practice.asked(B)
    assert (act.code, states(practice, A)) == ("unplanned_there", [State.ASKED])
    settle(practice, B, act)
    assert states(practice, A) == [State.WITHDRAWN]


def test_a_service_that_was_taken_back_gives_room_to_the_one_that_came_second(practice: Practice) -> None:
    signed = practice.sign(A, practice.residents[4])
    practice.talk()
    first = practice.serve(A, signed, sbp=128)
    practice.serve(B, signed, sbp=152)
    practice.talk()
    (act,) = practice.asked(B)
    practice.county.do(A, VoidService(service=first.id, reason="记错人"))
    practice.talk()
    practice.county.do(B, SendAgain(event=act.event))
    practice.talk()
    assert states(practice, A) == [State.STANDS]


def test_of_records_merged_meanwhile_whoever_has_the_agreement_that_stands_is_told(practice: Practice) -> None:
    kept, folded = practice.residents[:2]
    stands = practice.sign(A, kept)
    practice.county.do(A, MergeResidents(resident=folded, into=kept, reason="重复建档"))
    practice.sign(B, folded, team=practice.other)
    practice.talk()
    (act,), (told,) = practice.asked(B), notices(practice, A)
    assert (act.code, act.facts["told"], told.record) == ("resident_merged", told.id, stands.id)
    practice.county.do(A, PartResidents(resident=folded, reason="不是同一个人"))
    practice.talk()
    practice.county.do(B, SendAgain(event=act.event))
    practice.talk()
    assert practice.asked(B) == []
    assert states(practice, A) == [State.AGAIN]  # two people after all: nobody has to be told more
    assert today(practice, A) == []


def test_the_kept_record_signed_after_the_folded_one_is_told_to_the_team_of_the_folded_one(practice: Practice) -> None:
    kept, folded = practice.residents[:2]
    stands = practice.sign(A, folded)
    practice.county.do(A, MergeResidents(resident=folded, into=kept, reason="重复建档"))
    practice.sign(B, kept, team=practice.other)
    practice.talk()
    (act,), (told,) = practice.asked(B), notices(practice, A)
    assert (act.code, told.record, told.event) == ("contract_there", stands.id, act.event)
    assert len(today(practice, A)) == 1

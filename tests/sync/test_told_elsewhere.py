"""Notices and all that happens to desks: another unit, a moved contract, weak lines, restores, revoked machines."""

from __future__ import annotations

from typing import Any

import pytest

from tests.capabilities.contracts.world import written_team
from tests.sync.by_hand import batch_of
from tests.sync.by_hand import exchange
from tests.sync.by_hand import line_of
from tests.sync.by_hand import take
from tests.sync.county import County
from tests.sync.practice import LEAD
from tests.sync.practice import A
from tests.sync.practice import B
from tests.sync.practice import Practice
from tests.world import hu_xiaoyan
from yigongti_desktop.capabilities.contracts.messages.contracts import EndContract
from yigongti_desktop.capabilities.contracts.messages.contracts import SignContract
from yigongti_desktop.capabilities.contracts.messages.contracts import Signer
from yigongti_desktop.capabilities.contracts.messages.contracts import TransferContract
from yigongti_desktop.capabilities.contracts.messages.teams import SetUpTeam
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.ui import contract_today
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.notices.messages import TakeNote
from yigongti_desktop.notices.model import Notice
from yigongti_desktop.notices.model import Rival
from yigongti_desktop.notices.model import State
from yigongti_desktop.notices.store import NOTICE
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.storage import restoring
from yigongti_desktop.storage.outbox import Act

pytestmark = [pytest.mark.sync, pytest.mark.policy("FDC-09"), pytest.mark.policy("FDC-16")]

FAR = "多宝"


@pytest.fixture
def practice(county: County) -> Practice:
    return Practice(county)


def notices(practice: Practice, desk: str) -> list[Notice]:
    """Return all notices that a desk has."""
    return practice.county.desks[desk].read(registry.everything, NOTICE)


def told(practice: Practice, desk: str) -> list[Todo]:
    """Return what a desk's 今日 says of notices about contracts."""
    county = practice.county
    found = county.desks[desk].read(contract_today.todos, county.people[desk], county.clock.now())
    return [one for one in found if one.noted is not None]


def signed_twice(practice: Practice) -> tuple[Contract, Act]:
    """Sign 赵春生 at both desks; return the contract that stands and what came back."""
    stands = practice.sign(A, practice.residents[4])
    practice.sign(B, practice.residents[4], team=practice.other)
    practice.talk()
    (act,) = practice.asked(B)
    return stands, act


class Neighbours:
    """多宝 with a team of its own, and a resident whom both units have."""

    def __init__(self, practice: Practice) -> None:
        self.practice, self.county = practice, practice.county
        self.resident: str = self.county.do(A, RegisterResident(identity=hu_xiaoyan())).id
        assert self.county.do(FAR, RegisterResident(identity=hu_xiaoyan())).id == self.resident
        self.team: str = self.county.do(FAR, SetUpTeam(written=written_team("多宝团队"))).id
        self.talk()

    def talk(self) -> None:
        """Let all talk until each has what came of it."""
        self.county.sync(A, B, FAR, LEAD, A, B, FAR)

    def sign(self, **others: Any) -> Contract:
        """Sign the resident at 多宝."""
        people = (Signer(resident=self.resident, packages=(self.practice.package,)),)
        asked = SignContract(team=self.team, people=people, signed_on=self.practice.today(), **others)
        signed: tuple[Contract, ...] = self.county.do(FAR, asked)
        return signed[0]


def test_of_another_unit_it_is_told_which_and_when_and_nothing_more(practice: Practice) -> None:
    near = Neighbours(practice)
    practice.sign(A, near.resident)
    near.sign()
    near.talk()
    (notice,) = notices(practice, A)
    assert notice.rival == Rival(
        institution="tianmen.duobao", institution_name="多宝镇卫生院", team="多宝团队", on=practice.today()
    )
    (todo,) = told(practice, A)
    assert todo.detail.startswith("对方已收到提问：多宝镇卫生院多宝团队 ")
    assert told(practice, FAR) == []
    assert notices(practice, LEAD) == []  # it concerns two units
    (act,) = practice.asked(FAR)
    near.county.do(FAR, SettleRefusal(event=act.event))
    near.talk()
    assert [one.state for one in notices(practice, A)] == [State.WITHDRAWN]


def test_sent_again_in_vain_it_is_told_anew_and_only_the_last_time_stands_on_the_list(practice: Practice) -> None:
    near = Neighbours(practice)
    practice.sign(A, near.resident)
    near.sign()
    near.talk()
    (first,) = practice.asked(FAR)
    near.county.do(FAR, SendAgain(event=first.event))  # its desk has nothing of the other unit's agreement
    near.talk()
    (second,) = practice.asked(FAR)
    states = {one.event: one.state for one in notices(practice, A)}
    assert states == {first.event: State.AGAIN, second.event: State.ASKED}
    assert len(told(practice, A)) == 1


def test_signed_anew_in_vain_by_the_form_it_is_told_anew_too(practice: Practice) -> None:
    near = Neighbours(practice)
    practice.sign(A, near.resident)
    near.sign()
    near.talk()
    (first,) = practice.asked(FAR)
    near.county.do(FAR, SettleRefusal(event=first.event, is_taken_up=True))
    near.sign()
    near.talk()
    (second,) = practice.asked(FAR)
    states = {one.event: one.state for one in notices(practice, A)}
    assert states == {first.event: State.AGAIN, second.event: State.ASKED}
    assert len(told(practice, A)) == 1


def test_a_unit_that_takes_the_resident_over_ends_the_notice_of_the_other(practice: Practice) -> None:
    near = Neighbours(practice)
    stands = practice.sign(A, near.resident)
    near.sign()
    near.talk()
    (act,) = practice.asked(FAR)
    near.county.do(FAR, SettleRefusal(event=act.event, is_taken_up=True))
    near.sign(takes_over=stands.number, takes_reason="搬到多宝镇")
    near.talk()
    assert practice.asked(FAR) == []
    (todo,) = told(practice, A)
    assert todo.detail.startswith("对方后来已签成")


def test_a_contract_that_goes_to_another_unit_takes_its_open_notice_along(practice: Practice) -> None:
    near = Neighbours(practice)
    county, first = near.county, near.sign()
    near.talk()
    county.clock.advance(days=2)
    county.do(FAR, EndContract(contract=first.id, on=practice.today(), reason=Ending.BY_RESIDENT))
    near.talk()
    practice.sign(A, near.resident)
    practice.sign(B, near.resident, team=practice.other)
    near.talk()
    assert (len(told(practice, A)), len(told(practice, FAR))) == (1, 0)
    county.clock.advance(days=2)
    county.do(FAR, TransferContract(contract=first.id, team=near.team, on=practice.today(), reason="搬到多宝镇"))
    near.talk()
    assert (len(told(practice, A)), len(told(practice, FAR))) == (0, 1)
    (act,) = practice.asked(B)
    county.do(B, SettleRefusal(event=act.event))
    near.talk()
    (todo,) = told(practice, FAR)
    assert todo.detail.startswith("对方已不再送：岳口镇")


def test_a_resident_who_moves_leaves_the_notice_with_the_contract(practice: Practice) -> None:
    signed_twice(practice)
    county = practice.county
    county.do(A, MoveResident(resident=practice.residents[4], unit="tianmen.duobao", reason="搬家"))
    practice.talk()
    county.sync(FAR)
    (todo,) = told(practice, A)
    assert todo.title == "赵春生"
    assert notices(practice, FAR) == []


def test_a_batch_sent_twenty_times_leaves_one_notice(practice: Practice) -> None:
    county = practice.county
    practice.sign(A, practice.residents[4])
    practice.sign(B, practice.residents[4], team=practice.other)
    county.sync(A)
    batch = batch_of(county, B)
    with line_of(county, B) as line:
        receipts = {line.exchange(Exchange(cursors={}, batch=batch, room=1)).receipt for _ in range(20)}
    practice.talk()
    assert len(receipts) == 1
    assert len(county.journal("notice.opened")) == 1
    assert len(notices(practice, A)) == 1


def test_who_answers_before_the_notice_has_come_down_is_heard_all_the_same(practice: Practice) -> None:
    county = practice.county
    practice.sign(A, practice.residents[4])
    practice.sign(B, practice.residents[4], team=practice.other)
    county.sync(A)
    take(county, B, exchange(county, B, batch_of(county, B), room=0))
    (act,) = practice.asked(B)
    assert notices(practice, B) == []
    county.do(B, SettleRefusal(event=act.event))
    practice.talk()
    assert [one.state for one in notices(practice, A)] == [State.WITHDRAWN]
    assert notices(practice, A) == notices(practice, B)
    assert practice.asked(B) == []


def test_a_notice_that_was_marked_at_two_desks_is_marked(practice: Practice) -> None:
    signed_twice(practice)
    for desk in (A, B):
        (notice,) = notices(practice, desk)
        practice.county.do(desk, TakeNote(notice=notice.id, seen=notice.state))
    practice.talk()
    assert practice.asked(A) == []
    assert [act.kind for act in practice.asked(B)] == ["contract.signed"]
    assert notices(practice, A)[0].known == notices(practice, B)[0].known == State.ASKED


def test_another_unit_takes_no_note_in_its_place(practice: Practice) -> None:
    near = Neighbours(practice)
    practice.sign(A, near.resident)
    near.sign()
    near.talk()
    (notice,) = notices(practice, FAR)
    with pytest.raises(Refused, match="not_holder"):
        near.county.do(FAR, TakeNote(notice=notice.id, seen=notice.state))


def test_a_desk_restored_from_before_its_answer_answers_again_and_nothing_changes(practice: Practice) -> None:
    _, act = signed_twice(practice)
    county = practice.county
    desk = county.desks[B]
    saved = desk.backup()
    county.do(B, SettleRefusal(event=act.event))
    practice.talk()
    desk = county.desks[B]
    desk.close()
    restoring.restore(desk.home, saved, lambda _path: desk._vault["database"], at=county.clock.now())
    county.clock.advance(seconds=1)
    county.reopened(B)
    practice.talk()
    (again,) = practice.asked(B)
    county.do(B, SettleRefusal(event=again.event, is_taken_up=True))
    practice.talk()
    assert [one.state for one in notices(practice, A)] == [State.WITHDRAWN]
    assert notices(practice, A) == notices(practice, B)
    assert practice.asked(B) == []


def test_a_machine_that_was_revoked_answers_as_a_new_one(practice: Practice) -> None:
    _, act = signed_twice(practice)
    county = practice.county
    county.keeper.revoke("岳口-B", "电脑送修")
    county.do(B, SettleRefusal(event=act.event))
    assert county.desks[B].sync().code == "device_revoked"
    assert [one.state for one in notices(practice, A)] == [State.ASKED]
    county.desks[B].enrol(county.keeper.issue_code("岳口").spell())
    practice.talk()
    assert [one.state for one in notices(practice, A)] == [State.WITHDRAWN]

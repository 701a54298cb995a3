"""Residents are merged, parted, moved and die at one desk while another signs and serves them: one truth, all told."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from tests.capabilities.contracts.refusals import no
from tests.sync.county import County
from tests.sync.practice import BOTH
from tests.sync.practice import A
from tests.sync.practice import B
from tests.sync.practice import Practice
from yigongti_desktop.attachments import store as attachments
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.attachments.model.attachment import MEDIA
from yigongti_desktop.capabilities.contracts.messages.contracts import EndContract
from yigongti_desktop.capabilities.contracts.messages.contracts import Signer
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.contract import Way
from yigongti_desktop.capabilities.contracts.model.numbers import unplanned
from yigongti_desktop.capabilities.contracts.model.performed import service_id
from yigongti_desktop.capabilities.contracts.refused import services as refused
from yigongti_desktop.capabilities.contracts.store import offers
from yigongti_desktop.capabilities.contracts.store import panel
from yigongti_desktop.capabilities.contracts.store.rounds import Place
from yigongti_desktop.capabilities.contracts.store.services import of_contract
from yigongti_desktop.capabilities.contracts.ui import contract_today
from yigongti_desktop.capabilities.contracts.ui import task_today
from yigongti_desktop.capabilities.contracts.ui.task_words import SERVICE_FORM
from yigongti_desktop.registry.messages import JoinHousehold
from yigongti_desktop.registry.messages import MergeResidents
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.messages import NoteDeath
from yigongti_desktop.registry.messages import PartResidents
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SetRelation
from yigongti_desktop.registry.messages import SplitHousehold
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.storage.outbox import Act

pytestmark = [pytest.mark.sync, pytest.mark.policy("FDC-09")]


@pytest.fixture
def practice(county: County) -> Practice:
    return Practice(county)


def merge(practice: Practice, desk: str, folded: str, kept: str) -> None:
    practice.county.do(desk, MergeResidents(resident=folded, into=kept, reason="重复建档"))


def alike(practice: Practice, resident: str) -> Contract:
    """Return the contract of a record, which both desks have alike."""
    one, other = (practice.contract(desk, resident) for desk in BOTH)
    assert one == other
    return one


def test_who_was_merged_away_at_one_desk_and_signed_at_the_other_comes_back_with_the_kept_record(
    practice: Practice,
) -> None:
    kept, folded = practice.residents[:2]
    merge(practice, A, folded, kept)
    signed = practice.sign(B, folded)
    practice.talk()
    assert practice.live(A) == practice.live(B) == {}
    (act,) = practice.asked(B)
    assert (act.kind, act.code, act.facts) == ("contract.signed", "resident_merged", {"into": kept})
    assert signed.number.encode() in act.body


def test_who_was_signed_first_and_then_merged_away_keeps_the_agreement_and_is_signed_once(practice: Practice) -> None:
    kept, folded = practice.residents[:2]
    signed = practice.sign(B, folded)
    merge(practice, A, folded, kept)
    practice.talk(B, A)
    assert practice.live(A) == practice.live(B) == {kept: [signed.number]}
    practice.serve(A, signed)
    with no("contract_there", number=signed.number):
        practice.sign(A, kept, team=practice.other)
    practice.talk()
    assert len(alike(practice, folded).served) == 1


def test_the_kept_record_signed_at_one_desk_and_the_merged_one_at_the_other_comes_back(practice: Practice) -> None:
    kept, folded = practice.residents[:2]
    signed = practice.sign(A, folded)
    merge(practice, A, folded, kept)
    practice.sign(B, kept, team=practice.other)
    practice.talk()
    assert practice.live(A) == practice.live(B) == {kept: [signed.number]}
    (act,) = practice.asked(B)
    assert (act.code, act.facts["number"]) == ("contract_there", signed.number)


def test_of_two_that_were_signed_and_found_to_be_one_person_the_first_stands_and_the_later_is_told(
    practice: Practice,
) -> None:
    kept, folded = practice.residents[:2]
    first = practice.sign(A, kept)
    practice.county.clock.advance(hours=1)
    later = practice.sign(B, folded, team=practice.other)
    practice.serve(B, later)
    practice.talk()
    assert len(practice.live(A)) == 2
    merge(practice, A, folded, kept)
    practice.talk()
    assert practice.live(A) == practice.live(B) == {kept: [first.number]}
    gave_way = alike(practice, folded)
    assert (gave_way.ended, gave_way.end_reason, gave_way.end_note) == (practice.today(), "same_person", first.number)
    assert [one.readings["sbp"] for one in practice.county.desks[A].read(of_contract, later.id)] == [128]


def test_signed_at_both_desks_while_a_third_act_merges_them_the_agreement_that_came_first_stands(
    practice: Practice,
) -> None:
    kept, folded = practice.residents[:2]
    first = practice.sign(A, kept)
    merge(practice, A, folded, kept)
    practice.sign(B, folded, team=practice.other)
    practice.talk()
    assert practice.live(A) == practice.live(B) == {kept: [first.number]}
    assert [act.code for act in practice.asked(B)] == ["resident_merged"]
    assert practice.asked(A) == []


def test_a_merge_that_is_undone_lets_the_agreement_that_gave_way_go_on(practice: Practice) -> None:
    kept, folded = practice.residents[:2]
    first = practice.sign(A, kept)
    practice.county.clock.advance(hours=1)
    later = practice.sign(B, folded, team=practice.other)
    practice.talk()
    merge(practice, A, folded, kept)
    practice.talk()
    practice.county.clock.advance(days=3)
    practice.county.do(B, PartResidents(resident=folded, reason="不是同一个人"))
    practice.talk()
    assert practice.live(A) == practice.live(B) == {kept: [first.number], folded: [later.number]}
    assert alike(practice, folded).latest == later.latest


def test_a_merge_is_undone_at_one_desk_while_the_other_signs_the_kept_one(practice: Practice) -> None:
    kept, folded = practice.residents[:2]
    signed = practice.sign(A, folded)
    merge(practice, A, folded, kept)
    practice.talk()
    practice.county.do(A, PartResidents(resident=folded, reason="不是同一个人"))
    with no("contract_there", number=signed.number):
        practice.sign(B, kept)  # for that desk they still are one person
    practice.talk()
    again = practice.sign(B, kept)
    practice.talk()
    assert practice.live(A) == practice.live(B) == {kept: [again.number], folded: [signed.number]}


def test_the_agreement_of_a_merged_record_is_left_for_one_of_the_kept_record(practice: Practice) -> None:
    kept, folded = practice.residents[:2]
    old = practice.sign(A, folded)
    merge(practice, A, folded, kept)
    practice.talk()
    new = practice.sign(B, kept, takes_over=old.number, takes_reason="按保留的档案重签")
    practice.talk()
    assert practice.live(A) == practice.live(B) == {kept: [new.number]}
    left = alike(practice, folded)
    assert (left.end_reason, left.end_note) == ("same_person", f"{new.number}　按保留的档案重签")


def test_a_death_of_the_kept_record_ends_the_agreement_of_the_merged_one_and_put_right_it_goes_on(
    practice: Practice,
) -> None:
    kept, folded = practice.residents[:2]
    signed = practice.sign(A, folded)
    merge(practice, A, folded, kept)
    practice.talk()
    practice.county.clock.advance(days=5)
    died = practice.today() - timedelta(days=1)
    practice.county.do(B, NoteDeath(resident=kept, died_on=died))
    practice.talk()
    assert (alike(practice, folded).ended, alike(practice, folded).end_reason) == (practice.today(), "died")
    practice.county.do(A, NoteDeath(resident=kept, died_on=None, seen=died, reason="同名弄错了"))
    practice.talk()
    assert alike(practice, folded).latest == signed.latest


def test_who_is_merged_with_somebody_whose_death_is_known_has_no_agreement_until_they_are_parted(
    practice: Practice,
) -> None:
    kept, folded = practice.residents[:2]
    signed = practice.sign(A, kept)
    practice.county.clock.advance(days=5)
    practice.county.do(A, NoteDeath(resident=folded, died_on=practice.today()))
    merge(practice, B, folded, kept)
    practice.talk()
    assert alike(practice, kept).end_reason == "died"
    practice.county.do(A, PartResidents(resident=folded, reason="不是同一个人"))
    practice.talk()
    assert practice.live(A) == practice.live(B) == {kept: [signed.number]}


def test_a_household_split_at_one_desk_and_signed_as_a_whole_at_the_other_both_stand(practice: Practice) -> None:
    mother, _, son = practice.residents[:3]
    practice.county.do(A, JoinHousehold(resident=son, member=mother, relation=Relation.SON))
    practice.talk()
    practice.county.do(A, SplitHousehold(members=(son,), head=son))
    signed = practice.sign(B, mother, son)
    practice.talk()
    assert [alike(practice, one).number for one in (mother, son)] == [signed.number] * 2
    assert len({alike(practice, one).household for one in (mother, son)}) == 2
    assert practice.asked(A) == practice.asked(B) == []
    for desk in BOTH:
        seen = practice.county.desks[desk].read(panel.seen, signed.id, practice.today())
        assert seen is not None
        assert seen.together == ("邱传富（已分户）",)
        (todo,) = practice.county.desks[desk].read(
            contract_today.todos, practice.county.people[desk], practice.county.clock.now()
        )
        assert todo.detail == "一份协议签了 胡小燕、邱传富，已不在一户：核对"


def test_a_new_head_at_one_desk_and_a_household_signed_at_the_other_both_stand(practice: Practice) -> None:
    mother, _, son = practice.residents[:3]
    practice.county.do(A, JoinHousehold(resident=son, member=mother, relation=Relation.SON))
    practice.talk()
    practice.county.do(A, SetRelation(resident=son, relation=Relation.HEAD))
    signed = practice.sign(B, mother, son)
    practice.talk(B, A)
    assert [alike(practice, one).number for one in (mother, son)] == [signed.number] * 2
    assert len({alike(practice, one).household for one in (mother, son)}) == 1
    assert practice.asked(A) == practice.asked(B) == []


def test_a_death_noted_at_one_desk_and_a_signing_at_the_other_comes_back(practice: Practice) -> None:
    resident = practice.residents[4]
    practice.county.do(A, NoteDeath(resident=resident, died_on=practice.today() - timedelta(days=1)))
    practice.sign(B, resident)
    practice.talk()
    assert practice.live(A) == practice.live(B) == {}
    assert [act.code for act in practice.asked(B)] == ["resident_died"]


def test_a_signing_that_came_before_the_death_ends_with_it(practice: Practice) -> None:
    resident = practice.residents[4]
    practice.county.do(A, NoteDeath(resident=resident, died_on=practice.today() - timedelta(days=1)))
    practice.sign(B, resident)
    practice.talk(B, A)
    assert practice.live(A) == practice.live(B) == {}
    assert alike(practice, resident).end_reason == "died"


@pytest.mark.policy("FDC-16")
def test_a_death_noted_at_one_desk_and_a_task_done_at_the_other_comes_back_with_its_values(practice: Practice) -> None:
    resident = practice.residents[4]
    signed = practice.sign(A, resident)
    practice.talk()
    practice.county.clock.advance(days=40)
    practice.county.do(A, NoteDeath(resident=resident, died_on=practice.today() - timedelta(days=2)))
    practice.serve(B, signed, sbp=131)
    practice.talk()
    assert alike(practice, resident).served == ()
    (act,) = practice.asked(B)
    assert act.code == "contract_not_held"
    assert b"131" in act.body


@pytest.mark.policy("FDC-16")
def test_a_task_done_before_the_death_was_known_stays_and_is_found_again(practice: Practice) -> None:
    resident = practice.residents[4]
    signed = practice.sign(A, resident)
    practice.talk()
    practice.county.clock.advance(days=40)
    practice.county.do(A, NoteDeath(resident=resident, died_on=practice.today() - timedelta(days=2)))
    practice.serve(B, signed, sbp=131)
    practice.talk(B, A)
    assert alike(practice, resident).end_reason == "died"
    for desk in BOTH:
        (service,) = practice.county.desks[desk].read(of_contract, signed.id)
        assert service.readings["sbp"] == 131


@pytest.mark.policy("FDC-16")
def test_moved_to_another_unit_at_one_desk_and_served_at_the_other_the_service_counts(practice: Practice) -> None:
    resident = practice.residents[4]
    signed = practice.sign(A, resident)
    practice.talk()
    practice.county.do(A, MoveResident(resident=resident, unit="tianmen.duobao", reason="搬家"))
    practice.serve(B, signed)
    practice.talk()
    assert practice.asked(B) == []
    assert len(alike(practice, resident).served) == 1


def test_moved_to_another_unit_at_one_desk_and_signed_at_the_other_comes_back(practice: Practice) -> None:
    resident = practice.residents[4]
    practice.county.do(A, MoveResident(resident=resident, unit="tianmen.duobao", reason="搬家"))
    practice.sign(B, resident)
    practice.talk()
    assert [act.code for act in practice.asked(B)] == ["resident_unknown"]


@pytest.mark.policy("FDC-16")
def test_ended_for_moving_away_at_one_desk_and_served_at_the_other_comes_back(practice: Practice) -> None:
    signed = practice.sign(A, practice.residents[4])
    practice.talk()
    practice.county.do(A, EndContract(contract=signed.id, on=practice.today(), reason=Ending.MOVED_AWAY))
    practice.serve(B, signed)
    practice.talk()
    assert [act.code for act in practice.asked(B)] == ["contract_not_held"]


@pytest.mark.policy("FDC-16")
def test_one_task_done_with_different_values_at_two_desks_has_one_truth_and_both_values_are_kept(
    practice: Practice,
) -> None:
    signed = practice.sign(A, practice.residents[4])
    practice.talk()
    practice.serve(A, signed, sbp=128)
    practice.serve(B, signed, sbp=152)
    practice.talk()
    for desk in BOTH:
        (service,) = practice.county.desks[desk].read(of_contract, signed.id)
        assert service.readings["sbp"] == 128
    (act,) = practice.asked(B)
    assert act.code == "service_there"
    assert b"152" in act.body


def taken_up(practice: Practice, desk: str, act: Act) -> tuple[Place, dict[str, object]]:
    """Put a refused service back into its form; return where it stands and what is in it."""
    bench, actor = practice.county.desks[desk], practice.county.people[desk]
    where = bench.write(refused.take_up, actor, act, practice.county.clock.now())
    assert where is not None
    place = msgspec.json.decode(where[1].removeprefix("write "), type=Place)
    record = service_id(place.contract, place.agreement, place.item, place.number)
    values = bench.draft(actor, SERVICE_FORM, record)
    assert values is not None
    return place, values


@pytest.mark.policy("FDC-16")
def test_what_was_served_under_a_signing_that_came_back_is_written_under_the_one_that_stands(
    practice: Practice,
) -> None:
    resident = practice.residents[4]
    first = practice.sign(A, resident)
    second = practice.sign(B, resident)
    practice.serve(B, second, sbp=147)
    practice.talk()
    signing, service = practice.asked(B)
    assert (signing.code, service.code) == ("contract_there", "agreement_unknown")
    place, values = taken_up(practice, B, service)
    assert (place.contract, place.agreement, place.number) == (first.id, first.number, 0)
    assert values["sbp"] == "147"


@pytest.mark.policy("FDC-16")
def test_what_was_served_under_a_merged_record_that_came_back_is_written_under_the_kept_one(practice: Practice) -> None:
    kept, folded = practice.residents[:2]
    first = practice.sign(A, kept)
    merge(practice, A, folded, kept)
    practice.serve(B, practice.sign(B, folded), sbp=147)
    practice.talk()
    _, service = practice.asked(B)
    place, values = taken_up(practice, B, service)
    assert (place.contract, place.agreement) == (first.id, first.number)
    assert values["sbp"] == "147"


@pytest.mark.policy("FDC-16")
def test_of_a_task_done_twice_both_people_are_told_and_both_values_stand(practice: Practice) -> None:
    county, today = practice.county, practice.today()
    signed = practice.sign(A, practice.residents[4])
    practice.talk()
    practice.serve(A, signed, sbp=128)
    practice.serve(B, signed, sbp=152)
    practice.talk()
    (act,) = practice.asked(B)
    place, values = taken_up(practice, B, act)
    assert (place.number, values["sbp"]) == (0, "152")
    practice.serve(B, signed, unplanned(today), sbp=152)
    practice.talk()
    for desk in BOTH:
        services = county.desks[desk].read(of_contract, signed.id)
        assert {one.readings["sbp"] for one in services} == {128, 152}
    (told,) = county.desks[A].read(task_today.news, county.people[A], county.clock.now())
    assert told.detail == "张测试也做了 152/78，您 128/78"
    assert county.desks[B].read(task_today.news, county.people[B], county.clock.now()) == []


def drawn(practice: Practice, desk: str, resident: str) -> Contract:
    """Sign a resident on the screen of a desk."""
    picture = File(media_type="image/png", name="签字.png", content=MEDIA["image/png"] + bytes(40_000))
    signers = (Signer(resident=resident, packages=(practice.package,), drawn=picture),)
    return practice.sign(desk, people=signers, way=Way.SCREEN)


def test_a_signature_is_printed_at_the_other_desk_once_it_has_come(practice: Practice) -> None:
    signed = drawn(practice, A, practice.residents[4])
    practice.talk()
    for desk in BOTH:
        printed = practice.county.desks[desk].read(offers.printed, signed.number, practice.today())
        assert printed is not None
        assert len(printed.signatures[signed.signature]) == 40_008


def test_a_signature_of_what_was_refused_is_no_question_of_its_own_and_goes_along_when_it_is_sent_again(
    practice: Practice,
) -> None:
    resident = practice.residents[4]
    first = practice.sign(A, resident)
    mine = drawn(practice, B, resident)
    practice.talk()
    (act,) = practice.asked(B)
    assert act.kind == "contract.signed"
    practice.county.do(A, EndContract(contract=first.id, on=practice.today(), reason=Ending.BY_RESIDENT))
    practice.talk()
    practice.county.do(B, SendAgain(event=act.event))
    practice.talk()
    assert practice.asked(B) == []
    assert alike(practice, resident).signature == mine.signature
    assert len(practice.county.desks[A].read(attachments.content, mine.signature) or b"") == 40_008

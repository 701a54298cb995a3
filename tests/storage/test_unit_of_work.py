"""One act and its effect: whole or not at all, in order, with what screens must read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.storage import acts_kept
from tests.storage.desks import Frozen
from tests.storage.desks import send
from tests.storage.desks import slip
from tests.storage.desks import state_of
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages.cases import SaveReferralDraft
from yigongti_desktop.capabilities.referrals.messages.cases import SendReferral
from yigongti_desktop.capabilities.referrals.messages.cases import WithdrawReferral
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.tables import unconfirmed
from yigongti_desktop.storage.unit_of_work import UnitOfWork
from yigongti_desktop.storage.unit_of_work import unit_of_work


def working(desk: Workbench, actor: Actor) -> Any:
    """Open a unit of work as the desk does."""
    return unit_of_work(desk.engine, desk.catalogue, desk.clock, desk.ids, actor)


def test_an_act_saves_its_record_its_event_its_step_and_how_it_is_found(desk: Workbench, frozen: Frozen) -> None:
    sent = send(desk, frozen.zhou)
    assert desk.read(records.load, REFERRAL, sent.id) == sent
    acts = desk.read(outbox.of_record, "referral", sent.id)
    assert [(act.kind, act.state, act.account, act.at) for act in acts] == [
        ("referral.sent", outbox.WAITING, frozen.zhou.account, desk.clock.now())
    ]
    steps = desk.read(trails.of_record, sent.id)
    assert [(step.id, step.act, step.place, step.letter, step.person) for step in steps] == [
        (acts[0].event, "referral.sent", "岳口", "A", "周建国")
    ]
    assert [found.id for found in desk.read(registry.find, registry.RESIDENT, "邱传富")] == [sent.slip.patient.resident]


def test_acts_stand_in_the_line_as_they_were_done(desk: Workbench, frozen: Frozen) -> None:
    first = send(desk, frozen.zhou)
    second = send(desk, frozen.zhou, serial=303)
    desk.do(frozen.zhou, WithdrawReferral(referral=first.id, reason="家属不愿去"))
    acts = desk.read(acts_kept.waiting, 0, 100)
    assert [(act.kind, act.record) for act in acts] == [
        ("resident.registered", first.slip.patient.resident),
        ("referral.sent", first.id),
        ("resident.registered", second.slip.patient.resident),
        ("referral.sent", second.id),
        ("referral.withdrawn", first.id),
    ]
    assert [act.seq for act in acts] == sorted(act.seq for act in acts)
    assert desk.read(acts_kept.waiting, acts[1].seq, 2) == acts[2:4]


def test_the_body_of_an_act_is_what_was_done_and_nothing_else(desk: Workbench, frozen: Frozen) -> None:
    sent = send(desk, frozen.zhou)
    act = desk.read(outbox.of_record, "referral", sent.id)[0]
    assert msgspec.json.decode(act.body, type=m.ReferralSent) == m.ReferralSent(number=sent.number, slip=sent.slip)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"history": ""}, "field_empty"),
        ({"target": Target(institution="nowhere", department="神经内科")}, "institution_unknown"),
        ({"diagnosis_code": "X99.999"}, "diagnosis_unknown"),
    ],
)
def test_a_refusal_in_the_middle_changes_nothing(
    desk: Workbench, frozen: Frozen, changes: dict[str, Any], code: str
) -> None:
    send(desk, frozen.zhou)
    before = state_of(desk)
    # The patient is new: by the time the slip is refused, a resident, an event and a number have been written.
    with pytest.raises(Refused, match=code):
        send(desk, frozen.zhou, serial=305, **changes)
    assert state_of(desk) == before


def test_a_number_that_was_refused_with_its_slip_goes_to_the_next_one(desk: Workbench, frozen: Frozen) -> None:
    with pytest.raises(Refused):
        send(desk, frozen.zhou, history="")
    assert send(desk, frozen.zhou).number == "岳口-20261123-A-001"


def test_a_fault_of_ours_in_the_middle_changes_nothing(desk: Workbench, frozen: Frozen) -> None:
    before = state_of(desk)

    def stumble(work: UnitOfWork) -> None:
        work.next_number()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), working(desk, frozen.zhou) as work:
        stumble(work)
    assert state_of(desk) == before


def test_somebody_without_the_role_is_refused_and_changes_nothing(desk: Workbench, frozen: Frozen) -> None:
    before = state_of(desk)
    pharmacist = Actor(frozen.zhou.account, "周建国", frozenset({Role.PHARMACIST}), frozen.zhou.institution)
    with pytest.raises(Refused, match="role_may_not") as caught:
        send(desk, pharmacist)
    assert "doctor" in caught.value.facts["needs"]
    assert state_of(desk) == before


def test_an_act_of_the_hub_alone_is_refused_at_the_desk(desk: Workbench, frozen: Frozen) -> None:
    sent = send(desk, frozen.zhou)
    reached = desk.catalogue.event("referral.reached")
    with pytest.raises(Refused, match="role_may_not"), working(desk, frozen.zhou) as work:
        work.emit(reached, sent.id, m.ReferralReached())


def test_a_record_that_is_not_here_is_refused(desk: Workbench, frozen: Frozen) -> None:
    with pytest.raises(Refused, match="not_found") as caught, working(desk, frozen.zhou) as work:
        work.get(REFERRAL, "nothing")
    assert caught.value.facts == {"kind": "referral"}
    with working(desk, frozen.zhou) as work:
        assert work.find(REFERRAL, "nothing") is None


def test_screens_are_told_what_to_read_again(desk: Workbench, frozen: Frozen) -> None:
    done = desk.do(frozen.zhou, SendReferral(slip=slip()))
    assert done.topics == {registry.RESIDENT.topic, REFERRAL.topic, "sync"}
    draft = slip(patient=msgspec.structs.replace(slip().patient, id_number="", resident=""))
    assert desk.do(frozen.zhou, SaveReferralDraft(slip=draft)).topics == {REFERRAL.topic, "sync"}


def test_what_the_hub_has_not_confirmed_is_known_with_what_stood_there_before(desk: Workbench, frozen: Frozen) -> None:
    sent = send(desk, frozen.zhou)
    resident = sent.slip.patient.resident
    desk.do(frozen.zhou, CorrectResident(resident=resident, changes={"phone": ("13900000001", "13900000002")}))
    images = dict(desk.read(_images))
    assert images == {("resident", resident): None, ("referral", sent.id): None}  # the hub has neither
    assert desk.read(pending.unconfirmed_ids, "resident") == {resident}
    assert desk.read(pending.waiting, "referral") == {sent.id}
    corrected = desk.read(records.load, registry.RESIDENT, resident)
    assert corrected is not None
    assert corrected.phone == "13900000002"


def test_the_confirmed_image_is_kept_from_before_the_first_waiting_act(desk: Workbench, frozen: Frozen) -> None:
    sent = send(desk, frozen.zhou)
    confirmed = msgspec.structs.replace(sent, revision=1)

    def confirm(connection: Any) -> None:
        records.save_many(connection, REFERRAL, [confirmed])
        connection.execute(unconfirmed.delete())

    desk.write(confirm)
    for said in ("第一次", "第二次"):
        desk.do(frozen.zhou, m.LogContact(referral=sent.id, said=said))
    image = dict(desk.read(_images))["referral", sent.id]
    assert msgspec.json.decode(image, type=type(sent)) == confirmed
    assert [act.seen for act in desk.read(outbox.of_record, "referral", sent.id)] == [0, 1, 1]


def _images(connection: Any) -> list[tuple[tuple[str, str], Any]]:
    return [((row.kind, row.record), row.image) for row in connection.execute(unconfirmed.select())]


@pytest.mark.parametrize("name", ["event", "command"])
def test_what_this_program_does_not_know_is_refused_by_name(desk: Workbench, name: str) -> None:
    ask: Callable[[str], Any] = getattr(desk.catalogue, name)
    with pytest.raises(Refused, match=f"{name}_unknown"):
        ask("from.the.future")


def test_one_citizen_sent_twice_is_one_resident(desk: Workbench, frozen: Frozen) -> None:
    first, second = send(desk, frozen.zhou), send(desk, frozen.zhou)
    assert first.slip.patient.resident == second.slip.patient.resident
    assert first.number != second.number
    assert desk.read(registry.count, registry.RESIDENT) == 1

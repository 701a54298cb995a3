"""A case that a hospital begins: down to the patient's unit, to rehabilitation or to nursing, by a return slip.

REF-07, REF-14: who may go down is one of the county's classes. REF-28, REF-30: the unit that takes the patient on goes
on caring, visits within the national two weeks and gives the drugs further; rehabilitation and nursing are units too.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model.due import settle
from yigongti_desktop.capabilities.referrals.model.listed import need_class
from yigongti_desktop.capabilities.referrals.model.listed import reason_of
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.return_drugs import check_drugs
from yigongti_desktop.capabilities.referrals.model.sides import at_target
from yigongti_desktop.capabilities.referrals.model.sides import going_down
from yigongti_desktop.capabilities.referrals.model.sides import need_side
from yigongti_desktop.capabilities.referrals.model.sides import offer
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.slip import check_return_slip
from yigongti_desktop.capabilities.referrals.model.slip import check_slip
from yigongti_desktop.capabilities.referrals.model.slip import line
from yigongti_desktop.capabilities.referrals.model.states import DOWN
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.model.trackers import need_tracker
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import read_id_number
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.deadline import deadline
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import need_institution


def send_down(
    current: Referral | None,
    number: str,
    slip: Slip,
    back: ReturnSlip,
    drugs: Iterable[SlipDrug],
    down_class: str,
    ruling: Ruling,
) -> Referral:
    """Send a patient down who came by no referral, with the return slip as the paper.

    Raises:
        Refused: sent_already, not_a_hospital, target_is_self, or what is wrong with slip, class or drugs.
    """
    if current is not None:
        raise Refused("sent_already", number=current.number)
    own = need_institution(ruling.register, ruling.actor.institution)
    if own.kind not in HOSPITALS:
        raise Refused("not_a_hospital")
    paper = check_return_slip(back, ruling)
    checked = _checked(slip, paper, ruling)
    sent = Referral(
        id=ruling.record,
        number=number,
        state=State.SENT,
        origin=own.id,
        origin_name=own.name,
        slip=checked,
        target=checked.target.institution,
        is_down=True,
        down_class=need_class(down_class, ruling).code,
        tracker=checked.tracker,
        tracker_name=checked.tracker_name,
        sent_at=ruling.at,
        return_slip=paper,
        return_drugs=check_drugs(drugs, ruling),
        returned_at=ruling.at,
        follow_up_by=deadline(ruling.register, "referral.follow_up_days", day(ruling.at), 14).day,
    )
    return settle(offer(sent, checked.target, ruling), ruling)


def offer_again(referral: Referral, target: Target, ruling: Ruling) -> Referral:
    """Offer a declined or lapsed case to another unit; number and slip stay."""
    state = DOWN.after("retarget", referral.state)
    tidy = _target(target, ruling)
    again = replace(referral, state=state, reason="", decline_code="")
    return settle(offer(again, tidy, ruling), ruling)


def take_on(current: Referral | None, tracker: str, words: str, ruling: Ruling) -> Referral:
    """Take the patient on, naming who follows them from now on (REF-23); the visit is owed from here (REF-28)."""
    referral = at_target(going_down(current), ruling)
    state = DOWN.after("take_on", referral.state)
    account, name = need_tracker(tracker, ruling)
    taken = replace(
        referral,
        state=state,
        tracker=account,
        tracker_name=name,
        reception=line(words, "reception"),
        reason="",
        decline_code="",
        arrive_by=deadline(ruling.register, "referral.not_arrived_days", day(ruling.at), 7).day,
    )
    return settle(taken, ruling)


def turn_down(current: Referral | None, code: str, reason: str, ruling: Ruling) -> Referral:
    """Decline the patient with the reason; the hospital holds the case again."""
    referral = at_target(going_down(current), ruling)
    state = DOWN.after("turn_down", referral.state)
    return settle(replace(referral, state=state, decline_code=code, reason=reason_of(code, reason, ruling)), ruling)


def receive(current: Referral | None, ruling: Ruling) -> Referral:
    """Note that the patient has come to the unit, or was met at home."""
    referral = going_down(current)
    need_side(ruling, referral.target)
    return settle(replace(referral, state=DOWN.after("receive", referral.state), arrived_at=ruling.at), ruling)


def as_paper(referral: Referral) -> Referral:
    """Return a case as the return slip says it: to the unit that takes the patient on, signed by the hospital."""
    if not referral.is_down:
        return referral
    return replace(referral, origin_name=referral.target_name, target_name=referral.origin_name)


def _checked(typed: Slip, back: ReturnSlip, ruling: Ruling) -> Slip:
    """Return the slip with what a case needs beside its paper: patient, telephone, where to, who follows."""
    tidy = check_slip(typed, ruling, draft=True)
    patient, today = tidy.patient, day(ruling.at)
    if not patient.phone:
        raise Refused("field_empty", field="phone")
    if not tidy.tracker:
        raise Refused("field_empty", field="tracker")
    number = read_id_number(patient.id_number, today).number if patient.id_number else ""
    return replace(
        tidy,
        patient=replace(patient, id_number=number, phone=read_phone(patient.phone)),
        target=_target(tidy.target, ruling),
        diagnosis_code=back.diagnosis_code,
        impression=back.diagnosis,
        urgency=Urgency.OUTPATIENT,
        doctor=back.doctor,
        doctor_phone=back.doctor_phone,
    )


def _target(target: Target, ruling: Ruling) -> Target:
    unit = need_institution(ruling.register, target.institution)
    if unit.id == ruling.actor.institution:
        raise Refused("target_is_self", field="target")
    return Target(institution=unit.id, department=line(target.department, "department"))

"""Moves of the hospital: accept, decline, pass on, register arrival, send back."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model.approval import is_open
from yigongti_desktop.capabilities.referrals.model.due import settle
from yigongti_desktop.capabilities.referrals.model.listed import reason_of
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.return_drugs import check_drugs
from yigongti_desktop.capabilities.referrals.model.sides import at_target
from yigongti_desktop.capabilities.referrals.model.sides import come_back
from yigongti_desktop.capabilities.referrals.model.sides import going_up
from yigongti_desktop.capabilities.referrals.model.sides import need_side
from yigongti_desktop.capabilities.referrals.model.sides import offer
from yigongti_desktop.capabilities.referrals.model.sides import taken_in
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import check_return_slip
from yigongti_desktop.capabilities.referrals.model.slip import line
from yigongti_desktop.capabilities.referrals.model.states import LIFECYCLE
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.deadline import deadline
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import need_institution


def accept(current: Referral | None, reception: str, ruling: Ruling) -> Referral:
    """Accept the patient, saying where and when they are received."""
    referral = at_target(going_up(current), ruling)
    state = LIFECYCLE.after("accept", referral.state)
    if is_open(referral.approval):
        raise Refused("approval_first")
    until = deadline(ruling.register, "referral.accepted_valid_days", day(ruling.at), 14).day
    return settle(taken_in(referral, state, reception, max(referral.valid_until or until, until), ruling), ruling)


def decline(current: Referral | None, reason: str, ruling: Ruling, code: str = "") -> Referral:
    """Decline the patient with the reason; the clinic holds the case again."""
    referral = at_target(going_up(current), ruling)
    state = LIFECYCLE.after("decline", referral.state)
    return settle(replace(referral, state=state, decline_code=code, reason=reason_of(code, reason, ruling)), ruling)


def redirect(current: Referral | None, target: Target, reason: str, ruling: Ruling) -> Referral:
    """Pass the patient on to another department or hospital."""
    referral = at_target(going_up(current), ruling)
    state = LIFECYCLE.after("redirect", referral.state)
    if need_institution(ruling.register, target.institution).kind not in HOSPITALS:
        raise Refused("target_no_hospital", field="target")
    tidy = Target(
        institution=target.institution,
        department=line(target.department, "department", needed=True),
        doctor=line(target.doctor, "target_doctor"),
    )
    before = referral.slip.target
    if (tidy.institution, tidy.department) == (referral.target, before.department) and not before.place:
        raise Refused("target_same", field="department")
    why = line(reason, "reason", needed=True)
    kept = referral.booked if tidy.institution == referral.target else ""  # what is held here still is
    return settle(offer(replace(referral, state=state, reason=why, reception=kept), tidy, ruling), ruling)


def arrive(current: Referral | None, case_number: str, ruling: Ruling, department: str = "") -> Referral:
    """Register that the patient has come; it is a fact, however the case stands, as long as no hospital has them.

    Who comes to a hospital that was asked before, and not to where the case is now, is that hospital's patient, in the
    department that is told: that of the slip is another hospital's.
    """
    referral = come_back(going_up(current), ruling)
    need_side(ruling, referral.target)
    state = LIFECYCLE.after("arrive", referral.state)
    if is_open(referral.approval):
        raise Refused("approval_first")
    target, reception = referral.slip.target, referral.reception
    there = line(department, "department") or target.department
    if number := line(case_number, "case_number"):
        reception = f"{reception}　门诊号 {number}".strip() if reception else f"门诊号 {number}"
    come = replace(
        referral,
        state=state,
        slip=replace(referral.slip, target=replace(target, department=there)),
        arrived_at=ruling.at,
        reception=reception,
        reason="",
        decline_code="",
        ended_from="",
    )
    return settle(come, ruling)


def send_back(current: Referral | None, slip: ReturnSlip, ruling: Ruling, drugs: Iterable[SlipDrug] = ()) -> Referral:
    """Send the patient back with a return slip and the drugs to go on with; the clinic owes a visit within days.

    The national limit after a referral is two weeks (规范 第三版).
    """
    referral = going_up(current)
    need_side(ruling, referral.target)
    state = LIFECYCLE.after("return", referral.state)
    returned = replace(
        referral,
        state=state,
        return_slip=check_return_slip(slip, ruling),
        return_drugs=check_drugs(drugs, ruling),
        returned_at=ruling.at,
        follow_up_by=deadline(ruling.register, "referral.follow_up_days", day(ruling.at), 14).day,
    )
    return settle(returned, ruling)

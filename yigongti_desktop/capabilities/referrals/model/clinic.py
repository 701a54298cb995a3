"""Moves of the clinic: draft, send, complete, send elsewhere, take back, close."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model import down
from yigongti_desktop.capabilities.referrals.model.due import settle
from yigongti_desktop.capabilities.referrals.model.infectious import card_due
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import carer
from yigongti_desktop.capabilities.referrals.model.referral import holder
from yigongti_desktop.capabilities.referrals.model.rightness import SPECIAL
from yigongti_desktop.capabilities.referrals.model.rightness import Judged
from yigongti_desktop.capabilities.referrals.model.rightness import judge
from yigongti_desktop.capabilities.referrals.model.sides import existing
from yigongti_desktop.capabilities.referrals.model.sides import going_up
from yigongti_desktop.capabilities.referrals.model.sides import in_hours
from yigongti_desktop.capabilities.referrals.model.sides import life
from yigongti_desktop.capabilities.referrals.model.sides import need_side
from yigongti_desktop.capabilities.referrals.model.sides import offer
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.slip import check_slip
from yigongti_desktop.capabilities.referrals.model.slip import gaps
from yigongti_desktop.capabilities.referrals.model.slip import line
from yigongti_desktop.capabilities.referrals.model.states import COMPLETABLE
from yigongti_desktop.capabilities.referrals.model.states import LIFECYCLE
from yigongti_desktop.capabilities.referrals.model.states import WITHOUT_CARE
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.institution import need_institution


def save_draft(current: Referral | None, slip: Slip, ruling: Ruling) -> Referral:
    """Keep a slip that is not sent yet; the clinic's own desks see it, nobody else."""
    if current is not None:
        need_side(ruling, going_up(current).origin)
        if current.state is not State.DRAFT:
            raise LIFECYCLE.refusal("save_draft", current.state)
        return _drafted(replace(current, slip=check_slip(slip, ruling, draft=True)), ruling)
    own = need_institution(ruling.register, ruling.actor.institution)
    begun = Referral(
        id=ruling.record,
        state=State.DRAFT,
        origin=own.id,
        origin_name=own.name,
        slip=check_slip(slip, ruling, draft=True),
        target="",
    )
    return _drafted(begun, ruling)


def send(current: Referral | None, number: str, slip: Slip, ruling: Ruling) -> Referral:
    """Send a slip: new, or a draft of one's own institution.

    Emergencies go with gaps, to be completed within the county's hours (REF-10).
    """
    draft = going_up(current or save_draft(None, slip, ruling))
    need_side(ruling, draft.origin)
    state = LIFECYCLE.after("send", draft.state)
    judged = judge(check_slip(slip, ruling), ruling, day(ruling.at))
    checked = judged.slip
    missing = bool(gaps(checked) or judged.owed)
    sent = offer(
        replace(
            draft,
            tracker=checked.tracker,
            tracker_name=checked.tracker_name,
            number=number,
            state=state,
            slip=checked,
            incomplete=missing,
            complete_by=_complete_by(judged, ruling) if missing else None,
            advice=judged.advice,
            owed=judged.owed,
            sent_at=ruling.at,
        ),
        checked.target,
        ruling,
    )
    return settle(sent, ruling)


def _complete_by(judged: Judged, ruling: Ruling) -> datetime:
    """Return by when a slip with gaps must be whole: an unreported infectious disease has its own hours."""
    whole = in_hours(ruling, "referral.emergency_complete_hours", 24)
    if SPECIAL in judged.owed and judged.disease is not None:
        return min(whole, card_due(judged.disease, ruling.at))
    return whole


def complete(current: Referral | None, slip: Slip, ruling: Ruling) -> Referral:
    """Fill the gaps of an emergency slip; patient and target stay as they were printed, but for a sex left open."""
    referral = going_up(current)
    need_side(ruling, referral.origin)
    if referral.state not in COMPLETABLE:
        raise LIFECYCLE.refusal("complete", referral.state)
    if not referral.incomplete:
        raise Refused("slip_is_complete")
    kept = referral.slip
    patient = kept.patient
    if patient.sex is Sex.UNKNOWN:
        patient = replace(patient, sex=slip.patient.sex)
    target = replace(kept.target, reason=slip.target.reason or kept.target.reason)
    checked = check_slip(replace(slip, patient=patient, target=target, urgency=Urgency.OUTPATIENT), ruling)
    judged = judge(checked, ruling, day(referral.sent_at or ruling.at), asked=referral.asked[:-1])
    if (checked.tracker, checked.tracker_name) == (kept.tracker, kept.tracker_name):
        tracker, name = referral.tracker, referral.tracker_name  # whoever it was handed to meanwhile
    else:
        tracker, name = checked.tracker, checked.tracker_name
    return replace(
        referral,
        slip=replace(judged.slip, urgency=kept.urgency),
        tracker=tracker,
        tracker_name=name,
        advice=judged.advice,
        owed=judged.owed,
        incomplete=bool(judged.owed),
        complete_by=referral.complete_by if judged.owed else None,
    )


def retarget(current: Referral | None, target: Target, ruling: Ruling) -> Referral:
    """Send a declined case to another department or hospital, or down to another unit; number and slip stay."""
    referral = existing(current)
    need_side(ruling, referral.origin)
    if referral.is_down:
        return down.offer_again(referral, target, ruling)
    state = LIFECYCLE.after("retarget", referral.state)
    checked = check_slip(replace(referral.slip, target=target), ruling)
    judged = judge(checked, ruling, day(referral.sent_at or ruling.at), asked=referral.asked)
    retargeted = replace(
        referral, state=state, slip=judged.slip, advice=judged.advice, owed=judged.owed, reason="", decline_code=""
    )
    return settle(offer(retargeted, judged.slip.target, ruling), ruling)


def follow_up(current: Referral | None, ruling: Ruling) -> Referral:
    """Note that the owed visit was made."""
    referral = existing(current)
    need_side(ruling, carer(referral))
    return settle(replace(referral, state=life(referral).after("follow_up", referral.state)), ruling)


def close(current: Referral | None, outcome: Outcome, ruling: Ruling, gone_to: str = "") -> Referral:
    """Close the case with how it ended; a case that came back is closed after its visit, unless the patient died."""
    referral = existing(current)
    need_side(ruling, holder(referral) if referral.is_down else referral.origin)
    state = life(referral).after("close", referral.state)
    owes_visit = referral.state is (State.ARRIVED if referral.is_down else State.RETURNED)
    if owes_visit and outcome is not Outcome.DIED:
        raise Refused("follow_up_owed", by=referral.follow_up_by.isoformat() if referral.follow_up_by else "")
    if referral.state is State.ACCEPTED and outcome not in WITHOUT_CARE:
        raise Refused("outcome_needs_care", outcome=outcome.value)
    where = line(gone_to, "gone_to")
    ended = replace(referral, state=state, outcome=outcome.value, gone_to=where, ended_from=referral.state.value)
    return settle(ended, ruling)


def withdraw(current: Referral | None, reason: str, ruling: Ruling) -> Referral:
    """Take the case back before the patient has arrived."""
    referral = existing(current)
    need_side(ruling, referral.origin)
    state = life(referral).after("withdraw", referral.state)
    why = line(reason, "reason", needed=True)
    return settle(replace(referral, state=state, reason=why, ended_from=referral.state.value), ruling)


def _drafted(referral: Referral, ruling: Ruling) -> Referral:
    """Return a slip that is kept: followed by whom it names, or by whoever wrote it."""
    slip = referral.slip
    named = (slip.tracker, slip.tracker_name) if slip.tracker else (ruling.actor.account, ruling.actor.name)
    return settle(replace(referral, tracker=named[0], tracker_name=named[1]), ruling)

"""What every move of a referral needs: that it exists, that the right side moves it, that it is offered on."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model.approval import asked
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.slip import line
from yigongti_desktop.capabilities.referrals.model.states import DOWN
from yigongti_desktop.capabilities.referrals.model.states import LIFECYCLE
from yigongti_desktop.capabilities.referrals.model.states import NOWHERE
from yigongti_desktop.capabilities.referrals.model.states import Limit
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.deadline import deadline
from yigongti_desktop.registry.model.institution import need_institution

#: Limits that begin anew with each offer.
_OF_AN_OFFER = frozenset({Limit.ANSWER.value, Limit.ESCALATION.value, Limit.ARRIVAL.value})


def offer(referral: Referral, target: Target, ruling: Ruling) -> Referral:
    """Return the case as offered to a hospital, which has the county's hours to answer."""
    hospital = need_institution(ruling.register, target.institution)
    urgent = referral.slip.urgency is Urgency.EMERGENCY
    hours = ("referral.emergency_answer_hours", 2) if urgent else ("referral.answer_hours", 72)
    later = ("referral.emergency_escalate_hours", 4) if urgent else ("referral.escalate_hours", 96)
    until = lasting(referral, ruling)
    return replace(
        referral,
        slip=replace(referral.slip, target=target),
        target=hospital.id,
        target_name=target.place_name if target.place else hospital.name,
        approval=asked(ruling.register, target.place, day(ruling.at), is_emergency=urgent),
        asked=tuple(dict.fromkeys((*referral.asked, hospital.id))),
        reached_at=None,
        answer_by=in_hours(ruling, *hours),
        escalate_at=in_hours(ruling, *later),
        valid_until=max(referral.valid_until or until, until),
        arrive_by=None,
        found_at="",
        passed=tuple(limit for limit in referral.passed if limit not in _OF_AN_OFFER),
    )


def lasting(referral: Referral, ruling: Ruling) -> date:
    """Return until when a slip holds that is offered now, by the county's days."""
    name, days = ("referral.down_valid_days", 14) if referral.is_down else ("referral.valid_days", 7)
    return deadline(ruling.register, name, day(ruling.at), days).day


def taken_in(referral: Referral, state: State, words: str, until: date, ruling: Ruling) -> Referral:
    """Return the case as accepted: who comes is received as the words say, or where a slot is held for them."""
    return replace(
        referral,
        state=state,
        reception=line(words, "reception") or referral.booked,
        reason="",
        decline_code="",
        found_at="",
        arrive_by=deadline(ruling.register, "referral.not_arrived_days", day(ruling.at), 7).day,
        valid_until=until,
    )


def at_target(referral: Referral, ruling: Ruling) -> Referral:
    """Return the case as the one who is asked answers it, or refuse whoever is not; as it stood when they did."""
    need_side(ruling, referral.target)
    return in_time(referral, ruling)


def come_back(referral: Referral, ruling: Ruling) -> Referral:
    """Return the case of a patient who came to a hospital that was asked before: it is that hospital's again.

    Nobody has the patient yet, wherever the case has gone since: passed on, sent elsewhere, lapsed, taken back.
    """
    own = ruling.actor.institution
    if not may_come_back(referral, own):
        return referral
    here = Target(institution=own, department=referral.slip.target.department)
    return offer(replace(referral, state=State.ACCEPTED, reason="", decline_code="", reception=""), here, ruling)


def may_come_back(referral: Referral, hospital: str) -> bool:
    """Say whether a hospital that was asked before may register the patient: nobody has them."""
    is_former = hospital in referral.asked and hospital not in {referral.target, referral.origin}
    return is_former and referral.state in NOWHERE


def in_time(referral: Referral, ruling: Ruling) -> Referral:
    """Return the case as it stood when the act was done: before it lapsed, where the hub heard of the act too late."""
    until = referral.valid_until
    was_in_time = referral.state is State.EXPIRED and until is not None and day(ruling.at) <= until
    return replace(referral, state=State.SENT) if was_in_time else referral


def in_hours(ruling: Ruling, name: str, default: int) -> datetime:
    """Return the moment so many hours from the act, by the county's rule of this name."""
    return ruling.at + timedelta(hours=rule(ruling.register, name, day(ruling.at), default))


def existing(current: Referral | None) -> Referral:
    """Return the case, or refuse one that is not there."""
    if current is None:
        raise Refused("not_found", kind="referral")
    return current


def going_up(current: Referral | None) -> Referral:
    """Return the case, or refuse one that is not there or goes down: it has acts of its own."""
    referral = existing(current)
    if referral.is_down:
        raise Refused("goes_down")
    return referral


def going_down(current: Referral | None) -> Referral:
    """Return the case, or refuse one that is not there or goes up."""
    referral = existing(current)
    if not referral.is_down:
        raise Refused("goes_up")
    return referral


def life(referral: Referral) -> Lifecycle[State]:
    """Return the moves of the case, by where it goes."""
    return DOWN if referral.is_down else LIFECYCLE


def need_side(ruling: Ruling, *sides: str) -> None:
    """Refuse an institution whose move it is not."""
    if ruling.actor.institution not in sides:
        raise Refused("not_holder")

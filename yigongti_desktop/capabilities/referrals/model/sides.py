"""What every move of a referral needs: that it exists, that the right side moves it, that it is offered on."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model.approval import asked
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.institution import need_institution


def offer(referral: Referral, target: Target, ruling: Ruling) -> Referral:
    """Return the case as offered to a hospital, which has the county's hours to answer."""
    hospital = need_institution(ruling.register, target.institution)
    urgent = referral.slip.urgency is Urgency.EMERGENCY
    hours = ("referral.emergency_answer_hours", 2) if urgent else ("referral.answer_hours", 72)
    return replace(
        referral,
        slip=replace(referral.slip, target=target),
        target=hospital.id,
        target_name=target.place_name if target.place else hospital.name,
        approval=asked(ruling.register, target.place, day(ruling.at), is_emergency=urgent),
        asked=tuple(dict.fromkeys((*referral.asked, hospital.id))),
        reached_at=None,
        answer_by=in_hours(ruling, *hours),
    )


def in_hours(ruling: Ruling, name: str, default: int) -> datetime:
    """Return the moment so many hours from the act, by the county's rule of this name."""
    return ruling.at + timedelta(hours=rule(ruling.register, name, day(ruling.at), default))


def existing(current: Referral | None) -> Referral:
    """Return the case, or refuse one that is not there."""
    if current is None:
        raise Refused("not_found", kind="referral")
    return current


def need_side(ruling: Ruling, *sides: str) -> None:
    """Refuse an institution whose move it is not."""
    if ruling.actor.institution not in sides:
        raise Refused("not_holder")

"""The lead hospital's office approves a referral out of the county, or does not (REF-03)."""

from __future__ import annotations

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model.approval import Approval
from yigongti_desktop.capabilities.referrals.model.approval import Standing
from yigongti_desktop.capabilities.referrals.model.approval import is_open
from yigongti_desktop.capabilities.referrals.model.due import settle
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.sides import at_target
from yigongti_desktop.capabilities.referrals.model.sides import going_up
from yigongti_desktop.capabilities.referrals.model.sides import lasting
from yigongti_desktop.capabilities.referrals.model.sides import taken_in
from yigongti_desktop.capabilities.referrals.model.slip import line
from yigongti_desktop.capabilities.referrals.model.states import LIFECYCLE
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling


def approve(current: Referral | None, number: str, said: str, ruling: Ruling) -> Referral:
    """Give the number; the slip can be printed, and holds for the county's days from now on.

    Raises:
        Refused: not_found, goes_down, not_holder, approval_none, field_empty, field_long, and if it cannot be accepted.
    """
    referral, approval = _asked(current, ruling)
    state = LIFECYCLE.after("accept", referral.state)
    allowed = replace(referral, approval=given(approval, number, ruling))
    return settle(taken_in(allowed, state, said, lasting(referral, ruling), ruling), ruling)


def given(approval: Approval, number: str, ruling: Ruling) -> Approval:
    """Return an approval with its number.

    Raises:
        Refused: field_empty, field_long.
    """
    named = line(number, "approval_number", needed=True)
    return replace(approval, standing=Standing.GIVEN, number=named, by=ruling.actor.name, at=ruling.at)


def deny(current: Referral | None, reason: str, ruling: Ruling) -> Referral:
    """Do not approve, with the reason; the clinic holds the case again.

    Raises:
        Refused: not_found, goes_down, not_holder, approval_none, field_empty, field_long, and if it cannot be declined.
    """
    referral, approval = _asked(current, ruling)
    why = line(reason, "reason", needed=True)
    said = replace(approval, standing=Standing.DENIED, by=ruling.actor.name, at=ruling.at, reason=why)
    state = LIFECYCLE.after("decline", referral.state)
    return settle(replace(referral, state=state, approval=said, reason=why, decline_code=""), ruling)


def _asked(current: Referral | None, ruling: Ruling) -> tuple[Referral, Approval]:
    referral = at_target(going_up(current), ruling)
    if referral.approval is None or not is_open(referral.approval):
        raise Refused("approval_none")
    return referral, referral.approval

"""Moves of either side and of the hub itself: lapse, arrival at a desk, prints."""

from __future__ import annotations

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model.approval import need_number
from yigongti_desktop.capabilities.referrals.model.due import settle
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.sides import existing
from yigongti_desktop.capabilities.referrals.model.sides import life
from yigongti_desktop.capabilities.referrals.model.sides import need_side
from yigongti_desktop.capabilities.referrals.model.states import LIFECYCLE
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling


def expire(current: Referral | None, ruling: Ruling) -> Referral:
    """Let a slip lapse whose patient did not come in time."""
    referral = existing(current)
    if not ruling.actor.may({Role.HUB}):
        need_side(ruling, referral.origin, referral.target)
    state = life(referral).after("expire", referral.state)
    if referral.valid_until is None or day(ruling.at) <= referral.valid_until:
        raise Refused("still_valid", until=referral.valid_until.isoformat() if referral.valid_until else "")
    return settle(replace(referral, state=state), ruling)


def reach(current: Referral | None, ruling: Ruling) -> Referral:
    """Note that the target's desk has fetched the case (县院已收)."""
    referral = existing(current)
    return replace(referral, reached_at=referral.reached_at or ruling.at)


def note_print(current: Referral | None, paper: str, ruling: Ruling) -> Referral:
    """Count a print: the second and later ones bear 重打 and their number."""
    referral = existing(current)
    if paper == "transfer_out":
        if referral.is_down:
            raise Refused("goes_down")
        need_side(ruling, referral.origin)
        if referral.state is State.DRAFT:
            raise LIFECYCLE.refusal("print", referral.state)
        need_number(referral.approval)  # REF-03
        return replace(referral, prints=referral.prints + 1)
    if paper != "return":
        raise Refused("paper_unknown", paper=paper[:20])
    need_side(ruling, referral.origin, referral.target)
    if referral.return_slip is None:
        raise LIFECYCLE.refusal("print", referral.state)
    return replace(referral, return_prints=referral.return_prints + 1)


def paper_of(referral: Referral, own: str) -> str:
    """Return the slip of a case that an institution wrote and may hand out: "transfer_out", "return"; empty for none.

    A case that goes down has its return slip alone, a case that was taken back none any more, and one that waits for
    its number out of the county none yet (REF-03).
    """
    if referral.state in {State.DRAFT, State.WITHDRAWN}:
        return ""
    if referral.is_down or referral.origin != own:
        writes = referral.origin if referral.is_down else referral.target
        return "return" if writes == own and referral.return_slip is not None else ""
    try:
        need_number(referral.approval)
    except Refused:
        return ""
    return "transfer_out"

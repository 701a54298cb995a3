"""What is held for a case, in the words of its slip (接诊安排), and the case that bears them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model import capacity
from yigongti_desktop.capabilities.referrals.model.capacity import Kind
from yigongti_desktop.capabilities.referrals.model.holds import KIND
from yigongti_desktop.capabilities.referrals.model.holds import SlotHold
from yigongti_desktop.capabilities.referrals.model.holds import State
from yigongti_desktop.capabilities.referrals.model.holds import hold_id
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.sides import existing
from yigongti_desktop.protocol.event import Lookup

#: Behind a slot on a slip that was printed before the hub had decided.
UNDECIDED = "（待县院确认）"
_KEPT = frozenset({State.HELD, State.USED})


def holds_of(referral: str, register: Lookup) -> list[SlotHold]:
    """Return the holds of a case, one of each kind at most."""
    found = (register.get(KIND, hold_id(referral, kind)) for kind in Kind)
    return [hold for hold in found if hold is not None]


def reception_of(holds: Iterable[SlotHold]) -> str:
    """Return the slots that are held, as they stand on a slip; empty for none."""
    return "；".join(capacity.said(hold.slot) for hold in holds if hold.state in _KEPT)


def book(current: Referral | None, now: str) -> Referral:
    """Write what is held into the case; what the hospital has written of its own about the reception stays."""
    referral = existing(current)
    reception = now if referral.reception in {"", referral.booked} else referral.reception
    return replace(referral, booked=now, reception=reception)


def with_asked(referral: Referral, holds: Iterable[SlotHold]) -> Referral:
    """Return a case that also bears what is asked for and not yet decided, marked as such."""
    asked = "；".join(capacity.said(hold.slot) for hold in holds if hold.state is State.ASKED)
    words = "；".join(part for part in (referral.reception, f"{asked}{UNDECIDED}" if asked else "") if part)
    return replace(referral, reception=words)

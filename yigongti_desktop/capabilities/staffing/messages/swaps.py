"""What people ask of swaps, and what then happened."""

from __future__ import annotations

import msgspec

from yigongti_desktop.capabilities.staffing.model.swaps import Written


class OfferSwap(msgspec.Struct, frozen=True, kw_only=True):
    """Offer a duty to a colleague."""

    written: Written


class AgreeToSwap(msgspec.Struct, frozen=True, kw_only=True):
    """Agree to take it."""

    swap: str


class RejectSwap(msgspec.Struct, frozen=True, kw_only=True):
    """Not want it."""

    swap: str
    reason: str = ""


class WithdrawSwap(msgspec.Struct, frozen=True, kw_only=True):
    """Withdraw an offer."""

    swap: str


class ApproveSwap(msgspec.Struct, frozen=True, kw_only=True):
    """Approve a swap and carry it out."""

    swap: str
    #: Why, though it breaks a rule that must be kept; empty where it breaks none.
    answer: str = ""


class DeclineSwap(msgspec.Struct, frozen=True, kw_only=True):
    """Decline a swap."""

    swap: str
    reason: str


class SwapOffered(msgspec.Struct, frozen=True, kw_only=True):
    """A duty was offered."""

    written: Written


class SwapAgreed(msgspec.Struct, frozen=True, kw_only=True):
    """The colleague agreed."""


class SwapRejected(msgspec.Struct, frozen=True, kw_only=True):
    """The colleague did not want it."""

    reason: str = ""


class SwapWithdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """The offer was withdrawn."""


class SwapApproved(msgspec.Struct, frozen=True, kw_only=True):
    """The swap was approved."""

    answer: str = ""


class SwapDeclined(msgspec.Struct, frozen=True, kw_only=True):
    """The swap was declined."""

    reason: str

"""What the lead hospital's office says of a referral out of the county (REF-03)."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.messages.cases import Message


class ApproveReferral(Message, frozen=True, kw_only=True):
    """Approve; without a number of the office's own, the desk gives the next of its papers."""

    referral: str
    number: str = ""
    reception: str = ""


class DenyReferral(Message, frozen=True, kw_only=True):
    """Do not approve."""

    referral: str
    reason: str


class ReferralApproved(Message, frozen=True, kw_only=True):
    """The lead hospital approved under a number."""

    number: str
    reception: str = ""


class ReferralDenied(Message, frozen=True, kw_only=True):
    """The lead hospital did not approve."""

    reason: str

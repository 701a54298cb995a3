"""市域外转诊审批: the lead hospital's office gives a number before the slip is printed (REF-03).

The slip is kept and goes to the lead hospital, which holds the case; emergencies go first and are approved afterwards.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec

from yigongti_desktop.capabilities.referrals.model.places import place_of
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule


class Standing(StrEnum):
    """Where an approval stands."""

    ASKED = "approval_asked"
    GIVEN = "approval_given"
    DENIED = "approval_denied"


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """What the lead hospital said of a referral out of the county."""

    standing: Standing = Standing.ASKED
    number: str = ""
    by: str = ""
    at: datetime | None = None
    reason: str = ""
    #: The patient may go first: an emergency.
    is_after: bool = False


def asked(register: Lookup, place: str, on: date, *, is_emergency: bool) -> Approval | None:
    """Return the approval that a target needs; None where it needs none."""
    known = place_of(register, place)
    is_needed: bool = rule(register, "referral.out_of_county_needs_approval", on, default=True)
    if known is None or not known.agreed.outside or not is_needed:
        return None
    return Approval(is_after=is_emergency)


def is_open(approval: Approval | None) -> bool:
    """Say whether the lead hospital has yet to decide."""
    return approval is not None and approval.standing is Standing.ASKED


def need_number(approval: Approval | None) -> None:
    """Refuse to print before the number has come, but for an emergency.

    Raises:
        Refused: approval_waits, approval_denied_print.
    """
    if approval is None or approval.standing is Standing.GIVEN:
        return
    if approval.standing is Standing.DENIED:
        raise Refused("approval_denied_print", reason=approval.reason)
    if not approval.is_after:
        raise Refused("approval_waits")

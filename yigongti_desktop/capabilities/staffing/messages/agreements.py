"""What the staffing office asks of agreements, and what then happened."""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.capabilities.staffing.model.agreement_moves import Signed


class SignAgreement(msgspec.Struct, frozen=True, kw_only=True):
    """Write down an agreement that was signed."""

    signed: Signed


class EndAgreement(msgspec.Struct, frozen=True, kw_only=True):
    """End an agreement before its day."""

    agreement: str
    last: date
    reason: str


class AgreementSigned(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement was written down."""

    signed: Signed


class AgreementEnded(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement was ended before its day."""

    last: date
    reason: str

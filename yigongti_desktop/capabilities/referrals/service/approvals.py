"""The lead hospital's office approves referrals out of the county, or does not (REF-03)."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.messages import approvals as m
from yigongti_desktop.capabilities.referrals.model import approving
from yigongti_desktop.capabilities.referrals.model import carried
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.service.roles import OFFICE
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

APPROVED = EventKind(
    name="referral.approved",
    body=m.ReferralApproved,
    of=REFERRAL,
    decide=lambda now, body, ruling: carried.approve(now, body.number, body.reception, ruling),
    roles=OFFICE,
    note=lambda body: body.number,
)
DENIED = EventKind(
    name="referral.denied",
    body=m.ReferralDenied,
    of=REFERRAL,
    decide=lambda now, body, ruling: carried.unless_returned(
        now, ruling, lambda case: approving.deny(case, body.reason, ruling)
    ),
    roles=OFFICE,
    note=lambda body: body.reason,
)


def approve_referral(uow: UnitOfWork, command: m.ApproveReferral) -> Referral:
    """Give the number: the office's own, or the next of this desk's papers."""
    number = command.number.strip() or uow.next_number()
    return uow.emit(APPROVED, command.referral, m.ReferralApproved(number=number, reception=command.reception))


def deny_referral(uow: UnitOfWork, command: m.DenyReferral) -> Referral:
    """Do not approve."""
    return uow.emit(DENIED, command.referral, m.ReferralDenied(reason=command.reason))


SLICE = Slice(
    events=(APPROVED, DENIED),
    commands=(
        CommandKind(command=m.ApproveReferral, handle=approve_referral, roles=OFFICE),
        CommandKind(command=m.DenyReferral, handle=deny_referral, roles=OFFICE),
    ),
)

"""Agreements between institutions: what the staffing office asks, and which rule judges it."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.messages import agreements as m
from yigongti_desktop.capabilities.staffing.model import agreement_moves as moves
from yigongti_desktop.capabilities.staffing.model.agreements import Agreement
from yigongti_desktop.capabilities.staffing.store.agreements import AGREEMENT
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_OFFICE = frozenset({Role.STAFFING_OFFICE})

SIGNED = EventKind(
    name="agreement.signed",
    body=m.AgreementSigned,
    of=AGREEMENT,
    decide=lambda now, body, ruling: moves.sign(now, body.signed, ruling),
    roles=_OFFICE,
    note=lambda body: body.signed.number,
)
ENDED = EventKind(
    name="agreement.ended",
    body=m.AgreementEnded,
    of=AGREEMENT,
    decide=lambda now, body, ruling: moves.end(now, body.last, body.reason, ruling),
    roles=_OFFICE,
    note=lambda body: body.reason,
)


def sign_agreement(uow: UnitOfWork, command: m.SignAgreement) -> Agreement:
    """Write down an agreement that was signed."""
    return uow.emit(SIGNED, uow.ids.new(), m.AgreementSigned(signed=command.signed))


def end_agreement(uow: UnitOfWork, command: m.EndAgreement) -> Agreement:
    """End an agreement before its day."""
    return uow.emit(ENDED, command.agreement, m.AgreementEnded(last=command.last, reason=command.reason))


SLICE = Slice(
    records=(AGREEMENT,),
    events=(SIGNED, ENDED),
    commands=(
        CommandKind(command=m.SignAgreement, handle=sign_agreement, roles=_OFFICE),
        CommandKind(command=m.EndAgreement, handle=end_agreement, roles=_OFFICE),
    ),
)

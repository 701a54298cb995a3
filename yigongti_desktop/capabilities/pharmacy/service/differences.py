"""One function for each thing that people ask of the differences of a delivery."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages import differences as m
from yigongti_desktop.capabilities.pharmacy.model import difference
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.store.differences import DIFFERENCE_CASE
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_CLINIC = frozenset({Role.PHARMACIST, Role.DIRECTOR})
_CENTRE = frozenset({Role.CENTRAL_PHARMACY})

RAISED = EventKind(
    name="difference.raised",
    body=m.CaseRaised,
    of=DIFFERENCE_CASE,
    decide=lambda now, body, ruling: difference.raise_case(now, body.request, ruling),
    roles=frozenset({Role.HUB}),
)
ANSWERED = EventKind(
    name="difference.answered",
    body=m.CaseAnswered,
    of=DIFFERENCE_CASE,
    decide=lambda now, body, ruling: difference.answer(now, body.replies, ruling),
    roles=_CENTRE,
)
DISPUTED = EventKind(
    name="difference.disputed",
    body=m.CaseDisputed,
    of=DIFFERENCE_CASE,
    decide=lambda now, body, ruling: difference.dispute(now, body.reason, ruling),
    roles=_CLINIC,
    note=lambda body: body.reason,
)
SETTLED = EventKind(
    name="difference.settled",
    body=m.CaseSettled,
    of=DIFFERENCE_CASE,
    decide=lambda now, _body, ruling: difference.settle(now, ruling),
    roles=_CLINIC,
)


def answer_case(uow: UnitOfWork, command: m.AnswerCase) -> DifferenceCase:
    """Answer every line of a case."""
    return uow.emit(ANSWERED, command.case, m.CaseAnswered(replies=command.replies))


def dispute_case(uow: UnitOfWork, command: m.DisputeCase) -> DifferenceCase:
    """Do not agree to the answers."""
    return uow.emit(DISPUTED, command.case, m.CaseDisputed(reason=command.reason))


def settle_case(uow: UnitOfWork, command: m.SettleCase) -> DifferenceCase:
    """Agree to the answers."""
    return uow.emit(SETTLED, command.case, m.CaseSettled())


SLICE = Slice(
    records=(DIFFERENCE_CASE,),
    events=(RAISED, ANSWERED, DISPUTED, SETTLED),
    commands=(
        CommandKind(command=m.AnswerCase, handle=answer_case, roles=_CENTRE),
        CommandKind(command=m.DisputeCase, handle=dispute_case, roles=_CLINIC),
        CommandKind(command=m.SettleCase, handle=settle_case, roles=_CLINIC),
    ),
)

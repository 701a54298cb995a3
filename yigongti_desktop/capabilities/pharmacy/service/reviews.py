"""One function for each thing that people ask of a review of prescriptions, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages import reviews as m
from yigongti_desktop.capabilities.pharmacy.model import prescription_review as model
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.store.reviews import REVIEW
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_CENTRE = frozenset({Role.CENTRAL_PHARMACY})
_UNIT = frozenset({Role.PHARMACIST, Role.DIRECTOR})
_SEED_LETTERS = 8

OPENED = EventKind(
    name="prescription_review.opened",
    body=m.ReviewOpened,
    of=REVIEW,
    decide=lambda now, body, ruling: model.open_review(
        now, body.number, body.unit, body.month, body.numbers, body.seed, ruling
    ),
    roles=_CENTRE,
)
WRITTEN = EventKind(
    name="prescription_review.written",
    body=m.ReviewWritten,
    of=REVIEW,
    decide=lambda now, body, ruling: model.write(now, body.lines, ruling),
    roles=_CENTRE,
)
RETURNED = EventKind(
    name="prescription_review.returned",
    body=m.ReviewReturned,
    of=REVIEW,
    decide=lambda now, _body, ruling: model.give_back(now, ruling),
    roles=_CENTRE,
)
ANSWERED = EventKind(
    name="prescription_review.answered",
    body=m.ReviewAnswered,
    of=REVIEW,
    decide=lambda now, body, ruling: model.answer(now, body.words, ruling),
    roles=_UNIT,
)
CANCELLED = EventKind(
    name="prescription_review.cancelled",
    body=m.ReviewCancelled,
    of=REVIEW,
    decide=lambda now, body, ruling: model.cancel(now, body.reason, ruling),
    roles=_CENTRE,
    note=lambda body: body.reason,
)


def open_review(uow: UnitOfWork, command: m.OpenReview) -> PrescriptionReview:
    """Draw prescriptions by a seed that nobody chose."""
    record = uow.ids.new()
    body = m.ReviewOpened(
        number=uow.next_number(),
        unit=command.unit,
        month=command.month,
        numbers=command.numbers,
        seed=record[-_SEED_LETTERS:],
    )
    return uow.emit(OPENED, record, body)


def write_review(uow: UnitOfWork, command: m.WriteReview) -> PrescriptionReview:
    """Write down what was found so far."""
    return uow.emit(WRITTEN, command.review, m.ReviewWritten(lines=command.lines))


def return_review(uow: UnitOfWork, command: m.ReturnReview) -> PrescriptionReview:
    """Send a review back to the unit, with what was found last."""
    if command.lines:
        uow.emit(WRITTEN, command.review, m.ReviewWritten(lines=command.lines))
    return uow.emit(RETURNED, command.review, m.ReviewReturned())


def answer_review(uow: UnitOfWork, command: m.AnswerReview) -> PrescriptionReview:
    """Say what the unit does about a review."""
    return uow.emit(ANSWERED, command.review, m.ReviewAnswered(words=command.words))


def cancel_review(uow: UnitOfWork, command: m.CancelReview) -> PrescriptionReview:
    """Give a review up."""
    return uow.emit(CANCELLED, command.review, m.ReviewCancelled(reason=command.reason))


SLICE = Slice(
    records=(REVIEW,),
    events=(OPENED, WRITTEN, RETURNED, ANSWERED, CANCELLED),
    commands=(
        CommandKind(command=m.OpenReview, handle=open_review, roles=_CENTRE),
        CommandKind(command=m.WriteReview, handle=write_review, roles=_CENTRE),
        CommandKind(command=m.ReturnReview, handle=return_review, roles=_CENTRE),
        CommandKind(command=m.AnswerReview, handle=answer_review, roles=_UNIT),
        CommandKind(command=m.CancelReview, handle=cancel_review, roles=_CENTRE),
    ),
)

"""One function for each thing that people ask of a shortage, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages import shortages as m
from yigongti_desktop.capabilities.pharmacy.model import shortage_moves as moves
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.store.shortages import SHORTAGE
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_PHARMACIST = frozenset({Role.PHARMACIST})
_WRITERS = CLINICAL_ROLES | _PHARMACIST
_CENTRE = frozenset({Role.CENTRAL_PHARMACY})
_HUB = frozenset({Role.HUB})

REGISTERED = EventKind(
    name="shortage.registered",
    body=m.ShortageRegistered,
    of=SHORTAGE,
    decide=lambda now, body, ruling: moves.register(now, body.missing, ruling),
    roles=_WRITERS,
)
OPENED = EventKind(
    name="shortage.opened",
    body=m.ShortageOpened,
    of=SHORTAGE,
    decide=lambda now, body, ruling: moves.open_by_source(now, body.opening, ruling),
    roles=_HUB,  # it only ever follows from a paper elsewhere
    note=lambda body: body.opening.source_number,
)
SOURCE_ENDED = EventKind(
    name="shortage.source_ended",
    body=m.ShortageSourceEnded,
    of=SHORTAGE,
    decide=lambda now, body, _ruling: moves.note_source_end(now, body.outcome),
    roles=_HUB,
    note=lambda body: body.outcome,
)
ASKED = EventKind(
    name="shortage.asked",
    body=m.ShortageAsked,
    of=SHORTAGE,
    decide=lambda now, body, ruling: moves.ask(now, body.request, body.drug, body.number, body.supplier, ruling),
    roles=_HUB,
    note=lambda body: body.number,
)
RELEASED = EventKind(
    name="shortage.released",
    body=m.ShortageReleased,
    of=SHORTAGE,
    decide=lambda now, body, ruling: moves.release(now, body.request, ruling),
    roles=_PHARMACIST,
)
ANSWERED = EventKind(
    name="shortage.answered",
    body=m.ShortageAnswered,
    of=SHORTAGE,
    decide=lambda now, body, ruling: moves.answer(now, body.answer, body.words, ruling),
    roles=_CENTRE,
    note=lambda body: body.words or body.answer.value,
)
ARRIVED = EventKind(
    name="shortage.arrived",
    body=m.ShortageArrived,
    of=SHORTAGE,
    decide=lambda now, body, ruling: moves.arrive(now, body.request, ruling),
    roles=_PHARMACIST,
)
CALLED = EventKind(
    name="shortage.called",
    body=m.ShortageCalled,
    of=SHORTAGE,
    decide=lambda now, body, ruling: moves.call(now, body.result, body.note, ruling),
    roles=_PHARMACIST,
    note=lambda body: body.note or body.result.value,
)
FETCHED = EventKind(
    name="shortage.fetched",
    body=m.ShortageFetched,
    of=SHORTAGE,
    decide=lambda now, _body, ruling: moves.fetch(now, ruling),
    roles=_PHARMACIST,
)
CANCELLED = EventKind(
    name="shortage.cancelled",
    body=m.ShortageCancelled,
    of=SHORTAGE,
    decide=lambda now, body, ruling: moves.cancel(now, body.reason, ruling),
    roles=_WRITERS,
    note=lambda body: body.reason,
)


def register_shortage(uow: UnitOfWork, command: m.RegisterShortage) -> Shortage:
    """Write down a drug that was not there."""
    return uow.emit(REGISTERED, uow.ids.new(), m.ShortageRegistered(missing=command.missing))


def release_shortage(uow: UnitOfWork, command: m.ReleaseShortage) -> Shortage:
    """Open it again, untied from its request."""
    return uow.emit(RELEASED, command.shortage, m.ShortageReleased())


def answer_shortage(uow: UnitOfWork, command: m.AnswerShortage) -> Shortage:
    """Say whether the lead hospital can buy it."""
    body = m.ShortageAnswered(answer=command.answer, words=command.words)
    return uow.emit(ANSWERED, command.shortage, body)


def mark_shortage_arrived(uow: UnitOfWork, command: m.MarkShortageArrived) -> Shortage:
    """Note that the drug has come."""
    return uow.emit(ARRIVED, command.shortage, m.ShortageArrived())


def log_shortage_call(uow: UnitOfWork, command: m.LogShortageCall) -> Shortage:
    """Note what came of a call to the resident."""
    return uow.emit(CALLED, command.shortage, m.ShortageCalled(result=command.result, note=command.note))


def hand_out_shortage(uow: UnitOfWork, command: m.HandOutShortage) -> Shortage:
    """Note that the resident has fetched the drug."""
    return uow.emit(FETCHED, command.shortage, m.ShortageFetched())


def cancel_shortage(uow: UnitOfWork, command: m.CancelShortage) -> Shortage:
    """Cancel it."""
    return uow.emit(CANCELLED, command.shortage, m.ShortageCancelled(reason=command.reason))


SLICE = Slice(
    records=(SHORTAGE,),
    events=(REGISTERED, OPENED, SOURCE_ENDED, ASKED, RELEASED, ANSWERED, ARRIVED, CALLED, FETCHED, CANCELLED),
    commands=(
        CommandKind(command=m.RegisterShortage, handle=register_shortage, roles=_WRITERS),
        CommandKind(command=m.ReleaseShortage, handle=release_shortage, roles=_PHARMACIST),
        CommandKind(command=m.AnswerShortage, handle=answer_shortage, roles=_CENTRE),
        CommandKind(command=m.MarkShortageArrived, handle=mark_shortage_arrived, roles=_PHARMACIST),
        CommandKind(command=m.LogShortageCall, handle=log_shortage_call, roles=_PHARMACIST),
        CommandKind(command=m.HandOutShortage, handle=hand_out_shortage, roles=_PHARMACIST),
        CommandKind(command=m.CancelShortage, handle=cancel_shortage, roles=_WRITERS),
    ),
)

"""One function for each thing that people ask of the hand-over book, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.messages import handover as m
from yigongti_desktop.capabilities.staffing.model import handover
from yigongti_desktop.capabilities.staffing.model.handover import Handover
from yigongti_desktop.capabilities.staffing.model.own import WORKERS
from yigongti_desktop.capabilities.staffing.store.handover import HANDOVER
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

GIVEN = EventKind(
    name="handover.given",
    body=m.HandoverGiven,
    of=HANDOVER,
    decide=lambda now, body, ruling: handover.give(now, body.written, ruling),
    roles=WORKERS,
)
CORRECTED = EventKind(
    name="handover.corrected",
    body=m.HandoverCorrected,
    of=HANDOVER,
    decide=lambda now, body, ruling: handover.correct(now, body.changes, ruling),
    roles=WORKERS,
)
TAKEN = EventKind(
    name="handover.taken",
    body=m.HandoverTaken,
    of=HANDOVER,
    decide=lambda now, body, ruling: handover.take(now, body.seen, ruling),
    roles=WORKERS,
)
NOTE_ADDED = EventKind(
    name="handover.note_added",
    body=m.HandoverNoteAdded,
    of=HANDOVER,
    decide=lambda now, body, ruling: handover.add_note(now, body.words, ruling),
    roles=WORKERS,
)


def hand_over(uow: UnitOfWork, command: m.HandOver) -> Handover:
    """Hand a shift over."""
    record = handover.handover_id(uow.actor.institution, command.written.day, command.written.duty)
    return uow.emit(GIVEN, record, m.HandoverGiven(written=command.written))


def correct_handover(uow: UnitOfWork, command: m.CorrectHandover) -> Handover:
    """Put an entry right."""
    return uow.emit(CORRECTED, command.handover, m.HandoverCorrected(changes=command.changes))


def take_over(uow: UnitOfWork, command: m.TakeOver) -> Handover:
    """Take a shift over."""
    return uow.emit(TAKEN, command.handover, m.HandoverTaken(seen=command.seen))


def add_handover_note(uow: UnitOfWork, command: m.AddHandoverNote) -> Handover:
    """Add a note."""
    return uow.emit(NOTE_ADDED, command.handover, m.HandoverNoteAdded(words=command.words))


SLICE = Slice(
    records=(HANDOVER,),
    events=(GIVEN, CORRECTED, TAKEN, NOTE_ADDED),
    commands=(
        CommandKind(command=m.HandOver, handle=hand_over, roles=WORKERS),
        CommandKind(command=m.CorrectHandover, handle=correct_handover, roles=WORKERS),
        CommandKind(command=m.TakeOver, handle=take_over, roles=WORKERS),
        CommandKind(command=m.AddHandoverNote, handle=add_handover_note, roles=WORKERS),
    ),
)

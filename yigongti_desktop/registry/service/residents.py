"""Residents are registered, corrected and handed on."""

from __future__ import annotations

from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.messages import ResidentCorrected
from yigongti_desktop.registry.messages import ResidentMoved
from yigongti_desktop.registry.messages import ResidentRegistered
from yigongti_desktop.registry.messages import TransferNoted
from yigongti_desktop.registry.model import resident
from yigongti_desktop.registry.model import transfer
from yigongti_desktop.registry.model.county import THE_COUNTY
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.unit_of_work import UnitOfWork

REGISTRARS = CLINICAL_ROLES | {Role.PHARMACIST, Role.DIRECTOR, Role.REFERRAL_OFFICE}
#: Those who hand residents on to another unit, and keep what is noted of them.
KEEPERS = CLINICAL_ROLES | {Role.DIRECTOR}

RESIDENT_REGISTERED = EventKind(
    name="resident.registered",
    body=ResidentRegistered,
    of=store.RESIDENT,
    decide=lambda current, body, ruling: resident.register(current, body.identity, ruling),
    roles=REGISTRARS,
)
RESIDENT_CORRECTED = EventKind(
    name="resident.corrected",
    body=ResidentCorrected,
    of=store.RESIDENT,
    decide=lambda current, body, ruling: resident.correct(current, body.changes, ruling),
    roles=REGISTRARS,
)
RESIDENT_MOVED = EventKind(
    name="resident.moved",
    body=ResidentMoved,
    of=store.RESIDENT,
    decide=lambda current, body, ruling: transfer.move(current, body.unit, body.reason, ruling),
    roles=KEEPERS,
)
TRANSFER_NOTED = EventKind(
    name="transfer.noted",
    body=TransferNoted,
    of=store.TRANSFER,
    decide=lambda current, body, ruling: transfer.note(
        current, body.resident, body.name, body.unit, body.reason, ruling
    ),
    roles=frozenset({Role.HUB}),
)


def register_resident(uow: UnitOfWork, command: RegisterResident) -> Resident:
    """Register a resident; a citizen whom this unit has already is refused with the record's id."""
    county = uow.register.get("county", THE_COUNTY)
    if county is None:
        raise Refused("county_missing")
    identity = resident.check_identity(command.identity, day(uow.clock.now()))
    record = resident.resident_id(county.resident_key, identity, uow.ids.new())
    known = uow.find(store.RESIDENT, record)
    if known and uow.actor.institution in known.units:
        raise Refused("resident_known", resident=known.merged_into or record)
    return uow.emit(RESIDENT_REGISTERED, record, ResidentRegistered(identity=identity))


def correct_resident(uow: UnitOfWork, command: CorrectResident) -> Resident:
    """Change fields of a resident; an answered refusal leaves the list."""
    body = ResidentCorrected(changes=command.changes)
    corrected = uow.emit(RESIDENT_CORRECTED, command.resident, body, answers=command.answers)
    if command.answers:
        outbox.settle(uow.connection, command.answers)
    return corrected


def move_resident(uow: UnitOfWork, command: MoveResident) -> Resident:
    """Hand a resident on to another unit."""
    return uow.emit(RESIDENT_MOVED, command.resident, ResidentMoved(unit=command.unit, reason=command.reason))


EVENTS = (RESIDENT_REGISTERED, RESIDENT_CORRECTED, RESIDENT_MOVED, TRANSFER_NOTED)
COMMANDS = (
    CommandKind(command=RegisterResident, handle=register_resident, roles=REGISTRARS),
    CommandKind(command=CorrectResident, handle=correct_resident, roles=REGISTRARS),
    CommandKind(command=MoveResident, handle=move_resident, roles=KEEPERS),
)

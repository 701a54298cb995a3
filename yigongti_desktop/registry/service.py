"""One function for each thing that people ask of the registry."""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import ChangePassword
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.messages import PasswordChanged
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.messages import ResidentCorrected
from yigongti_desktop.registry.messages import ResidentMoved
from yigongti_desktop.registry.messages import ResidentRegistered
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.registry.messages import TransferNoted
from yigongti_desktop.registry.model import account
from yigongti_desktop.registry.model import resident
from yigongti_desktop.registry.model import transfer
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.county import THE_COUNTY
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import passwords
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

EVERYBODY = frozenset(Role) - {Role.HUB}
_REGISTRARS = CLINICAL_ROLES | {Role.PHARMACIST, Role.DIRECTOR, Role.REFERRAL_OFFICE}
#: Those who hand residents on to another unit.
_HANDERS_ON = CLINICAL_ROLES | {Role.DIRECTOR}


RESIDENT_REGISTERED = EventKind(
    name="resident.registered",
    body=ResidentRegistered,
    of=store.RESIDENT,
    decide=lambda current, body, ruling: resident.register(current, body.identity, ruling),
    roles=_REGISTRARS,
)
RESIDENT_CORRECTED = EventKind(
    name="resident.corrected",
    body=ResidentCorrected,
    of=store.RESIDENT,
    decide=lambda current, body, ruling: resident.correct(current, body.changes, ruling),
    roles=_REGISTRARS,
)
RESIDENT_MOVED = EventKind(
    name="resident.moved",
    body=ResidentMoved,
    of=store.RESIDENT,
    decide=lambda current, body, ruling: transfer.move(current, body.unit, body.reason, ruling),
    roles=_HANDERS_ON,
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
PASSWORD_CHANGED = EventKind(
    name="account.password_changed",
    body=PasswordChanged,
    of=store.ACCOUNT,
    decide=lambda current, body, ruling: account.change_password(current, body.verifier, ruling),
    roles=EVERYBODY,
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
        raise Refused("resident_known", resident=record)
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


def change_password(uow: UnitOfWork, command: ChangePassword) -> Account:
    """Change one's own password, having shown the present one."""
    mine = uow.get(store.ACCOUNT, uow.actor.account)
    if not passwords.matches(mine.verifier, command.present):
        raise Refused("password_wrong")
    if command.wanted == command.present:
        raise Refused("password_same")
    passwords.check_strength(command.wanted, login=mine.login)
    return uow.emit(PASSWORD_CHANGED, mine.id, PasswordChanged(verifier=passwords.make_verifier(command.wanted)))


def settle_refusal(uow: UnitOfWork, command: SettleRefusal) -> outbox.Act:
    """Take a refused act off the list: whoever did it, could have done it, or leads where its writer was stopped."""
    act = outbox.find(uow.connection, command.event)
    left_behind = act.code == "account_stopped" and uow.actor.may({Role.DIRECTOR})
    if act.account != uow.actor.account and not left_behind:
        uow.actor.need(uow.catalogue.event(act.kind).roles)
    outbox.settle(uow.connection, command.event)
    uow.topics.add("sync")
    return outbox.find(uow.connection, command.event)


def send_again(uow: UnitOfWork, command: SendAgain) -> Any:
    """Do a refused act once more, just as it was: what stood in its way may be gone."""
    act = outbox.find(uow.connection, command.event)
    if act.state not in outbox.NEEDS_PERSON:
        raise Refused("act_settled")
    kind = uow.catalogue.event(act.kind)
    record = uow.emit(kind, act.record, msgspec.json.decode(act.body, type=kind.body), answers=act.event)
    if kind.again is not None:
        kind.again(uow, record)
    outbox.settle(uow.connection, act.event)
    return record


SLICE = Slice(
    records=store.KINDS,
    events=(RESIDENT_REGISTERED, RESIDENT_CORRECTED, RESIDENT_MOVED, TRANSFER_NOTED, PASSWORD_CHANGED),
    commands=(
        CommandKind(command=RegisterResident, handle=register_resident, roles=_REGISTRARS),
        CommandKind(command=CorrectResident, handle=correct_resident, roles=_REGISTRARS),
        CommandKind(command=MoveResident, handle=move_resident, roles=_HANDERS_ON),
        CommandKind(command=ChangePassword, handle=change_password, roles=EVERYBODY),
        CommandKind(command=SettleRefusal, handle=settle_refusal, roles=EVERYBODY),
        CommandKind(command=SendAgain, handle=send_again, roles=EVERYBODY),
    ),
)

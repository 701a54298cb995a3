"""Duplicates of residents are folded together, and parted again."""

from __future__ import annotations

from yigongti_desktop.kernel.access import Role
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import MergeResidents
from yigongti_desktop.registry.messages import PartResidents
from yigongti_desktop.registry.messages import ResidentDivided
from yigongti_desktop.registry.messages import ResidentMerged
from yigongti_desktop.registry.messages import ResidentParted
from yigongti_desktop.registry.messages import ResidentUnited
from yigongti_desktop.registry.model import duplicates
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.service.residents import KEEPERS
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.unit_of_work import UnitOfWork

RESIDENT_MERGED = EventKind(
    name="resident.merged",
    body=ResidentMerged,
    of=store.RESIDENT,
    decide=lambda current, body, ruling: duplicates.merge(current, body.into, body.reason, ruling),
    roles=KEEPERS,
)
RESIDENT_UNITED = EventKind(
    name="resident.united",
    body=ResidentUnited,
    of=store.RESIDENT,
    decide=lambda current, body, ruling: duplicates.unite(current, body.other, body.reason, ruling),
    roles=frozenset({Role.HUB}),
)
RESIDENT_PARTED = EventKind(
    name="resident.parted",
    body=ResidentParted,
    of=store.RESIDENT,
    decide=lambda current, body, ruling: duplicates.part(current, body.kept, body.reason, ruling),
    roles=KEEPERS,
)
RESIDENT_DIVIDED = EventKind(
    name="resident.divided",
    body=ResidentDivided,
    of=store.RESIDENT,
    decide=lambda current, body, _ruling: duplicates.divide(current, body.other),
    roles=frozenset({Role.HUB}),
)


def merge_residents(uow: UnitOfWork, command: MergeResidents) -> Resident:
    """Fold a duplicate into the record that is kept; return the kept one."""
    body = ResidentMerged(into=command.into, reason=command.reason)
    uow.emit(RESIDENT_MERGED, command.resident, body)
    return uow.get(store.RESIDENT, command.into)


def part_residents(uow: UnitOfWork, command: PartResidents) -> Resident:
    """Let a folded record stand for itself again; return it."""
    kept = uow.get(store.RESIDENT, command.resident).merged_into
    return uow.emit(RESIDENT_PARTED, command.resident, ResidentParted(kept=kept, reason=command.reason))


EVENTS = (RESIDENT_MERGED, RESIDENT_UNITED, RESIDENT_PARTED, RESIDENT_DIVIDED)
COMMANDS = (
    CommandKind(command=MergeResidents, handle=merge_residents, roles=KEEPERS),
    CommandKind(command=PartResidents, handle=part_residents, roles=KEEPERS),
)

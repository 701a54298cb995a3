"""One function for each thing that people ask for villages."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages import villages as m
from yigongti_desktop.capabilities.pharmacy.model import village
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.store.villages import VILLAGE_REQUEST
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_ASKERS = frozenset({Role.VILLAGE_DOCTOR, Role.PHARMACIST})
_FOLLOWS = frozenset({Role.HUB})

ASKED = EventKind(
    name="village_request.asked",
    body=m.VillageAsked,
    of=VILLAGE_REQUEST,
    decide=lambda now, body, ruling: village.ask(now, body.number, body.village, body.lines, ruling),
    roles=_ASKERS,
)
MERGED = EventKind(
    name="village_request.merged",
    body=m.VillageMerged,
    of=VILLAGE_REQUEST,
    decide=lambda now, body, ruling: village.merge(now, body.request, ruling),
    roles=_FOLLOWS,
)
PARTED = EventKind(
    name="village_request.parted",
    body=m.VillageParted,
    of=VILLAGE_REQUEST,
    decide=lambda now, body, ruling: village.part(now, body.request, ruling),
    roles=_FOLLOWS,
)
ISSUED = EventKind(
    name="village_request.issued",
    body=m.VillageIssued,
    of=VILLAGE_REQUEST,
    decide=lambda now, body, ruling: village.issue(now, body.given, ruling),
    roles=_FOLLOWS,
)
DROPPED = EventKind(
    name="village_request.dropped",
    body=m.VillageDropped,
    of=VILLAGE_REQUEST,
    decide=lambda now, body, ruling: village.drop(now, body.reason, ruling),
    roles=_ASKERS,
    note=lambda body: body.reason,
)


def ask_for_village(uow: UnitOfWork, command: m.AskForVillage) -> VillageRequest:
    """Ask for drugs for a village; its number stays with it."""
    known = uow.find(VILLAGE_REQUEST, command.request) if command.request else None
    number = known.number if known else uow.next_number()
    body = m.VillageAsked(number=number, village=command.village, lines=command.lines)
    return uow.emit(ASKED, command.request or uow.ids.new(), body)


def drop_village_request(uow: UnitOfWork, command: m.DropVillageRequest) -> VillageRequest:
    """Give a village's request up."""
    return uow.emit(DROPPED, command.request, m.VillageDropped(reason=command.reason))


SLICE = Slice(
    records=(VILLAGE_REQUEST,),
    events=(ASKED, MERGED, PARTED, ISSUED, DROPPED),
    commands=(
        CommandKind(command=m.AskForVillage, handle=ask_for_village, roles=_ASKERS),
        CommandKind(command=m.DropVillageRequest, handle=drop_village_request, roles=_ASKERS),
    ),
)

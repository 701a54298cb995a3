"""One function for each thing that people ask for villages."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.messages import villages as m
from yigongti_desktop.capabilities.pharmacy.messages.stock import StockEntered
from yigongti_desktop.capabilities.pharmacy.model import village
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.service.stock import ENTERED
from yigongti_desktop.capabilities.pharmacy.store.villages import VILLAGE_REQUEST
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_ASKERS = frozenset({Role.VILLAGE_DOCTOR, Role.PHARMACIST})
_ISSUERS = frozenset({Role.PHARMACIST})
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
TAKEN_BACK = EventKind(
    name="village_request.taken_back",
    body=m.VillageTakenBack,
    of=VILLAGE_REQUEST,
    decide=lambda now, body, ruling: village.take_back(now, body.given, ruling),
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


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """What villages were given."""

    entries: tuple[StockEntry, ...]


def issue_to_villages(uow: UnitOfWork, command: m.IssueToVillages) -> Handed:
    """Give villages their part, one entry for each under a number of its own (PHA-04).

    Raises:
        Refused: entry_empty, or what is wrong with a line, counted from 1 over all entries.
    """
    if not command.entries:
        raise Refused("entry_empty")
    made: list[StockEntry] = []
    before = 0
    for entering in command.entries:
        body = StockEntered(
            number=uow.next_number(), entering=replace(entering, kind=EntryKind.ISSUE_VILLAGE, listed=True)
        )
        try:
            made.append(uow.emit(ENTERED, uow.ids.new(), body))
        except Refused as fault:
            place = fault.facts.get("line")
            raise Refused(
                fault.code, **(fault.facts | ({"line": before + place} if isinstance(place, int) else {}))
            ) from None
        before += len(entering.lines)
    return Handed(entries=tuple(made))


SLICE = Slice(
    records=(VILLAGE_REQUEST,),
    events=(ASKED, MERGED, PARTED, ISSUED, TAKEN_BACK, DROPPED),
    commands=(
        CommandKind(command=m.AskForVillage, handle=ask_for_village, roles=_ASKERS),
        CommandKind(command=m.DropVillageRequest, handle=drop_village_request, roles=_ASKERS),
        CommandKind(command=m.IssueToVillages, handle=issue_to_villages, roles=_ISSUERS),
    ),
)

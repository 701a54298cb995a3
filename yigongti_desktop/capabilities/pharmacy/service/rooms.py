"""One function for each thing that people ask of the list of store-rooms."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model import rooms
from yigongti_desktop.capabilities.pharmacy.model.rooms import StoreRoom
from yigongti_desktop.capabilities.pharmacy.store import rooms as store
from yigongti_desktop.capabilities.pharmacy.store.stock import STORE_ROOM
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_KEEPERS = frozenset({Role.PHARMACIST, Role.CENTRAL_PHARMACY, Role.DIRECTOR})

ADDED = EventKind(
    name="store_room.added",
    body=m.StoreRoomAdded,
    of=STORE_ROOM,
    decide=lambda now, body, ruling: rooms.add(now, body.name, ruling),
    roles=_KEEPERS,
)
RENAMED = EventKind(
    name="store_room.renamed",
    body=m.StoreRoomRenamed,
    of=STORE_ROOM,
    decide=lambda now, body, ruling: rooms.rename(now, body.room, body.name, ruling),
    roles=_KEEPERS,
)
CLOSED = EventKind(
    name="store_room.closed",
    body=m.StoreRoomClosed,
    of=STORE_ROOM,
    decide=lambda now, body, ruling: rooms.close(now, body.room, ruling),
    roles=_KEEPERS,
)
USED = EventKind(
    name="store_room.used",
    body=m.StoreRoomUsed,
    of=STORE_ROOM,
    decide=lambda now, body, ruling: rooms.use(now, body.room, ruling),
    roles=frozenset({Role.HUB}),
)


def add_store_room(uow: UnitOfWork, command: m.AddStoreRoom) -> StoreRoom:
    """Add a room under the word that it has first; a closed one is opened again.

    Raises:
        Refused: room_there where another room is called so, or what the rule says.
    """
    known = _called(uow, command.name, but="")
    if known is not None and not known.is_closed:
        raise Refused("room_there", name=known.name)
    room = known.room if known is not None else rooms.word_of(command.name)
    return uow.emit(ADDED, rooms.room_id(uow.actor.institution, room), m.StoreRoomAdded(name=room))


def rename_store_room(uow: UnitOfWork, command: m.RenameStoreRoom) -> StoreRoom:
    """Call a room something else.

    Raises:
        Refused: room_there where another room is called so, or what the rule says.
    """
    known = _called(uow, command.name, but=command.room)
    if known is not None:
        raise Refused("room_there", name=known.name)
    body = m.StoreRoomRenamed(room=command.room, name=command.name)
    return uow.emit(RENAMED, rooms.room_id(uow.actor.institution, command.room), body)


def close_store_room(uow: UnitOfWork, command: m.CloseStoreRoom) -> StoreRoom:
    """Close an empty room."""
    body = m.StoreRoomClosed(room=command.room)
    return uow.emit(CLOSED, rooms.room_id(uow.actor.institution, command.room), body)


def _called(uow: UnitOfWork, name: str, *, but: str) -> store.Room | None:
    """Return the room that is called so already, were it closed: two of one name would be taken for one."""
    wanted = rooms.word_of(name).casefold()
    found = store.rooms(uow.connection, uow.actor.institution)
    return next((one for one in found if one.room != but and wanted in one.spelled), None)


SLICE = Slice(
    records=(STORE_ROOM,),
    events=(ADDED, RENAMED, CLOSED, USED),
    commands=(
        CommandKind(command=m.AddStoreRoom, handle=add_store_room, roles=_KEEPERS),
        CommandKind(command=m.RenameStoreRoom, handle=rename_store_room, roles=_KEEPERS),
        CommandKind(command=m.CloseStoreRoom, handle=close_store_room, roles=_KEEPERS),
    ),
)

"""The store-rooms of an institution as people choose among them: those of the list, and those of yesterday's words."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model.rooms import PHARMACY
from yigongti_desktop.capabilities.pharmacy.model.rooms import StoreRoom
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.capabilities.pharmacy.tables.stock import store_rooms
from yigongti_desktop.storage import records

#: What rooms are called, by the word of the ledger; one that is not in it is called by its word.
Names = Mapping[str, str]


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A room, with how many lots lie in it."""

    #: By which word the ledger knows it; empty for the pharmacy itself.
    room: str
    name: str
    lots: int = 0
    is_closed: bool = False
    #: Whether it has a record; the pharmacy itself and rooms of yesterday's words have none.
    is_listed: bool = False

    @property
    def spelled(self) -> frozenset[str]:
        """Return what may not be the name of another room."""
        return frozenset({self.room.casefold(), self.name.casefold()})


def rooms(connection: Connection, institution: str) -> list[Room]:
    """Return the rooms of an institution: the pharmacy itself, then the others by name, the closed ones last."""
    listed = {one.room: one for one in _listed(connection, institution)}
    lots: dict[str, int] = {}
    for lot in store.lots(connection, institution):
        lots[lot.key.room] = lots.get(lot.key.room, 0) + 1
    used = set(store.used_rooms(connection, institution))
    found = [
        Room(
            room=room,
            name=listed[room].name if room in listed else room or PHARMACY,
            lots=lots.get(room, 0),
            is_closed=room in listed and bool(listed[room].is_closed),
            is_listed=room in listed,
        )
        for room in {"", *used, *listed}
    ]
    return sorted(found, key=lambda one: (one.is_closed, bool(one.room), one.name))


def names(connection: Connection, institution: str) -> dict[str, str]:
    """Return what the rooms of an institution are called, where it is not their word alone."""
    return {"": PHARMACY} | {one.room: one.name for one in _listed(connection, institution)}


def _listed(connection: Connection, institution: str) -> list[StoreRoom]:
    query = select(store_rooms).where(store_rooms.c.institution == institution)
    return [records.from_row(store.STORE_ROOM, row) for row in connection.execute(query)]

"""Store-rooms (库房) of an institution: a known list, so that a slip of the fingers makes no new room.

A record for each room, not one list on one record: two desks that add rooms off-line touch different records, and
where both add the same one, its id is made of its name, so that they end with one. The word by which the ledger knows
a room (`room`) never changes; what people call it (`name`) may. The pharmacy itself is no record: it is always there,
and its word is empty.

Rooms were any words once. One that the ledger has used stays a room without a record, and is given one as soon as
something moves in it; what a desk of that time still sends is taken by the hub, whatever its word: those boxes lie
there already.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.institution import need_institution

#: What the pharmacy itself is called among its store-rooms; no other room may be.
PHARMACY = "药房"
LONGEST_NAME = 20
#: Sort behind every account that begins so, and behind one account alone.
_END, _NEXT = "\U0010ffff", "\x01"


class StoreRoom(Record, frozen=True, kw_only=True):
    """A room of an institution's store."""

    institution: str
    #: By which word the ledger knows it.
    room: str
    #: What people call it.
    name: str
    is_closed: bool = False
    #: Who changed it last, and when.
    person: str = ""
    at: datetime


def room_id(institution: str, room: str) -> str:
    """Return the id of the one record of a room."""
    return derived_id("store_room", institution, tidy_room(room))


def tidy_room(typed: str) -> str:
    """Return a room's word as the ledger keeps it: one line, without the sign that parts accounts."""
    tidy = clean_line(typed).replace("|", "/")
    return "" if tidy == PHARMACY else tidy


def word_of(name: str) -> str:
    """Return the word that a new room of this name would have."""
    return tidy_room(half_width(name))


def add(current: StoreRoom | None, name: str, ruling: Ruling) -> StoreRoom:
    """Add a room, or open again one that was closed.

    Two desks may add the same one while they are off-line; the hub takes the second as said already.

    Raises:
        Refused: field_empty, field_long, room_there, not_holder.
    """
    own = need_institution(ruling.register, ruling.actor.institution)
    room = _named(name) if current is None else tidy_room(name)
    _need_own(own.id, room, ruling)
    if current is not None and not current.is_closed:
        if not ruling.final:
            raise Refused("room_there", name=current.name)
        return current
    if current is not None:
        return replace(current, is_closed=False, person=ruling.actor.name, at=ruling.at)
    return StoreRoom(id=ruling.record, institution=own.id, room=room, name=room, person=ruling.actor.name, at=ruling.at)


def rename(current: StoreRoom | None, room: str, name: str, ruling: Ruling) -> StoreRoom:
    """Call a room something else; the ledger knows it by its old word as before.

    Raises:
        Refused: field_empty, field_long, room_there, room_unknown, not_holder.
    """
    known = _existing(current, room, ruling)
    return replace(known, name=_named(name), person=ruling.actor.name, at=ruling.at)


def close(current: StoreRoom | None, room: str, ruling: Ruling) -> StoreRoom:
    """Close a room in which nothing lies any more.

    Raises:
        Refused: room_not_empty with how many lots lie there, room_closed, room_unknown, not_holder.
    """
    known = _existing(current, room, ruling)
    if known.is_closed:
        raise Refused("room_closed", name=known.name)
    if lots := lots_in(ruling.register, known.institution, known.room):
        raise Refused("room_not_empty", name=known.name, count=lots)
    return replace(known, is_closed=True, person=ruling.actor.name, at=ruling.at)


def use(current: StoreRoom | None, room: str, ruling: Ruling) -> StoreRoom:
    """Note that something moved in a room: one of yesterday's words comes onto the list, a closed one is open again.

    Raises:
        Refused: room_there when neither is needed.
    """
    if current is None:
        return _first(room, ruling)
    if not current.is_closed:
        raise Refused("room_there", name=current.name)
    return replace(current, is_closed=False, person=ruling.actor.name, at=ruling.at)


def need_room(register: Books, institution: str, typed: str, *, final: bool, listed: bool) -> str:
    """Return the word of a room into which or from which something may be entered.

    Args:
        register: the rooms, and what the ledger has used.
        institution: whose room it is.
        typed: the word; nothing is the pharmacy itself.
        final: the hub asks; what went into a room before the word of its closing came lies there.
        listed: it was chosen from the list; desks before the list took any word, and what they entered stands.

    Raises:
        Refused: room_unknown, room_closed.
    """
    room = tidy_room(typed)
    if not room:
        return ""
    known: StoreRoom | None = register.get("store_room", room_id(institution, room))
    if known is not None:
        if known.is_closed and not final:
            raise Refused("room_closed", name=known.name)
        return known.room
    if not is_used(register, institution, room) and not (final and not listed):
        raise Refused("room_unknown", name=room)
    return room


def is_used(register: Books, institution: str, room: str) -> bool:
    """Say whether the ledger has anything of a room, were it long gone."""
    beginning = stock.beginning(institution, room)
    return register.next_account(beginning).startswith(beginning)


def lots_in(register: Books, institution: str, room: str) -> int:
    """Return of how many lots something lies in a room, or is missing there."""
    beginning = stock.beginning(institution, room)
    found, account = 0, register.next_account(beginning)
    while account.startswith(beginning):
        found += bool(register.total(account))
        account = register.next_account(account + _NEXT)
    return found


def used_rooms(next_account: Callable[[str], str], institution: str) -> list[str]:
    """Return the rooms that the ledger has ever used, the pharmacy itself first, each by one look.

    Args:
        next_account: of the books.
        institution: whose rooms.
    """
    beginning = stock.beginning(institution)
    found: list[str] = []
    account = next_account(beginning)
    while account.startswith(beginning):
        found.append(account.split("|", 3)[2])
        account = next_account(stock.beginning(institution, found[-1]) + _END)
    return found


def streams(room: StoreRoom) -> frozenset[str]:
    """Return who receives it: the institution whose room it is."""
    return frozenset({f"unit:{room.institution}"})


def _existing(current: StoreRoom | None, room: str, ruling: Ruling) -> StoreRoom:
    """Return the record of a room; one that only the ledger knows is given its record."""
    if current is None:
        return _first(room, ruling)
    if current.institution != ruling.actor.institution:
        raise Refused("not_holder")
    return current


def _first(room: str, ruling: Ruling) -> StoreRoom:
    own, word = need_institution(ruling.register, ruling.actor.institution), tidy_room(room)
    _need_own(own.id, word, ruling)
    if not is_used(ruling.register, own.id, word):
        raise Refused("room_unknown", name=word)
    return StoreRoom(id=ruling.record, institution=own.id, room=word, name=word, person=ruling.actor.name, at=ruling.at)


def _need_own(institution: str, room: str, ruling: Ruling) -> None:
    if ruling.record != room_id(institution, room):
        raise Refused("not_holder")


def _named(typed: str) -> str:
    if not clean_line(typed):
        raise Refused("field_empty", field="room")
    name = word_of(typed)  # not so the words of yesterday: the ledger has them as they were typed
    if not name:
        raise Refused("room_there", name=PHARMACY)
    if len(name) > LONGEST_NAME:
        raise Refused("field_long", field="room", most=LONGEST_NAME, length=len(name))
    return name

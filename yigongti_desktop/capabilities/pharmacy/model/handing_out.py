"""From which lots a long prescription is handed out (PHA-12): proposed by expiry, confirmed by whoever hands them out.

Expired and held lots never go out. The pharmacy itself is emptied first, then its other rooms, each by expiry.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date

import msgspec

from yigongti_desktop.capabilities.pharmacy.model import origin
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.kernel.errors import Refused


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """Packs of one lot in one room."""

    #: Store-room; empty for the pharmacy itself.
    room: str = ""
    lot: str
    expiry: date
    quantity: int


def usable(lots: Iterable[Taken], held: Iterable[str], today: date) -> tuple[Taken, ...]:
    """Return the lots that may go out, in the order in which they do; the last day of use still counts."""
    barred = set(held)
    fit = (one for one in lots if one.quantity > 0 and one.expiry >= today and one.lot not in barred)
    return tuple(sorted(fit, key=lambda one: (one.room != "", one.expiry, one.room, one.lot)))


def propose(there: Iterable[Taken], packs: int, *, name: str, unit: str) -> tuple[Taken, ...]:
    """Return what to take of usable lots, which stand in order.

    Raises:
        Refused: long_short, with how many there are.
    """
    picks: list[Taken] = []
    left = packs
    for lot in there:
        if left:
            quantity = min(left, lot.quantity)
            picks.append(msgspec.structs.replace(lot, quantity=quantity))
            left -= quantity
    if left:
        raise Refused("long_short", name=name, have=packs - left, packs=packs, unit=unit)
    return tuple(picks)


def entries(
    prescription: str, number: str, drug: str, unit: str, taken: Iterable[Taken]
) -> Iterator[tuple[str, Entering]]:
    """Return the entries that take the packs from the stock, one for each room, each under the one id it can have."""
    by_room: dict[str, list[Taken]] = {}
    for one in taken:
        by_room.setdefault(one.room, []).append(one)
    for room, some in by_room.items():
        lines = tuple(
            EntryLine(drug=drug, unit=unit, quantity=one.quantity, lot=one.lot, expiry=one.expiry) for one in some
        )
        entering = Entering(kind=EntryKind.ISSUE_PATIENTS, lines=lines, room=room, document=number, source=prescription)
        yield origin.of_long_prescription(prescription, room), entering

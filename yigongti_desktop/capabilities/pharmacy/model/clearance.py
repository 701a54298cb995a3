"""What to do with lots that expire soon (近效期催销): use them first, give away what is left over.

Months that make a lot near are settings of the county; they are handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import floor

import msgspec

from yigongti_desktop.capabilities.pharmacy.model import fefo
from yigongti_desktop.capabilities.pharmacy.model import outlook
from yigongti_desktop.capabilities.pharmacy.model.consumption import Consumption
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.outlook import Nearness
from yigongti_desktop.registry.model.catalogue import Drug

#: Where a lot lies: room, lot number, last day of use.
_Place = tuple[str, str, date | None]


class Act(StrEnum):
    """What is to be done with a lot."""

    #: Past its last day: taken out of use and destroyed.
    DESTROY = "destroy"
    #: It may not be used: asked about, not used.
    HELD = "held"
    #: It will be used up in time if it goes out first.
    USE_FIRST = "use_first"
    #: A part will be left over: given to other units or back to the central pharmacy.
    MOVE = "move"
    #: Nobody knows of any use: offered to others whole.
    OFFER = "offer"


class Clearance(msgspec.Struct, frozen=True, kw_only=True):
    """A lot that expires soon, and what to do with it."""

    drug: Drug
    room: str = ""
    lot: StockLot
    nearness: Nearness
    #: Days until the last day of use; below nought after it.
    days: int
    #: Units used in a month; None where nobody knows.
    monthly: Fraction | None
    act: Act
    #: Units that will not be used in time.
    left_over: int = 0


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """What lies of one drug in one room, and how much of it is used."""

    drug: Drug
    room: str = ""
    lots: tuple[StockLot, ...]
    #: Lots that may not be used, with the reason.
    held: Mapping[str, str] = {}
    consumption: Consumption = Consumption()


def clearances(
    shelves: Sequence[Shelf], today: date, *, warn_months: int, strong_months: int, room: str | None = None
) -> tuple[Clearance, ...]:
    """Return the lots that expire within so many months or are expired, the nearest first.

    Args:
        shelves: of every room of the unit: its use is shared among all lots of a drug, wherever they lie.
        today: first day of use that is counted.
        warn_months: how near a lot is to be named.
        strong_months: how near it is urgent.
        room: the lots of one room only.
    """
    together: dict[str, list[Shelf]] = {}
    for shelf in shelves:
        together.setdefault(shelf.drug.id, []).append(shelf)
    found = [
        _clear(shelf, near, shares)
        for its in together.values()
        for shares in [_shares(its, today)]
        for shelf in its
        if room is None or shelf.room == room
        for near in outlook.near_expiry(shelf.lots, today, warn_months=warn_months, strong_months=strong_months)
    ]
    return tuple(sorted(found, key=lambda one: (one.lot.expiry or date.max, one.drug.name, one.room, one.lot.lot)))


def _clear(shelf: Shelf, near: outlook.NearExpiry, shares: Mapping[_Place, Fraction]) -> Clearance:
    lot = near.lot
    clear = Clearance(
        drug=shelf.drug,
        room=shelf.room,
        lot=lot,
        nearness=near.nearness,
        days=near.days,
        monthly=shelf.consumption.monthly,
        act=Act.OFFER,
        left_over=lot.quantity,
    )
    if near.nearness is Nearness.EXPIRED:
        return msgspec.structs.replace(clear, act=Act.DESTROY)
    if lot.lot in shelf.held:
        return msgspec.structs.replace(clear, act=Act.HELD)
    if not shelf.consumption.daily:
        return clear
    left = max(lot.quantity - floor(shares[shelf.room, lot.lot, lot.expiry]), 0)
    return msgspec.structs.replace(clear, act=Act.MOVE if left else Act.USE_FIRST, left_over=left)


def _shares(shelves: Sequence[Shelf], today: date) -> dict[_Place, Fraction]:
    """Return how much of each lot of a drug is used in time: what it adds to the lots that go out before it."""
    daily = shelves[0].consumption.daily or Fraction(0)
    placed = [(lot, shelf) for shelf in shelves for lot in shelf.lots if lot.lot not in shelf.held]
    owed = [lot for lot, _ in placed if lot.quantity < 0]
    free = [(lot, shelf) for lot, shelf in placed if lot.quantity > 0]
    free.sort(key=lambda one: (one[0].expiry is None, one[0].expiry or date.max, one[0].lot, one[1].room))
    shares: dict[_Place, Fraction] = {}
    before = Fraction(0)
    for place, (lot, shelf) in enumerate(free, start=1):
        used = fefo.usable([*owed, *(one for one, _ in free[:place])], daily, today, {})
        shares[shelf.room, lot.lot, lot.expiry] = used - before
        before = used
    return shares

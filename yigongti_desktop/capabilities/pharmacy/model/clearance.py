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


def clearances(shelves: Sequence[Shelf], today: date, *, warn_months: int, strong_months: int) -> tuple[Clearance, ...]:
    """Return the lots that expire within so many months or are expired, the nearest first."""
    found = [
        _clear(shelf, near, today)
        for shelf in shelves
        for near in outlook.near_expiry(shelf.lots, today, warn_months=warn_months, strong_months=strong_months)
    ]
    return tuple(sorted(found, key=lambda one: (one.lot.expiry or date.max, one.drug.name, one.room, one.lot.lot)))


def _clear(shelf: Shelf, near: outlook.NearExpiry, today: date) -> Clearance:
    lot, daily = near.lot, shelf.consumption.daily
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
    if not daily:
        return clear
    left = lot.quantity - floor(_used_of(shelf, lot, daily, today))
    return msgspec.structs.replace(clear, act=Act.MOVE if left > 0 else Act.USE_FIRST, left_over=max(left, 0))


def _used_of(shelf: Shelf, lot: StockLot, daily: Fraction, today: date) -> Fraction:
    """Return how much of a lot is used in time: what it adds to the lots that go out before it."""
    free = [one for one in fefo.in_order(shelf.lots) if one.lot not in shelf.held and one.quantity > 0]
    place = free.index(lot)
    before = fefo.usable(free[:place], daily, today, {})
    return fefo.usable(free[: place + 1], daily, today, {}) - before

"""Which lots go out first: the one that expires first, 近效期先出 (standards §4.3; PHA-13 中心药房).

Expired, suspended and recalled lots never go out; what was passed over is said with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

import msgspec

from yigongti_desktop.kernel.dates import parse_expiry
from yigongti_desktop.kernel.errors import Refused

_FIRST_YEAR = 2000
_LAST_YEAR = 2099


class StockLot(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger says is there of one lot."""

    #: 批号.
    lot: str
    #: 有效期至: the last day of use; None for what bears no such date (中药饮片), it never expires.
    expiry: date | None
    #: Packs; below zero when two desks issued the same ones.
    quantity: int


class Skip(StrEnum):
    """Why a lot does not go out."""

    EXPIRED = "expired"
    #: 暂停发放: nobody knows yet.
    SUSPENDED = "suspended"
    #: 召回.
    RECALLED = "recalled"


#: Lots that are held back, by lot number.
Held = Mapping[str, Skip]


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """A lot that was passed over."""

    lot: StockLot
    reason: Skip


class Allocation(msgspec.Struct, frozen=True, kw_only=True):
    """What to take from the shelf."""

    #: Lots in the order of going out, with the packs to take of each.
    picks: tuple[StockLot, ...]
    #: Packs that are wanted and not there.
    shortfall: int
    skipped: tuple[Skipped, ...]


def in_order(lots: Iterable[StockLot]) -> list[StockLot]:
    """Return the lots as they go out: by last day of use, then lot number; those without a date at the end."""
    return sorted(lots, key=lambda lot: (lot.expiry is None, lot.expiry or date.max, lot.lot))


def why_skipped(lot: StockLot, today: date, held: Held) -> Skip | None:
    """Return why a lot must not go out today; a recall weighs more than an expiry, the last day of use still counts."""
    if lot.lot in held:
        return held[lot.lot]
    return Skip.EXPIRED if lot.expiry is not None and lot.expiry < today else None


def allocate(lots: Iterable[StockLot], wanted: int, today: date, held: Held) -> Allocation:
    """Return from which lots to take what is wanted, and how much is not to be had.

    Lots with nothing on them, or less, are neither taken nor named.

    Raises:
        Refused: quantity_low when less than nothing is wanted.
    """
    if wanted < 0:
        raise Refused("quantity_low", least=0, quantity=wanted)
    picks: list[StockLot] = []
    skipped: list[Skipped] = []
    for lot in in_order(lot for lot in lots if lot.quantity > 0):
        if reason := why_skipped(lot, today, held):
            skipped.append(Skipped(lot=lot, reason=reason))
        elif wanted:
            taken = min(wanted, lot.quantity)
            picks.append(StockLot(lot=lot.lot, expiry=lot.expiry, quantity=taken))
            wanted -= taken
    return Allocation(picks=tuple(picks), shortfall=wanted, skipped=tuple(skipped))


def usable(lots: Iterable[StockLot], daily: Fraction, today: date, held: Held) -> Fraction:
    """Return what of the lots can be used up in time at so much a day, first those that expire first.

    Today and the last day of use are days of use. A lot gives what it holds, but no more than is used until its last
    day less what the lots before it gave. Expired, suspended and recalled lots give nothing. What is booked below zero
    on any lot has in truth been taken from the others, and is taken off first. Never below zero.
    """
    some = list(lots)
    used = Fraction(sum(min(lot.quantity, 0) for lot in some))
    for lot in in_order(lot for lot in some if lot.quantity > 0 and why_skipped(lot, today, held) is None):
        used += lot.quantity
        if lot.expiry is not None:
            used = min(used, daily * ((lot.expiry - today).days + 1))
    return max(used, Fraction(0))


def read_expiry(typed: str) -> date:
    """Return the last day of use that a box states: 2026-10 and 2026年10月 mean through 31 October 2026.

    Raises:
        Refused: expiry_format when it is no date, expiry_year when no box on a shelf can bear that year.
    """
    expiry = parse_expiry(typed)
    if not _FIRST_YEAR <= expiry.year <= _LAST_YEAR:
        raise Refused("expiry_year", year=expiry.year)
    return expiry

"""What will become of the stock: which drugs run out, which lots expire soon, which drugs nobody takes (PHA-16).

Days and months that make a warning are settings of the county; they are handed in, none is known here.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil

import msgspec

from yigongti_desktop.capabilities.pharmacy.model.consumption import Consumption
from yigongti_desktop.capabilities.pharmacy.model.fefo import Held
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.fefo import in_order
from yigongti_desktop.capabilities.pharmacy.model.fefo import usable
from yigongti_desktop.kernel.dates import months_after as months_after  # noqa: PLC0414 - the stock page takes it here


class RunOut(msgspec.Struct, frozen=True, kw_only=True):
    """When a drug runs out."""

    #: At the end of this day nothing usable is left; the last day there is when it lies beyond all calendars.
    day: date
    #: Days of use that the stock lasts, today included, the last one perhaps not to its end; 0: there is none.
    days: int
    #: The shortest of the county's spans that it does not outlast; None: it outlasts them all.
    within: int | None


class Nearness(StrEnum):
    """How near to its last day of use a lot is."""

    #: Past it: must not go out.
    EXPIRED = "expired"
    STRONG = "strong"
    WARN = "warn"


class NearExpiry(msgspec.Struct, frozen=True, kw_only=True):
    """A lot near its last day of use, or past it."""

    lot: StockLot
    nearness: Nearness
    #: Days until the last day of use: 0 on that day, below zero after it.
    days: int


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a drug that may stand on the shelf for too long."""

    on_hand: int
    #: Since when there has been some without a break.
    since: date
    last_issue: date | None
    consumption: Consumption


class Slowness(StrEnum):
    """Why stock is called slow."""

    IDLE = "idle"
    OVERSTOCKED = "overstocked"


class Slow(msgspec.Struct, frozen=True, kw_only=True):
    """Stock that hardly moves."""

    reasons: tuple[Slowness, ...]
    #: Days without an issue though there was some.
    idle_days: int
    #: Months that the stock lasts; None when no use is known, or there is none.
    cover_months: Fraction | None


def run_out(
    lots: Iterable[StockLot], daily: Fraction, today: date, held: Held, *, spans: Sequence[int] = (7, 14, 30)
) -> RunOut | None:
    """Return when the usable stock falls to zero at so much a day; None when none is used.

    Stock that expires first is no help: what cannot be used up in time is not counted.
    """
    if daily <= 0:
        return None
    days = ceil(usable(lots, daily, today, held) / daily)
    ahead = min(max(days - 1, 0), (date.max - today).days)
    within = next((span for span in sorted(spans) if days <= span), None)
    return RunOut(day=today + timedelta(ahead), days=days, within=within)


def near_expiry(
    lots: Iterable[StockLot], today: date, *, warn_months: int, strong_months: int
) -> tuple[NearExpiry, ...]:
    """Return the lots that expire within so many calendar months or are expired, the nearest first.

    A lot whose last day is exactly so many months away is within; empty lots and those without a date are not named.
    """
    strong, warn = months_after(today, strong_months), months_after(today, warn_months)
    found: list[NearExpiry] = []
    for lot in in_order(lot for lot in lots if lot.quantity > 0):
        if lot.expiry is None or lot.expiry > max(strong, warn):
            continue
        nearness = Nearness.STRONG if lot.expiry <= strong else Nearness.WARN
        if lot.expiry < today:
            nearness = Nearness.EXPIRED
        found.append(NearExpiry(lot=lot, nearness=nearness, days=(lot.expiry - today).days))
    return tuple(found)


def slow(standing: Standing, today: date, *, idle_days: int, most_months: int) -> Slow | None:
    """Return why the stock is slow, or None: no issue for so many days or more, or enough for more than so many months.

    Days on which there was none are not held against the drug, so that one that has just come is not slow. A drug
    without any known use can only be idle: it is not said to last for ever.
    """
    if standing.on_hand <= 0:
        return None
    idle = (today - max(standing.since, standing.last_issue or standing.since)).days
    used = standing.consumption.monthly
    cover = standing.on_hand / used if used else None
    reasons = [Slowness.IDLE] if idle >= idle_days else []
    if cover is not None and cover > most_months:
        reasons.append(Slowness.OVERSTOCKED)
    return Slow(reasons=tuple(reasons), idle_days=idle, cover_months=cover) if reasons else None

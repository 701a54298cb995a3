"""From when on stock is near its last day, or lies on the shelf for too long: settings of the county (PHA-16)."""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule

#: What a setting may be; another value is a slip of the county's file, and the default holds.
_MOST_MONTHS, _MOST_DAYS = 120, 365


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What the county calls near its last day, and slow."""

    #: A lot that expires within so many calendar months is near (近效期).
    warn_months: int = 6
    #: Within so many it is urgent; never more than those that make it near.
    strong_months: int = 3
    #: Stock that nobody took for so many days is slow (呆滞).
    idle_days: int = 90
    #: So is stock that lasts for more than so many months.
    most_months: int = 6


def limits_on(register: Lookup, today: date) -> Limits:
    """Return the county's `stock.warn_months`, `stock.strong_months`, `stock.idle_days`, `stock.most_months` of a day.

    What the county does not say, or says as no figure that fits, is as everywhere.
    """
    plain = Limits()
    warn = _within(rule(register, "stock.warn_months", today, plain.warn_months), _MOST_MONTHS, plain.warn_months)
    strong = _within(
        rule(register, "stock.strong_months", today, plain.strong_months), _MOST_MONTHS, plain.strong_months
    )
    return Limits(
        warn_months=warn,
        strong_months=min(strong, warn),
        idle_days=_within(rule(register, "stock.idle_days", today, plain.idle_days), _MOST_DAYS, plain.idle_days),
        most_months=_within(
            rule(register, "stock.most_months", today, plain.most_months), _MOST_MONTHS, plain.most_months
        ),
    )


def _within(value: int, most: int, default: int) -> int:
    return value if 1 <= value <= most else default

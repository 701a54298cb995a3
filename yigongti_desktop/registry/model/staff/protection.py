"""Facts of the law for pregnant and nursing staff: who may not be put on nights or overtime on a day, and why.

女职工劳动保护特别规定 (standards.md, labour law, [K+]): from the seventh month of pregnancy no night shift and no
overtime; while a child under one year is nursed no night shift, no overtime, and an hour a day for nursing. The seventh
month is counted as twelve weeks and less before the day on which the child is due; a county may set it otherwise.
"""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from enum import StrEnum

from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.staff.codes import PeriodKind
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.person import Staff

#: Days before a child is due from which the seventh month counts as reached: 40 weeks less 28.
LATE_DAYS = 84
#: Months of a child's life in which its mother is protected.
NURSING_MONTHS = 12


class Limit(StrEnum):
    """What may not be asked of somebody, or must be given."""

    NO_NIGHT = "no_night"
    NO_OVERTIME = "no_overtime"
    NURSING_HOUR = "nursing_hour"


def late_days(register: Lookup, day: date) -> int:
    """Return the county's days before a child is due from which nights are barred: `staff.pregnancy_late_days`."""
    return rule(register, "staff.pregnancy_late_days", day, LATE_DAYS)


def last_day(kind: PeriodKind, child: date) -> date:
    """Return the last day of a protected time: the day on which the child is due, or that before its birthday."""
    return child if kind is PeriodKind.PREGNANCY else months_after(child, NURSING_MONTHS) - timedelta(days=1)


def limits_of(period: Period, day: date, late: int = LATE_DAYS) -> frozenset[Limit]:
    """Return what a protected time means on a day."""
    if not period.holds(day):
        return frozenset()
    if period.kind is PeriodKind.NURSING:
        return frozenset(Limit) if period.child <= day < months_after(period.child, NURSING_MONTHS) else frozenset()
    return frozenset({Limit.NO_NIGHT, Limit.NO_OVERTIME} if day >= period.child - timedelta(days=late) else ())


def limits_on(staff: Staff, day: date, late: int = LATE_DAYS) -> frozenset[Limit]:
    """Return what may not be asked of somebody on a day, and what must be given."""
    return frozenset(limit for period in staff.periods for limit in limits_of(period, day, late))


def limits_from(staff: Staff, day: date, late: int = LATE_DAYS) -> date | None:
    """Return the first day from which nights are barred by what is written down, from this day on; None for never."""
    firsts = [
        max(period.since, period.child - timedelta(days=late) if period.kind is PeriodKind.PREGNANCY else period.child)
        for period in staff.periods
        if period.until is None or period.until >= day
    ]
    return max(min(firsts), day) if firsts else None

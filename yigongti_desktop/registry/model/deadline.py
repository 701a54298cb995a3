"""Deadlines as a county sets them: so many days, or so many working days after a day.

A rule of days, such as "shortage.days", is in calendar days. Where the county has set its twin of working days,
"shortage.workdays", that counts; so any deadline can be put into working days by the county's file alone (ORG-18,
FND-27, FND-28 and FND-36 are in working days from the beginning).
"""

from __future__ import annotations

from datetime import date

from yigongti_desktop.kernel.calendar import Reckoned
from yigongti_desktop.kernel.dates import days_after
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.calendar_year import calendar_in
from yigongti_desktop.registry.model.county import rule

#: No deadline is further away, in days of either kind.
MOST_DAYS = 366
_DAYS, _WORKDAYS = "days", "workdays"


def deadline(register: Lookup, name: str, start: date, default: int) -> Reckoned:
    """Return the last day of a deadline that runs from a day; the start itself is not counted.

    Args:
        register: where the county's rules are, and the years of the calendar.
        name: of the rule of days, such as "referral.valid_days"; it ends with "days".
        start: from which it runs; the rules of that day count.
        default: calendar days where the county has set neither rule.
    """
    working = rule(register, f"{name.removesuffix(_DAYS)}{_WORKDAYS}", start, -1)
    if working < 0:
        return Reckoned(day=days_after(start, _within(rule(register, name, start, default))))
    years = range(start.year, start.year + 4)  # 366 working days are less than two years, whose last needs the next
    return calendar_in(register, *years).working_days_after(start, _within(working))


def _within(days: int) -> int:
    return min(max(days, 0), MOST_DAYS)

"""Calendar days as care and law count them: ages, ends of months, days until; no times of day."""

from __future__ import annotations

import calendar
from datetime import date
from datetime import timedelta

from yigongti_desktop.kernel.errors import Refused

_FIRST_BIRTH = date(1850, 1, 1)
_INFANT_DAYS = 30


def age_on(birth: date, on: date) -> int:
    """Return full years of life; a person born on 29 February turns a year older on 1 March of other years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def months_on(birth: date, on: date) -> int:
    """Return full months of life."""
    return (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)


def age_parts(birth: date, on: date) -> tuple[int, str]:
    """Return the age as a clinician says it: days under 30 days, months under a year, then years.

    The unit is one of "day", "month", "year".
    """
    if (on - birth).days < _INFANT_DAYS:
        return (on - birth).days, "day"
    if (years := age_on(birth, on)) >= 1:
        return years, "year"
    return max(months_on(birth, on), 1), "month"


def check_birth(birth: date, today: date) -> date:
    """Return the birth date, or refuse one that is still to come or older than anybody."""
    if birth > today:
        raise Refused("birth_in_future", birth=birth.isoformat(), today=today.isoformat())
    if birth < _FIRST_BIRTH:
        raise Refused("birth_too_early", birth=birth.isoformat())
    return birth


def month_end(day: date) -> date:
    """Return the last day of the month: 有效期至 2026-10 means usable through 31 October."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def days_after(day: date, count: int) -> date:
    """Return the day so many calendar days later."""
    return day + timedelta(days=count)


def parse_expiry(text: str) -> date:
    """Read 2026-10, 2026-10-15, 2026.10 or 202610 as the last day of use.

    Raises:
        Refused: `expiry_format` when it is no date.
    """
    digits = [
        part
        for part in text.replace(".", "-")
        .replace("/", "-")
        .replace("年", "-")
        .replace("月", "-")
        .replace("日", "")
        .split("-")
        if part
    ]
    if len(digits) == 1 and len(digits[0]) in {6, 8}:
        digits = [part for part in (digits[0][:4], digits[0][4:6], digits[0][6:]) if part]
    try:
        if len(digits) == 2:  # noqa: PLR2004 - year and month
            return month_end(date(int(digits[0]), int(digits[1]), 1))
        year, month, of_month = (int(part) for part in digits)
        return date(year, month, of_month)
    except ValueError:
        raise Refused("expiry_format", typed=text) from None

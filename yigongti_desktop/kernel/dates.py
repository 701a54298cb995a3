"""Calendar days as care and law count them: ages, ends of months, days until; no times of day."""

from __future__ import annotations

import calendar
import re
from datetime import date
from datetime import datetime
from datetime import timedelta

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width

_FIRST_BIRTH = date(1850, 1, 1)
_INFANT_DAYS = 30
_MONTHS = 12
_EXPIRY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?|([0-9]{2})([0-9]{2})?)")
_SEPARATORS = str.maketrans({".": "-", "/": "-", "年": "-", "月": "-", "日": None, " ": None})
_MOST_SHOWN = 20
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|([0-9]{2})([0-9]{2}))")
#: Midnight may follow a day, as programs write it when they know of no other kind of day.
_MIDNIGHT = re.compile(r"[T ]+0{1,2}:00(:00(\.0+)?)?$")
#: Day 0 of the serial numbers that spreadsheets count days by; it holds from 1 March 1900 (number 61) on.
_SERIAL_ZERO = date(1899, 12, 30)
_SERIAL = re.compile(r"[0-9]{2,7}(\.0+)?")
_FIRST_SERIAL, _LAST_SERIAL = 61, 2_958_465


def age_on(birth: date, on: date) -> int:
    """Return full years of life; a person born on 29 February turns a year older on 1 March of other years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def months_on(birth: date, on: date) -> int:
    """Return full months of life."""
    return (on.year - birth.year) * _MONTHS + on.month - birth.month - (on.day < birth.day)


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


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a month that has no such day; before it if negative."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_after(day: date, count: int) -> date:
    """Return the day so many calendar days later."""
    return day + timedelta(days=count)


def parse_expiry(text: str) -> date:
    """Read 2026-10, 2026-10-15, 2026.10, 202610 or 2026年10月 as the last day of use; the year has four digits.

    Raises:
        Refused: `expiry_format` when it is no date.
    """
    found = _EXPIRY.fullmatch(half_width(text).translate(_SEPARATORS).rstrip("-"))
    try:
        year, month, *of_month = (int(part) for part in (found.groups() if found else ()) if part)
        return date(year, month, *of_month) if of_month else month_end(date(year, month, 1))
    except ValueError:
        raise Refused("expiry_format", typed=text[:_MOST_SHOWN]) from None


def read_day(value: object) -> date | None:
    """Read a day out of a cell: a date, the serial number of a spreadsheet, or text; None where there is none.

    Text may be 2026-01-05, 2026/1/5, 2026.1.5, 20260105 or 2026年1月5日, in full width too; eight digits are
    always a written day, fewer a serial number (46027 is 5 January 2026).

    Raises:
        Refused: day_format.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = "" if value is None else half_width(str(value)).strip()
    if not text:
        return None
    if not isinstance(value, bool) and _SERIAL.fullmatch(text):
        number = int(text.partition(".")[0])
        if _FIRST_SERIAL <= number <= _LAST_SERIAL:
            return _SERIAL_ZERO + timedelta(days=number)
        raise Refused("day_format", typed=text[:_MOST_SHOWN])
    found = _DAY.fullmatch(_MIDNIGHT.sub("", text).translate(_SEPARATORS).rstrip("-"))
    try:
        year, month, of_month = (int(part) for part in (found.groups() if found else ()) if part)
        return date(year, month, of_month)
    except ValueError:
        raise Refused("day_format", typed=text[:_MOST_SHOWN]) from None

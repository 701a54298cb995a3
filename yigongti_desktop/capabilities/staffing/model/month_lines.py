"""The days of a month as a clerk writes them: 3、10、17 for those who came, 5 开会 for those who were missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from yigongti_desktop.capabilities.staffing.model.postings import Missing
from yigongti_desktop.kernel.dates import month_end
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width

_BETWEEN = re.compile(r"[\s,;、，；.]+")
_LINE = re.compile(r"\s*([0-9]{1,2})(?:\s*[-~—至到]+\s*([0-9]{1,2}))?\s*[日号]?\s*(.*)")


def read_days(typed: str, first: date) -> tuple[date, ...]:
    """Read the days of a month: 3、10、17.

    Raises:
        Refused: month_days_format, month_no_day.
    """
    words = [one.rstrip("日号") for one in _BETWEEN.split(half_width(typed).strip()) if one]
    if any(not word.isdecimal() for word in words):
        raise Refused("month_days_format")
    return tuple(_day(first, int(word)) for word in words)


def read_missing(typed: str, first: date) -> tuple[Missing, ...]:
    """Read the days that somebody was missing, one a line or parted by ；: 5 开会, 8-10 病假.

    Raises:
        Refused: missing_format, month_no_day.
    """
    found: list[Missing] = []
    for line in re.split(r"[\n；;]", half_width(typed)):
        if not line.strip():
            continue
        read = _LINE.fullmatch(line)
        if read is None or not read[3].strip():
            raise Refused("missing_format", typed=line.strip()[:20])
        last = int(read[2] or read[1])
        found += [Missing(day=_day(first, one), reason=read[3].strip()) for one in range(int(read[1]), last + 1)]
    return tuple(found)


def written_days(days: Iterable[date]) -> str:
    """Return days as they are written: 3、10、17."""
    return "、".join(str(one.day) for one in sorted(days))


def written_missing(days: Iterable[Missing]) -> str:
    """Return missing days as they are written."""
    return "；".join(f"{one.day.day} {one.reason}" for one in days)


def _day(first: date, number: int) -> date:
    if not 1 <= number <= month_end(first).day:
        raise Refused("month_no_day", month=f"{first:%Y-%m}", number=number)
    return first.replace(day=number)

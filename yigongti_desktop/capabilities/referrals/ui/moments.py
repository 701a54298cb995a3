"""Moments as people type them into one field: 14:05 of today, 11-22 9:30, 2026-11-22 09:30."""

from __future__ import annotations

import re
from datetime import UTC
from datetime import datetime

from yigongti_desktop.kernel.clock import CHINA
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.text import half_width

_MOMENT = re.compile(r"(?:(?:([0-9]{4})-)?([0-9]{1,2})-([0-9]{1,2})\s+)?([0-9]{1,2}):([0-9]{2})")
_WRITTEN = str.maketrans({".": "-", "/": "-", "年": "-", "月": "-", "日": " ", "时": ":", "分": None, "T": " "})


def read_moment(typed: str, now: datetime) -> datetime | None:
    """Return what was typed as aware UTC; None where it is no moment."""
    found = _MOMENT.fullmatch(half_width(typed).translate(_WRITTEN).strip())
    if found is None:
        return None
    today = local(now)
    year, month, day, hour, minute = found.groups()
    try:
        moment = datetime(
            int(year or today.year),
            int(month or today.month),
            int(day or today.day),
            int(hour),
            int(minute),
            tzinfo=CHINA,
        )
    except ValueError:
        return None
    return moment.astimezone(UTC)


def write_moment(moment: datetime | None) -> str:
    """Return a moment as the field has it."""
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else ""

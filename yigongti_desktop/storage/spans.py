"""Conditions that a stored moment lies between two days, by the days of people here."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta

from sqlalchemy import ColumnElement
from sqlalchemy import and_

from yigongti_desktop.kernel.clock import CHINA
from yigongti_desktop.storage.facts import stamp


def between(at: ColumnElement[str], first: date, last: date) -> ColumnElement[bool]:
    """Return the condition that a stored moment lies between two days, both included."""
    begin, end = (datetime.combine(one, time.min, CHINA).astimezone(UTC) for one in (first, last + timedelta(days=1)))
    return and_(at >= stamp(begin), at < stamp(end))

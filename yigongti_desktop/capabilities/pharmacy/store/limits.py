"""What the county calls near its last day of use, and slow, for what screens and papers ask."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from yigongti_desktop.capabilities.pharmacy.model.limits import Limits
from yigongti_desktop.capabilities.pharmacy.model.limits import limits_on
from yigongti_desktop.registry import store as registry


def limits_of(connection: Connection, today: date) -> Limits:
    """Return the county's settings on a day."""
    return limits_on(registry.Rules(connection), today)

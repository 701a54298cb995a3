"""A clock that stands until it is moved, and ids that can be foreseen."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from datetime import timedelta

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


class StoppedClock:
    """Tells the time that it was given."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)


class CountingIds:
    """Counts."""

    def __init__(self, prefix: str = "id") -> None:
        self._prefix = prefix
        self._count = 0

    def new(self) -> str:
        self._count += 1
        return f"{self._prefix}-{self._count:06d}"

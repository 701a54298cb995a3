"""Time as the program sees it: aware UTC inside, China Standard Time for people.

China has kept one offset without summer time since 1991, so no zone database is needed.
"""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8), "中国标准时间")


class Clock(Protocol):
    """Whoever tells the time; passed in, so that tests can stop it."""

    def now(self) -> datetime:
        """Return this moment as aware UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return this moment as aware UTC, in whole milliseconds."""
        moment = datetime.now(UTC)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def local(moment: datetime) -> datetime:
    """Return the moment as people in China read it."""
    return moment.astimezone(CHINA)


def day(moment: datetime) -> date:
    """Return the calendar day of the moment in China."""
    return moment.astimezone(CHINA).date()

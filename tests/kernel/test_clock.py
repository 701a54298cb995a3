"""Time: aware UTC inside, China Standard Time for people."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

from yigongti_desktop.kernel.clock import SystemClock
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local


def test_the_system_clock_tells_aware_utc_in_whole_milliseconds() -> None:
    now = SystemClock().now()
    assert now.utcoffset() == timedelta(0)
    assert now.microsecond % 1000 == 0


def test_the_day_changes_at_midnight_in_china_wherever_the_machine_stands() -> None:
    assert day(datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert day(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) == date(2026, 11, 23)


def test_people_read_eight_hours_later_in_summer_too() -> None:
    assert local(datetime(2026, 7, 1, 4, 0, tzinfo=UTC)).hour == 12
    assert local(datetime(2026, 1, 1, 4, 0, tzinfo=UTC)).hour == 12

"""Calendar days as care and law count them."""

from __future__ import annotations

import calendar
from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.kernel.hands import full_width
from yigongti_desktop.kernel.dates import age_on
from yigongti_desktop.kernel.dates import age_parts
from yigongti_desktop.kernel.dates import check_birth
from yigongti_desktop.kernel.dates import days_after
from yigongti_desktop.kernel.dates import month_end
from yigongti_desktop.kernel.dates import months_on
from yigongti_desktop.kernel.dates import parse_expiry
from yigongti_desktop.kernel.dates import read_day
from yigongti_desktop.kernel.errors import Refused


def test_a_birthday_adds_the_year_on_the_day_itself() -> None:
    birth = date(1959, 3, 12)
    assert age_on(birth, date(2026, 3, 11)) == 66
    assert age_on(birth, date(2026, 3, 12)) == 67


def test_who_was_born_on_29_february_grows_older_on_1_march_of_other_years() -> None:
    birth = date(2000, 2, 29)
    assert age_on(birth, date(2026, 2, 28)) == 25
    assert age_on(birth, date(2026, 3, 1)) == 26
    assert age_on(birth, date(2028, 2, 29)) == 28


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 1, 31), (0, "day")),
        (date(2026, 2, 1), (1, "day")),
        (date(2026, 3, 1), (29, "day")),
        (date(2026, 3, 2), (1, "month")),  # thirty days, though the month is short
        (date(2026, 4, 30), (2, "month")),
        (date(2027, 1, 30), (11, "month")),
        (date(2027, 1, 31), (1, "year")),
    ],
)
def test_an_infant_is_counted_in_days_then_months_then_years(on: date, said: tuple[int, str]) -> None:
    assert age_parts(date(2026, 1, 31), on) == said


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2026, 12, 31)), st.integers(0, 40_000))
def test_nobody_grows_younger(birth: date, days: int) -> None:
    today, tomorrow = birth + timedelta(days), birth + timedelta(days + 1)
    assert 0 <= age_on(birth, today) <= age_on(birth, tomorrow)
    assert 0 <= months_on(birth, today) <= months_on(birth, tomorrow)
    assert months_on(birth, today) // 12 == age_on(birth, today)
    order = ["day", "month", "year"]
    (count, unit), (later, next_unit) = age_parts(birth, today), age_parts(birth, tomorrow)
    assert count >= 0
    assert (order.index(next_unit), later) >= (order.index(unit), count)


def test_a_birth_is_refused_before_it_happens() -> None:
    assert check_birth(date(2026, 11, 23), date(2026, 11, 23)) == date(2026, 11, 23)
    with pytest.raises(Refused, match="birth_in_future"):
        check_birth(date(2026, 11, 24), date(2026, 11, 23))
    with pytest.raises(Refused, match="birth_too_early"):
        check_birth(date(1849, 12, 31), date(2026, 11, 23))


def test_two_weeks_are_fourteen_calendar_days() -> None:
    assert days_after(date(2026, 11, 23), 14) == date(2026, 12, 7)


# Expiry


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("2026-10", date(2026, 10, 31)),
        ("2026.10", date(2026, 10, 31)),
        ("2026/10", date(2026, 10, 31)),
        ("202610", date(2026, 10, 31)),
        ("2026年10月", date(2026, 10, 31)),
        ("2026年2月", date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 29)),
        ("2026-10-15", date(2026, 10, 15)),
        ("2026-1-5", date(2026, 1, 5)),
        ("2026.10.15", date(2026, 10, 15)),
        ("20261015", date(2026, 10, 15)),
        ("2026年10月15日", date(2026, 10, 15)),
        (" 2026 - 10 ", date(2026, 10, 31)),
        (full_width("2026-10"), date(2026, 10, 31)),
        (full_width("2026.10.15"), date(2026, 10, 15)),
    ],
)
def test_an_expiry_is_read_as_boxes_print_it(typed: str, last: date) -> None:
    assert parse_expiry(typed) == last


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2026",
        "2026-13",
        "2026-00",
        "2026-02-30",
        "10-2026",
        "26-10",  # would be the year 26: long expired
        "26.10.15",
        "2026-10-15-3",
        "2026115",
        "2_026-10",
        "99999999999999999999-10",
        "9" * 5000,
        "见包装",
        "\u0662\u0660\u0662\u0666-\u0661\u0660",
    ],
)
def test_what_is_no_date_of_expiry_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="expiry_format"):
        parse_expiry(typed)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789-./年月日 \uff10\uff19．－", max_size=14))
def test_whatever_is_typed_is_a_day_or_refused(typed: str) -> None:
    try:
        last = parse_expiry(typed)
    except Refused:
        return
    assert parse_expiry(last.isoformat()) == last


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1000, 1, 1)))
def test_a_month_lasts_to_its_last_day(day: date) -> None:
    assert month_end(day).day == calendar.monthrange(day.year, day.month)[1]
    assert parse_expiry(f"{day:%Y-%m}") == month_end(day)
    assert parse_expiry(f"{day:%Y-%m-%d}") == day


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (date(2026, 1, 5), date(2026, 1, 5)),
        (datetime(2026, 1, 5, 8, 30), date(2026, 1, 5)),  # noqa: DTZ001 - a spreadsheet knows no zones
        (46027, date(2026, 1, 5)),
        (46027.0, date(2026, 1, 5)),
        ("46027", date(2026, 1, 5)),
        (61, date(1900, 3, 1)),
        ("2026-01-05", date(2026, 1, 5)),
        ("2026/1/5", date(2026, 1, 5)),
        ("2026.1.5", date(2026, 1, 5)),
        ("2026年1月5日", date(2026, 1, 5)),
        ("2026/1/5 0:00:00", date(2026, 1, 5)),
        (20260105, date(2026, 1, 5)),
        (full_width("2026-01-05"), date(2026, 1, 5)),
        (None, None),
        ("  ", None),
    ],
)
def test_a_day_is_read_as_cells_hold_it(cell: object, read: date | None) -> None:
    assert read_day(cell) == read


@pytest.mark.parametrize(
    "cell", ["明天", "2026-13-01", "2026-02-30", "2026-01", "26-01-05", "1", 60, 2_958_466, 20261301, True, 46027.5]
)
def test_a_cell_that_holds_no_day_is_refused(cell: object) -> None:
    with pytest.raises(Refused, match="day_format"):
        read_day(cell)


@given(st.dates(min_value=date(1900, 3, 1)))
def test_a_serial_number_and_a_written_day_are_the_same_day(day: date) -> None:
    assert read_day((day - date(1899, 12, 30)).days) == read_day(day.isoformat()) == day

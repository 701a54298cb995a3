"""The pace of exchanges: within its limits whatever happens, a few seconds each on any line, halved when cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yigongti_desktop.sync.pace import AIM
from yigongti_desktop.sync.pace import CAUTIOUS
from yigongti_desktop.sync.pace import FIRST
from yigongti_desktop.sync.pace import HEAVIEST
from yigongti_desktop.sync.pace import HOLD
from yigongti_desktop.sync.pace import LONGEST_AIM
from yigongti_desktop.sync.pace import MOST
from yigongti_desktop.sync.pace import TRUSTED_PART
from yigongti_desktop.sync.pace import Pace
from yigongti_desktop.sync.pace import read_pace

pytestmark = pytest.mark.sync

exchanges = st.tuples(
    st.integers(0, 5000),
    st.integers(0, 64 * 1024**2),
    st.floats(0, 3600, allow_nan=False),
    st.sampled_from(["", "line_cut", "message_too_big", "hub_busy", "hub_unreachable", "stopped"]),
    st.floats(0, 60, allow_nan=False),
)


def seconds_on(kilobits: float, row_bytes: float, latency: float, rows: int) -> float:
    """Return how long an exchange takes on a line."""
    return latency + rows * row_bytes * 8 / (kilobits * 1000)


def settled(kilobits: float, row_bytes: float, latency: float) -> Pace:
    """Return the pace after forty full exchanges on a line."""
    pace = Pace()
    for _ in range(40):
        seconds = seconds_on(kilobits, row_bytes, latency, pace.rows)
        pace = pace.after(pace.rows, round(pace.rows * row_bytes), seconds)
    return pace


@given(st.lists(exchanges, max_size=60))
def test_the_pace_is_never_nothing_and_never_above_its_limit(met: list[tuple[int, int, float, str, float]]) -> None:
    pace = Pace()
    for rows, size, seconds, outcome, held in met:
        pace = pace.after(rows, size, seconds, outcome, held=held)
        assert 1 <= pace.rows <= MOST
        assert 1 <= pace.ceiling <= MOST


@given(kilobits=st.floats(8, 100_000), row_bytes=st.floats(40, 1000), latency=st.floats(0, 4))
def test_it_comes_to_a_few_seconds_for_each_exchange_on_any_line(
    kilobits: float, row_bytes: float, latency: float
) -> None:
    pace = settled(kilobits, row_bytes, latency)
    one_less = seconds_on(kilobits, row_bytes, latency, pace.rows - 1)
    one_more = seconds_on(kilobits, row_bytes, latency, pace.rows + 2)
    aim = min(LONGEST_AIM, max(AIM, 2 * pace.quickest))
    assert one_less <= aim * 1.05 or pace.rows == 1
    assert one_more >= aim * 0.9 or pace.rows == MOST or pace.rows * row_bytes >= HEAVIEST * 0.9


@given(st.integers(1, MOST))
def test_a_cut_halves_it(rows: int) -> None:
    assert Pace(rows=rows).after(rows, 1000, 1.0, "line_cut").rows == max(1, rows // 2)


@pytest.mark.parametrize("code", ["hub_unreachable", "hub_busy", "stopped", "device_revoked"])
def test_other_weather_says_nothing_about_its_size(code: str) -> None:
    assert Pace(rows=700).after(0, 0, 10.0, code) == Pace(rows=700)


def test_a_good_line_takes_it_to_its_limit_in_four_exchanges() -> None:
    pace = Pace()
    for _ in range(4):
        pace = pace.after(pace.rows, pace.rows * 100, 0.05)
    assert pace.rows == MOST


def test_after_a_cut_it_grows_with_care() -> None:
    """A line that is cut every 200 kB would otherwise be tried with too much again and again."""
    pace = Pace(rows=1000).after(0, 0, 1.0, "line_cut")
    grown = pace.after(pace.rows, pace.rows * 100, 0.1)
    assert pace.rows < grown.rows <= pace.rows * 1.06


def test_a_slow_line_is_trusted_with_more_as_more_comes_through() -> None:
    """Else the first cut of a new line would cost the three seconds' worth that were under way."""
    pace, come = Pace(), 0
    for _ in range(30):
        size = pace.rows * 100
        come += size
        pace = pace.after(pace.rows, size, size / 32_000)
        assert (pace.rows - 1) * 100 <= max(CAUTIOUS, come / TRUSTED_PART)
    assert pace.rows * 100 == pytest.approx(AIM * 32_000, rel=0.05)


def test_a_page_that_holds_the_writer_long_is_followed_by_smaller_ones() -> None:
    pace = Pace(rows=2000)
    for _ in range(10):
        pace = pace.after(pace.rows, pace.rows * 100, 0.2, held=pace.rows * 0.0006)
    assert pace.rows * 0.0006 == pytest.approx(HOLD, rel=0.05)


def test_a_small_exchange_teaches_nothing_about_large_ones() -> None:
    assert Pace(rows=400).after(3, 500, 0.01).rows == 400


def test_heavy_rows_go_few_at_a_time() -> None:
    pace = Pace(rows=2000)
    for _ in range(5):
        pace = pace.after(pace.rows, pace.rows * 100_000, 0.5)
    assert pace.rows * 100_000 <= HEAVIEST


@given(st.integers(1, MOST), st.integers(1, MOST))
def test_the_next_talk_begins_where_the_last_one_ended(rows: int, ceiling: int) -> None:
    read = read_pace(Pace(rows=rows, ceiling=ceiling).spell())
    assert read.rows == rows
    assert ceiling <= read.ceiling <= MOST


@given(st.text(max_size=20))
def test_whatever_stands_in_the_facts_there_is_a_pace(spelled: str) -> None:
    assert 1 <= read_pace(spelled).rows <= MOST


def test_without_a_former_talk_it_begins_small() -> None:
    assert read_pace("").rows == FIRST

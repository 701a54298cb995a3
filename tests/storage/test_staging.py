"""Rows set out on the side until the last has been read."""

from __future__ import annotations

import sqlite3

import pytest

from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage.staging import Staging


def test_rows_come_back_in_their_order_part_by_part() -> None:
    with Staging() as staging:
        for row in range(1, 8):
            staging.keep(row, str(row).encode())
        assert staging.count() == 7
        assert list(staging.parts(3)) == [[b"1", b"2", b"3"], [b"4", b"5", b"6"], [b"7"]]


def test_a_value_belongs_to_the_row_that_claimed_it_first() -> None:
    with Staging() as staging:
        assert [staging.claim("code", "A", row) for row in (3, 5)] == [3, 3]
        assert staging.claim("key", "A", 5) == 5
        assert staging.unclaimed("code", ["A", "B"]) == ["B"]
        staging.forget("code")
        assert staging.unclaimed("code", ["A", "B"]) == ["A", "B"]
        assert staging.unclaimed("key", ["A"]) == []


def test_a_row_with_two_faults_is_one_faulty_row_and_both_are_told_in_order() -> None:
    with Staging() as staging:
        staging.set_aside("file", 9, b"late")
        staging.set_aside("tianmen-1", 4, b"one")
        staging.set_aside("tianmen-2", 4, b"other")
        assert staging.count_faults() == 2
        assert list(staging.faults()) == [b"one", b"other", b"late"]
        assert list(staging.faults(1)) == [b"one"]
        staging.forget("tianmen-2")
        assert list(staging.faults()) == [b"one", b"late"]


def test_a_full_disk_is_said_to_be_one_and_other_faults_are_ours() -> None:
    with Staging() as staging:
        staging._file.execute("PRAGMA max_page_count = 12")
        with pytest.raises(Unavailable, match="disk_full"):
            staging.keep(1, bytes(10_000_000))
        with pytest.raises(sqlite3.OperationalError):
            staging._do("SELECT nothing")

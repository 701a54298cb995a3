"""Cells as spreadsheet programs hand them over."""

from __future__ import annotations

from datetime import date
from datetime import datetime

import pytest

from yigongti_desktop.kernel.cells import BadCell
from yigongti_desktop.kernel.cells import text_of
from yigongti_desktop.kernel.errors import Refused


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (" 甲\n乙 ", "甲 乙"),
        (24, "24"),
        (24.0, "24"),
        (0.1 + 0.2, "0.3"),
        (12.300000000000001, "12.3"),
        (86978377000315.0, "86978377000315"),
        (True, "True"),
        (date(2026, 1, 5), "2026-01-05"),
        (datetime(2026, 1, 5), "2026-01-05"),  # noqa: DTZ001 - a spreadsheet knows no zones
        (datetime(2026, 1, 5, 8, 30), "2026-01-05 08:30"),  # noqa: DTZ001 - the same
    ],
)
def test_a_cell_is_what_a_person_sees_in_it(value: object, text: str) -> None:
    assert text_of(value) == text


def test_a_bad_cell_is_refused_by_its_code() -> None:
    with pytest.raises(Refused, match="cell_formula"):
        text_of(BadCell("cell_formula"))
    with pytest.raises(Refused, match="cell_long") as caught:
        text_of(BadCell("cell_long", 40_000))
    assert caught.value.facts == {"length": 40_000, "most": 32_767}


@pytest.mark.parametrize("value", [1e15, -1e15, 10**18, float("inf"), float("nan")])
def test_a_number_whose_last_digits_are_gone_is_refused(value: float) -> None:
    with pytest.raises(Refused, match="cell_digits"):
        text_of(value)

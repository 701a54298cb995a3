"""Numbers printed on paper and the letters of devices."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.kernel.numbers import device_letter
from yigongti_desktop.kernel.numbers import document_number

DAY = date(2026, 9, 24)


def test_a_number_names_place_day_device_and_count() -> None:
    assert document_number("岳口", DAY, "A", 1, 12) == "岳口-20260924-A-012"


def test_a_restored_device_marks_its_numbers() -> None:
    assert document_number("岳口", DAY, "A", 2, 1) == "岳口-20260924-A2-001"


def test_the_thousandth_paper_of_a_day_has_a_number_too() -> None:
    assert document_number("岳口", DAY, "A", 1, 1000) == "岳口-20260924-A-1000"


def test_device_letters_go_on_after_z_and_leave_out_what_is_misread() -> None:
    letters = [device_letter(index) for index in range(24 * 24 + 24 + 1)]
    assert letters[0] == "A"
    assert letters[23] == "Z"
    assert letters[24:26] == ["AA", "AB"]
    assert letters[-1] == "AAA"
    assert not set("IO") & set("".join(letters))
    assert len(set(letters)) == len(letters)


papers = st.tuples(st.dates(), st.integers(0, 2000), st.integers(1, 50), st.integers(1, 20_000))


@settings(max_examples=100, deadline=None)
@given(st.sets(papers, min_size=2, max_size=30))
def test_no_two_papers_of_a_place_bear_one_number(made: set[tuple[date, int, int, int]]) -> None:
    numbers = {
        document_number("岳口", on, device_letter(device), epoch, counter) for on, device, epoch, counter in made
    }
    assert len(numbers) == len(made)

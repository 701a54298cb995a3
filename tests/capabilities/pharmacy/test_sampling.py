"""Prescriptions drawn at random, so that anybody with the list and the seed draws the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.judging import refused
from tests.capabilities.judging import wide
from yigongti_desktop.capabilities.pharmacy.model import sampling

NUMBERS = st.lists(st.from_regex(r"[A-Z]{0,2}[0-9]{4,10}", fullmatch=True), min_size=1, max_size=60, unique=True)
SEEDS = st.from_regex(r"[0-9a-f]{8}", fullmatch=True)


@given(numbers=NUMBERS, size=st.integers(0, 80), seed=SEEDS, data=st.data())
@pytest.mark.policy("PHA-10")
def test_the_same_list_and_seed_draw_the_same_whatever_the_order(
    numbers: list[str], size: int, seed: str, data: st.DataObject
) -> None:
    drawn = sampling.draw(numbers, size, seed)
    assert len(drawn) == min(size, len(numbers)) == len(set(drawn))
    assert list(drawn) == [number for number in numbers if number in set(drawn)]
    shuffled = data.draw(st.permutations(numbers))
    assert set(sampling.draw(shuffled, size, seed)) == set(drawn)


@given(numbers=NUMBERS, seed=SEEDS, size=st.integers(0, 40), more=st.integers(0, 40))
def test_a_longer_sample_holds_the_shorter_one(numbers: list[str], seed: str, size: int, more: int) -> None:
    assert set(sampling.draw(numbers, size, seed)) <= set(sampling.draw(numbers, size + more, seed))


def test_another_seed_draws_others_and_every_number_has_its_chance() -> None:
    numbers = [f"{place:06d}" for place in range(200)]
    counts = dict.fromkeys(numbers, 0)
    for seed in range(400):
        for number in sampling.draw(numbers, 50, str(seed)):
            counts[number] += 1
    assert sum(counts.values()) == 400 * 50
    assert 60 < min(counts.values()) <= max(counts.values()) < 145  # a hundred each, five deviations either way


def test_the_lot_of_a_number_never_changes() -> None:
    numbers = [f"{place:03d}" for place in range(20)]
    assert sampling.draw(numbers, 5, "a1b2c3d4") == ("002", "004", "005", "007", "017")


def test_numbers_are_read_however_they_are_parted_and_each_once() -> None:
    typed = f"1001\n1002, 1003、1002；{wide('1004')}\t 1005 \n\n"
    assert sampling.read_numbers(typed) == ("1001", "1002", "1003", "1004", "1005")


def test_no_numbers_and_too_many_are_refused() -> None:
    for typed in ("", " \n，、"):
        with refused("numbers_empty"):
            sampling.read_numbers(typed)
    with refused("numbers_many", most=5000, count=5001):
        sampling.read_numbers("\n".join(str(place) for place in range(5001)))
    with refused("field_long", field="number"):
        sampling.read_numbers("1" * 41)

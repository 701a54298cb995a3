"""Money: exact in 分, read as people type it, written out so that only one amount can be read back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.judging import refused
from tests.capabilities.judging import wide
from yigongti_desktop.kernel.money import MOST_FEN
from yigongti_desktop.kernel.money import capital
from yigongti_desktop.kernel.money import read_yuan
from yigongti_desktop.kernel.money import yuan

AMOUNTS = (
    st.integers(0, MOST_FEN)
    | st.integers(0, 10**7)
    | st.builds(lambda a, b: a * 10**b, st.integers(0, 999), st.integers(0, 11))
)
_DIGITS = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def back(words: str) -> int:
    """Read capital numerals as a bank clerk does."""
    whole, rest = words.split("元") if "元" in words else ("", words)
    total = 0
    for group in re.split("(?<=亿)|(?<=万)", whole):
        factor = {"亿": 10**8, "万": 10**4}.get(group[-1:], 1)
        total += factor * group_value(group.rstrip("亿万"))
    jiao, fen = re.search("(.)角", rest), re.search("(.)分", rest)
    return total * 100 + (_DIGITS[jiao[1]] * 10 if jiao else 0) + (_DIGITS[fen[1]] if fen else 0)


def group_value(words: str) -> int:
    total, digit = 0, 0
    for sign in words:
        if sign in _PLACES:
            total, digit = total + digit * _PLACES[sign], 0
        else:
            digit = _DIGITS[sign]
    return total + digit


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (55, "伍角伍分"),
        (100, "壹元整"),
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (100_000_000, "壹佰万元整"),
        (1_000_500_000, "壹仟万伍仟元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (-1_250, "负壹拾贰元伍角整"),
    ],
)
def test_amounts_of_the_rulebook_are_written_as_it_writes_them(fen: int, words: str) -> None:
    assert capital(fen) == words


@given(fen=AMOUNTS)
def test_what_is_written_out_reads_back_as_the_same_amount(fen: int) -> None:
    assert back(capital(fen)) == fen


@given(fen=AMOUNTS)
def test_nothing_can_be_put_in_before_after_or_between(fen: int) -> None:
    words = capital(fen)
    assert re.fullmatch(r".*(元整|角整|分)", words)
    assert "零零" not in words
    assert not re.search("零[拾佰仟万亿角]", words)
    assert words[0] not in "拾佰仟万亿元"


@given(one=AMOUNTS, other=AMOUNTS)
def test_two_amounts_are_never_written_alike(one: int, other: int) -> None:
    assert (capital(one) == capital(other)) == (one == other)


def test_no_amount_of_a_county_is_beyond_what_is_written() -> None:
    with pytest.raises(ValueError, match=str(MOST_FEN + 1)):
        capital(MOST_FEN + 1)


@given(fen=st.integers(0, 10**12 - 1))
def test_what_is_shown_is_read_as_the_same_amount(fen: int) -> None:
    assert read_yuan(yuan(fen)) == fen


@pytest.mark.parametrize(
    ("typed", "fen"), [("12", 1200), ("12.5", 1250), (f" {wide('12.50')}元", 1250), ("1,234.05", 123_405), ("0", 0)]
)
def test_an_amount_is_read_however_it_is_typed(typed: str, fen: int) -> None:
    assert read_yuan(typed) == fen


@pytest.mark.parametrize("typed", ["", "十二", "12.345", "-1", "1e3", ".5", "12,5", "1,2345"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with refused("money_format"):
        read_yuan(typed)


def test_an_amount_below_nought_is_shown_with_its_sign() -> None:
    assert yuan(-5) == "-0.05"

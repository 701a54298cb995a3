"""Bytes as letters that people read out, type and check."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.kernel import letters

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE = letters.spell(bytes(range(40)))


def is_refused(typed: str) -> bool:
    try:
        letters.read(typed)
    except ValueError:
        return True
    return False


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=80))
def test_what_is_spelled_is_read_again(body: bytes) -> None:
    spelled = letters.spell(body)
    assert letters.read(spelled) == body
    assert set(spelled) <= set(ALPHABET + "-")
    assert all(len(group) == 5 for group in spelled.split("-")[:-1])


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=60))
def test_it_may_be_typed_in_every_usual_way(body: bytes) -> None:
    spelled = letters.spell(body)
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in spelled)
    misread = spelled.replace("1", "l").replace("0", "O").replace("V", "u")
    for typed in (spelled.lower(), spelled.replace("-", " "), spelled.replace("-", ""), f"\n {spelled}\t", wide):
        assert letters.read(typed) == body
    assert letters.read(misread) == body
    assert letters.read(spelled.replace("1", "I")) == body


def test_each_single_wrong_letter_is_refused() -> None:
    # Every place and every other letter: a check that only makes it unlikely would not do here.
    for place, right in enumerate(CODE):
        if right == "-":
            continue
        for wrong in ALPHABET:
            if wrong != right:
                assert is_refused(CODE[:place] + wrong + CODE[place + 1 :]), (place, wrong)


def test_each_pair_of_neighbours_swapped_is_refused() -> None:
    plain = CODE.replace("-", "")
    for place in range(len(plain) - 1):
        if plain[place] != plain[place + 1]:
            assert is_refused(plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]), place


def test_each_letter_left_out_or_typed_twice_is_refused() -> None:
    plain = CODE.replace("-", "")
    for place in range(len(plain)):
        assert is_refused(plain[:place] + plain[place + 1 :]), place
        assert is_refused(plain[:place] + plain[place] + plain[place:]), place


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_wrong_letter_is_refused_in_any_code(body: bytes, data: st.DataObject) -> None:
    plain = letters.spell(body).replace("-", "")
    place = data.draw(st.integers(0, len(plain) - 1))
    wrong = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != plain[place]]))
    assert is_refused(plain[:place] + wrong + plain[place + 1 :])


@pytest.mark.parametrize("typed", ["", " ", "-----", "0", "00", "00000", "登记码", "!!!!!", "U" * 9])
def test_what_was_never_spelled_is_refused(typed: str) -> None:
    assert is_refused(typed)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=100))
def test_arbitrary_text_is_read_or_refused(typed: str) -> None:
    if not is_refused(typed):
        assert letters.read(letters.spell(letters.read(typed))) == letters.read(typed)

"""Bytes as signs that a scanner types, whatever case, width and input method do to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yigongti_desktop.kernel import base41

ANY = st.binary(max_size=60)


@given(ANY)
def test_what_was_spelled_is_read(content: bytes) -> None:
    signs = base41.spell(content)
    assert set(signs) <= set(base41.ALPHABET)
    assert base41.read(signs) == content
    assert base41.length(len(signs)) == len(content)


@given(ANY)
def test_case_width_blanks_and_ends_of_lines_do_no_harm(content: bytes) -> None:
    signs = base41.spell(content)
    lines = [signs[at : at + 7].lower() for at in range(0, len(signs), 7)]
    torn = "\r\n".join("".join(chr(ord(sign) + 0xFEE0) for sign in line) for line in lines)
    assert base41.read(base41.tidy(f" {torn}　")) == content


def test_every_sign_is_one_of_the_alphanumeric_mode_and_none_is_a_blank() -> None:
    assert set(base41.ALPHABET) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert " " not in base41.ALPHABET
    assert len(set(base41.ALPHABET)) == 41


def test_signs_that_an_input_method_turns_into_others_are_known() -> None:
    assert base41.tidy("×－—％：") == "*--%:"


@pytest.mark.parametrize("signs", ["A", "ABCD", "AB/", "A B", "::::", ":::", "::"])
def test_what_is_never_written_is_no_code(signs: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it says the signs, whatever they are
        base41.read(signs)

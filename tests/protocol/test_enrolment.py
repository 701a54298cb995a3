"""Enrolment codes: however they are typed, and never half right."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.kernel import letters
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.enrolment import EnrolmentCode
from yigongti_desktop.protocol.enrolment import read_code
from yigongti_desktop.protocol.enrolment import secret_hash

CODE = EnrolmentCode(address="10.20.0.5:8443", fingerprint=bytes(range(16)), secret=bytes(range(100, 110)))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

addresses = st.builds(
    "{}:{}".format,
    st.from_regex(r"[a-z0-9][a-z0-9.\-]{0,40}", fullmatch=True) | st.just("[2001:db8::1]") | st.just("县医院.中国"),
    st.integers(1, 65535),
)
codes = st.builds(
    EnrolmentCode,
    address=addresses,
    fingerprint=st.binary(min_size=16, max_size=16),
    secret=st.binary(min_size=10, max_size=10),
)


def is_refused(typed: str) -> bool:
    try:
        read_code(typed)
    except Refused as fault:
        return fault.code == "enrolment_code"
    return False


@settings(max_examples=100, deadline=None)
@given(codes)
def test_a_code_says_what_was_put_into_it_however_it_is_typed(code: EnrolmentCode) -> None:
    spelled = code.spell()
    misread = spelled.replace("0", "o").replace("1", "I").replace("V", "U")
    on_two_lines = f"{spelled[:30]}\r\n{spelled[30:]}"
    for typed in (spelled, spelled.lower(), spelled.replace("-", "  "), misread, f"　{spelled}　", on_two_lines):
        assert read_code(typed) == code
    assert read_code(spelled.replace("1", "l")) == code


def test_every_single_wrong_letter_is_refused() -> None:
    plain = CODE.spell().replace("-", "")
    assert read_code(plain) == CODE
    for place, right in enumerate(plain):
        for wrong in ALPHABET:
            assert wrong == right or is_refused(plain[:place] + wrong + plain[place + 1 :]), (place, wrong)


def test_a_code_that_was_cut_or_pasted_twice_is_refused() -> None:
    spelled = CODE.spell()
    for length in range(len(spelled.replace("-", ""))):
        assert is_refused(spelled.replace("-", "")[:length])
    assert is_refused(spelled + spelled)
    assert is_refused(spelled + " 天门")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_arbitrary_text_never_does_more_than_be_refused(typed: str) -> None:
    assert is_refused(typed)


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=80))
def test_letters_that_were_never_a_code_are_refused_or_read_whole(body: bytes) -> None:
    with suppress(Refused):
        read = read_code(letters.spell(body))
        assert (len(read.fingerprint), len(read.secret)) == (16, 10)
        assert ":" in read.address


@pytest.mark.parametrize(
    "body",
    [
        b"\x02" + bytes(26) + b"hub:8443",  # the mark of another program
        b"\x01" + bytes(26),  # no address
        b"\x01" + bytes(26) + b"hub",  # no port
        b"\x01" + bytes(26) + b"\xff\xfe:1",  # no text
        b"\x01:",
    ],
)
def test_a_sound_spelling_of_something_else_is_refused(body: bytes) -> None:
    assert is_refused(letters.spell(body))


def test_the_hub_remembers_a_secret_only_by_a_hash() -> None:
    assert secret_hash(CODE.secret) == secret_hash(CODE.secret)
    assert secret_hash(CODE.secret) != secret_hash(CODE.secret[::-1])
    assert CODE.secret.hex() not in secret_hash(CODE.secret)


def test_a_code_fits_on_one_line_of_paper_and_in_one_breath() -> None:
    assert len(CODE.spell()) < 90

"""Codes as files, and what an authority vouches for: read whole or refused."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from datetime import timedelta

import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.protocol.test_enrolment import CODE
from tests.protocol.test_enrolment import codes
from yigongti_desktop.hub import certificates
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.admission import ADMISSION_PURPOSE
from yigongti_desktop.protocol.admission import Admission
from yigongti_desktop.protocol.admission import admitted
from yigongti_desktop.protocol.admission import code_seed
from yigongti_desktop.protocol.admission import code_tag
from yigongti_desktop.protocol.code_file import CodeFile
from yigongti_desktop.protocol.code_file import read_code_file
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.enrolment import secret_hash
from yigongti_desktop.protocol.packing import encode

AT = datetime(2026, 10, 5, 2, 12, tzinfo=UTC)
FILE = CodeFile(code=CODE, institution="岳口镇中心卫生院", expires_at=AT)
ENROLLED = Enrolled(
    device="d",
    letter="B",
    epoch=1,
    institution="i",
    institution_name="岳口镇中心卫生院",
    place="岳口",
    hub_key=bytes(32),
)
KEY, AUTHORITY = certificates.new_authority("yigongti tianmen")


def vouched(said: bytes = encode(ENROLLED), key: bytes = KEY, purpose: bytes = ADMISSION_PURPOSE) -> Admission:
    """Return an admission that an authority has signed."""
    return Admission(authority=AUTHORITY, enrolled=said, signature=certificates.vouch(key, purpose + said))


def is_refused(content: bytes) -> bool:
    """Say whether a file is refused as none or as damaged."""
    try:
        read_code_file(content)
    except Refused as refusal:
        return refusal.code in {"code_file_not_one", "code_file_damaged"}
    return False


def test_a_code_s_file_can_be_read_by_people() -> None:
    text = FILE.written().decode("utf-8-sig")
    assert text.splitlines()[:4] == [
        "医共体工作台登记码",
        "机构：岳口镇中心卫生院",
        "有效期至：2026-10-05 10:12",
        f"登记码：{CODE.spell()}",
    ]


@settings(max_examples=60, deadline=None)
@given(codes, st.text(max_size=30), st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001 - made aware below
@example(CODE, "校验：登记码：", datetime(2026, 1, 1))  # noqa: DTZ001
def test_a_code_s_file_says_what_was_put_into_it(code: object, name: str, until: datetime) -> None:
    expires = until.replace(second=0, microsecond=0, tzinfo=UTC)
    made = replace(FILE, code=code, institution=name, expires_at=expires + timedelta(seconds=59))
    assert read_code_file(made.written()) == replace(made, institution=clean_line(name), expires_at=expires)


def test_every_turned_bit_and_every_cut_is_refused() -> None:
    whole = FILE.written()
    assert read_code_file(whole) == FILE
    for place in range(len(whole)):
        assert is_refused(whole[:place])
        for bit in range(8):
            assert is_refused(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
    assert is_refused(whole + b"\n")
    assert is_refused(whole + whole)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=6000))
def test_any_other_file_is_refused(content: bytes) -> None:
    assert is_refused(content)
    assert is_refused(FILE.written()[:30] + content)


def test_what_the_authority_of_the_code_has_vouched_for_is_believed() -> None:
    assert admitted(vouched(), certificates.fingerprint(AUTHORITY)) == ENROLLED


def test_nobody_else_can_vouch() -> None:
    fingerprint = certificates.fingerprint(AUTHORITY)
    key, authority = certificates.new_authority("yigongti tianmen")
    for false in (
        vouched(key=key),
        vouched(purpose=b""),
        replace(vouched(), enrolled=encode(replace(ENROLLED, hub_key=bytes(31) + b"1"))),
        replace(vouched(), signature=b""),
        vouched(b"no message"),
    ):
        with pytest.raises(Refused, match="package_damaged"):
            admitted(false, fingerprint)
    for other in (authority, b"", AUTHORITY + b"\0"):
        with pytest.raises(Refused, match="admission_other_hub"):
            admitted(replace(vouched(key=key), authority=other), fingerprint)
    nothing = replace(vouched(), authority=b"no certificate")
    with pytest.raises(Refused, match="admission_other_hub"):
        admitted(nothing, certificates.fingerprint(b"no certificate"))


def test_what_stands_on_a_request_tells_nothing_of_its_code() -> None:
    known = secret_hash(CODE.secret)
    told = {CODE.secret.hex(), known, code_tag(known), code_seed(known).hex()}
    assert len(told) == 4
    assert not any(one in other for one in told for other in told if one is not other)

"""An update file is believed when every byte of it is the publisher's, and never otherwise."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.version import order
from yigongti_desktop.kernel.version import platform
from yigongti_desktop.protocol import update
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.protocol.update import Here
from yigongti_desktop.protocol.update import Release

KEY, OTHER = new_key(), new_key()
PACKAGE = bytes(range(256)) * 9
HERE = Here(product=update.DESK, platform="linux-amd64", version="0.1.0", publishers=(public_key(KEY),))


def release(**said: Any) -> Release:
    """Return what is said of the package, unless otherwise said."""
    known: dict[str, Any] = {
        "product": update.DESK,
        "platform": "linux-amd64",
        "version": "0.1.1",
        "built": date(2026, 11, 20),
        "oldest": "0.1.0",
        "file": "desk.deb",
        "size": len(PACKAGE),
        "sha256": hashlib.sha256(PACKAGE).hexdigest(),
    }
    return Release(**(known | said))


def made(package: bytes = PACKAGE, key: bytes = KEY, **said: Any) -> bytes:
    """Return an update file."""
    sink = io.BytesIO()
    update.write(sink, io.BytesIO(package), release(**said), key)
    return sink.getvalue()


def refusal(content: bytes, here: Here = HERE) -> str:
    """Return with which code a file is refused."""
    with pytest.raises(Refused) as caught:
        update.check(io.BytesIO(content), here)
    return caught.value.code


def test_a_good_file_gives_its_package() -> None:
    sink = io.BytesIO()
    assert update.check(io.BytesIO(made()), HERE, sink=sink) == release()
    assert sink.getvalue() == PACKAGE


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, len(made()) - 1), bit=st.integers(0, 7))
def test_no_bit_can_be_turned(place: int, bit: int) -> None:
    content = bytearray(GOOD)
    content[place] ^= 1 << bit
    assert refusal(bytes(content)) in {"update_altered", "update_not_one", "update_cut", "update_newer_form"}


@settings(max_examples=200, deadline=None)
@given(size=st.integers(0, len(made()) - 1))
def test_no_part_is_taken_for_the_whole(size: int) -> None:
    assert refusal(GOOD[:size]) == ("update_cut" if size else "update_not_one")


def test_nothing_can_be_added() -> None:
    assert refusal(GOOD + b"x") == "update_altered"


@given(content=st.binary(max_size=200))
def test_other_files_are_none(content: bytes) -> None:
    if not content.startswith(update.MAGIC) and not update.MAGIC.startswith(content):
        assert refusal(content) == "update_not_one"


def test_a_package_of_somebody_else_under_a_good_head_is_refused() -> None:
    start = len(GOOD) - len(PACKAGE)
    assert refusal(GOOD[:start] + bytes(len(PACKAGE))) == "update_altered"


def test_a_file_that_a_stranger_has_signed_is_refused() -> None:
    assert refusal(made(key=OTHER)) == "update_altered"


def test_a_publisher_among_several_is_believed() -> None:
    here = Here(product=HERE.product, platform=HERE.platform, version=HERE.version,
                publishers=(public_key(OTHER), public_key(KEY)))  # fmt: skip
    assert update.check(io.BytesIO(made()), here).version == "0.1.1"


def test_a_program_that_believes_nobody_installs_nothing() -> None:
    nobody = Here(product=HERE.product, platform=HERE.platform, version=HERE.version, publishers=())
    assert refusal(GOOD, nobody) == "update_no_publisher"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"version": "0.1.0"}, "update_older"),
        ({"version": "0.0.9"}, "update_older"),
        ({"version": "0.1"}, "update_older"),
        ({"version": "0.3.0", "oldest": "0.2.0"}, "update_gap"),
        ({"product": update.HUB}, "update_other_product"),
        ({"product": "somebody-elses"}, "update_other_product"),
        ({"platform": "windows-amd64"}, "update_other_system"),
    ],
)
def test_what_does_not_fit_is_refused_though_it_is_well_signed(said: dict[str, Any], code: str) -> None:
    assert refusal(made(**said)) == code


def test_a_head_that_claims_to_be_endless_is_not_read() -> None:
    assert refusal(update.MAGIC + b"\0\1" + b"\xff" * 4) == "update_altered"


def test_a_check_can_be_stopped() -> None:
    with pytest.raises(Unavailable, match="stopped"):
        update.check(io.BytesIO(made()), HERE, go_on=lambda _done, _size: False)


def test_versions_are_ordered_by_their_numbers() -> None:
    assert sorted(["0.10.0", "0.9.1", "1.0", "0.9"], key=order) == ["0.9", "0.9.1", "0.10.0", "1.0"]
    assert order("1.0") == order("1") == order("1.0.0")


def test_systems_have_the_names_that_packages_have() -> None:
    assert platform("linux", "x86_64") == "linux-amd64"
    assert platform("win32", "AMD64") == "windows-amd64"
    assert platform("linux", "aarch64") == "linux-arm64"


GOOD = made()

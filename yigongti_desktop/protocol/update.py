"""An update file: a package for one system with a signed head, checked to the last byte before anybody is offered it.

Layout: magic, version (2 bytes), length of the head (4), head, package. The head is a signed `Release`, in which
size and SHA-256 of the package stand; the signature (Ed25519, RFC 8032) is the publisher's, whose public key came
with the program. So a hub or a stick that carries the file can neither change it nor put another in its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.version import order
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.signing import check as check_signature
from yigongti_desktop.protocol.signing import sign

MAGIC = b"YGTUPDATE\n"
VERSION = 1
#: How update files end.
SUFFIX = ".ygtup"
#: What is updated.
DESK, HUB = "yigongti-desk", "yigongti-hub"
_MOST_HEAD = 64 * 1024
_COUNT = 4
_PIECE = 1024**2
_PURPOSE = b"yigongti update\0"
#: Bytes before the head.
LEAD = len(MAGIC) + 2 + _COUNT


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """What a publisher says of a package."""

    product: str
    #: System for which it was built, as `kernel.version.platform` names it.
    platform: str
    version: str
    built: date
    #: Oldest version that may be upgraded to this one at a stroke.
    oldest: str
    #: Name and size of the package, and its SHA-256.
    file: str
    size: int
    sha256: str
    #: What is new, in Chinese.
    news: str = ""


class Here(msgspec.Struct, frozen=True, kw_only=True):
    """The program that would be upgraded, and whom it believes."""

    product: str
    platform: str
    version: str
    #: Public keys of the publishers, 32 bytes each.
    publishers: tuple[bytes, ...]


def write(sink: BinaryIO, package: BinaryIO, release: Release, key: bytes) -> None:
    """Write an update file.

    Args:
        sink: where it is written to.
        package: what is installed; read from its beginning.
        release: what is said of it; size and digest must be right.
        key: the publisher's private key.
    """
    payload = encode(release)
    head = encode(Signed(payload, sign(_PURPOSE + payload, key).signature))
    sink.write(MAGIC + VERSION.to_bytes(2, "big") + len(head).to_bytes(_COUNT, "big") + head)
    while piece := package.read(_PIECE):
        sink.write(piece)


def before_package(lead: bytes) -> int:
    """Return how many bytes of an update file stand before the package, by its first `LEAD` bytes."""
    return LEAD + int.from_bytes(lead[LEAD - _COUNT : LEAD], "big")


def read_head(file: BinaryIO, publishers: Iterable[bytes]) -> Release:
    """Return what the publisher says, and leave the file at the beginning of the package.

    Raises:
        Refused: update_not_one, update_cut, update_newer_form, update_no_publisher, update_altered.
    """
    lead = file.read(LEAD)
    if not lead.startswith(MAGIC):
        raise Refused("update_cut" if lead and MAGIC.startswith(lead) else "update_not_one")
    if len(lead) < LEAD:
        raise Refused("update_cut")
    if int.from_bytes(lead[len(MAGIC) : len(MAGIC) + 2], "big") != VERSION:
        raise Refused("update_newer_form")
    size = before_package(lead) - LEAD
    if size > _MOST_HEAD:
        raise Refused("update_altered")
    head = file.read(size)
    if len(head) < size:
        raise Refused("update_cut")
    return _release(head, publishers)


def need_fit(release: Release, here: Here) -> None:
    """See that a release is one for this program, and newer.

    Raises:
        Refused: update_other_product, update_other_system, update_older, update_gap.
    """
    if release.product != here.product:
        raise Refused("update_other_product", product=release.product)
    if release.platform != here.platform:
        raise Refused("update_other_system", platform=release.platform)
    if order(release.version) <= order(here.version):
        raise Refused("update_older", version=release.version, here=here.version)
    if order(here.version) < order(release.oldest):
        raise Refused("update_gap", version=release.version, oldest=release.oldest, here=here.version)


def check(
    file: BinaryIO, here: Here, *, sink: BinaryIO | None = None, go_on: Callable[[int, int], bool] = lambda *_: True
) -> Release:
    """Check an update file to its last byte, and copy the package out of it.

    Args:
        file: the update file.
        here: the program that would be upgraded.
        sink: where the package goes to; what it got before a refusal is worth nothing.
        go_on: told bytes done and bytes in all; False stops.

    Raises:
        Refused: why it is not installed.
        Unavailable: stopped.
    """
    release = read_head(file, here.publishers)
    need_fit(release, here)
    copy(file, release, sink=sink, go_on=go_on)
    return release


def copy(
    file: BinaryIO,
    release: Release,
    *,
    sink: BinaryIO | None = None,
    go_on: Callable[[int, int], bool] = lambda *_: True,
) -> None:
    """Read the package behind a head and see that it is the one that was signed.

    Raises:
        Refused: update_cut, update_altered.
        Unavailable: stopped.
    """
    digest, done = hashlib.sha256(), 0
    while piece := file.read(_PIECE):
        done += len(piece)
        if done > release.size:
            raise Refused("update_altered")
        digest.update(piece)
        if sink is not None:
            sink.write(piece)
        if not go_on(done, release.size):
            raise Unavailable("stopped")
    if done < release.size:
        raise Refused("update_cut")
    if digest.hexdigest() != release.sha256:
        raise Refused("update_altered")


def _release(head: bytes, publishers: Iterable[bytes]) -> Release:
    known = tuple(publishers)
    if not known:
        raise Refused("update_no_publisher")
    try:
        signed = decode(head, Signed)
    except Refused:
        raise Refused("update_altered") from None
    for public in known:
        try:
            check_signature(Signed(_PURPOSE + signed.payload, signed.signature), public)
            return decode(signed.payload, Release)
        except Refused:
            continue
    raise Refused("update_altered")

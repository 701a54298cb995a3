"""A file of sealed parts: each encrypted and bound to its place, so that none can be changed, moved or left out.

AES-256-GCM under a key of this file's own (HKDF with a random salt); the nonce counts the parts and says which is
the last, so that a file that was cut off is noticed (the STREAM construction of Hoang, Reyhanitabar, Rogaway, Vizár).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from collections.abc import Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from yigongti_desktop.kernel.errors import Refused

_MARK = b"YGTSEAL1"
_SALT = 32
_KEY = 32
_TAG = 16
#: Most bytes of one part, so that a damaged length costs no memory.
MOST_PART = 64 * 1024**2


class Sink(Protocol):
    """Whatever bytes can be written to."""

    def write(self, content: bytes, /) -> object:
        """Write bytes."""
        ...


class Source(Protocol):
    """Whatever bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or what is left."""
        ...


def write(file: Sink, key: bytes, purpose: bytes, parts: Iterable[bytes]) -> None:
    """Write parts sealed."""
    salt = os.urandom(_SALT)
    cipher = _cipher(key, salt, purpose)
    file.write(_MARK + salt)
    place, held = 0, b""
    for number, part in enumerate(parts):
        if number:
            _put(file, cipher.encrypt(_nonce(place, is_last=False), held, None))
            place += 1
        held = part
    _put(file, cipher.encrypt(_nonce(place, is_last=True), held, None))


def read(file: Source, key: bytes, purpose: bytes) -> Iterator[bytes]:
    """Return the parts one by one; only after the last is it certain that none is missing.

    Raises:
        Refused: backup_damaged when a part was changed, moved or cut off, or the key is another.
    """
    head = file.read(len(_MARK) + _SALT)
    if len(head) != len(_MARK) + _SALT or not head.startswith(_MARK):
        raise Refused("backup_damaged")
    cipher = _cipher(key, head[len(_MARK) :], purpose)
    sealed, place = _take(file), 0
    while True:
        following = _take(file) if sealed is not None else None
        if sealed is None:
            raise Refused("backup_damaged")
        try:
            yield cipher.decrypt(_nonce(place, is_last=following is None), sealed, None)
        except InvalidTag:
            raise Refused("backup_damaged") from None
        if following is None:
            return
        sealed, place = following, place + 1


def _put(file: Sink, sealed: bytes) -> None:
    file.write(len(sealed).to_bytes(4, "big") + sealed)


def _take(file: Source) -> bytes | None:
    head = file.read(4)
    if not head:
        return None
    length = int.from_bytes(head, "big")
    sealed = file.read(length) if len(head) == 4 and _TAG <= length <= MOST_PART + _TAG else b""  # noqa: PLR2004 - the four bytes just read
    if len(sealed) != length:
        raise Refused("backup_damaged")
    return sealed


def _nonce(place: int, *, is_last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([is_last])


def _cipher(key: bytes, salt: bytes, purpose: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), _KEY, salt=salt, info=purpose).derive(key))

"""A package for a USB stick: messages sealed for one receiver in chunks, signed as a whole by the sender.

Layout: magic, version (2 bytes), length of the head (4), head, chunks, Ed25519 signature (64). Each chunk is
1 MiB of content under ChaCha20-Poly1305; its nonce holds its place and whether it is the last (the STREAM
construction), so none can be left out, moved or doubled. The content is messages as they go over the line,
each after its length (4 bytes).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO
from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol import sealing
from yigongti_desktop.protocol.admission import Admission
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.exchange import MOST_PACKED
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.protocol.signing import sign

T = TypeVar("T")
#: Told bytes done and bytes in all; False stops.
Progress = Callable[[int, int], bool]

MAGIC = b"YGTSYNC\n"
VERSION = 1
#: What a package is: acts on their way to the hub, or the hub's answer to a desk; a machine's request to become a
#: desk, or the hub's answer to that.
UPLOAD, ANSWER, REQUEST, ADMISSION = "upload", "answer", "request", "admission"
#: Those on their way to the hub.
UPWARD = frozenset({UPLOAD, REQUEST})
CHUNK = 1024**2
_TAG = 16
_SIGNATURE = 64
_MOST_HEAD = 4096
_COUNT = 4
_SIGNED_PURPOSE = b"yigongti package\0"


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on a package in clear: ids, keys and a time, nothing else."""

    id: str
    kind: str
    sender: str
    receiver: str
    made_at: datetime
    #: Key of this package alone, set when it is sealed.
    once: bytes = b""
    #: Sealing key of the sender, for the answer.
    reply_key: bytes = b""
    #: Package that is answered; in a request the tag of its code.
    answers: str = ""


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of the hub as it travels in a package."""

    answer: Answer
    #: Positions after which the page begins: a desk that is not so far must not skip what lies between.
    since: dict[str, int] = {}
    #: Epoch of the device in the package answered; 0 when none is.
    epoch: int = 0
    #: First of the answer to a request: who the machine is now.
    admission: Admission | None = None


class Sealer:
    """Writes one package."""

    def __init__(self, file: BinaryIO, head: Head, *, receiver_key: bytes, seed: bytes) -> None:
        once, public = sealing.new_shared(receiver_key)
        written = encode(msgspec.structs.replace(head, once=public))
        begin = MAGIC + VERSION.to_bytes(2, "big") + len(written).to_bytes(4, "big") + written
        self._file = file
        self._seed = seed
        self._hash = hashlib.sha256()
        self._cipher = ChaCha20Poly1305(sealing.key_to_seal(once, receiver_key, begin))
        self._content = bytearray()
        self._chunks = 0
        self.size = 0
        self._write(begin)

    def add(self, message: msgspec.Struct) -> None:
        """Add a message."""
        packed = pack(message)
        self._content += len(packed).to_bytes(_COUNT, "big") + packed
        while len(self._content) > CHUNK:  # the last chunk is left for `finish`
            self._seal(self._content[:CHUNK], is_last=False)
            del self._content[:CHUNK]

    def finish(self) -> None:
        """Write the last chunk and the signature."""
        self._seal(self._content, is_last=True)
        self._write(sign(_SIGNED_PURPOSE + self._hash.digest(), self._seed).signature)

    def _seal(self, content: bytes | bytearray, *, is_last: bool) -> None:
        self._write(self._cipher.encrypt(_nonce(self._chunks, is_last=is_last), bytes(content), None))
        self._chunks += 1

    def _write(self, written: bytes) -> None:
        self._file.write(written)
        self._hash.update(written)
        self.size += len(written)


class Package:
    """A package to be read; nothing of it is believed until `verify` has passed."""

    def __init__(self, file: BinaryIO) -> None:
        """Read the head.

        Raises:
            Refused: package_not_one, package_newer, package_damaged.
        """
        self._file = file
        self.size = file.seek(0, os.SEEK_END)
        file.seek(0)
        fixed = len(MAGIC) + 2 + 4
        begin = file.read(fixed)
        if begin[: len(MAGIC)] != MAGIC:
            raise Refused("package_not_one")
        if len(begin) < fixed:
            raise Refused("package_damaged")
        version = int.from_bytes(begin[len(MAGIC) : -4], "big")
        if version > VERSION:
            raise Refused("package_newer", version=version)
        length = int.from_bytes(begin[-4:], "big")
        if version != VERSION or length > _MOST_HEAD or self.size < fixed + length + _TAG + _SIGNATURE:
            raise Refused("package_damaged")
        self._begin = begin + file.read(length)
        try:
            self.head = decode(self._begin[fixed:], Head)
        except Refused:
            raise Refused("package_damaged") from None

    def verify(self, public: bytes, progress: Progress = lambda _done, _size: True) -> None:
        """Read the whole file and make sure that it is as this sender wrote it.

        Raises:
            Refused: package_damaged.
            Unavailable: stopped.
        """
        seen = hashlib.sha256(self._begin)  # what was read at first: the file may say something else now
        self._file.seek(len(self._begin))
        left = self.size - len(self._begin) - _SIGNATURE
        while left:
            piece = self._file.read(min(left, CHUNK))
            if not piece:
                raise Refused("package_damaged")
            seen.update(piece)
            left -= len(piece)
            go_on(progress, self.size - left, self.size)
        try:
            check(Signed(_SIGNED_PURPOSE + seen.digest(), self._file.read(_SIGNATURE)), public)
        except Refused:
            raise Refused("package_damaged") from None

    def messages(self, seed: bytes, kind: type[T], progress: Progress = lambda _done, _size: True) -> Iterator[T]:
        """Open the messages one by one; the head read at first still counts, whatever the file says now.

        Raises:
            Refused: package_damaged.
            Unavailable: stopped.
        """
        content = bytearray()
        for chunk in self._chunks(seed, progress):
            content += chunk
            while len(content) >= _COUNT:
                length = int.from_bytes(content[:_COUNT], "big")
                if length > MOST_PACKED:
                    raise Refused("package_damaged")
                if len(content) < _COUNT + length:
                    break
                packed = bytes(content[_COUNT : _COUNT + length])
                del content[: _COUNT + length]
                yield _read(packed, kind)
        if content:
            raise Refused("package_damaged")

    def _chunks(self, seed: bytes, progress: Progress) -> Iterator[bytes]:
        try:
            cipher = ChaCha20Poly1305(sealing.key_to_open(seed, self.head.once, self._begin))
        except Refused:
            raise Refused("package_damaged") from None
        place, count, end = len(self._begin), 0, self.size - _SIGNATURE
        while place < end:
            self._file.seek(place)
            sealed = self._file.read(min(CHUNK + _TAG, end - place))
            place += len(sealed)
            try:
                yield cipher.decrypt(_nonce(count, is_last=place >= end), sealed, None)
            except InvalidTag:
                raise Refused("package_damaged") from None
            count += 1
            go_on(progress, place, self.size)


def _read(packed: bytes, kind: type[T]) -> T:
    try:
        return unpack(packed, kind)
    except Refused:
        raise Refused("package_damaged") from None


def _nonce(place: int, *, is_last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([is_last])


def go_on(progress: Progress, done: int, size: int) -> None:
    """Tell how far it is.

    Raises:
        Unavailable: stopped.
    """
    if not progress(done, size):
        raise Unavailable("stopped")

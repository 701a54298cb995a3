"""Messages as bytes: msgpack, compressed, bounded before they are unpacked, checked against their type.

Compressors are not thread-safe, so each thread has its own.
"""

from __future__ import annotations

import threading
from typing import TypeVar

import msgspec
import zstandard

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.exchange import MOST_PACKED
from yigongti_desktop.protocol.exchange import MOST_UNPACKED

T = TypeVar("T")
_LEVEL = 3
#: What decoding bytes of any kind may raise: wrong types or times, text that is not UTF-8, nesting without end.
_DAMAGE = (ValueError, OverflowError, RecursionError)
_encoder = msgspec.msgpack.Encoder()
_own = threading.local()


def pack(message: msgspec.Struct) -> bytes:
    """Return the message compressed for the wire."""
    return deflate(_encoder.encode(message))


def unpack(packed: bytes, kind: type[T]) -> T:
    """Return the message of this kind.

    Raises:
        Refused: message_too_big, message_damaged.
    """
    return decode(inflate(packed), kind)


def deflate(plain: bytes) -> bytes:
    """Return bytes compressed, with their size before them."""
    if not hasattr(_own, "compressor"):
        _own.compressor = zstandard.ZstdCompressor(level=_LEVEL)
    return bytes(_own.compressor.compress(plain))


def inflate(packed: bytes, most: int = MOST_UNPACKED) -> bytes:
    """Return bytes as they were before they were compressed; more than `most` are refused before they are unpacked.

    Raises:
        Refused: message_too_big, message_damaged.
    """
    if len(packed) > MOST_PACKED:
        raise Refused("message_too_big", size=len(packed), most=MOST_PACKED)
    try:
        size = zstandard.frame_content_size(packed)
    except zstandard.ZstdError:
        raise Refused("message_damaged") from None
    if size < 0 or size > most:
        raise Refused("message_too_big", size=size, most=most)
    if not hasattr(_own, "decompressor"):
        _own.decompressor = zstandard.ZstdDecompressor()
    try:
        return bytes(_own.decompressor.decompress(packed, max_output_size=most))
    except zstandard.ZstdError:
        raise Refused("message_damaged") from None


def encode(message: msgspec.Struct) -> bytes:
    """Return the message as plain msgpack: what gets signed."""
    return _encoder.encode(message)


def decode(payload: bytes, kind: type[T]) -> T:
    """Return the message of this kind from plain msgpack.

    Raises:
        Refused: message_damaged.
    """
    try:
        return msgspec.msgpack.decode(payload, type=kind)
    except _DAMAGE:
        raise Refused("message_damaged") from None

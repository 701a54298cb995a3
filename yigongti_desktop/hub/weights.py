"""What a message may hold, looked at before it is made into objects: a small message can name a million of them."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Annotated
from typing import TypeVar

import msgspec
import zstandard

from yigongti_desktop.hub.routes import Body
from yigongti_desktop.protocol.compact import is_compact
from yigongti_desktop.protocol.exchange import MOST_EVENTS
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import inflate

T = TypeVar("T")
#: Streams of one desk, and characters of a stream's name.
MOST_STREAMS = 500
LONGEST_STREAM = 200


class _Frame(msgspec.Struct):
    """An exchange seen from outside: what it counts up, and nothing else of it."""

    cursors: Annotated[
        dict[Annotated[str, msgspec.Meta(max_length=LONGEST_STREAM)], int], msgspec.Meta(max_length=MOST_STREAMS)
    ]
    program: Annotated[str, msgspec.Meta(max_length=LONGEST_STREAM)] = ""


class _BatchFrame(msgspec.Struct):
    """A batch seen from outside; its acts stay bytes."""

    events: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=2 * MOST_EVENTS)] = []


def weight(packed: bytes) -> int:
    """Return the bytes that a message says it unpacks to; 0 when it does not say."""
    try:
        return max(0, zstandard.frame_content_size(packed))
    except zstandard.ZstdError:
        return 0


def unpack_bounded(packed: bytes, kind: type[T], bounds: Body) -> T:
    """Return the message of this kind, if it keeps to the bounds of its route.

    Raises:
        Refused: message_too_big, message_damaged.
    """
    plain = inflate(packed, bounds.most_unpacked)
    if kind is Exchange:
        decode(plain, _Frame)
    message = decode(plain, kind)
    payload = message.batch.payload if isinstance(message, Exchange) and message.batch else b""
    if payload and not is_compact(payload):
        decode(payload, _BatchFrame)  # those of version 2 are bounded by their own types
    return message


def let_go() -> None:
    """Give memory that is free back to the system, where the C library keeps it otherwise."""
    if _TRIM is not None:
        _TRIM(0)


def _trim() -> Callable[[int], int] | None:
    if sys.platform != "linux":
        return None
    found: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return found


_TRIM = _trim()

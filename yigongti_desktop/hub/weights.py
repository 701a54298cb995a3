"""What a message may hold, looked at before it is made into objects: a small message can name a million of them."""

from __future__ import annotations

from typing import Annotated
from typing import TypeVar

import msgspec

from yigongti_desktop.hub.routes import Body
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


_FRAMES: dict[type[msgspec.Struct], type[msgspec.Struct]] = {Exchange: _Frame}


def unpack_bounded(packed: bytes, kind: type[T], bounds: Body) -> T:
    """Return the message of this kind, if it keeps to the bounds of its route.

    Raises:
        Refused: message_too_big, message_damaged.
    """
    plain = inflate(packed, bounds.most_unpacked)
    frame = _FRAMES.get(bounds.kind)
    if frame is not None:
        decode(plain, frame)
    return decode(plain, kind)

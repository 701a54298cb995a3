"""What an act says, read as its kind knows it; and what a refusal may say of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.compact import Act
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.facts import moment

#: Bytes of one act; five hundred lines of a request with all their remarks are a tenth of it.
_LONGEST_BODY = 4 * 1024**2


def moment_of(act: Act) -> datetime:
    """Return when an act was done, as its device tells it.

    Raises:
        Refused: event_damaged.
    """
    try:
        told = moment(act.at)
    except ValueError:
        raise Refused("event_damaged") from None
    if told.tzinfo is None:
        raise Refused("event_damaged")
    return told


def body_of(kind: EventKind[Any, Any], act: Act) -> msgspec.Struct:
    """Return the body of an act as its kind knows it.

    Raises:
        Refused: event_damaged.
    """
    if act.body is not None and len(act.body) > _LONGEST_BODY:
        raise Refused("event_damaged")
    try:
        if act.values is not None:
            body: msgspec.Struct = msgspec.convert(act.values, kind.body)
        else:
            body = msgspec.json.decode(act.body or b"", type=kind.body)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise Refused("event_damaged") from None
    return body


def travelling(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a refusal if they can travel; a desk that lies may have sent a number that cannot."""
    try:
        msgspec.msgpack.encode(facts)
    except (TypeError, OverflowError, ValueError):
        return {}
    return facts

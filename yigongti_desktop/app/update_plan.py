"""When a desk looks for a new version by itself, and when it offers one.

Pure: the moment and the draw are passed in. A desk asks once a day at most, each at a moment of its own, so that a
county's desks do not fetch at once; a file that was refused is left alone for a week, for its place on the hub may get
a good copy under the same head.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault

DAY = timedelta(days=1)
#: Over how long the desks of a county spread.
SPREAD = timedelta(hours=4)
#: How long a line or a disk that failed is given.
AFTER_WEATHER = timedelta(hours=1)
LEFT_ALONE = timedelta(days=7)
#: Nobody has typed for so long.
QUIET = timedelta(minutes=3)


class Turned(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the hub's that was refused: which, why, when."""

    mark: str
    code: str
    facts: dict[str, Any]
    at: datetime


class Known(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a desk remembers of its search."""

    #: When the hub is asked next; None before the first talk.
    due: datetime | None = None
    turned: Turned | None = None
    #: The version that a person put off, and on which day.
    put_off: str = ""
    put_off_on: date | None = None


def read(kept: str) -> Known:
    """Return what was kept; nothing where it cannot be read."""
    try:
        return msgspec.json.decode(kept, type=Known)
    except msgspec.DecodeError:
        return Known()


def write(known: Known) -> str:
    """Return it as it is kept."""
    return msgspec.json.encode(known).decode()


def begun(known: Known, now: datetime, draw: float) -> Known:
    """Plan the first search.

    Args:
        known: what is remembered.
        now: this moment.
        draw: a random number from 0 to less than 1.
    """
    return known if known.due is not None else replace(known, due=now + draw * SPREAD)


def is_due(known: Known, now: datetime) -> bool:
    """Say whether to ask the hub; a plan from a clock that was put back is none."""
    return known.due is not None and not now < known.due <= now + DAY + SPREAD


def asked(known: Known, now: datetime, draw: float, *, has_come: bool) -> Known:
    """Note that the hub was asked to the end: a new version has come, or there is none but what is left alone."""
    turned = known.turned if not has_come and left_alone(known, now) else None
    return replace(known, due=now + DAY + draw * SPREAD, turned=turned)


def failed(known: Known, fault: Fault, now: datetime, draw: float) -> Known:
    """Note why nothing came: for the file's sake, or for the line's and the disk's, which may be better in an hour."""
    facts = dict(fault.facts)
    mark = facts.pop("mark", "")
    if not mark:
        return replace(known, due=now + AFTER_WEATHER)
    turned = Turned(mark=mark, code=fault.code, facts=facts, at=now)
    return replace(known, due=now + DAY + draw * SPREAD, turned=turned)


def left_alone(known: Known, now: datetime) -> str:
    """Return the mark of the file that is not fetched again for now; empty for none."""
    turned = known.turned
    return turned.mark if turned is not None and now < turned.at + LEFT_ALONE else ""


def put_off(known: Known, version: str, now: datetime) -> Known:
    """Note that a person wants to hear of a version no more today."""
    return replace(known, put_off=version, put_off_on=day(now))


def may_offer(known: Known, version: str, now: datetime, typed_at: datetime, *, is_writing: bool) -> bool:
    """Say whether a version may be offered: nothing half-written is open, nobody types, nobody put it off today."""
    is_put_off = known.put_off == version and known.put_off_on == day(now)
    return not is_writing and not is_put_off and not typed_at <= now < typed_at + QUIET

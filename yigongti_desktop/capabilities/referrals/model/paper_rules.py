"""Whether a slip bears a code and how large, as the county has it and the form allows."""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.capabilities.referrals.model.paper import Back
from yigongti_desktop.capabilities.referrals.model.paper import Out
from yigongti_desktop.capabilities.referrals.model.paper import pack
from yigongti_desktop.kernel import base41
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol import paper_code
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule

#: Letters of one symbol: QR version 13, level M (ISO/IEC 18004), whose 69 modules and quiet zone fill 32 mm at 0.41 mm.
LETTERS = 483
#: Symbols of a slip where its short fields alone have no room in one.
_AT_LEAST_ROOM = 2


class Content(msgspec.Struct, frozen=True):
    """What a code says, and how many symbols it takes."""

    packed: bytes
    symbols: int


def bears_code(register: Lookup, form: str, today: date) -> bool:
    """Say whether a slip bears a code: the county wants it, and the form is none that forbids it (standards 1.4)."""
    is_wanted = rule(register, "referral.paper_code", today, True)  # noqa: FBT003 - the value where the county is silent
    return is_wanted and form not in rule(register, "referral.paper_code_not_on", today, [])


def symbols(register: Lookup, today: date) -> int:
    """Return how many symbols a slip may bear side by side; each more takes 32 mm."""
    return min(max(rule(register, "referral.paper_code_symbols", today, 1), 1), paper_code.MOST_PARTS)


def room(count: int) -> int:
    """Return how many bytes of content so many symbols hold."""
    each = base41.length(LETTERS - paper_code.HEAD)
    return count * each - paper_code.overhead()


def content(said: Out | Back, most: int) -> Content | None:
    """Return what a code says in as few symbols as hold it whole, else cut to as many as may be; None for no room."""
    for count in range(1, max(most, _AT_LEAST_ROOM) + 1):
        try:
            packed = pack(said, room(count), may_cut=count >= most)
        except Refused:
            continue
        return Content(packed, count)
    return None

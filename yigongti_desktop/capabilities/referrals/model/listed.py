"""What a county lists for people to choose from: why a patient is declined, which patients may go down.

`referral.decline_reasons` and `referral.down_classes` are lists of a code and its name; the classes of REF-07 and
REF-14 stand in the national file, and a county may put its own in their place.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from yigongti_desktop.capabilities.referrals.model.slip import line
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.county import rule

DECLINE_REASONS, DOWN_CLASSES = "referral.decline_reasons", "referral.down_classes"


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to choose."""

    code: str
    name: str
    #: Where it comes from: a policy id.
    source: str = ""


def listed(register: Lookup, name: str, on: date) -> tuple[Listed, ...]:
    """Return what the county lists under a rule on a day; what does not fit is left out."""
    lines: list[Any] = rule(register, name, on, [])
    found = []
    for one in lines:
        try:
            found.append(msgspec.convert(one, Listed))
        except msgspec.ValidationError:
            continue
    return tuple(found)


def name_of(register: Lookup, name: str, code: str, on: date) -> str:
    """Return what a code of a list is called on a day; the code itself where the list no longer has it."""
    return next((one.name for one in listed(register, name, on) if one.code == code), code)


def reason_of(code: str, words: str, ruling: Ruling) -> str:
    """Return a reason in words: those of the county's code where the person has none of their own.

    Raises:
        Refused: reason_unknown, field_empty, field_long.
    """
    if not code:
        return line(words, "reason", needed=True)
    known = next((one for one in listed(ruling.register, DECLINE_REASONS, day(ruling.at)) if one.code == code), None)
    if known is None:
        raise Refused("reason_unknown", field="reason")
    return line(words, "reason") or known.name


def need_class(code: str, ruling: Ruling) -> Listed:
    """Return the class of patients who may go down (REF-07, REF-14).

    Raises:
        Refused: field_empty, down_class_unknown.
    """
    if not code:
        raise Refused("field_empty", field="down_class")
    known = next((one for one in listed(ruling.register, DOWN_CLASSES, day(ruling.at)) if one.code == code), None)
    if known is None:
        raise Refused("down_class_unknown", field="down_class")
    return known

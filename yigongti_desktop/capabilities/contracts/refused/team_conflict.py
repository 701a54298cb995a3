"""A team that two people have changed: what each wrote in words, and words that a person decides for as values."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.villages import read_villages
from yigongti_desktop.capabilities.contracts.model.villages import say_villages
from yigongti_desktop.capabilities.contracts.ui.team_words import say_member

_MEMBERS, _VILLAGES = "members", "villages"


def say_value(field: str, value: Any, other: Any = None) -> str:
    """Return a value of a field in words; of members only those that the other value has not so.

    Args:
        field: of the team.
        value: as it travels.
        other: the value beside which it is shown; None where it stands alone.
    """
    if field == _VILLAGES:
        return say_villages(value or ())
    if field != _MEMBERS:
        return str(value or "")
    return _say_members(list(value or ()), None if other is None else list(other))


def say_before(field: str, value: Any) -> str:
    """Return the value from which both began, briefly."""
    return f"{len(value or ())} 人" if field == _MEMBERS else say_value(field, value)


def read_value(field: str, words: str) -> Any:
    """Return what a person has typed for a field as a value."""
    return list(read_villages(words)) if field == _VILLAGES else words


def may_type(field: str) -> bool:
    """Say whether a value can be typed; members are chosen as one or the other has them."""
    return field != _MEMBERS


def _say_members(value: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]] | None) -> str:
    own = [one for one in value if other is None or one not in other]
    known = {one["name"]: msgspec.convert(one, Member) for one in other or ()}
    said = [say_member(msgspec.convert(one, Member), known.get(one["name"])) for one in own]
    names = {one["name"] for one in value}
    gone = [one["name"] for one in other or () if one["name"] not in names]
    return "；".join([*said, *(f"没有 {name}" for name in dict.fromkeys(gone))])

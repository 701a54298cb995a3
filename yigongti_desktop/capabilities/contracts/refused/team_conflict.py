"""A team that two people have changed: what each wrote in words, and words that a person decides for as values."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.model.joining import KEYS
from yigongti_desktop.capabilities.contracts.model.joining import three
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.villages import read_villages
from yigongti_desktop.capabilities.contracts.model.villages import say_villages
from yigongti_desktop.capabilities.contracts.ui.team_words import say_member

_MEMBERS, _VILLAGES = "members", "villages"


def tell(field: str, told: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return base, mine and theirs of a field in words; of members only those that both have changed.

    Args:
        field: of the team.
        told: its base, mine and theirs, as a conflict tells them.
    """
    base, mine, theirs = (told.get(part) or () for part in ("base", "mine", "theirs"))
    if field != _MEMBERS:
        return say_value(field, base), say_value(field, mine), say_value(field, theirs)
    both = three(field, told)
    known = set(both.disputed()) if both.is_plain else None
    here, there = (
        [one for one in part if known is None or both.key(one) in known] for part in (list(mine), list(theirs))
    )
    return f"{len(base)} 人", say_value(field, here, there), say_value(field, there, here)


def decide(field: str, told: Mapping[str, Any], words: str) -> Any:
    """Return the value that a person decided for; what only one of the two has changed of a list stands as well.

    Args:
        field: of the team.
        told: its base, mine and theirs, as a conflict tells them.
        words: mine or theirs in words, or what was typed.
    """
    _, mine, theirs = tell(field, told)
    if words not in {mine, theirs}:
        return list(read_villages(words)) if field == _VILLAGES else words
    is_mine = words == mine
    if field in KEYS and (both := three(field, told)).is_plain:
        return both.joined(is_mine=is_mine)
    return told.get("mine" if is_mine else "theirs", "")


def may_type(field: str) -> bool:
    """Say whether a value can be typed; members are chosen as one or the other has them."""
    return field != _MEMBERS


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
    return _say_members(value or (), None if other is None else list(other))


def _say_members(value: Iterable[Mapping[str, Any]], other: list[Mapping[str, Any]] | None) -> str:
    mine = list(value)
    own = [one for one in mine if other is None or one not in other]
    known = {one["name"]: msgspec.convert(one, Member) for one in other or ()}
    said = [say_member(msgspec.convert(one, Member), known.get(one["name"])) for one in own]
    names = {one["name"] for one in mine}
    gone = [one["name"] for one in other or () if one["name"] not in names]
    return "；".join([*said, *(f"没有 {name}" for name in dict.fromkeys(gone))])

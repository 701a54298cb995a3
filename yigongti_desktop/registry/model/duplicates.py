"""Two records of one person become one, and can be parted again; nothing of either is thrown away (CHR-06).

The folded record stays as it was and points to the kept one, which takes over its units, phones, tags and whatever it
lacked itself, and notes what came from where. Two acts carry this: one on the folded record, which a person does, and
one on the kept record, which follows from it.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.resident import FIELDS
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.resident import need_open
from yigongti_desktop.registry.model.standing import Folded
from yigongti_desktop.registry.model.standing import Tag
from yigongti_desktop.registry.model.tagging import tidy_reason

#: What the kept record takes over where it has nothing itself.
_TAKEN_OVER = (
    *(name for name in FIELDS if name not in {"name", "sex", "birth", "phone", "phones", "no_id_reason"}),
    "household",
    "relation",
    "died_on",
)


def merge(current: Resident | None, into: str, reason: str, ruling: Ruling) -> Resident:
    """Fold a record into another of the same person.

    Raises:
        Refused: not_found for either, resident_merged for either, merge_with_itself, field_empty, field_long.
    """
    if current is not None and current.merged_into == into != "":
        return current
    folded = need_open(current, ruling)
    tidy_reason(reason)
    if folded.id == into:
        raise Refused("merge_with_itself")
    need_open(ruling.register.get("resident", into), ruling)
    return replace(folded, merged_into=into)


def unite(current: Resident | None, other: str, reason: str, ruling: Ruling) -> Resident:
    """Take over what a folded record brings; once more when it has got further units since.

    Raises:
        Refused: not_found, not_merged when the other points elsewhere.
    """
    folded: Resident | None = ruling.register.get("resident", other)
    if current is None or folded is None:
        raise Refused("not_found", kind="resident")
    if folded.merged_into != current.id:
        raise Refused("not_merged")
    before = next((one for one in current.folded if one.resident == other), None) or Folded(
        resident=other, name=folded.name, reason=reason, person=ruling.actor.name, on=day(ruling.at)
    )
    filled = _fillings(current, folded)
    units = tuple(one for one in folded.units if one not in current.units)
    known_phones = {current.phone, *current.phones}
    phones = tuple(one for one in dict.fromkeys((folded.phone, *folded.phones)) if one and one not in known_phones)
    groups = tuple(one for one in folded.groups if one.group not in {its.group for its in current.groups})
    note = replace(
        before,
        units=(*before.units, *units),
        phones=(*before.phones, *phones),
        groups=(*before.groups, *groups),
        filled=before.filled | filled,
    )
    merged = replace(
        current,
        units=(*current.units, *units),
        phones=(*current.phones, *phones),
        groups=_sorted((*current.groups, *groups)),
        folded=(*(one for one in current.folded if one.resident != other), note),
    )
    return _with(merged, filled | ({"no_id_reason": ""} if "id_number" in filled else {}))


def part(current: Resident | None, kept: str, reason: str, ruling: Ruling) -> Resident:
    """Let a record that was folded into the kept one stand for itself again.

    Raises:
        Refused: not_found, not_merged, resident_merged when the kept record was itself folded into another since.
    """
    if current is None or ruling.actor.institution not in current.units:
        raise Refused("not_found", kind="resident")
    tidy_reason(reason)
    if not kept or current.merged_into != kept:
        raise Refused("not_merged")
    need_open(ruling.register.get("resident", kept), ruling)
    return replace(current, merged_into="")


def divide(current: Resident | None, other: str) -> Resident:
    """Give back what a folded record had brought, but for what has been changed since.

    Raises:
        Refused: not_found, not_merged.
    """
    if current is None:
        raise Refused("not_found", kind="resident")
    note = next((one for one in current.folded if one.resident == other), None)
    if note is None:
        raise Refused("not_merged")
    plain = msgspec.to_builtins(current)
    unchanged = [name for name, value in note.filled.items() if plain[name] == value]
    units = tuple(one for one in current.units if one not in note.units) or current.units
    parted = replace(
        current,
        units=units,
        phones=tuple(one for one in current.phones if one not in note.phones),
        groups=tuple(one for one in current.groups if one not in note.groups),
        folded=tuple(one for one in current.folded if one.resident != other),
    )
    empty = {name: None if name == "died_on" else "" for name in unchanged}
    return _with(parted, empty | ({"no_id_reason": _WITHOUT} if "id_number" in empty else {}))


#: Why a record has no number that had one only from its duplicate.
_WITHOUT = "原重复档案已分开"


def _fillings(kept: Resident, folded: Resident) -> dict[str, Any]:
    """Return in plain values what the kept record lacks and the folded one has."""
    plain = msgspec.to_builtins(folded)
    lacking = [name for name in _TAKEN_OVER if getattr(folded, name) and not getattr(kept, name)]
    if kept.household:
        lacking = [name for name in lacking if name != "relation"]
    return {name: plain[name] for name in lacking}


def _with(resident: Resident, changes: dict[str, Any]) -> Resident:
    changed: Resident = msgspec.convert(msgspec.to_builtins(resident) | changes, Resident)
    return changed


def _sorted(groups: tuple[Tag, ...]) -> tuple[Tag, ...]:
    return tuple(sorted(groups, key=lambda one: (one.since, one.group)))

"""A record that two people have changed: what each wrote, and the act that says which stands."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.messages.teams import ChangeTeam
from yigongti_desktop.capabilities.contracts.refused import team_conflict
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.storage.outbox import Act

_CODES = {"conflict", "resident_exists"}
#: A resident's values that are lists are told as words with blanks between.
_BETWEEN = " "


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """One field with its values as words."""

    field: str
    before: str
    mine: str
    theirs: str
    #: Whether another value may be typed.
    is_open: bool = True


@dataclass(frozen=True, kw_only=True)
class _Way:
    """How the fields of a kind of act are told and decided."""

    #: Words of a value beside the other one: (field, value, other).
    say: Callable[[str, Any, Any], str]
    #: Words of the value from which both began: (field, value).
    say_before: Callable[[str, Any], str]
    #: The value of words that were typed: (field, words).
    read: Callable[[str, str], Any]
    may_type: Callable[[str], bool]
    #: The act that makes changes stand: (record, changes, the act that it answers).
    command: Callable[[str, dict[str, tuple[Any, Any]], str], msgspec.Struct]


def disputes(act: Act) -> list[Dispute]:
    """Return the fields that a person has to decide; none where the act was refused for something else."""
    way = _WAYS.get(act.kind)
    if way is None:
        return []
    return [
        Dispute(
            field=field,
            before=way.say_before(field, values.get("base", "")),
            mine=way.say(field, values.get("mine", ""), values.get("theirs", "")),
            theirs=way.say(field, values.get("theirs", ""), values.get("mine", "")),
            is_open=way.may_type(field),
        )
        for field, values in _fields(act).items()
    ]


def decided(act: Act, values: Mapping[str, str]) -> msgspec.Struct | None:
    """Return the act that makes the decided values stand, with what was not in dispute; None when theirs all stand.

    Args:
        act: that came back.
        values: the words that a person decided for, by field.
    """
    way = _WAYS[act.kind]
    changes: dict[str, tuple[Any, Any]] = {}
    for dispute in disputes(act):
        told = _fields(act)[dispute.field]
        words = values[dispute.field]
        if words != dispute.theirs:
            wanted = told.get("mine", "") if words == dispute.mine else way.read(dispute.field, words)
            changes[dispute.field] = (told.get("theirs", ""), wanted)
    wanted_too = msgspec.json.decode(act.body).get("changes", {})
    others = {field: (seen, new) for field, (seen, new) in wanted_too.items() if field not in values}
    changes = others | changes
    return way.command(act.record, changes, act.event) if changes else None


def _fields(act: Act) -> dict[str, dict[str, Any]]:
    fields = act.facts.get("fields")
    return fields if act.code in _CODES and isinstance(fields, dict) else {}


def _say_of_resident(_field: str, value: Any, _other: Any = None) -> str:
    return _BETWEEN.join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _read_of_resident(field: str, words: str) -> Any:
    """Return what the words of a field stand for: of further phones, each by itself."""
    return [one for one in words.split(_BETWEEN) if one] if field == "phones" else words


_RESIDENT = _Way(
    say=_say_of_resident,
    say_before=_say_of_resident,
    read=_read_of_resident,
    may_type=lambda _field: True,
    command=lambda record, changes, answers: CorrectResident(resident=record, changes=changes, answers=answers),
)
_TEAM = _Way(
    say=team_conflict.say_value,
    say_before=team_conflict.say_before,
    read=team_conflict.read_value,
    may_type=team_conflict.may_type,
    command=lambda record, changes, answers: ChangeTeam(team=record, changes=changes, answers=answers),
)
#: Acts whose fields are decided one by one; what clashes in another is done again where it was done.
_WAYS = {"resident.registered": _RESIDENT, "resident.corrected": _RESIDENT, "team.changed": _TEAM}

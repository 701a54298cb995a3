"""A record that two people have changed: what each wrote, and the act that says which stands."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.messages.teams import ChangeTeam
from yigongti_desktop.capabilities.contracts.refused import team_conflict
from yigongti_desktop.capabilities.staffing.messages.duties import ChangeDuty
from yigongti_desktop.capabilities.staffing.refused import duties
from yigongti_desktop.capabilities.staffing.refused import posting_terms
from yigongti_desktop.capabilities.staffing.refused import rosters
from yigongti_desktop.capabilities.staffing.refused import settings
from yigongti_desktop.capabilities.staffing.refused import unit_rules
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.refused import staff
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
    #: What the field is called, where the words of all do not say: a person's name.
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class _Way:
    """How the fields of a kind of act are told and decided."""

    #: Words of base, mine and theirs: (field, what the conflict tells of it).
    tell: Callable[[str, Mapping[str, Any]], tuple[str, str, str]]
    #: The value of the words that were decided for: (field, what the conflict tells of it, words).
    decide: Callable[[str, Mapping[str, Any], str], Any]
    may_type: Callable[[str], bool]
    #: The act that makes changes stand: (the act that it answers, changes).
    command: Callable[[Act, dict[str, tuple[Any, Any]]], msgspec.Struct]
    #: What a field is called by what the conflict tells of it; empty where the words of all say it.
    call: Callable[[Mapping[str, Any]], str] = lambda _told: ""


def disputes(act: Act) -> list[Dispute]:
    """Return the fields that a person has to decide; none where the act was refused for something else."""
    way = _WAYS.get(act.kind)
    if way is None:
        return []
    found = []
    for field, told in _fields(act).items():
        before, mine, theirs = way.tell(field, told)
        is_open, name = way.may_type(field), way.call(told)
        found.append(Dispute(field=field, before=before, mine=mine, theirs=theirs, is_open=is_open, name=name))
    return found


def decided(act: Act, values: Mapping[str, str]) -> msgspec.Struct | None:
    """Return the act that makes the decided values stand, with what was not in dispute; None when theirs all stand.

    Args:
        act: that came back.
        values: the words that a person decided for, by field.
    """
    way = _WAYS[act.kind]
    wanted = msgspec.json.decode(act.body).get("changes", {})
    changes = {field: (seen, new) for field, (seen, new) in wanted.items() if field not in values}
    for field, told in _fields(act).items():
        theirs, value = told.get("theirs", ""), way.decide(field, told, values[field])
        if value != theirs:
            changes[field] = (theirs, value)
    return way.command(act, changes) if changes else None


def _fields(act: Act) -> dict[str, dict[str, Any]]:
    fields = act.facts.get("fields")
    return fields if act.code in _CODES and isinstance(fields, dict) else {}


def _tell_of_resident(_field: str, told: Mapping[str, Any]) -> tuple[str, str, str]:
    base, mine, theirs = (_words(told.get(part, "")) for part in ("base", "mine", "theirs"))
    return base, mine, theirs


def _decide_of_resident(field: str, told: Mapping[str, Any], words: str) -> Any:
    """Return what the words of a field stand for: of further phones, each by itself."""
    for part in ("theirs", "mine"):
        if words == _words(told.get(part, "")):
            return told.get(part, "")
    return [one for one in words.split(_BETWEEN) if one] if field == "phones" else words


def _words(value: Any) -> str:
    return _BETWEEN.join(map(str, value)) if isinstance(value, list | tuple) else str(value)


_RESIDENT = _Way(
    tell=_tell_of_resident,
    decide=_decide_of_resident,
    may_type=lambda _field: True,
    command=lambda act, changes: CorrectResident(resident=act.record, changes=changes, answers=act.event),
)
_TEAM = _Way(
    tell=team_conflict.tell,
    decide=team_conflict.decide,
    may_type=team_conflict.may_type,
    command=lambda act, changes: ChangeTeam(team=act.record, changes=changes, answers=act.event),
)
_STAFF_FIELDS = _Way(
    tell=staff.tell,
    decide=staff.decide,
    may_type=staff.may_type,
    command=lambda act, changes: staff.corrected(act.record, changes, act.event),
)
_STAFF_PARTS = _Way(
    tell=staff.tell,
    decide=staff.decide,
    may_type=staff.may_type,
    command=lambda act, changes: staff.noted(act.record, changes, act.event),
)
_DUTY = _Way(
    tell=duties.tell,
    decide=duties.decide,
    may_type=duties.may_type,
    command=lambda act, changes: ChangeDuty(duty=act.record, changes=changes, answers=act.event),
)
_LINES = _Way(
    tell=rosters.tell,
    decide=rosters.decide,
    may_type=lambda _person: False,
    command=rosters.changed,
    call=rosters.call,
)
_SETTINGS = _Way(
    tell=settings.tell,
    decide=settings.decide,
    may_type=settings.may_type,
    command=settings.settled,
)
_TERMS = _Way(
    tell=posting_terms.tell,
    decide=posting_terms.decide,
    may_type=lambda _field: False,
    command=posting_terms.settled,
)
_RULES = _Way(
    tell=unit_rules.tell,
    decide=unit_rules.decide,
    may_type=lambda _day: False,
    command=unit_rules.changed,
    call=unit_rules.call,
)
#: Acts whose fields are decided one by one; what clashes in another is done again where it was done.
_WAYS = {
    "resident.registered": _RESIDENT,
    "resident.corrected": _RESIDENT,
    "team.changed": _TEAM,
    "staff.corrected": _STAFF_FIELDS,
    "staff.noted": _STAFF_PARTS,
    "duty.changed": _DUTY,
    "roster.changed": _LINES,
    "roster.amended": _LINES,
    "roster_setting.settled": _SETTINGS,
    "roster_rule.set": _RULES,
    "posting_terms.settled": _TERMS,
    "posting_way.settled": _TERMS,
}

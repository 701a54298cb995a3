"""Refused acts on what is settled of somebody for rosters: what stands in them, and both values of a field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.messages import settings as m
from yigongti_desktop.capabilities.staffing.ui.setting_words import FIELDS
from yigongti_desktop.capabilities.staffing.ui.setting_words import say_pattern
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import records

_PEOPLE = "人员"


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act."""
    if act.kind != "roster_setting.settled":
        return None
    body = msgspec.json.decode(act.body, type=m.PersonSettled)
    said = [(_PEOPLE, _name(connection, body.person))]
    for field, (seen, new) in body.changes.items():
        before, after = (_said(connection, field, value) or "空" for value in (seen, new))
        said.append((FIELDS.get(field, "改动"), f"{before} → {after}"))
    return said


def say_value(field: str, value: Any) -> str:
    """Return a value of a field in words, as it travels; people are only counted where nobody can look them up."""
    if field == "pattern":
        return say_pattern(value or ())
    if field == "skills":
        return "、".join(value or ())
    if field == "apart":
        return f"{len(value)} 人" if value else ""
    if field == "partner":
        return "有带教人" if value else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value or "")


def tell(field: str, told: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return base, mine and theirs of a field in words."""
    base, mine, theirs = (say_value(field, told.get(part)) for part in ("base", "mine", "theirs"))
    if mine == theirs:
        mine, theirs = f"{mine}（您写的）", f"{theirs}（同事写的）"
    return base, mine, theirs


def decide(field: str, told: Mapping[str, Any], words: str) -> Any:
    """Return the value that a person decided for: mine, theirs, or the words of a group that were typed."""
    _, mine, theirs = tell(field, told)
    if words in {mine, theirs}:
        return told.get("mine" if words == mine else "theirs")
    return words


def may_type(field: str) -> bool:
    """Say whether a value can be typed; others are chosen as one or the other has them."""
    return field == "group"


def settled(act: Any, changes: Mapping[str, tuple[Any, Any]]) -> msgspec.Struct:
    """Return the act that makes decided values stand."""
    person = msgspec.json.decode(act.body, type=m.PersonSettled).person
    return m.SettlePerson(person=person, changes=dict(changes), answers=act.event)


def _said(connection: Any, field: str, value: Any) -> str:
    if field in {"apart", "partner"} and connection is not None:
        people = value or () if field == "apart" else filter(None, (value,))
        return "、".join(_name(connection, person) for person in people)
    return say_value(field, value)


def _name(connection: Any, person: str) -> str:
    found = records.load(connection, registry.STAFF, person) if connection is not None else None
    return found.name if found else "不在本单位的人"

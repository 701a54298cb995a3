"""Refused acts on rosters: what stands in them, and what two people wrote on one line."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.messages import rosters as m
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.store.rosters import ROSTER
from yigongti_desktop.capabilities.staffing.ui.roster_words import say_line
from yigongti_desktop.storage import records


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a roster."""
    if act.kind == "roster.begun":
        written = msgspec.json.decode(act.body, type=m.RosterBegun).written
        group = [("分组", written.group)] if written.group else []
        people = ("人员", "、".join(written.people.values()))
        return [("第一天", written.first.isoformat()), ("天数", str(written.days)), *group, people]
    if act.kind == "roster.changed":
        return list(_lines(connection, act, msgspec.json.decode(act.body, type=m.RosterChanged).changes))
    if act.kind == "roster.amended":
        amended = msgspec.json.decode(act.body, type=m.RosterAmended)
        told = [("已告知", "、".join(amended.told))] if amended.told else []
        return [*_lines(connection, act, amended.changes), ("原因", amended.reason), *told]
    if act.kind == "roster.published":
        published = msgspec.json.decode(act.body, type=m.RosterPublished)
        return [("原因", published.reason)] if published.reason else []
    if act.kind == "roster.withdrawn":
        withdrawn = msgspec.json.decode(act.body, type=m.RosterWithdrawn)
        return [("原因", withdrawn.reason)] if withdrawn.reason else []
    return None


def call(told: Mapping[str, Any]) -> str:
    """Return whose line a conflict is about."""
    lines = (_line(told.get(part)) for part in ("mine", "theirs", "base"))
    return next((line.name for line in lines if line is not None and line.name), "一人")


def tell(_field: str, told: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return base, mine and theirs of a line in words; of mine and theirs only the days on which they differ.

    Args:
        _field: id of the person.
        told: the three lines, as a conflict tells them, and the first day of the roster.
    """
    base, mine, theirs = (_line(told.get(part)) for part in ("base", "mine", "theirs"))
    first = date.fromisoformat(str(told["first"]))
    return say_line(base, mine, first), say_line(mine, theirs, first), say_line(theirs, mine, first)


def decide(field: str, told: Mapping[str, Any], words: str) -> Any:
    """Return the line that a person decided for."""
    return told.get("mine" if words == tell(field, told)[1] else "theirs")


def changed(act: Any, changes: Mapping[str, tuple[Any, Any]]) -> msgspec.Struct:
    """Return the act that makes decided lines stand: on a draft, or on what is published, with the reason of before."""
    wanted = msgspec.convert(dict(changes), m.Lines)
    if act.kind == "roster.changed":
        return m.ChangeRoster(roster=act.record, changes=wanted, answers=act.event)
    body = msgspec.json.decode(act.body, type=m.RosterAmended)
    return m.AmendRoster(roster=act.record, changes=wanted, reason=body.reason, told=body.told, answers=act.event)


def _lines(connection: Any, act: Any, changes: m.Lines) -> Iterator[tuple[str, str]]:
    """Return whose line becomes what; days are counted where the roster is not on this desk any more."""
    roster: Roster | None = records.load(connection, ROSTER, act.record)
    first = roster.first if roster is not None else date(1, 1, 1)
    for seen, wanted in changes.values():
        name = next((line.name for line in (wanted, seen) if line is not None), "")
        yield name or "一人", say_line(wanted, seen, first)


def _line(value: Any) -> Line | None:
    return None if value is None else msgspec.convert(value, Line)

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
from yigongti_desktop.capabilities.staffing.ui.roster_words import say_days
from yigongti_desktop.capabilities.staffing.ui.roster_words import say_line
from yigongti_desktop.storage import records

_Body = m.RosterChanged | m.RosterPublished | m.RosterAmended | m.RosterWithdrawn
_BODIES: dict[str, type[_Body]] = {
    "roster.changed": m.RosterChanged,
    "roster.published": m.RosterPublished,
    "roster.amended": m.RosterAmended,
    "roster.withdrawn": m.RosterWithdrawn,
}


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a roster."""
    if not act.kind.startswith("roster."):
        return None
    if act.kind == "roster.begun":
        written = msgspec.json.decode(act.body, type=m.RosterBegun).written
        people = ("人员", "、".join(written.people.values()))
        return [("班表", say_days(written.first, written.days, written.group)), people]
    roster: Roster | None = records.load(connection, ROSTER, act.record)
    head = [("班表", say_days(roster.first, roster.days, roster.group))] if roster is not None else []
    return [*head, *_said(act, roster.first if roster is not None else date(1, 1, 1))]


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


def _said(act: Any, first: date) -> Iterator[tuple[str, str]]:
    """Return what somebody wrote in an act; days are counted where the roster is not on this desk any more."""
    body = msgspec.json.decode(act.body, type=_BODIES[act.kind])
    if isinstance(body, m.RosterChanged | m.RosterAmended):
        for seen, wanted in body.changes.values():
            name = next((line.name for line in (wanted, seen) if line is not None), "")
            yield name or "一人", say_line(wanted, seen, first)
    if not isinstance(body, m.RosterChanged) and body.reason:
        yield "原因", body.reason
    if isinstance(body, m.RosterAmended) and body.told:
        yield "已告知", "、".join(body.told)


def _line(value: Any) -> Line | None:
    return None if value is None else msgspec.convert(value, Line)

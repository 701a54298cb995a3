"""Who is on a roster that has been begun: somebody comes to it, or is off it from a day on.

A posting or study leave begins in the middle of a month (STF-03, TRN-02), and a colleague is new: what was worked
before that day stays on the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.drawing import LineChanges
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.roster import blank
from yigongti_desktop.kernel.errors import Refused


def joining(roster: Roster, people: Mapping[str, str]) -> LineChanges:
    """Return the changes by which people come to a roster, nothing settled yet; who is on it already stays as they are.

    Args:
        roster: that they come to.
        people: id of the staff record → name.
    """
    return {
        person: (None, blank(person, name, roster.days))
        for person, name in people.items()
        if roster.line_of(person) is None
    }


def leaving(roster: Roster, person: str, since: date) -> LineChanges:
    """Return the changes by which somebody is off a roster from a day on.

    From its first day or before, the whole line goes; else the days from there on are settled no more, of a published
    roster they are days off.

    Raises:
        Refused: person_off_roster, day_beyond_roster for a day after its last.
    """
    line = roster.line_of(person)
    if line is None:
        raise Refused("person_off_roster")
    if since > roster.last:
        raise Refused("day_beyond_roster", last=roster.last.isoformat())
    if since <= roster.first:
        return {person: (line, None)}
    kept = (since - roster.first).days
    empty = "" if roster.state is State.PUBLISHED else None
    codes = (*line.codes[:kept], *(empty,) * (roster.days - kept))
    return {person: (line, replace(line, codes=codes, pins=tuple(pin for pin in line.pins if pin < kept)))}


def need_nothing_lost(roster: Roster, changes: LineChanges, today: date) -> None:
    """Refuse that a line goes from a published roster on which somebody has already worked: that stays to be read.

    Raises:
        Refused: line_worked with the name and the last day of it.
    """
    for person, (_, wanted) in changes.items():
        line = roster.line_of(person)
        if wanted is not None or line is None:
            continue
        worked = [on for on, code in zip(roster.dates(), line.codes, strict=True) if code and on < today]
        if worked:
            raise Refused("line_worked", name=line.name, last=worked[-1].isoformat())

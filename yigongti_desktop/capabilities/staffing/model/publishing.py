"""A roster is published and amended afterwards: what is kept of why, of who was told, and of what the rules found.

There is always an answer: gaps are named and never refused. What must be kept and is not needs a reason of whoever
publishes; what only the hub knows by then (a doctor was sent elsewhere meanwhile, STF-31) does not undo what hangs on
the wall: it is kept with the roster as found, and everybody who reads it is told what to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.assembling import duties_of
from yigongti_desktop.capabilities.staffing.model.assembling import findings
from yigongti_desktop.capabilities.staffing.model.drawing import LineChanges
from yigongti_desktop.capabilities.staffing.model.drawing import changed_lines
from yigongti_desktop.capabilities.staffing.model.drawing import own
from yigongti_desktop.capabilities.staffing.model.granted import granted
from yigongti_desktop.capabilities.staffing.model.membership import need_nothing_lost
from yigongti_desktop.capabilities.staffing.model.roster import LIFECYCLE
from yigongti_desktop.capabilities.staffing.model.roster import Change
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.staff.rights import lead_of_home
from yigongti_desktop.registry.model.tagging import tidy_reason

#: Findings that are kept, and changes that a roster may have.
MOST_FINDINGS = 100
MOST_CHANGES = 3000
#: People who are told of one change.
_MOST_TOLD = 200
_LONGEST_NAME = 60


def publish(current: Roster | None, seen: str, reason: str, ruling: Ruling) -> Roster:
    """Publish a draft as it was seen; what is not settled is a day off.

    Args:
        current: the roster.
        seen: edition of the lines that the person saw.
        reason: why it is published though a rule that must be kept is not; empty where all are.
        ruling: who, when.

    Raises:
        Refused: not_found, not_holder, wrong_state, roster_empty, roster_changed, field_long; on a desk roster_breaks
            with how many, and the first in words.
    """
    roster = own(current, ruling)
    state = LIFECYCLE.after("publish", roster.state)
    if not roster.lines:
        raise Refused("roster_empty")
    if seen != roster.edition:
        raise Refused("roster_changed")
    settled = replace(roster, lines=tuple(_settled(line) for line in roster.lines))
    found = findings(settled, ruling.register, granted(ruling.register, roster.unit, roster.first, roster.last))
    broken = [one for one in found if one.is_must]
    if broken and not clean_line(reason) and not ruling.final:
        raise Refused("roster_breaks", count=len(broken), first=broken[0].text)
    return replace(
        settled,
        state=state,
        lead=lead_of_home(ruling.register, roster.unit, day(ruling.at)),
        duties=duties_of(settled, ruling.register),
        findings=found[:MOST_FINDINGS],
        reason=tidy_reason(reason) if clean_line(reason) else "",
        published_at=ruling.at,
        published_by=ruling.actor.name,
    )


def amend(current: Roster | None, changes: LineChanges, reason: str, told: tuple[str, ...], ruling: Ruling) -> Roster:
    """Change lines of a published roster, with a reason; each cell that differs is kept as a change.

    Args:
        current: the roster.
        changes: by person, the line that was seen and the one that is wanted.
        reason: of the change.
        told: who were told of it, by name.
        ruling: who, when.

    Raises:
        Refused: not_found, not_holder, wrong_state, field_empty, field_long, line_worked, changes_many, and what
            `changed_lines` says.
    """
    roster = own(current, ruling)
    LIFECYCLE.after("amend", roster.state)
    why = tidy_reason(reason)
    wanted = {person: (seen, _settled(line) if line else None) for person, (seen, line) in changes.items()}
    after = changed_lines(roster, wanted, ruling.register)
    need_nothing_lost(roster, wanted, day(ruling.at))
    named = (clean_name(name)[:_LONGEST_NAME] for name in told[:_MOST_TOLD])
    names = tuple(dict.fromkeys(filter(None, named)))
    made = [replace(one, told=names) for person in wanted for one in _differing(roster, after, person, why, ruling)]
    if len(roster.changes) + len(made) > MOST_CHANGES:
        raise Refused("changes_many", most=MOST_CHANGES)
    return replace(after, changes=(*roster.changes, *made), duties=duties_of(after, ruling.register))


def _settled(line: Line) -> Line:
    return replace(line, codes=tuple(code or "" for code in line.codes))


def _differing(before: Roster, after: Roster, person: str, why: str, ruling: Ruling) -> Iterator[Change]:
    """Return the cells of somebody that differ."""
    lines = before.line_of(person), after.line_of(person)
    name = next((line.name for line in reversed(lines) if line is not None), "")
    old, new = (line.codes if line is not None else (None,) * before.days for line in lines)
    for place, (was, now) in enumerate(zip(old, new, strict=True)):
        if was != now:
            yield Change(
                person=person,
                name=name,
                day=before.first + timedelta(place),
                before=was,
                after=now,
                reason=why,
                by=ruling.actor.name,
                at=ruling.at,
            )

"""A roster is begun, its lines are changed, it is withdrawn: which act does what, and what stands in its way.

Two desks that change the lines of different people both stand; of one line that both have changed, the later person is
asked, with both values. A roster that is published is changed by `publishing`, with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec import to_builtins
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model import former
from yigongti_desktop.capabilities.staffing.model.assembling import duties_of
from yigongti_desktop.capabilities.staffing.model.roster import KIND
from yigongti_desktop.capabilities.staffing.model.roster import LIFECYCLE
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.roster import blank
from yigongti_desktop.capabilities.staffing.model.roster import roster_id
from yigongti_desktop.capabilities.staffing.model.unit_duty import of_unit
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.kernel.ids import is_id
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.registry.model.tagging import tidy_reason

_LONGEST_GROUP = 12
_LONGEST_NAME = 60
#: Days and people of a roster.
MOST_DAYS = 62
MOST_PEOPLE = 200
_YEARS = range(2020, 2101)

#: Lines by person: the one that was seen, and the one that is wanted; None is no line.
LineChanges = Mapping[str, tuple[Line | None, Line | None]]


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A roster as it is begun."""

    group: str = ""
    first: date
    days: int
    #: Who is on it: id of the staff record → name.
    people: dict[str, str]
    #: Counts the rosters of this group from this day on; more than 0 after one that was withdrawn.
    number: int = 0


def begin(current: Roster | None, written: Written, ruling: Ruling) -> Roster:
    """Begin a roster of the acting unit; who begins the same draft as a colleague adds the people that it lacks.

    Raises:
        Refused: institution_unknown, institution_not_working, roster_days, roster_people, field_long, roster_id_wrong,
            roster_there, roster_overlaps.
    """
    unit = need_institution(ruling.register, ruling.actor.institution).id
    tidy = _tidy(written)
    if ruling.record != roster_id(unit, tidy.group, tidy.first, tidy.number):
        raise Refused("roster_id_wrong")
    if current is not None and (current.state is not State.DRAFT or current.days != tidy.days):
        raise Refused("roster_there", first=current.first.isoformat(), last=current.last.isoformat())
    made = current or Roster(id=ruling.record, unit=unit, group=tidy.group, first=tidy.first, days=tidy.days)
    if current is None:
        need_free(made, ruling.register)
    added = [blank(person, name, made.days) for person, name in tidy.people.items() if made.line_of(person) is None]
    return _with(made, (*made.lines, *added))


def change(current: Roster | None, changes: LineChanges, ruling: Ruling) -> Roster:
    """Change lines of a draft, each from the one that the person saw.

    Raises:
        Refused: not_found, not_holder, wrong_state, and what `changed_lines` says.
    """
    roster = own(current, ruling)
    LIFECYCLE.after("change", roster.state)
    return changed_lines(roster, changes, ruling.register)


def withdraw(current: Roster | None, reason: str, ruling: Ruling) -> Roster:
    """Take a roster back: a draft at any time, a published one before its first day and with a reason.

    Raises:
        Refused: not_found, not_holder, wrong_state, roster_running, field_empty, field_long.
    """
    roster = own(current, ruling)
    state = LIFECYCLE.after("withdraw", roster.state)
    if roster.state is State.DRAFT and not clean_line(reason):
        return replace(roster, state=state)
    if roster.state is State.PUBLISHED and day(ruling.at) >= roster.first:
        raise Refused("roster_running", first=roster.first.isoformat())
    return replace(roster, state=state, withdrawn_for=tidy_reason(reason))


def changed_lines(roster: Roster, changes: LineChanges, register: Books) -> Roster:
    """Return a roster with changed lines; new ones follow the others.

    Raises:
        Refused: conflict with base, mine and theirs of each line that somebody else has changed meanwhile, and the
            first day; line_wrong, duty_unknown, roster_people.
    """
    tidy = {
        person: (seen, _checked(line, person, roster) if line else None) for person, (seen, line) in changes.items()
    }
    conflicts: dict[str, Any] = {}
    for person, (seen, wanted) in tidy.items():
        theirs = roster.line_of(person)
        if theirs not in (seen, wanted):
            conflicts[person] = {"base": seen, "mine": wanted, "theirs": theirs, "first": roster.first}
    if conflicts:
        raise Refused("conflict", fields=to_builtins(conflicts))
    lines = {line.person: line for line in roster.lines}
    for person, (_, wanted) in tidy.items():
        if wanted is None:
            lines.pop(person, None)
        else:
            lines[person] = wanted
    _need_duties(roster, tidy, register)
    return _with(roster, tuple(lines.values()))


def need_days(first: date, days: int) -> None:
    """Refuse days that no roster has.

    Raises:
        Refused: roster_days.
    """
    if not 0 < days <= MOST_DAYS or first.year not in _YEARS:
        raise Refused("roster_days", most=MOST_DAYS)


def own(current: Roster | None, ruling: Ruling) -> Roster:
    """Return the roster where it is the acting unit's.

    Raises:
        Refused: not_found, not_holder.
    """
    if current is None:
        raise Refused("not_found", kind=KIND)
    if current.unit != ruling.actor.institution:
        raise Refused("not_holder")
    return current


def need_free(roster: Roster, register: Books) -> None:
    """Refuse a roster of days that another one of the same people has: of its group, or of the whole unit.

    Raises:
        Refused: roster_overlaps.
    """
    for other in former.between(register, roster.unit, roster.first, roster.last):
        if other.id != roster.id and (other.group == roster.group or not (other.group and roster.group)):
            first, last = other.first.isoformat(), other.last.isoformat()
            raise Refused("roster_overlaps", first=first, last=last, group=other.group)


def _tidy(written: Written) -> Written:
    group = one_line(written.group, "roster_group", _LONGEST_GROUP)
    need_days(written.first, written.days)
    if written.number < 0:
        raise Refused("roster_id_wrong")
    if len(written.people) > MOST_PEOPLE or not all(map(is_id, written.people)):
        raise Refused("roster_people", most=MOST_PEOPLE)
    people = {person: clean_name(name)[:_LONGEST_NAME] for person, name in written.people.items()}
    return replace(written, group=group, people=people)


def _checked(line: Line, person: str, roster: Roster) -> Line:
    is_fit = (
        line.person == person and is_id(person) and len(line.codes) == roster.days and len(line.name) <= _LONGEST_NAME
    )
    if not is_fit or not set(line.pins) <= set(range(roster.days)):
        raise Refused("line_wrong", name=line.name[:_LONGEST_NAME])
    return replace(line, pins=tuple(sorted(set(line.pins))))


def _need_duties(roster: Roster, changes: LineChanges, register: Books) -> None:
    """Refuse a code that is no duty of the unit; one that has ended is only said to be so by whoever draws."""
    codes = {code for _, wanted in changes.values() if wanted is not None for code in wanted.codes if code}
    known = {one.duty.code for one in of_unit(register, roster.unit)} | {
        one.code for one in duties_of(roster, register)
    }
    if unknown := sorted(codes - known):
        raise Refused("duty_unknown", duty=unknown[0])


def _with(roster: Roster, lines: tuple[Line, ...]) -> Roster:
    if len(lines) > MOST_PEOPLE:
        raise Refused("roster_people", most=MOST_PEOPLE)
    return replace(roster, lines=lines)

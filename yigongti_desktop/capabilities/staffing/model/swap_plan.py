"""What a swap does to a roster: which cells it exchanges, and which rules are not kept afterwards that were before."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.assembling import findings
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Books


class Cell(Struct, frozen=True, kw_only=True):
    """A cell of a roster that a swap changes."""

    person: str
    name: str
    day: date
    #: Codes; empty for the day off.
    before: str
    after: str


def published(rosters: Iterable[Roster], person: str) -> Roster | None:
    """Return the first published roster that has somebody on it, or None."""
    found = (one for one in rosters if one.state is State.PUBLISHED and one.line_of(person) is not None)
    return next(found, None)


def plan(roster: Roster, giver: str, taker: str, on: date, back: date | None) -> tuple[Cell, ...]:
    """Return the cells that change when one person gives a duty to another, for one on another day or for none.

    In an exchange the two people change places on both days.

    Raises:
        Refused: swap_not_published, swap_same_person, swap_not_on_roster with the name, swap_no_duty with name and
            day, swap_taker_busy, swap_nothing.
    """
    if roster.state is not State.PUBLISHED:
        raise Refused("swap_not_published")
    if giver == taker:
        raise Refused("swap_same_person")
    for day in filter(None, (on, back)):
        if not roster.first <= day <= roster.last:
            raise Refused("swap_other_roster", on=day.isoformat())
    own, other = _line(roster, giver), _line(roster, taker)
    _need_duty(roster, own, on)
    if back is None:
        if _code(roster, other, on):
            raise Refused("swap_taker_busy", name=other.name, on=on.isoformat(), duty=_code(roster, other, on))
        return (
            Cell(person=giver, name=own.name, day=on, before=_code(roster, own, on), after=""),
            Cell(person=taker, name=other.name, day=on, before="", after=_code(roster, own, on)),
        )
    _need_duty(roster, other, back)
    cells = [
        Cell(person=one.person, name=one.name, day=day, before=_code(roster, one, day), after=_code(roster, two, day))
        for day in sorted({on, back})
        for one, two in ((own, other), (other, own))
    ]
    found = tuple(cell for cell in cells if cell.before != cell.after)
    if not found:
        raise Refused("swap_nothing")
    return found


def need_unchanged(roster: Roster, cells: Iterable[Cell]) -> None:
    """Refuse a swap whose cells are no longer as they were when it was offered.

    Raises:
        Refused: swap_cells_changed with the first of them.
    """
    for cell in cells:
        now = roster.code_on(cell.person, cell.day)
        if now != cell.before:
            raise Refused(
                "swap_cells_changed", name=cell.name, on=cell.day.isoformat(), before=cell.before, now=now or ""
            )


def moved_lines(roster: Roster, cells: Sequence[Cell]) -> dict[str, tuple[Line | None, Line | None]]:
    """Return the lines that a swap changes, each as it stands and as it becomes."""
    found: dict[str, tuple[Line | None, Line | None]] = {}
    for person in dict.fromkeys(cell.person for cell in cells):
        line = _line(roster, person)
        codes = list(line.codes)
        for cell in cells:
            if cell.person == person:
                codes[(cell.day - roster.first).days] = cell.after
        found[person] = (line, replace(line, codes=tuple(codes)))
    return found


def new_findings(
    roster: Roster, cells: Sequence[Cell], register: Books, leave: Iterable[Leave] = ()
) -> tuple[Sentence, ...]:
    """Return what the roster would not keep after a swap that it keeps before, what must be kept first."""
    granted, changed = tuple(leave), moved_lines(roster, cells)
    lines = tuple(changed[line.person][1] or line if line.person in changed else line for line in roster.lines)
    before = findings(roster, register, granted)
    return tuple(one for one in findings(replace(roster, lines=lines), register, granted) if one not in before)


def _line(roster: Roster, person: str) -> Line:
    line = roster.line_of(person)
    if line is None:
        raise Refused("swap_not_on_roster")
    return line


def _code(roster: Roster, line: Line, on: date) -> str:
    return roster.code_on(line.person, on) or ""


def _need_duty(roster: Roster, line: Line, on: date) -> None:
    if not _code(roster, line, on):
        raise Refused("swap_no_duty", name=line.name, on=on.isoformat())

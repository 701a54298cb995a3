"""What the checker says of a roster while it is drawn, so soon that the answer is there before the next key.

After a change only the rows and days that it touched are looked at again.
What is not settled yet counts as a day off, but is held against nobody: too many days off, or too few hours, are said
once the days that they rest on are settled. Gaps are said from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.rules import Pinned
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.capabilities.staffing.model.sentences import sentence
from yigongti_desktop.capabilities.staffing.model.sheet import Cell
from yigongti_desktop.capabilities.staffing.model.sheet import Lines
from yigongti_desktop.rostering.checker import Finding
from yigongti_desktop.rostering.checker import check_day
from yigongti_desktop.rostering.checker import check_row
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.rules import Follow
from yigongti_desktop.rostering.rules import Total
from yigongti_desktop.rostering.rules import Weekends
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.task import Row
from yigongti_desktop.rostering.task import Task

#: A finding about more days than these is about the person, and is not marked on each of them.
_MARKED = 7


class Problem(Struct, frozen=True, kw_only=True):
    """A place that somebody has to look at: a rule that must be kept and is not, or a duty that lacks somebody."""

    #: Place of the person; None for a day.
    person: int | None
    day: int
    #: Place of the duty in the task, for a gap; else 0.
    duty: int = 0
    finding: Finding


class Live:
    """Keeps what the checker found of the lines that it saw last."""

    def __init__(self, asked: Asked, lines: Lines = ()) -> None:
        """Look at lines, one for each of the month's people, in their order."""
        self.asked = asked
        self._codes = {"": 0} | {duty.code: place for place, duty in enumerate(asked.duties, 1)}
        task = asked.task
        self._days = tuple(
            Task(task.days, task.duties, task.people, tuple(rule for rule in task.rules if rule.day == day))
            for day in range(task.days)
        )
        self._lines: Lines = ()
        self._rows: list[Row] = []
        self._of_person: list[tuple[Finding, ...]] = []
        self._of_day: list[tuple[Finding, ...]] = [()] * task.days
        self.look(lines)

    @property
    def roster(self) -> Roster:
        """Return the rows as the checker reads them."""
        return tuple(self._rows)

    def look(self, lines: Lines) -> None:
        """Look again at what has changed.

        Raises:
            ValueError: when there are not as many lines as people, or a code is none of the duties.
        """
        if lines and len(lines) != len(self.asked.task.people):
            raise ValueError("the lines are of other people")
        is_first = len(self._lines) != len(lines)
        touched = set(range(self.asked.task.days)) if is_first else set()
        if is_first:
            self._rows, self._of_person = [()] * len(lines), [()] * len(lines)
        for place, line in enumerate(lines):
            if not is_first and line is self._lines[place]:
                continue
            row = self._row(line)
            if not is_first:
                touched |= {
                    day for day, (was, now) in enumerate(zip(self._rows[place], row, strict=True)) if was != now
                }
            self._rows[place] = row
            self._of_person[place] = tuple(self._held(place, line))
        self._lines = lines
        for day in touched if lines else ():
            self._of_day[day] = tuple(check_day(self._days[day], self.roster, day))
        self.__dict__.pop("problems", None)
        self.__dict__.pop("_marks", None)

    def findings(self) -> Iterator[Finding]:
        """Return everything that is not kept."""
        for found in (*self._of_person, *self._of_day):
            yield from found

    def at(self, cell: Cell) -> list[Finding]:
        """Return what is not kept about a cell: must first, then the dearest; what is about the whole person last."""
        person, day = cell
        here = [one for one in self._of_person[person] if day in _marked(one)]
        there = [one for one in self._of_day[day] if self._is_over(one, person)]
        return sorted((*here, *there), key=_weight)

    def of_person(self, person: int) -> list[Finding]:
        """Return what is not kept about somebody altogether, over more days than are marked one by one."""
        return sorted((one for one in self._of_person[person] if not _marked(one)), key=_weight)

    def of_day(self, day: int, duty: int | None = None) -> list[Finding]:
        """Return what is not kept about a day, or about one duty on it."""
        found = (one for one in self._of_day[day] if duty is None or duty in getattr(one.rule, "duties", ()))
        return sorted(found, key=_weight)

    def lacking(self, day: int, duty: int) -> int:
        """Return how many people a duty lacks on a day; who lacks twice, as one more and by title, counts once."""
        short = (-one.amount for one in self._of_day[day] if _is_gap(one) and duty in getattr(one.rule, "duties", ()))
        return max(short, default=0)

    def mark(self, cell: Cell) -> bool | None:
        """Return whether a cell breaks what must be kept (True), what should be (False), or nothing (None)."""
        return self._marks.get(cell)

    def sentence(self, finding: Finding) -> Sentence:
        """Return what a finding says."""
        return sentence(self.asked, self.roster, finding)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Return what somebody has to look at, day by day."""
        found = [
            Problem(person=one.person, day=one.days[-1] if one.days else 0, finding=one)
            for findings in self._of_person
            for one in findings
            if one.is_must
        ]
        for day, findings in enumerate(self._of_day):
            seen: set[int] = set()
            for one in findings:
                duty = one.rule.duties[0] if isinstance(one.rule, Cover) else 0
                if _is_gap(one) and duty not in seen:
                    seen.add(duty)
                    found.append(Problem(person=None, day=day, duty=duty, finding=one))
        return tuple(sorted(found, key=lambda one: (one.day, one.person is None, one.person or 0, one.duty)))

    @property
    def broken(self) -> int:
        """Return in how many places a rule that must be kept is not."""
        return sum(one.person is not None for one in self.problems)

    @property
    def short(self) -> int:
        """Return how many duties lack somebody."""
        return sum(self.lacking(one.day, one.duty) for one in self.problems if one.person is None)

    @cached_property
    def _marks(self) -> dict[Cell, bool]:
        marks: dict[Cell, bool] = {}
        for person, findings in enumerate(self._of_person):
            for one in findings:
                for day in _marked(one):
                    marks[person, day] = one.is_must or marks.get((person, day), False)
        return marks

    def _row(self, line: Line) -> Row:
        try:
            return tuple(self._codes[code or ""] for code in line.codes)
        except KeyError as fault:
            raise ValueError(fault.args[0]) from None

    def _held(self, place: int, line: Line) -> Iterator[Finding]:
        open_ = {day for day, code in enumerate(line.codes) if code is None}
        for one in check_row(self.asked.task, place, self._rows[place]):
            rests_on_open = bool(open_) and (one.amount < 0 or not open_.isdisjoint(one.days))
            if not rests_on_open and not isinstance(self.asked.why[one.rule.id].rule, Pinned):
                yield one

    def _is_over(self, finding: Finding, person: int) -> bool:
        """Say whether somebody is one of too many, or stands beside the wrong person."""
        rule = finding.rule
        people: Sequence[int] | None = getattr(rule, "people", None)
        is_meant = people is None or person in people
        return not _is_gap(finding) and is_meant and self._rows[person][finding.days[0]] in getattr(rule, "duties", ())


def _is_gap(finding: Finding) -> bool:
    return isinstance(finding.rule, Cover) and finding.amount < 0


def _marked(finding: Finding) -> tuple[int, ...]:
    """Return the days on which it is marked: sums that should be otherwise are about the person, not about one day."""
    if isinstance(finding.rule, Total | Weekends) and not finding.is_must:
        return ()
    if isinstance(finding.rule, Follow):
        return finding.days[-1:]
    return finding.days if len(finding.days) <= _MARKED else ()


def _weight(finding: Finding) -> tuple[bool, int, tuple[int, ...]]:
    return not finding.is_must, -finding.cost, finding.days

"""Reads a roster out of a sheet: days, people, cells; what is not plain becomes a question."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from itertools import groupby

from yigongti_desktop.capabilities.staffing.model.reading import asking
from yigongti_desktop.capabilities.staffing.model.reading import questions as q
from yigongti_desktop.capabilities.staffing.model.reading.cell_names import names_in
from yigongti_desktop.capabilities.staffing.model.reading.cells import Cells
from yigongti_desktop.capabilities.staffing.model.reading.codes import How
from yigongti_desktop.capabilities.staffing.model.reading.days import Days
from yigongti_desktop.capabilities.staffing.model.reading.duty_table import Table
from yigongti_desktop.capabilities.staffing.model.reading.duty_table import read_table
from yigongti_desktop.capabilities.staffing.model.reading.heads import LEAST_RUN
from yigongti_desktop.capabilities.staffing.model.reading.names import who
from yigongti_desktop.capabilities.staffing.model.reading.questions import Question
from yigongti_desktop.capabilities.staffing.model.reading.roster import LeaveSeen
from yigongti_desktop.capabilities.staffing.model.reading.roster import Named
from yigongti_desktop.capabilities.staffing.model.reading.roster import Reading
from yigongti_desktop.capabilities.staffing.model.reading.roster import Wanted
from yigongti_desktop.capabilities.staffing.model.reading.rows import Found
from yigongti_desktop.capabilities.staffing.model.reading.rows import Passed
from yigongti_desktop.capabilities.staffing.model.reading.rows import places
from yigongti_desktop.capabilities.staffing.model.reading.rows import rows
from yigongti_desktop.capabilities.staffing.model.reading.week_heads import weeks
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.grids import Grid
from yigongti_desktop.kernel.text import clean_name


def read_roster(grid: Grid, wanted: Wanted, answers: Mapping[str, str] | None = None) -> Reading:
    """Return what a sheet says.

    Args:
        grid: the sheet.
        wanted: the days, people and duties that are expected of it.
        answers: that have been given, by id of the question.

    Where names stand in the cells, and duties beside the days, it is read as a duty table.

    Raises:
        Refused: roster_head_missing when no row nor column has days or weeks one after another; roster_names_missing.
    """
    given = dict(answers or {})
    try:
        return _Reader(grid, wanted, given).reading()
    except Refused as fault:
        if fault.code != "roster_head_missing" or (table := _of_weeks(grid, wanted)) is None:
            raise
    return read_table(grid, wanted, table, given)


def _of_weeks(grid: Grid, wanted: Wanted) -> Table | None:
    """Return a duty table whose days are whole weeks; None where there are none of the days wanted."""
    found = weeks(grid, wanted.first)
    if found is None:
        return None
    columns = {
        column: places
        for first, last, column in found.spans
        if (places := tuple(place for place in range(wanted.days) if first <= wanted.first + timedelta(place) <= last))
    }
    if not columns:
        return None
    return Table(found.sheet, wanted.first, wanted.days, ((found.row, found.sheet.height, columns),))


def answered(reading: Reading, answers: Mapping[str, str]) -> Reading:
    """Return the reading with further answers; one that was given before may be given anew.

    Raises:
        Refused: roster_answer_unknown when a question is not open, or has no such choice.
    """
    known = {one.id: {choice.value for choice in one.choices} for one in reading.questions}
    for asked, value in answers.items():
        if asked not in reading.answers and value not in known.get(asked, ()):
            raise Refused("roster_answer_unknown", question=asked)
    return read_roster(reading.grid, reading.wanted, {**reading.answers, **answers})


def proposed(reading: Reading) -> dict[str, str]:
    """Return the likeliest answers to what is asked, for whoever agrees to them all at once."""
    return {one.id: one.proposal for one in reading.questions if one.proposal}


@dataclass(frozen=True)
class _Theirs:
    """A row with the person it is of."""

    person: str
    found: Found
    #: Cells that each day of the roster has in it, by its place.
    spots: Mapping[int, tuple[tuple[int, int], ...]]


class _Reader:
    def __init__(self, grid: Grid, wanted: Wanted, answers: dict[str, str]) -> None:
        self._grid, self._wanted, self._answers = grid, wanted, answers
        self._days = Days(grid, wanted, answers)
        self._sheet = self._days.sheet
        self._questions: list[Question] = []
        self._passed: list[Passed] = []
        self._named: list[Named] = []

    def reading(self) -> Reading:
        self._questions += self._days.questions()
        is_by_duty = self._is_by_duty()
        found = [] if is_by_duty else list(self._found())
        if not is_by_duty and not any(isinstance(one, Found) for _, one in found):
            raise Refused("roster_names_missing")  # at once: no answer leads to names
        if any(one.ask is q.Ask.MONTH for one in self._questions):
            return self._result((), Cells(self._sheet, self._wanted, self._answers), ())
        if is_by_duty:
            return read_table(self._grid, self._wanted, self._table(), self._answers)
        theirs = list(self._theirs(found))
        people = list(dict.fromkeys(one.person for one in theirs if one.person))
        kept = [one for person in people for one in self._single([row for row in theirs if row.person == person])]
        cells = Cells(self._sheet, self._wanted, self._answers)
        order = {one.id: place for place, one in enumerate(self._wanted.people)}
        grouped = groupby(sorted(kept, key=lambda one: order[one.person]), key=lambda one: one.person)
        lines, leave = [], []
        for person, group in grouped:
            codes, seen = self._line(cells, list(group))
            lines.append((person, codes))
            leave += [LeaveSeen(person, first, last, text) for first, last, text in seen]
        for one in theirs:
            if not one.person:
                self._line(cells, [one])  # what stands in their cells is asked at the same time
        stops = [one for one in self._questions if one.ask in asking.OF_THE_SHEET]
        twice = {one.facts["person"] for one in self._questions if one.ask is q.Ask.TWICE}
        self._questions += cells.questions()
        names = {one.id: one.name for one in self._wanted.people}
        ready = [
            Line(person=person, name=names[person], codes=tuple(codes))
            for person, codes in lines
            if not stops and person not in twice and person not in cells.doubted
        ]
        return self._result(tuple(ready), cells, tuple(leave), people)

    def _found(self) -> Iterator[tuple[int, Found | Passed]]:
        """Return the rows of people and those passed over, with the block that each is in."""
        heads = self._days.heads
        names = {one for duty in self._wanted.duties for one in (duty.name, duty.code)}
        for place, head in enumerate(heads):
            last = heads[place + 1].row if place + 1 < len(heads) else self._sheet.height
            where = places(self._sheet, head, self._wanted.people)
            yield from ((place, one) for one in rows(self._sheet, head, last, where, self._wanted.people, names))

    def _theirs(self, found: Iterable[tuple[int, Found | Passed]]) -> Iterator[_Theirs]:
        """Return the rows of people, and ask for those of whom it is not known whose they are."""
        for block, row in found:
            if isinstance(row, Passed):
                self._passed.append(row)
            elif (person := self._person(row)) is not None:
                yield _Theirs(person, row, self._spots(block, row))

    def _is_by_duty(self) -> bool:
        """Say whether names stand in the cells, and duties beside the days."""
        known, people = {clean_name(one.name) for one in self._wanted.people}, self._wanted.people
        rows = range(self._days.heads[0].row + 1, self._sheet.height)
        columns = {column for head in self._days.heads for some in head.columns for column in some}
        texts = (self._sheet.text(row, column) for row in rows for column in columns)
        return sum(not known.isdisjoint(names_in(text, people)) for text in texts if text) >= LEAST_RUN

    def _table(self) -> Table:
        """Return where duties, days and names stand in a duty table."""
        heads = self._days.heads
        ends = [*(head.row for head in heads[1:]), self._sheet.height]
        blocks = tuple(
            (head.row, end, {one: (place,) for place, columns in self._days.columns(block) for one in columns})
            for block, (head, end) in enumerate(zip(heads, ends, strict=True))
        )
        asked = (one for one in self._questions if one.ask is not q.Ask.DAYS_LACKING)
        filled = tuple(block for block in blocks if block[2])
        return Table(self._sheet, self._days.first, self._days.count, filled, tuple(asked))

    def _person(self, found: Found) -> str | None:
        """Return whose a row is, empty as long as that is asked; None for a row that somebody left out."""
        people, asked = self._wanted.people, f"name:{found.cell}"
        if asked in self._answers:
            chosen = q.person_of(self._answers[asked])
            if chosen:
                self._named.append(Named(found.cell, found.name, chosen))
            else:
                self._passed.append(Passed(found.cell, found.name))
            return chosen or None
        match = who(found.name, people, found.department, found.number)
        if not match.person:
            self._questions.append(asking.of_name(found, match, people))
        elif clean_name(found.name) != next(one.name for one in people if one.id == match.person) or match.is_shared:
            self._named.append(Named(found.cell, found.name, match.person))
        return match.person

    def _spots(self, block: int, found: Found) -> dict[int, tuple[tuple[int, int], ...]]:
        spots = {}
        for place, columns in self._days.columns(block):
            spots[place] = tuple((row, column) for row in found.rows for column in columns)
        return spots

    def _single(self, theirs: list[_Theirs]) -> list[_Theirs]:
        """Return the rows of one person; where several have the same days, the one that was chosen."""
        days = [place for one in theirs for place in one.spots]
        if len(days) == len(set(days)):
            return theirs
        asked = f"twice:{theirs[0].person}"
        chosen = [one for one in theirs if self._answers.get(asked) == q.row(one.found.cell)]
        if chosen:
            self._passed += [Passed(one.found.cell, one.found.name) for one in theirs if one is not chosen[0]]
            return chosen
        self._questions.append(asking.of_rows(asked, theirs[0].person, [one.found for one in theirs]))
        return theirs[:1]

    def _line(self, cells: Cells, theirs: list[_Theirs]) -> tuple[list[str | None], list[tuple[date, date, str]]]:
        """Return the codes of somebody, and the leave that was seen in their cells."""
        spots = {place: some for one in theirs for place, some in one.spots.items()}
        codes: list[str | None] = []
        leave: list[tuple[int, str]] = []
        for place in range(self._days.count):
            if place not in spots:
                codes.append(q.code_of(self._answers.get(asking.LACKING, q.OPEN)))
                continue
            meaning, text = cells.read(theirs[0].person, spots[place])
            codes.append(meaning.code if meaning else None)
            if meaning and meaning.how is How.LEAVE:
                leave.append((place, text))
        return codes, [self._run(run) for run in _runs(leave)]

    def _run(self, run: list[tuple[int, str]]) -> tuple[date, date, str]:
        first = self._days.first
        return first + timedelta(run[0][0]), first + timedelta(run[-1][0]), run[0][1]

    def _result(
        self, ready: tuple[Line, ...], cells: Cells, leave: tuple[LeaveSeen, ...], people: Collection[str] = ()
    ) -> Reading:
        return Reading(
            grid=self._grid,
            wanted=self._wanted,
            answers=self._answers,
            first=self._days.first,
            days=self._days.count,
            ready=ready,
            questions=tuple(sorted(self._questions, key=lambda one: asking.ORDER.index(one.ask))),
            made=cells.made(),
            named=tuple(self._named),
            passed=tuple(self._passed),
            leave=leave,
            missing=tuple(one.id for one in self._wanted.people if one.id not in people),
        )


def _runs(leave: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Return days next to each other in which the same stands."""
    for _key, group in groupby(enumerate(leave), key=lambda one: (one[1][0] - one[0], one[1][1])):
        yield [one for _place, one in group]

"""Reads and writes the text form of the shift scheduling benchmark instances of Curtois and Qu (2014)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.rostering.rules import OFF
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.rules import Follow
from yigongti_desktop.rostering.rules import Only
from yigongti_desktop.rostering.rules import PersonRule
from yigongti_desktop.rostering.rules import Run
from yigongti_desktop.rostering.rules import Total
from yigongti_desktop.rostering.rules import Weekends
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.task import Task
from yigongti_desktop.rostering.task import Worker

_SECTIONS = ("HORIZON", "SHIFTS", "STAFF", "DAYS_OFF", "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS", "COVER")
_WEEK, _SATURDAY = 7, 5
_Cells = list[str]


def read(file: Path) -> Task:
    """Return the task of a file; all its days begin on a Monday.

    Raises:
        Refused: instance_unreadable, with what is wrong and on which line; instance_section, when one is missing.
        OSError: when the file cannot be read.
    """
    return _Instance(file).task()


def written(task: Task, roster: Roster) -> str:
    """Return a roster as text: a line for each person, with the name and a cell for each day, parted by tabs."""
    people = zip(task.people, roster, strict=True)
    return "".join("\t".join([worker.id, *(task.duties[duty] for duty in row)]) + "\n" for worker, row in people)


class _Instance:
    def __init__(self, file: Path) -> None:
        self._lines: dict[str, list[tuple[int, _Cells]]] = {}
        self._line = 0
        section = ""
        for number, text in enumerate(file.read_text("utf-8-sig", errors="replace").splitlines(), 1):
            line = text.strip()
            if line.startswith("SECTION_"):
                section = line.removeprefix("SECTION_")
                if section not in _SECTIONS:
                    raise Refused("instance_unreadable", line=number, problem="section")
                self._lines[section] = []
            elif line and not line.startswith("#"):
                if not section:
                    raise Refused("instance_unreadable", line=number, problem="section")
                self._lines[section].append((number, [cell.strip() for cell in line.split(",")]))
        for section in ("HORIZON", "SHIFTS", "STAFF", "COVER"):
            if not self._lines.get(section):
                raise Refused("instance_section", section=section)

    def task(self) -> Task:
        try:
            return self._task()
        except (ValueError, IndexError, KeyError) as wrong:
            raise Refused("instance_unreadable", line=self._line, problem="cell") from wrong

    def _rows(self, section: str) -> Iterator[_Cells]:
        for line, cells in self._lines.get(section, ()):
            self._line = line
            yield cells

    def _task(self) -> Task:
        self._days = _natural(next(self._rows("HORIZON"))[0])
        shifts = list(self._rows("SHIFTS"))
        self._duties = {cells[0]: place for place, cells in enumerate(shifts, 1)}
        self._minutes = (0, *(_natural(cells[1]) for cells in shifts))
        follow = [
            Follow(id="follow", duty=self._duties[cells[0]], barred=tuple(self._duties[name] for name in barred))
            for cells in self._rows("SHIFTS")
            if (barred := _parts("|".join(cells[2:])))
        ]
        rules = {cells[0]: [*self._contract(cells), *follow] for cells in self._rows("STAFF")}
        for person, rule in self._wishes():
            rules[person].append(rule)
        if not self._days or len(self._duties) != len(shifts):
            raise ValueError
        people = tuple(Worker(person, tuple(own)) for person, own in rules.items())
        return Task(self._days, ("", *self._duties), people, tuple(self._cover()))

    def _contract(self, cells: _Cells) -> Iterator[PersonRule]:
        name, turns, *figures = cells
        if not name or len(figures) < 6:  # noqa: PLR2004 # figures of a contract
            raise ValueError
        most, least, longest, shortest, rest, weekends = (_natural(figure) for figure in figures[:6])
        work = tuple(self._duties.values())
        for part in _parts(turns):
            duty, count = part.split("=")
            counts = tuple(int(place == self._duties[duty]) for place in range(len(self._minutes)))
            if _natural(count) == 0:
                others = tuple(place for place in range(len(self._minutes)) if place != self._duties[duty])
                yield Only(id="turns", days=tuple(range(self._days)), duties=others)
            elif _natural(count) < self._days:
                yield Total(id="turns", counts=counts, most=_natural(count))
        yield Total(id="minutes", counts=self._minutes, least=least, most=most)
        yield Run(id="work", duties=work, least=shortest, most=longest)
        yield Run(id="rest", duties=(OFF,), least=rest)
        pairs = tuple(
            tuple(day for day in (saturday, saturday + 1) if day < self._days)
            for saturday in range(_SATURDAY, self._days, _WEEK)
        )
        yield Weekends(id="weekends", weekends=pairs, duties=work, most=weekends)

    def _wishes(self) -> Iterator[tuple[str, Only]]:
        for cells in self._rows("DAYS_OFF"):
            days = tuple(self._day(cell) for cell in cells[1:] if cell)
            yield cells[0], Only(id="day_off", days=days, duties=(OFF,))
        for section, is_wanted in (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False)):
            for cells in self._rows(section):
                duty, weight = self._duties[cells[2]], _natural(cells[3])
                duties = tuple(place for place in range(len(self._minutes)) if (place == duty) == is_wanted)
                if weight:
                    yield cells[0], Only(id=section.lower(), weight=weight, days=(self._day(cells[1]),), duties=duties)

    def _cover(self) -> Iterator[Cover]:
        for day, shift, need, under, over in self._rows("COVER"):
            duties, figure = (self._duties[shift],), _natural(need)
            yield Cover(
                id="cover", day=self._day(day), duties=duties, least=figure, most=figure,
                under=_natural(under), over=_natural(over),
            )  # fmt: skip

    def _day(self, cell: str) -> int:
        day = int(cell)
        if not 0 <= day < self._days:
            raise ValueError
        return day


def _natural(cell: str) -> int:
    figure = int(cell)
    if figure < 0:
        raise ValueError
    return figure


def _parts(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]

"""A roster while it is drawn by hand: cells are set, copied, swapped and pinned, and each step can be taken back.

People and days are meant by their places. Who is on leave or works elsewhere on a day can only be given the day off
there: the leave is changed first, then the roster.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.roster import Line

#: Place of a person, and of a day.
Cell = tuple[int, int]
Lines = tuple[Line, ...]
_WEEK = 7


class Block(Struct, frozen=True, kw_only=True):
    """Cells that were copied: of so many people below each other, so many days in a row."""

    rows: tuple[tuple[str | None, ...], ...]
    #: Day of the week of the first column, Monday is 0, where whole weeks were copied; else None.
    weekday: int | None = None


class Sheet:
    """The lines of a roster with their whole history."""

    def __init__(self, lines: Lines, first: date, may: Callable[[int, int], bool]) -> None:
        """Make it.

        Args:
            lines: of the roster, all of one length.
            first: first day.
            may: says whether the person at a place may have a duty on a day at all.
        """
        self._lines = self._base = lines
        self._first, self._may = first, may
        self._past: list[Lines] = []
        self._future: list[Lines] = []

    @property
    def lines(self) -> Lines:
        """Return the lines as they stand."""
        return self._lines

    @property
    def base(self) -> Lines:
        """Return the lines as they were taken from the record."""
        return self._base

    @property
    def days(self) -> int:
        """Return how many days there are."""
        return len(self._lines[0].codes) if self._lines else 0

    @property
    def is_changed(self) -> bool:
        """Say whether something stands otherwise than in the record."""
        return self._lines != self._base

    @property
    def may_undo(self) -> bool:
        """Say whether there is a step to take back."""
        return bool(self._past)

    @property
    def may_redo(self) -> bool:
        """Say whether there is a step that was taken back."""
        return bool(self._future)

    def code(self, cell: Cell) -> str | None:
        """Return what stands in a cell; "" is the day off, None nothing yet."""
        return self._lines[cell[0]].codes[cell[1]]

    def is_pinned(self, cell: Cell) -> bool:
        """Say whether a cell is pinned."""
        return cell[1] in self._lines[cell[0]].pins

    def changes(self) -> dict[str, tuple[Line | None, Line | None]]:
        """Return by person the line as it was and as it stands, where they differ."""
        before, now = ({line.person: line for line in lines} for lines in (self._base, self._lines))
        people = dict.fromkeys((*before, *now))
        return {one: (before.get(one), now.get(one)) for one in people if before.get(one) != now.get(one)}

    def put(self, cells: Iterable[Cell], code: str | None) -> int:
        """Set cells to a code; return how many became otherwise."""
        return self.write(dict.fromkeys(cells, code))

    def write(self, codes: Mapping[Cell, str | None]) -> int:
        """Set each cell to its own code, as one step; return how many became otherwise."""
        by_person: dict[int, dict[int, str | None]] = {}
        for (person, day), code in codes.items():
            if (
                self._is_there(person, day)
                and (not code or self._may(person, day))
                and self.code((person, day)) != code
            ):
                by_person.setdefault(person, {})[day] = code
        self._step({person: _coded(self._lines[person], found) for person, found in by_person.items()})
        return sum(map(len, by_person.values()))

    def pin(self, cells: Collection[Cell], *, pinned: bool) -> int:
        """Pin cells so that nothing draws them anew, or let them go; return how many became otherwise.

        A cell in which nothing stands yet is not pinned: there is nothing to hold.
        """
        by_person: dict[int, set[int]] = {}
        for person, day in cells:
            is_fit = self._is_there(person, day) and (not pinned or self.code((person, day)) is not None)
            if is_fit and self.is_pinned((person, day)) != pinned:
                by_person.setdefault(person, set()).add(day)
        changed = {}
        for person, days in by_person.items():
            line = self._lines[person]
            changed[person] = replace(line, pins=tuple(sorted(set(line.pins) ^ days)))
        self._step(changed)
        return sum(map(len, by_person.values()))

    def swap(self, one: Cell, other: Cell) -> int:
        """Let two cells change places; return how many became otherwise.

        Where one of the two may not have what the other has, nothing is changed.
        """
        pair = ((one, self.code(other)), (other, self.code(one)))
        if any(code and not self._may(*cell) for cell, code in pair):
            return 0
        return self.write(dict(pair))

    def taken(self, people: range, days: range) -> Block:
        """Return a block of cells to be copied."""
        return Block(rows=tuple(self._lines[person].codes[days.start : days.stop] for person in people))

    def week(self, people: range, day: int) -> Block:
        """Return the week, from Monday on, in which a day lies; days beyond the roster are left out."""
        days = self._week_of(day)
        weekday = (self._first + timedelta(days.start)).weekday()
        return Block(rows=self.taken(people, days).rows, weekday=weekday)

    def paste(self, block: Block, at: Cell) -> int:
        """Set the cells from one on to a block's; a week lies on the days of the week that it was taken from."""
        person, day = at
        if block.weekday is not None:
            here = self._first + timedelta(day)
            day += block.weekday - here.weekday()
        return self.write(
            {
                (person + down, day + across): code
                for down, row in enumerate(block.rows)
                for across, code in enumerate(row)
            }
        )

    def fill_from(self, person: int, cells: Iterable[Cell]) -> int:
        """Set cells to what another person has on the same day."""
        return self.write({cell: self.code((person, cell[1])) for cell in cells})

    def take(self, drawn: Mapping[str, tuple[str, ...]]) -> int:
        """Set everything that is not pinned to what was drawn, by id of the person, as one step."""
        return self.write(
            {
                (place, day): code
                for place, line in enumerate(self._lines)
                for day, code in enumerate(drawn.get(line.person, ()))
                if day not in line.pins
            }
        )

    def undo(self) -> bool:
        """Take the last step back; say whether there was one."""
        return self._move(self._past, self._future)

    def redo(self) -> bool:
        """Do again what was taken back last; say whether there was anything."""
        return self._move(self._future, self._past)

    def restore(self, changes: Mapping[str, tuple[Line | None, Line | None]]) -> bool:
        """Go on with lines that were kept, by person the one that was seen then and the one that was wanted.

        What was seen stays beside them: where others have changed it since, saving says so. Return whether there was
        anything that still fits.
        """
        places = {line.person: place for place, line in enumerate(self._lines)}
        base, lines = list(self._base), list(self._lines)
        for person, (seen, wanted) in changes.items():
            if seen and wanted and person in places and len(wanted.codes) == self.days:
                base[places[person]], lines[places[person]] = seen, wanted
        is_new = tuple(lines) != self._lines
        if is_new:
            self._past.append(self._lines)
            self._future.clear()
            self._base, self._lines = tuple(base), tuple(lines)
        return is_new

    def stand(self, theirs: Mapping[str, Line]) -> None:
        """Let one's own lines stand over those that others have written meanwhile."""
        self._base = tuple(theirs.get(line.person, line) for line in self._base)

    def give_way(self, theirs: Mapping[str, Line]) -> None:
        """Take the lines that others have written in place of one's own, as a step."""
        self.stand(theirs)
        self._step({place: theirs[line.person] for place, line in enumerate(self._lines) if line.person in theirs})

    def settle(self, lines: Lines) -> None:
        """Take what has been saved as the record; what was typed meanwhile stands, and the history too."""
        self._base = lines

    def come_after(self, lines: Lines) -> None:
        """Take what others have changed, where nothing was changed here; steps before that cannot be taken back.

        A line that was changed on both sides stays, over the one that was seen, until it is saved: then both are shown.
        """
        mine = self.changes()
        before = {line.person: line for line in self._base}
        now = {line.person: line for line in self._lines}
        self._base = tuple(before.get(line.person, line) if line.person in mine else line for line in lines)
        self._lines = tuple(now.get(line.person, line) if line.person in mine else line for line in lines)
        self._past.clear()
        self._future.clear()

    def _is_there(self, person: int, day: int) -> bool:
        return 0 <= person < len(self._lines) and 0 <= day < self.days

    def _week_of(self, day: int) -> range:
        monday = day - (self._first + timedelta(day)).weekday()
        return range(max(monday, 0), min(monday + _WEEK, self.days))

    def _step(self, changed: Mapping[int, Line]) -> None:
        if changed:
            self._past.append(self._lines)
            self._future.clear()
            self._lines = tuple(changed.get(place, line) for place, line in enumerate(self._lines))

    def _move(self, source: list[Lines], target: list[Lines]) -> bool:
        if not source:
            return False
        target.append(self._lines)
        self._lines = source.pop()
        return True


def _coded(line: Line, codes: Mapping[int, str | None]) -> Line:
    return replace(line, codes=tuple(codes.get(day, code) for day, code in enumerate(line.codes)))

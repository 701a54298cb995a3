"""The roster in hand for the grid and what stands around it: lines, findings and figures, told when they change."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.editions import Edition
from yigongti_desktop.capabilities.staffing.model.live import Live
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.roster import Change
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.sheet import Block
from yigongti_desktop.capabilities.staffing.model.sheet import Cell
from yigongti_desktop.capabilities.staffing.model.sheet import Lines
from yigongti_desktop.capabilities.staffing.model.sheet import Sheet
from yigongti_desktop.capabilities.staffing.model.tally import Ground
from yigongti_desktop.capabilities.staffing.model.tally import Tally


class Board(QObject):
    """A month with its lines; every change goes through it."""

    #: Something stands otherwise than before.
    changed = Signal()

    def __init__(
        self,
        ground: Ground,
        lines: Lines,
        *,
        is_open: bool = True,
        amended: Mapping[tuple[str, date], tuple[Edition, Change]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Make it.

        Args:
            ground: of the month; its people are in the order of the lines.
            lines: of the roster.
            is_open: whether it may be changed.
            amended: how cells were changed last after the roster had been published, by person and day.
            parent: of the object.
        """
        super().__init__(parent)
        self.ground, self.is_open, self._amended = ground, is_open, amended or {}
        self.sheet = Sheet(lines, ground.asked.month.first, ground.may)
        self.live = Live(ground.asked, lines)

    @property
    def people(self) -> Sequence[Person]:
        """Return who is on it, in the order of the lines."""
        return self.ground.asked.month.people

    @property
    def duties(self) -> Sequence[Duty]:
        """Return its duties; the first has the place 1 in the task."""
        return self.ground.asked.duties

    def amended(self, cell: Cell) -> tuple[Edition, Change] | None:
        """Return how a cell was changed last after the roster had been published; None where it never was."""
        person, day = cell
        return self._amended.get((self.people[person].id, self.ground.scene.dates[day])) if self._amended else None

    @cached_property
    def by_code(self) -> Mapping[str, Duty]:
        """Return the duties by code."""
        return {duty.code: duty for duty in self.duties}

    @cached_property
    def tallies(self) -> list[Tally]:
        """Return what each person has."""
        return [self.ground.tally(line) for line in self.sheet.lines]

    @cached_property
    def counts(self) -> dict[tuple[int, int], int]:
        """Return how many have each duty, by its place, on each day."""
        return self.ground.counts(self.sheet.lines)

    def is_after_night(self, cell: Cell) -> bool:
        """Say whether a cell is the day off after a night."""
        person, day = cell
        known = self.people[person].before
        before = self.sheet.code((person, day - 1)) if day else known[-1] if known else None
        duty = self.by_code.get(before or "")
        return not self.sheet.code(cell) and duty is not None and duty.is_night

    def put(self, cells: Collection[Cell], code: str | None) -> int:
        """Set cells."""
        return self._do(self.sheet.put(cells, code) if self.is_open else 0)

    def pin(self, cells: Collection[Cell]) -> int:
        """Pin cells; when all that can be are pinned, let them go."""
        if not self.is_open:
            return 0
        wanted = any(not self.sheet.is_pinned(cell) and self.sheet.code(cell) is not None for cell in cells)
        return self._do(self.sheet.pin(cells, pinned=wanted))

    def swap(self, one: Cell, other: Cell) -> int:
        """Let two cells change places."""
        return self._do(self.sheet.swap(one, other) if self.is_open else 0)

    def write(self, codes: Mapping[Cell, str | None]) -> int:
        """Set each cell to its own code."""
        return self._do(self.sheet.write(codes) if self.is_open else 0)

    def paste(self, block: Block, at: Cell) -> int:
        """Set a block of cells."""
        return self._do(self.sheet.paste(block, at) if self.is_open else 0)

    def fill_from(self, person: int, cells: Collection[Cell]) -> int:
        """Give cells what another person has on the same day."""
        return self._do(self.sheet.fill_from(person, cells) if self.is_open else 0)

    def take(self, drawn: Mapping[str, tuple[str, ...]]) -> int:
        """Set what was drawn, beside the pins."""
        return self._do(self.sheet.take(drawn) if self.is_open else 0)

    def undo(self) -> bool:
        """Take the last step back."""
        return bool(self._do(int(self.is_open and self.sheet.undo())))

    def redo(self) -> bool:
        """Do it again."""
        return bool(self._do(int(self.is_open and self.sheet.redo())))

    def restore(self, changes: Mapping[str, tuple[Line | None, Line | None]]) -> bool:
        """Go on with what was kept; say whether there was anything that still fits."""
        fitting = {person: pair for person, pair in changes.items() if pair[1] is not None and self._knows(pair[1])}
        return bool(self._do(int(self.sheet.restore(fitting))))

    def give_way(self, theirs: Mapping[str, Line]) -> None:
        """Take others' lines in place of one's own."""
        self.sheet.give_way(theirs)
        self._do(1)

    def come_after(self, lines: Lines) -> None:
        """Take what others have changed."""
        self.sheet.come_after(lines)
        self._do(1)

    def _knows(self, line: Line) -> bool:
        return all(not code or code in self.by_code for code in line.codes)

    def _do(self, count: int) -> int:
        if count:
            self.live.look(self.sheet.lines)
            self.__dict__.pop("tallies", None)
            self.__dict__.pop("counts", None)
            self.changed.emit()
        return count

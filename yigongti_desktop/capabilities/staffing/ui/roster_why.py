"""Fills the panel of why for the cell under the cursor: at once what is not kept, soon why and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from msgspec import Struct
from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer

from yigongti_desktop.capabilities.staffing.model import candidates
from yigongti_desktop.capabilities.staffing.model import reasons
from yigongti_desktop.capabilities.staffing.model.candidates import Candidate
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.reasons import Reasons
from yigongti_desktop.capabilities.staffing.ui import grid_words as words
from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.capabilities.staffing.ui.cell_panel import CellPanel
from yigongti_desktop.capabilities.staffing.ui.edition_words import say_cell
from yigongti_desktop.capabilities.staffing.ui.grid import RosterGrid
from yigongti_desktop.capabilities.staffing.ui.remedy_list import MOST
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.tasks import Call
from yigongti_desktop.rostering.task import Roster as Rows
from yigongti_desktop.rostering.weighing import Scales

#: A cursor that runs over the cells does not ask about each of them.
_PAUSE_MILLISECONDS = 150


class _Answer(Struct, frozen=True):
    found: tuple[Candidate, ...]
    reasons: Reasons | None


class Why(QObject):
    """What the panel says."""

    def __init__(self, desk: Desk, grid: RosterGrid, panel: CellPanel) -> None:
        super().__init__(panel)
        self._desk, self._grid, self._panel = desk, grid, panel
        self._call: Call | None = None
        self._candidates: Sequence[Candidate] = ()
        self._scales: Scales | None = None
        self._is_asked = False
        self._pause = QTimer(self, interval=_PAUSE_MILLISECONDS, singleShot=True)
        self._pause.timeout.connect(self._ask)
        grid.rested.connect(self.show)
        grid.remedy.connect(self.follow)
        panel.follow.clicked.connect(lambda: self.follow(1))
        panel.pin.clicked.connect(lambda: grid.board.pin(grid.cells()))

    @property
    def is_asking(self) -> bool:
        """Say whether an answer is still to come."""
        return self._pause.isActive() or self._is_asked

    def show_board(self) -> None:
        """Begin with another roster."""
        self._scales = None
        self.show()

    def show(self) -> None:
        """Say what is known at once, and ask for the rest."""
        if self._call is not None:
            self._call.cancel()
        self._is_asked = False
        grid, board, panel = self._grid, self._grid.board, self._panel
        on = words.short_day(board.ground.scene.dates[grid.day])
        cell, duty = grid.cell, grid.duty
        amended = board.amended(cell) if cell is not None else None
        panel.show_amended(say_cell(*amended) if amended is not None else "")
        if cell is not None:
            found = [*board.live.at(cell), *board.live.of_person(cell[0])]
            pinned = "　钉住" if board.sheet.is_pinned(cell) else ""
            panel.show_place(
                board.people[cell[0]].staff.name, f"{on}　{words.what(board, cell)}{pinned}", self._which()
            )
            panel.show_figures(_figures(board, cell[0]))
        else:
            found = board.live.of_day(grid.day, duty)
            name = board.duties[duty - 1].name if duty is not None else ""
            panel.show_place(name, on, self._which())
            panel.show_figures(_cover(board, duty, grid.day) if duty is not None else ())
        named = [(board.ground.asked.why[one.rule.id].rule.name, board.live.sentence(one)) for one in found]
        panel.show_findings(named)
        panel.set_open(is_open=board.is_open, is_cell=cell is not None)
        panel.pin.set_words("放开" if cell is not None and board.sheet.is_pinned(cell) else "钉住")
        self._candidates = ()
        panel.show_candidates((), is_open=False)
        panel.show_reasons(None)
        self._pause.start()

    def follow(self, number: int) -> None:
        """Do what a remedy says."""
        if number <= len(self._candidates):
            board, month = self._grid.board, self._grid.board.ground.asked.month
            places = {person.id: place for place, person in enumerate(month.people)}
            steps = self._candidates[number - 1].steps
            board.write({(places[step.person], (step.day - month.first).days): step.after for step in steps})

    def _which(self) -> str:
        """Return which of the problems the cursor stands on: 第 1 处，共 2 处."""
        problems, grid = self._grid.board.live.problems, self._grid
        here = (
            place
            for place, one in enumerate(problems, 1)
            if one.day == grid.day and one.person == grid.person and (one.duty or None) == grid.duty
        )
        number = next(here, 0)
        return f"第 {number} 处，共 {len(problems)} 处" if number else ""

    def _ask(self) -> None:
        grid, board = self._grid, self._grid.board
        if not board.people:
            return
        asked, rows, cell, duty, day = board.ground.asked, board.live.roster, grid.cell, grid.duty, grid.day
        self._scales = scales = self._scales or Scales(asked.task)
        if cell is not None:
            is_asked = board.sheet.code(cell) is not None and cell not in board.ground.away
            is_broken = bool(board.live.at(cell))
            person = cell[0]

            def work() -> _Answer:
                return _about_cell(asked, scales, rows, (person, day), is_asked=is_asked, is_broken=is_broken)

        elif duty is not None and board.live.lacking(day, duty):

            def work() -> _Answer:
                found = candidates.for_gap(asked, scales, rows, day, duty, most=MOST)
                return _Answer(found, reasons.of_gap(asked, scales, rows, day, duty))

        else:
            return
        self._is_asked = True
        self._call = self._desk.work(self, work, self._answer)

    def _answer(self, answer: _Answer) -> None:
        self._is_asked = False
        self._candidates = answer.found if self._grid.board.is_open else ()
        self._panel.show_candidates(self._candidates, is_open=self._grid.board.is_open)
        self._panel.show_reasons(answer.reasons)


def _about_cell(
    asked: Asked, scales: Scales, rows: Rows, cell: tuple[int, int], *, is_asked: bool, is_broken: bool
) -> _Answer:
    person, day = cell
    found = candidates.for_cell(asked, scales, rows, person, day, most=MOST) if is_broken else ()
    return _Answer(found, reasons.of_cell(asked, scales, rows, person, day) if is_asked else None)


def _cover(board: Board, duty: int, day: int) -> list[tuple[str, str, str]]:
    """Return how many have a duty on a day, and how many it asks for."""
    asking = board.ground.asking.get((duty, day))
    have = f"{board.counts.get((duty, day), 0)} 人"
    return [("排了", have, f"至少 {asking.least} 人" if asking is not None else "这天不要求人")]


def _figures(board: Board, person: int) -> list[tuple[str, str, str]]:
    """Return somebody's figures of the month and the year, beside the average of all."""
    had = [one.carried for one in board.people]
    nights = [one.nights for one in board.tallies]
    yearly = [before.nights + now for before, now in zip(had, nights, strict=True)]
    holidays = [before.holidays + now.holidays for before, now in zip(had, board.tallies, strict=True)]
    hours = [one.minutes / 60 for one in board.tallies]
    return [
        ("本月夜班", f"{nights[person]} 次", f"人均 {fmean(nights):.1f}"),
        ("今年夜班", f"{yearly[person]} 次", f"人均 {fmean(yearly):.1f}"),
        ("今年假日班", f"{holidays[person]} 天", f"人均 {fmean(holidays):.1f}"),
        ("本月工时", f"{board.tallies[person].hours} 小时", f"人均 {fmean(hours):.0f}"),
    ]

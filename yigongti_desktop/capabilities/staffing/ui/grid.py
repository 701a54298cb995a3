"""The roster as a grid of people and days, drawn by keys alone or by the mouse; painted, so that it stays quick.

Names, days, figures and coverage stay in sight while the cells scroll. The cursor also goes down into the coverage.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.live import Problem
from yigongti_desktop.capabilities.staffing.model.sheet import Cell
from yigongti_desktop.capabilities.staffing.ui import grid_paint
from yigongti_desktop.capabilities.staffing.ui import grid_words as words
from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.capabilities.staffing.ui.grid_hand import Hand
from yigongti_desktop.capabilities.staffing.ui.grid_keys import Keys
from yigongti_desktop.capabilities.staffing.ui.grid_parts import Scene
from yigongti_desktop.capabilities.staffing.ui.grid_shape import ROW
from yigongti_desktop.capabilities.staffing.ui.grid_shape import Shape
from yigongti_desktop.capabilities.staffing.ui.grid_surface import Places
from yigongti_desktop.kit.theme import theme


class RosterGrid(QAbstractScrollArea):
    """People × days with a cursor."""

    #: The cursor rests on another cell, or what stands there has changed.
    rested = Signal()
    #: A remedy was asked for by its number.
    remedy = Signal(int)
    #: Nothing is painted with any more.
    brush_dropped = Signal()

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shown: list[int] = []
        self._row = self._day = 0
        self._anchor: tuple[int, int] | None = None
        self.board = board
        self._hand, self._keys = Hand(self, self), Keys(self)
        self.viewport().installEventFilter(self._hand)
        self.show_board(board)
        theme.changed.connect(self.viewport().update)
        self.verticalScrollBar().setSingleStep(ROW)

    # what it shows

    def show_board(self, board: Board) -> None:
        """Show another roster, or the same one as others have changed it; the cursor stays where it can."""
        if board is not self.board:
            self.board.changed.disconnect(self._tell)
        self.board = board
        self._keys.show_duties(board.duties)
        board.changed.connect(self._tell, Qt.ConnectionType.UniqueConnection)
        self._anchor = None
        self.show_people(Places(len(board.people)))

    def show_people(self, places: Sequence[int]) -> None:
        """Show these people only."""
        here = self.person
        self._shown = list(places)
        row = self._shown.index(here) if here in self._shown else 0
        self._place()
        self.go_to(row, min(self._day, self.days - 1))

    @property
    def days(self) -> int:
        """Return how many days there are."""
        return self.board.ground.asked.month.days

    @property
    def shown(self) -> Sequence[int]:
        """Return the places of the people in sight, row by row."""
        return self._shown

    @property
    def shape_now(self) -> Shape:
        """Return where everything stands now."""
        size = self.viewport().size()
        return Shape(
            width=size.width(),
            height=size.height(),
            days=self.days,
            rows=len(self._shown),
            needs=len(self.board.ground.needed),
            has_bands=bool(words.bands(self.board)),
            across=self.horizontalScrollBar().value(),
            down=self.verticalScrollBar().value(),
        )

    # where the cursor is

    @property
    def row(self) -> int:
        """Return the row of the cursor; those of the coverage follow those of the people."""
        return self._row

    @property
    def day(self) -> int:
        """Return the day of the cursor."""
        return self._day

    @property
    def person(self) -> int | None:
        """Return the place of the person under the cursor; None in the coverage."""
        return self._shown[self._row] if 0 <= self._row < len(self._shown) else None

    @property
    def cell(self) -> Cell | None:
        """Return the cell under the cursor; None in the coverage."""
        person = self.person
        return (person, self._day) if person is not None else None

    @property
    def has_range(self) -> bool:
        """Say whether more than the cell under the cursor is chosen."""
        return self._anchor is not None

    @property
    def duty(self) -> int | None:
        """Return the duty whose coverage is under the cursor, by its place in the task."""
        place = self._row - len(self._shown)
        needed = self.board.ground.needed
        return needed[place] if 0 <= place < len(needed) else None

    def range(self) -> tuple[Places, Places]:
        """Return the rows and the days that are chosen."""
        row, day = self._anchor or (self._row, self._day)
        rows, days = sorted((row, self._row)), sorted((day, self._day))
        return Places(rows[0], rows[1] + 1), Places(days[0], days[1] + 1)

    def cells(self) -> list[Cell]:
        """Return the cells of the range, or the one under the cursor."""
        rows, days = self.range()
        return [(self._shown[row], day) for row in rows if row < len(self._shown) for day in days]

    def go_to(self, row: int, day: int, *, extend: bool = False) -> None:
        """Move the cursor, by the way extending the range from where it began."""
        last = len(self._shown) + len(self.board.ground.needed) - 1
        if extend:
            self._anchor = self._anchor or (self._row, self._day)
            last = len(self._shown) - 1
        else:
            self._anchor = None
        self._row, self._day = max(0, min(row, last)), max(0, min(day, self.days - 1))
        self._bring_into_sight()
        self._tell()

    def show_problem(self, problem: Problem) -> None:
        """Go to a problem; who is filtered away comes back into sight."""
        if problem.person is None:
            row = len(self._shown) + self.board.ground.needed.index(problem.duty)
        else:
            if problem.person not in self._shown:
                self.show_people(Places(len(self.board.people)))
            row = self._shown.index(problem.person)
        self.go_to(row, problem.day)

    def next_problem(self, step: int = 1) -> Problem | None:
        """Go to the next problem after the cursor, from the last one to the first; None when there is none."""
        found = self.board.live.problems
        if not found:
            return None
        here = (self._day, self.person is None, self.person or 0, self.duty or 0)
        keys = [(one.day, one.person is None, one.person or 0, one.duty) for one in found]
        after = [place for place, key in enumerate(keys) if (key > here if step > 0 else key < here)]
        place = (after[0] if step > 0 else after[-1]) if after else (0 if step > 0 else -1)
        self.show_problem(found[place])
        return found[place]

    # keys

    def event(self, event: QEvent) -> bool:
        """Keep one's own keys from the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(self._keys.is_command(event))
            return event.isAccepted()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, set, pin, copy, take back."""
        if not self._keys.take(event):
            super().keyPressEvent(event)

    def repaint_soon(self) -> None:
        """Paint again."""
        self.viewport().update()

    def end_range(self) -> bool:
        """Let range and brush go; say whether there were any."""
        had = self._anchor is not None or self._hand.brush is not None
        self._anchor = None
        if self._hand.brush is not None:
            self._hand.put_down()
            self.brush_dropped.emit()
        self._tell()
        return had

    def choose_all(self) -> None:
        """Choose every cell in sight."""
        self._anchor = (0, 0)
        self._row, self._day = len(self._shown) - 1, self.days - 1
        self._tell()

    # the mouse is the hand's

    def set_brush(self, code: str | None) -> None:
        """Paint with a duty from now on; None lets the mouse move cells again."""
        self._hand.set_brush(code)

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what is in sight."""
        painter = QPainter(self.viewport())
        grid_paint.paint(
            painter,
            Scene(
                board=self.board,
                shape=self.shape_now,
                shown=self._shown,
                row=self._row,
                day=self._day,
                chosen=self.range() if self._anchor is not None else None,
                has_focus=self.hasFocus(),
                stroke=self._hand.stroke,
                brush=self._hand.brush,
                target=self._hand.target,
            ),
        )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew."""
        super().resizeEvent(event)
        self._place()
        self._bring_into_sight()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Pale the ring."""
        super().focusOutEvent(event)
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        """Return the least in which it is of use."""
        return QSize(320, 160)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint anew: what is frozen does not move."""
        self.repaint_soon()

    # inside

    def _tell(self) -> None:
        said = words.spoken(self.board, self.cell, self.duty, self._day)
        self.setAccessibleName(f"排班表，选了 {len(self.cells())} 格" if self.has_range else f"排班表，{said}")
        self.rested.emit()
        self.viewport().update()

    def _place(self) -> None:
        shape = self.shape_now
        self.verticalScrollBar().setRange(0, shape.down_most)
        self.verticalScrollBar().setPageStep(max(shape.body.height(), 1))
        self.horizontalScrollBar().setRange(0, shape.across_most)
        self.horizontalScrollBar().setPageStep(max(shape.body.width(), 1))
        self.viewport().update()

    def _bring_into_sight(self) -> None:
        shape = self.shape_now
        box, body = shape.box(self._row, self._day), shape.body
        for bar, before, after in (
            (self.horizontalScrollBar(), box.left() - body.left(), box.right() - body.right()),
            (self.verticalScrollBar(), box.top() - body.top(), box.bottom() - body.bottom()),
        ):
            if bar is self.verticalScrollBar() and self.person is None:
                continue
            if before < 0:
                bar.setValue(bar.value() + before)
            elif after > 0:
                bar.setValue(bar.value() + after)

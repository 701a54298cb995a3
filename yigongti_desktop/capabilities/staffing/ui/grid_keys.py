"""What the keys do on the grid: move, set a duty by its letter, pin, copy, paste, take back."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QKeySequence

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.month import OFF_CODE
from yigongti_desktop.capabilities.staffing.model.sheet import Block
from yigongti_desktop.capabilities.staffing.ui import grid_words as words
from yigongti_desktop.capabilities.staffing.ui.grid_shape import ROW
from yigongti_desktop.capabilities.staffing.ui.grid_surface import Surface

_WEEK = 7
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_CLEAR = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
_REMEDIES = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3}


class Keys:
    """The keyboard of a grid."""

    def __init__(self, grid: Surface) -> None:
        self._grid = grid
        self._letters: Mapping[str, tuple[str, ...]] = {}
        self._block: Block | None = None

    def show_duties(self, duties: Iterable[Duty]) -> None:
        """Let letters set these duties."""
        self._letters = words.letters(duties)

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key says; say whether it says anything."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return self._on_command(event) or self._on_move(key, held) or self._on_letter(key, held, event.text())

    def is_command(self, event: QKeyEvent) -> bool:
        """Say whether a key is the grid's before it is the window's: Ctrl+Z takes back what was drawn."""
        return self._command(event) is not None

    def _on_command(self, event: QKeyEvent) -> bool:
        act = self._command(event)
        if act is not None:
            act()
        return act is not None

    def _command(self, event: QKeyEvent) -> Callable[[], object] | None:
        acts: list[tuple[QKeySequence.StandardKey | QKeySequence, Callable[[], object]]] = [
            (QKeySequence.StandardKey.Undo, self._grid.board.undo),
            (QKeySequence.StandardKey.Redo, self._grid.board.redo),
            (QKeySequence("Ctrl+Y"), self._grid.board.redo),
            (QKeySequence.StandardKey.Copy, self.copy),
            (QKeySequence.StandardKey.Paste, self.paste),
            (QKeySequence("Ctrl+D"), self.fill_down),
            (QKeySequence.StandardKey.SelectAll, self._grid.choose_all),
        ]
        pressed = QKeySequence(event.keyCombination())
        for keys, act in acts:
            if event.matches(keys) if isinstance(keys, QKeySequence.StandardKey) else pressed == keys:
                return act
        return None

    def _on_move(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        extend = bool(held & Qt.KeyboardModifier.ShiftModifier)
        far = bool(held & Qt.KeyboardModifier.ControlModifier)
        page = max(self._grid.shape_now.body.height() // ROW - 1, 1)
        row, day = self._grid.row, self._grid.day
        if key in _STEPS:
            down, across = _STEPS[key]
            row, day = row + down, day + across * (_WEEK if far else 1)
        elif key == Qt.Key.Key_Home:
            row, day = (0 if far else row), 0
        elif key == Qt.Key.Key_End:
            row, day = (len(self._grid.shown) - 1 if far else row), self._grid.days - 1
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            row += page if key == Qt.Key.Key_PageDown else -page
        else:
            return False
        self._grid.go_to(row, day, extend=extend)
        return True

    def _on_letter(self, key: Qt.Key, held: Qt.KeyboardModifier, text: str) -> bool:
        if held not in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier}:
            return False
        if key == Qt.Key.Key_Escape:
            return self._grid.end_range()
        if key in _REMEDIES:
            self._grid.remedy.emit(_REMEDIES[key])
            return True
        if key in _CLEAR or key == Qt.Key.Key_0:
            self.put(None if key in _CLEAR else OFF_CODE)
        elif key == Qt.Key.Key_P:
            self._grid.board.pin(self._grid.cells())
        elif codes := self._letters.get(text.lower(), ()):
            now = self._grid.board.sheet.code(self._grid.cell) if self._grid.cell is not None else None
            self.put(codes[(codes.index(now) + 1) % len(codes)] if now in codes else codes[0])
        else:
            return False
        return True

    def put(self, code: str | None) -> None:
        """Set the range to a code."""
        if cells := self._grid.cells():
            self._grid.board.put(cells, code)

    def copy(self) -> None:
        """Copy the range; without one, the week of the cursor."""
        if (person := self._grid.person) is None:
            return
        if not self._grid.has_range:
            self._block = self._grid.board.sheet.week(range(person, person + 1), self._grid.day)
            return
        rows, days = self._grid.range()
        lines = [self._grid.board.sheet.lines[self._grid.shown[row]].codes[days.start : days.stop] for row in rows]
        self._block = Block(rows=tuple(lines))

    def paste(self) -> None:
        """Set what was copied, from the cursor on; a week goes to the week of the cursor."""
        if self._block is None or (person := self._grid.person) is None:
            return
        self._grid.board.paste(self._block, (person, self._grid.day))

    def fill_down(self) -> None:
        """Give the range what the person above it has."""
        rows, days = self._grid.range()
        if 0 < rows.start < len(self._grid.shown):
            above = self._grid.shown[rows.start - 1]
            self._grid.board.fill_from(above, [(self._grid.shown[row], day) for row in rows for day in days])

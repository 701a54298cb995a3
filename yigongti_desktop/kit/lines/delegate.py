"""How cells of a line table are painted and filled in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtCore import QModelIndex
from PySide6.QtCore import QObject
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QHelpEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QAbstractItemView
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem
from PySide6.QtWidgets import QTableView
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.badge import paint_badge
from yigongti_desktop.kit.form.editors import read_date
from yigongti_desktop.kit.form.editors import read_number
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.form.picker import Picker
from yigongti_desktop.kit.lines.columns import DATE
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.model import LineModel
from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme
from yigongti_desktop.kit.whole import say_whole

ROW = 30
_PAD, _EDGE, _BAR = 8, 16, 3
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_ON = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}
#: Marks an editor of which nothing is taken any more.
_DONE = "done"
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
Index = QModelIndex | QPersistentModelIndex


class LineDelegate(QStyledItemDelegate):
    """Paints cells and gives them their editor."""

    #: Enter in a cell: on to the next. Up or down: to the line before or after.
    passed = Signal()
    stepped = Signal(int)
    #: Enter after what a scanner typed, in whatever cell; the cell stays what it was.
    scanned = Signal(str)

    def __init__(self, view: QTableView, model: LineModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        #: Takes what was copied where it is more than one cell; says whether it has.
        self.takes_block: Callable[[], bool] = lambda: False
        #: Returns the code with which a text ends that a scanner typed; empty where it is a value of the cell alone.
        self.code_in: Callable[[str], str] = lambda _text: ""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the editor of a cell."""
        column = self._model.columns[index.column()]
        if column.kind == PICK:
            picker = Picker(column.search or among(()), is_free=column.is_free, opens_at_once=False, parent=parent)
            picker.taken.connect(lambda _option: self._finish(picker))
            picker.passed.connect(lambda: self._finish(picker))
            picker.setObjectName("cell")
            picker.setAccessibleName(column.title)
            return picker
        editor = QLineEdit(parent)
        editor.setObjectName("cell")
        editor.setAccessibleName(column.title)
        if column.is_right:
            editor.setAlignment(_RIGHT)
        return editor

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Say the words of a cell that has no room for them."""
        line = self._model.line(index.row())
        if line is None:
            return super().helpEvent(event, view, option, index)
        column = self._model.columns[index.column()]
        room = option.rect.width() - 2 * _PAD  # type: ignore[attr-defined] # the stubs leave it out
        words = self._model.words(index.row(), column)
        return say_whole(event, view, (words, ""), room, is_bold=column.is_bold(line))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the value that stands there; typing replaces it."""
        line = self._model.line(index.row())
        if line is None or not isinstance(editor, QLineEdit):
            return
        column = self._model.columns[index.column()]
        value = None if column.is_scanned else line.get(column.key)
        if column.kind == PICK and not column.is_free and value:
            value = self._model.words(index.row(), column)  # the proposal as it is called, not its key
        editor.setText("" if value is None else value.isoformat() if isinstance(value, date) else str(value))
        editor.selectAll()

    def setModelData(self, editor: QWidget, _model: Any, index: Index) -> None:
        """Take what was typed; what is no value is kept as it is, and said to be wrong."""
        column, line = self._model.columns[index.column()], self._model.line(index.row())
        if line is None or not isinstance(editor, QLineEdit) or editor.property(_DONE):
            return
        if isinstance(editor, Picker):
            self._take(editor, column, line, index.row())
            return
        if column.typed is not None:
            if editor.text().strip() or not column.is_scanned:
                self._model.put(index.row(), column.typed(editor.text().strip(), line))
            return
        value = read(column.kind, editor.text())
        if value != line.get(column.key):
            self._model.put(index.row(), {column.key: value})

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Fill the cell."""
        editor.setGeometry(option.rect)  # type: ignore[attr-defined] # the stubs leave the option's fields out

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab go to the next cell; up and down to the line before or after."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if event.matches(QKeySequence.StandardKey.Paste) and isinstance(editor, QLineEdit) and self.takes_block():
                editor.setProperty(_DONE, True)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
                return True
            if key in _ON and isinstance(editor, QLineEdit) and (code := self._code_of(editor)):
                self._take_code(editor, code)
                return True
            if key in _ON and isinstance(editor, QLineEdit):
                if isinstance(editor, Picker) and (editor.is_open or key != Qt.Key.Key_Tab):
                    return False
                self._finish(editor)  # left to the field, Enter would reach the table as well and pass a cell
                return True
            if isinstance(editor, Picker):
                if editor.is_open or key in _STEPS:
                    return False
            elif key in _STEPS and isinstance(editor, QWidget):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                self.stepped.emit(_STEPS[key])
                return True
        return super().eventFilter(editor, event)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return a line's height."""
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        line = self._model.line(index.row())
        box = QRectF(option.rect)  # type: ignore[attr-defined] # the stubs leave the option's fields out
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(box)
        here = self._view.currentIndex()
        if here.row() == index.row():
            painter.fillRect(box, theme.color("sel"))
            if index.column() == self._first():
                painter.fillRect(QRectF(box.left(), box.top(), _BAR, box.height()), theme.color("accent"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(box.bottomLeft().toPoint(), box.bottomRight().toPoint())
        if line is not None:
            column = self._model.columns[index.column()]
            self._cell(painter, box, column, line, index)
            is_here = here == index and self._view.hasFocus()
            if self._model.fault(index.row(), column.key):
                self._ring(painter, box, "danger_edge")
            elif is_here:
                self._ring(painter, box, "accent")
        painter.restore()

    def _cell(self, painter: QPainter, box: QRectF, column: LineColumn, line: Line, index: Index) -> None:
        left = box.left() + (_EDGE if index.column() == self._first() else _PAD)
        right = box.right() - (_EDGE if index.column() == self._last() else _PAD)
        badge = column.badge(line) if column.badge else None
        if badge is not None:
            left += paint_badge(painter, left, box.center().y(), badge) + 6
        words, tone = self._model.words(index.row(), column), column.tone(line) or "text"
        if not words and column.placeholder and index.flags() & Qt.ItemFlag.ItemIsEditable:
            words, tone = column.placeholder, "text3"
        own = font(BODY, bold=column.is_bold(line))
        painter.setFont(own)
        painter.setPen(theme.color(tone))
        room = QRectF(left, box.top() - 1, max(right - left, 0), box.height())
        shown = QFontMetricsF(own).elidedText(words, Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.drawText(room, _RIGHT if column.is_right else _LEFT, shown)

    def _first(self) -> int:
        shown = range(len(self._model.columns))
        return next((place for place in shown if not self._view.isColumnHidden(place)), 0)

    def _last(self) -> int:
        shown = reversed(range(len(self._model.columns)))
        return next((place for place in shown if not self._view.isColumnHidden(place)), 0)

    def _ring(self, painter: QPainter, box: QRectF, tone: str) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color(tone), 2))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -2), 3, 3)

    def _take(self, editor: Picker, column: LineColumn, line: Line, row: int) -> None:
        option = editor.option
        if option is not None and column.taken is not None:
            self._model.put(row, column.taken(line, option))
        elif option is not None:
            self._model.put(row, {column.key: option.key})
        elif column.is_free and editor.key != (line.get(column.key) or ""):
            self._model.put(row, column.typed(editor.key, line) if column.typed else {column.key: editor.key})

    def _code_of(self, editor: QLineEdit) -> str:
        """Return the code that was scanned into a cell; in a cell of codes, a longer one is another code."""
        code = self.code_in(editor.text())
        is_own = self._model.columns[self._view.currentIndex().column()].is_scanned
        return "" if is_own and code != editor.text().strip() else code

    def _take_code(self, editor: QLineEdit, code: str) -> None:
        """Hand on what was scanned, whatever is proposed meanwhile; what was typed before it stays in the cell."""
        if isinstance(editor, Picker):
            editor.close_popup()
        editor.setText(editor.text()[: -len(code)])
        if editor.text().strip():
            self.commitData.emit(editor)
        editor.setProperty(_DONE, True)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
        self.scanned.emit(code)

    def _finish(self, editor: QLineEdit) -> None:
        stays = self._model.columns[self._view.currentIndex().column()].is_scanned and bool(editor.text().strip())
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        if not stays:
            self.passed.emit()


def read(kind: str, typed: str) -> Any:
    """Return what was typed as a value; as it is when it is none, None when there is nothing."""
    text = typed.strip()
    if not text:
        return None if kind in {NUMBER, DATE} else ""
    if kind == NUMBER:
        number = read_number(text)
        return text if number is None else number
    if kind == DATE:
        return read_date(text) or text
    return text

"""Small pictures in a row: chosen by the arrows, enlarged by Enter, taken out by Delete where that is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel
from PySide6.QtCore import QModelIndex
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPainterPath
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QListView
from PySide6.QtWidgets import QStyle
from PySide6.QtWidgets import QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

#: A cell, and the picture in it.
CELL, PICTURE = QSize(84, 64), QSize(76, 56)
_ROUND = 3
_ROLE = Qt.ItemDataRole.UserRole
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Thumb:
    """A picture in the row; one without an image says why in a few words."""

    key: str
    title: str
    image: QImage | None = None
    note: str = ""


class ThumbStrip(QListView):
    """The row."""

    #: One is to be enlarged, or taken out, by its key.
    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, name: str, *, may_remove: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbs = _Thumbs(self)
        self._may_remove = may_remove
        self.setModel(self._thumbs)
        self.setItemDelegate(_Painted(self))
        self.setAccessibleName(name)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(CELL.height() + 2)
        self.doubleClicked.connect(lambda index: self.opened.emit(str(index.data(_ROLE).key)))
        theme.changed.connect(self.viewport().update)

    @property
    def thumbs(self) -> list[Thumb]:
        """Return what is shown."""
        return self._thumbs.thumbs

    @property
    def current(self) -> str:
        """Return the key of the one under the cursor; empty when there is none."""
        thumb = self.currentIndex().data(_ROLE)
        return thumb.key if isinstance(thumb, Thumb) else ""

    def show_thumbs(self, thumbs: Sequence[Thumb]) -> None:
        """Show these; the cursor stays on its own, or as near as it can."""
        key, place = self.current, max(self.currentIndex().row(), 0)
        self._thumbs.set_thumbs(list(thumbs))
        keys = [thumb.key for thumb in thumbs]
        if keys:
            row = keys.index(key) if key in keys else min(place, len(keys) - 1)
            self.setCurrentIndex(self._thumbs.index(row))

    def choose(self, key: str) -> None:
        """Put the cursor on one."""
        keys = [thumb.key for thumb in self.thumbs]
        if key in keys:
            self.setCurrentIndex(self._thumbs.index(keys.index(key)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter enlarges, Delete takes out; arrows go along the row."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and plain and self.current:
            self.opened.emit(self.current)
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._may_remove and self.current:
            self.removed.emit(self.current)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End}:
            super().keyPressEvent(event)
        else:
            event.ignore()


class _Thumbs(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.thumbs: list[Thumb] = []

    def set_thumbs(self, thumbs: list[Thumb]) -> None:
        self.beginResetModel()
        self.thumbs = thumbs
        self.endResetModel()

    def rowCount(self, _parent: Index = _NO_PARENT) -> int:
        return len(self.thumbs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.thumbs):
            return None
        thumb = self.thumbs[index.row()]
        if role == _ROLE:
            return thumb
        said = f"{thumb.title}　{thumb.note}" if thumb.note else thumb.title
        return said if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole} else None


class _Painted(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        thumb: Thumb = index.data(_ROLE)
        box = QRectF(option.rect)  # type: ignore[attr-defined] # the stubs leave it out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        frame = QRectF(0, 0, PICTURE.width(), PICTURE.height())
        frame.moveCenter(box.center())
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        round_ = QPainterPath()
        round_.addRoundedRect(frame, _ROUND, _ROUND)
        painter.fillPath(round_, theme.color("head"))
        painter.setClipPath(round_)
        if thumb.image is not None and not thumb.image.isNull():
            painter.drawImage(frame, thumb.image, _middle(thumb.image, frame))
        else:
            _paint_note(painter, frame, thumb.note)
        painter.setClipping(False)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected) and bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(theme.color("accent" if is_chosen else "line2"), 2 if is_chosen else 1))
        painter.drawRoundedRect(frame, _ROUND, _ROUND)
        painter.restore()


def _middle(image: QImage, frame: QRectF) -> QRectF:
    """Return the middle of an image that fills the frame."""
    whole = QRectF(image.rect())
    scale = min(whole.width() / frame.width(), whole.height() / frame.height())
    middle = QRectF(0, 0, frame.width() * scale, frame.height() * scale)
    middle.moveCenter(whole.center())
    return middle


def _paint_note(painter: QPainter, frame: QRectF, note: str) -> None:
    ink = theme.color("text2")
    paint_icon(painter, QRectF(frame.center().x() - 9, frame.top() + 9, 18, 18), "clock", ink)
    painter.setFont(font(HINT))
    painter.setPen(ink)
    below = frame.adjusted(2, 28, -2, -4)
    painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, note)

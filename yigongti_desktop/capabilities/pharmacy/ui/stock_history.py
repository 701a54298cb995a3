"""The lots of a drug by room, and below them what last moved it: one list for the eyes and the arrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel
from PySide6.QtCore import QModelIndex
from PySide6.QtCore import QObject
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QListView
from PySide6.QtWidgets import QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.ui import stock_state as state
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import Head
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import Item
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import LotItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import StepItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import key_of
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import moved
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import said
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import words
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import paint_badge
from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme
from yigongti_desktop.kit.words import short_time

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_HEAD, _ROW, _EDGE, _BAR = 28, 48, 16, 3
_UPPER, _LOWER = 15.0, 34.0
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_ITEM = int(Qt.ItemDataRole.UserRole) + 1


class _Look(NamedTuple):
    """How words are written."""

    size: int = BODY
    bold: bool = False
    tone: str = "text"


_PLAIN, _BOLD = _Look(), _Look(bold=True)
_RED, _QUIET = _Look(bold=True, tone="danger"), _Look(SECOND, tone="text2")
_CAPTION, _WARN = _Look(SECOND, tone="text3"), _Look(SECOND, tone="warn")


class HistoryView(QListView):
    """The list; the arrows walk over lots and movements."""

    #: The lot or movement under the cursor, or None.
    rested = Signal(object)
    #: Enter on a lot or a movement.
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = _Items(self)
        self.setModel(self._items)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName("批号和最近出入库")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(2 * _ROW)
        self.selectionModel().currentChanged.connect(lambda _here, _former: self.rested.emit(self.current()))

    @property
    def items(self) -> list[Item]:
        """Return all that is shown."""
        return list(self._items.items)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these; the cursor stays on the same lot or movement."""
        former = key_of(self.current())
        self._items.set_items(items)
        place = next((row for row, one in enumerate(items) if former and key_of(one) == former), -1)
        if place >= 0:
            self.setCurrentIndex(self._items.index(place))
        else:
            self.rested.emit(None)

    def current(self) -> Item | None:
        """Return the lot or movement under the cursor, or None."""
        row = self.currentIndex().row()
        return self._items.items[row] if 0 <= row < len(self._items.items) else None

    def rest_on(self, row: int) -> None:
        """Put the cursor on a row."""
        self.setCurrentIndex(self._items.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; letters do not search here."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            if (item := self.current()) is not None:
                self.opened.emit(item)
        elif event.key() == Qt.Key.Key_Escape or not event.text() or event.text() < " ":
            super().keyPressEvent(event)
        else:
            event.ignore()


class _Items(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.items: list[Item] = []

    def set_items(self, items: Sequence[Item]) -> None:
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def rowCount(self, _parent: Index = _NO_PARENT) -> int:
        return len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.items):
            return None
        item = self.items[index.row()]
        if role == _ITEM:
            return item
        return words(item) if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if 0 <= index.row() < len(self.items) and not isinstance(self.items[index.row()], Head):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


class _Painter(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, _HEAD if isinstance(index.data(_ITEM), Head) else _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: Item | None = index.data(_ITEM)
        box = QRectF(option.rect)  # type: ignore[attr-defined] # the stubs leave the option's fields out
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(box)
        if self._view.currentIndex() == index:
            painter.fillRect(box, theme.color("sel"))
            painter.fillRect(QRectF(box.left(), box.top(), _BAR, box.height()), theme.color("accent"))
        if isinstance(item, Head):
            painter.fillRect(box, theme.color("head"))
            end = _say(painter, box, box.center().y(), item.title, _BOLD)
            _say(painter, box, box.center().y(), item.detail, _CAPTION, left=end + 8)
        elif isinstance(item, LotItem):
            _paint_lot(painter, box, item)
        elif isinstance(item, StepItem):
            _paint_step(painter, box, item)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(box.bottomLeft().toPoint(), box.bottomRight().toPoint())
        painter.restore()


def _paint_lot(painter: QPainter, box: QRectF, item: LotItem) -> None:
    key = item.lot.key
    above, below = box.top() + _UPPER, box.top() + _LOWER
    amount = state.counted(item.lot.quantity, item.unit)
    room = _say_right(painter, box, above, amount, _RED if item.lot.quantity < 0 else _BOLD)
    end = _say(painter, box, above, key.lot, _BOLD, until=room - 70)
    if item.hold is not None:
        paint_badge(painter, end + 8, above, Badge("停用", "warn", "lock"))
    nearness = state.nearness(key.expiry, item.today, item.limits) if item.lot.quantity > 0 else None
    near = state.expiry_badge(key.expiry, nearness, after=" 过期")
    right = _say_right(painter, box, below, state.room_name(key.room), _QUIET)
    if near is None:
        end = _say(painter, box, below, key.expiry.isoformat(), _QUIET)
    else:
        end = box.left() + _EDGE + paint_badge(painter, box.left() + _EDGE, below, near)
    if item.hold is not None:
        _say(painter, box, below, item.hold.reason, _WARN, left=end + 8, until=right - 8)


def _paint_step(painter: QPainter, box: QRectF, item: StepItem) -> None:
    step, above, below = item.step, box.top() + _UPPER, box.top() + _LOWER
    amount = f"{moved(item):+,}" if step.amount else f"{moved(item):,}"
    room = _say_right(painter, box, above, amount, _BOLD)
    kind, _, who = said(item).partition("　")
    end = _say(painter, box, above, kind, _BOLD)
    if step.is_reversed:
        end += 8 + paint_badge(painter, end + 8, above, Badge("已冲红", "neutral", "undo"))
    _say(painter, box, above, who, _PLAIN, left=end + 8, until=room - 8)
    room = _say_right(painter, box, below, f"结存 {step.balance:,}", _QUIET)
    entry = step.entry
    when = f"{short_time(entry.at, item.now)}　{entry.number or entry.document}".rstrip()
    _say(painter, box, below, when, _QUIET, until=room - 8)


def _say(
    painter: QPainter, box: QRectF, middle: float, text: str, look: _Look, *, left: float = 0, until: float = 0
) -> float:
    """Write words; return where they end."""
    own = font(look.size, bold=look.bold)
    start = left or box.left() + _EDGE
    metrics = QFontMetricsF(own)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, (until or box.right() - _EDGE) - start)
    painter.setFont(own)
    painter.setPen(theme.color(look.tone))
    wide = metrics.horizontalAdvance(shown)
    painter.drawText(QRectF(start, middle - 11, wide + 2, 20), _LEFT, shown)
    return start + wide


def _say_right(painter: QPainter, box: QRectF, middle: float, text: str, look: _Look) -> float:
    """Write words at the right edge; return where they begin."""
    own = font(look.size, bold=look.bold)
    wide = QFontMetricsF(own).horizontalAdvance(text)
    painter.setFont(own)
    painter.setPen(theme.color(look.tone))
    painter.drawText(QRectF(box.right() - _EDGE - wide - 2, middle - 11, wide + 2, 20), _RIGHT, text)
    return box.right() - _EDGE - wide

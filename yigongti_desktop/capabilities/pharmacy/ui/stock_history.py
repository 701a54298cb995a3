"""The lots of a drug by room, and below them what last moved it: one list for the eyes and the arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import Any

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

from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.capabilities.pharmacy.store.shelf import Step
from yigongti_desktop.capabilities.pharmacy.store.stock import LotBalance
from yigongti_desktop.capabilities.pharmacy.ui import stock_state as state
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import KINDS
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


@dataclass(frozen=True)
class Head:
    """What stands over lots or movements."""

    title: str
    detail: str = ""


@dataclass(frozen=True)
class LotItem:
    """A lot in a room."""

    lot: LotBalance
    unit: str
    today: date
    hold: LotHold | None = None


@dataclass(frozen=True)
class StepItem:
    """A movement."""

    step: Step
    drug: str
    unit: str
    now: datetime


Item = Head | LotItem | StepItem


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
        former = _key(self.current())
        self._items.set_items(items)
        place = next((row for row, one in enumerate(items) if former and _key(one) == former), -1)
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
            end = _say(painter, box, box.center().y(), item.title, bold=True)
            _say(painter, box, box.center().y(), item.detail, left=end + 8, size=SECOND, tone="text3")
        elif isinstance(item, LotItem):
            _paint_lot(painter, box, item)
        elif isinstance(item, StepItem):
            _paint_step(painter, box, item)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(box.bottomLeft().toPoint(), box.bottomRight().toPoint())
        painter.restore()


def words(item: Item) -> str:
    """Return a row in words, for who cannot see it."""
    if isinstance(item, Head):
        return f"{item.title} {item.detail}".strip()
    if isinstance(item, LotItem):
        key = item.lot.key
        held = "　停用" if item.hold else ""
        amount = state.counted(item.lot.quantity, item.unit)
        return f"{key.lot}　{key.expiry}　{state.room_name(key.room)}　{amount}{held}"
    entry = item.step.entry
    amount = f"{moved(item):+,}" if item.step.amount else f"{moved(item):,}"
    head = f"{said(item)}　{amount}　结存 {item.step.balance:,}"
    return f"{head}　{short_time(entry.at, item.now)}　{entry.number or entry.document}".rstrip()


def said(item: StepItem) -> str:
    """Return what a movement was: 科室领用　内科."""
    entry = item.step.entry
    if entry.kind is EntryKind.TRANSFER:
        return f"{KINDS[entry.kind]}　{state.room_name(entry.room)} → {state.room_name(entry.other_room)}"
    who = entry.partner_name or (entry.reason if entry.kind is EntryKind.REVERSAL else "")
    return "　".join(part for part in (KINDS[entry.kind], who) if part)


def moved(item: StepItem) -> int:
    """Return how much a movement moved; a transfer from room to room bears no sign."""
    if item.step.amount:
        return item.step.amount
    return sum(abs(line.amount) for line in item.step.entry.lines if line.drug == item.drug)


def _paint_lot(painter: QPainter, box: QRectF, item: LotItem) -> None:
    key = item.lot.key
    above, below = box.top() + _UPPER, box.top() + _LOWER
    amount = state.counted(item.lot.quantity, item.unit)
    room = _say_right(painter, box, above, amount, bold=True, tone="danger" if item.lot.quantity < 0 else "text")
    end = _say(painter, box, above, key.lot, bold=True, until=room - 70)
    if item.hold is not None:
        paint_badge(painter, end + 8, above, Badge("停用", "warn", "lock"))
    near = state.expiry_badge(key.expiry, state.nearness(key.expiry, item.today)) if item.lot.quantity > 0 else None
    right = _say_right(painter, box, below, state.room_name(key.room), size=SECOND, tone="text2")
    if near is None:
        end = _say(painter, box, below, key.expiry.isoformat(), size=SECOND, tone="text2")
    else:
        end = box.left() + _EDGE + paint_badge(painter, box.left() + _EDGE, below, near)
    if item.hold is not None:
        _say(painter, box, below, item.hold.reason, left=end + 8, until=right - 8, size=SECOND, tone="warn")


def _paint_step(painter: QPainter, box: QRectF, item: StepItem) -> None:
    step, above, below = item.step, box.top() + _UPPER, box.top() + _LOWER
    amount = f"{moved(item):+,}" if step.amount else f"{moved(item):,}"
    room = _say_right(painter, box, above, amount, bold=True)
    kind, _, who = said(item).partition("　")
    end = _say(painter, box, above, kind, bold=True)
    if step.is_reversed:
        end += 8 + paint_badge(painter, end + 8, above, Badge("已冲红", "neutral", "undo"))
    _say(painter, box, above, who, left=end + 8, until=room - 8)
    room = _say_right(painter, box, below, f"结存 {step.balance:,}", size=SECOND, tone="text2")
    entry = step.entry
    when = f"{short_time(entry.at, item.now)}　{entry.number or entry.document}".rstrip()
    _say(painter, box, below, when, until=room - 8, size=SECOND, tone="text2")


def _say(
    painter: QPainter,
    box: QRectF,
    middle: float,
    text: str,
    *,
    left: float = 0,
    until: float = 0,
    size: int = BODY,
    bold: bool = False,
    tone: str = "text",
) -> float:
    """Write words; return where they end."""
    own = font(size, bold=bold)
    start = left or box.left() + _EDGE
    metrics = QFontMetricsF(own)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, (until or box.right() - _EDGE) - start)
    painter.setFont(own)
    painter.setPen(theme.color(tone))
    wide = metrics.horizontalAdvance(shown)
    painter.drawText(QRectF(start, middle - 11, wide + 2, 20), _LEFT, shown)
    return start + wide


def _say_right(
    painter: QPainter,
    box: QRectF,
    middle: float,
    text: str,
    *,
    size: int = BODY,
    bold: bool = False,
    tone: str = "text",
) -> float:
    """Write words at the right edge; return where they begin."""
    own = font(size, bold=bold)
    wide = QFontMetricsF(own).horizontalAdvance(text)
    painter.setFont(own)
    painter.setPen(theme.color(tone))
    painter.drawText(QRectF(box.right() - _EDGE - wide - 2, middle - 11, wide + 2, 20), _RIGHT, text)
    return box.right() - _EDGE - wide


def _key(item: Item | None) -> object:
    if isinstance(item, LotItem):
        return item.lot.key
    return item.step.entry.id if isinstance(item, StepItem) else None

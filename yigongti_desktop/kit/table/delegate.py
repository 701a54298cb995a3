"""How a cell is painted: badge, icon, words, quieter words; the current row with its bar; groups across."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QModelIndex
from PySide6.QtCore import QObject
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QHelpEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QAbstractItemView
from PySide6.QtWidgets import QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem

from yigongti_desktop.kit.badge import paint_badge
from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.columns import Group
from yigongti_desktop.kit.table.model import RECORD
from yigongti_desktop.kit.table.model import RecordModel
from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme
from yigongti_desktop.kit.whole import say_whole

ROW, GROUP_ROW = 30, 27
EDGE, PAD = 16, 8
_BAR = 3
_SHARE, _SHARE_HIGH = 56, 6
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class Rows(Protocol):
    """What a delegate asks of its view."""

    def current_row(self) -> int:
        """Return the row under the cursor."""
        ...

    def is_chosen(self, row: int) -> bool:
        """Say whether a row is selected."""
        ...

    def first_column(self) -> int:
        """Return the leftmost column that is shown."""
        ...

    def last_column(self) -> int:
        """Return the rightmost column that is shown."""
        ...


class RecordDelegate(QStyledItemDelegate):
    """Paints the cells of a record table."""

    def __init__(self, rows: Rows, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        held = index.data(RECORD)
        box = QRectF(option.rect)  # type: ignore[attr-defined] # the stubs leave the option's fields out
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(held, Group):
            self._group(painter, box, held)
        else:
            self._ground(painter, box, index.row(), index.column())
            model = index.model()
            if held is not None and isinstance(model, RecordModel):
                self._cell(painter, box, model.columns[index.column()], held, self._edges(index.column()))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(box.bottomLeft().toPoint(), box.bottomRight().toPoint())
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a row's height."""
        return QSize(0, GROUP_ROW if isinstance(index.data(RECORD), Group) else ROW)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Say the words of a cell that has no room for them."""
        held, model = index.data(RECORD), index.model()
        if held is None or isinstance(held, Group) or not isinstance(model, RecordModel):
            return super().helpEvent(event, view, option, index)
        column: Column[object] = model.columns[index.column()]
        edges = self._edges(index.column())
        room = option.rect.width() - sum(edges)  # type: ignore[attr-defined] # the stubs leave it out
        return say_whole(event, view, (column.text(held), column.detail(held)), room, is_bold=column.is_bold)

    def _edges(self, place: int) -> tuple[int, int]:
        is_first, is_last = place == self._rows.first_column(), place == self._rows.last_column()
        return EDGE if is_first else PAD, EDGE if is_last else PAD

    def _ground(self, painter: QPainter, box: QRectF, row: int, place: int) -> None:
        current = self._rows.current_row() == row
        if current or self._rows.is_chosen(row):
            painter.fillRect(box, theme.color("sel"))
        if current and place == self._rows.first_column():
            painter.fillRect(QRectF(box.left(), box.top(), _BAR, box.height()), theme.color("accent"))

    def _group(self, painter: QPainter, box: QRectF, group: Group) -> None:
        painter.fillRect(box, theme.color("head"))
        left = box.left() + EDGE
        if group.icon:
            paint_icon(painter, QRectF(left, box.center().y() - 8, 16, 16), group.icon, theme.color(group.tone))
            left += 22
        painter.setFont(font(BODY, bold=True))
        painter.setPen(theme.color(group.tone))
        painter.drawText(QRectF(left, box.top() - 1, box.width(), box.height()), _LEFT, group.title)
        left += QFontMetricsF(font(BODY, bold=True)).horizontalAdvance(group.title) + 8
        painter.setFont(font(SECOND))
        painter.setPen(theme.color("text3"))
        painter.drawText(QRectF(left, box.top() - 1, box.width(), box.height()), _LEFT, group.detail)

    def _share(self, painter: QPainter, left: float, middle: float, share: float, tone: str) -> None:
        groove = QRectF(left, middle - _SHARE_HIGH / 2, _SHARE, _SHARE_HIGH)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line2"))
        painter.drawRoundedRect(groove, 3, 3)
        if share > 0:
            painter.setBrush(theme.color(tone))
            groove.setWidth(max(float(_SHARE_HIGH), _SHARE * min(share, 1.0)))
            painter.drawRoundedRect(groove, 3, 3)

    def _cell(
        self, painter: QPainter, box: QRectF, column: Column[object], held: object, edges: tuple[int, int]
    ) -> None:
        left, right = box.left() + edges[0], box.right() - edges[1]
        middle = box.center().y()
        painter.setClipRect(box)
        badge = column.badge(held) if column.badge else None
        if badge is not None:
            paint_badge(painter, left, middle, badge)
            return
        tone = theme.color(column.tone(held) or "text")
        if name := column.icon(held):
            paint_icon(painter, QRectF(left, middle - 8, 16, 16), name, theme.color(column.tone(held) or "text2"))
            left += 22
        if column.share and (share := column.share(held)) is not None:
            self._share(painter, left, middle, share, column.tone(held) or "accent")
            left += _SHARE + PAD
        words = column.text(held)
        own = font(BODY, bold=column.is_bold)
        painter.setFont(own)
        painter.setPen(tone)
        wide = QFontMetricsF(own).horizontalAdvance(words)
        detail = column.detail(held)
        if column.is_right:
            painter.drawText(QRectF(left, box.top() - 1, right - left, box.height()), _RIGHT, words)
            return
        shown = (
            words
            if wide <= right - left
            else QFontMetricsF(own).elidedText(words, Qt.TextElideMode.ElideRight, right - left)
        )
        painter.drawText(QRectF(left, box.top() - 1, right - left, box.height()), _LEFT, shown)
        if detail and left + wide + 8 < right:
            painter.setFont(font(SECOND))
            painter.setPen(theme.color("text2"))
            room = right - left - wide - 8
            quiet = QFontMetricsF(font(SECOND)).elidedText(detail, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left + wide + 8, box.top() - 1, room, box.height()), _LEFT, quiet)

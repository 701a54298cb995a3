"""The pages down the left: an icon, a name, how many; narrow ones put the name below the icon."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import PageSpec
from yigongti_desktop.kit.theme import CARD
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

WIDE, NARROW = 150, 60
_ROW, _NARROW_ROW = 38, 42
#: How far rows give way where a person has many pages and the window is low.
_LOWEST_ROW, _LOWEST_NARROW_ROW = 26, 22
#: Below this height a narrow row has its name alone.
_ROOM_FOR_ICON = 24
_EDGE, _GAP = 8, 2
#: As many pages as the lowest window holds; where there are more, those at the foot are opened by Ctrl+K alone.
_MOST_NARROW = 8
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class Navigation(QWidget):
    """All pages that the person may open."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._entries: dict[str, _Entry] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(6, _EDGE, 6, _EDGE)
        self._layout.setSpacing(_GAP)
        self.setFixedWidth(WIDE)
        self._narrow = False

    def set_pages(self, pages: Sequence[PageSpec]) -> None:
        """Show these pages; the first nine have Alt and their number."""
        while item := self._layout.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self._entries = {}
        for page in (page for page in pages if not page.at_foot):
            self._add(page)
        self._layout.addStretch(1)
        for page in (page for page in pages if page.at_foot):
            self._add(page)
        self.set_narrow(self._narrow)

    def show_current(self, name: str) -> None:
        """Mark the open page."""
        for other, entry in self._entries.items():
            entry.setChecked(other == name)

    def show_count(self, name: str, count: Count) -> None:
        """Show how many things a page holds for the person."""
        if name in self._entries:
            self._entries[name].show_count(count)

    def set_narrow(self, narrow: bool) -> None:
        """Put names below icons; where many pages stand in a low window, those at the foot give way."""
        self._narrow = narrow
        gives_way = narrow and len(self._entries) > _MOST_NARROW
        self.setFixedWidth(NARROW if narrow else WIDE)
        for entry in self._entries.values():
            entry.set_narrow(narrow)
            entry.setVisible(not (gives_way and entry.is_at_foot))
        self._share_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the rows share the height."""
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        shown = [entry for entry in self._entries.values() if not entry.isHidden()]
        if not shown:
            return
        room = (self.height() - 2 * _EDGE - _GAP * len(shown)) // len(shown)
        least, most = (_LOWEST_NARROW_ROW, _NARROW_ROW) if self._narrow else (_LOWEST_ROW, _ROW)
        for entry in shown:
            entry.setFixedHeight(max(least, min(most, room)))

    def _add(self, page: PageSpec) -> None:
        entry = _Entry(page, self)
        entry.clicked.connect(lambda: self.chosen.emit(page.name))
        self._entries[page.name] = entry
        self._layout.addWidget(entry)


class _Entry(QAbstractButton):
    def __init__(self, page: PageSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = page
        self._count = Count()
        self._narrow = False
        self.setCheckable(True)
        self.setText(page.title)
        self.setAccessibleName(page.title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def is_at_foot(self) -> bool:
        """Say whether it stands at the foot."""
        return self._page.at_foot

    def nextCheckState(self) -> None:
        """Leave the mark to the window."""

    def show_count(self, count: Count) -> None:
        self._count = count
        self.setAccessibleName(f"{self._page.title} {count.number or ''}".strip())
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.setToolTip(self._page.title if narrow else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NARROW if self._narrow else WIDE - 12, _NARROW_ROW if self._narrow else _ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("soft" if self.isChecked() else "head"))
            painter.drawRoundedRect(box, 4, 4)
        if self.isChecked():
            painter.fillRect(QRectF(0, 0, 3, box.height()), theme.color("accent"))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        ink = theme.color("accent" if self.isChecked() else "text")
        (self._paint_narrow if self._narrow else self._paint_wide)(painter, box, ink)
        painter.end()

    def _paint_wide(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        paint_icon(painter, QRectF(13, box.center().y() - 9, 18, 18), self._page.icon, ink)
        painter.setFont(font(CARD, bold=self.isChecked()))
        painter.setPen(ink)
        painter.drawText(box.adjusted(40, -1, 0, -1), _LEFT, self._page.title)
        if not self._count.number:
            return
        tone = "danger" if self._count.is_urgent else "accent" if self.isChecked() else "text3"
        number = f"{self._count.number:,}"
        painter.setFont(font(SECOND, bold=self._count.is_urgent))
        painter.setPen(theme.color(tone))
        painter.drawText(box.adjusted(0, -1, -12, -1), _RIGHT, number)
        if self._count.is_urgent:
            left = box.right() - 12 - painter.fontMetrics().horizontalAdvance(number) - 18
            paint_icon(painter, QRectF(left, box.center().y() - 7, 14, 14), "alert", theme.color("danger"))

    def _paint_narrow(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        slack = _NARROW_ROW - box.height()
        size, top = 18 - slack * 0.4, max(4 - slack * 0.3, 1)
        has_icon = box.height() >= _ROOM_FOR_ICON
        if has_icon:
            paint_icon(painter, QRectF(box.center().x() - size / 2, top, size, size), self._page.icon, ink)
        painter.setFont(font(HINT, bold=self.isChecked()))
        painter.setPen(ink)
        place = QRectF(0, box.height() - 19 + slack * 0.3, box.width(), 16) if has_icon else box
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._page.short)
        if self._count.number:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("danger" if self._count.is_urgent else "accent"))
            painter.drawEllipse(QRectF(box.center().x() + (9 if has_icon else 16), 3, 6, 6))

"""The pages down the left: an icon, a name, how many; narrow ones put the name below the icon.

Rows give way a little where a person has many pages. Who has more than fit has them under headings: all are open where
they have room, else the one in which the person works; beyond that rows scroll, and those at the foot always stand.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtGui import QFocusEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QScrollArea
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
from yigongti_desktop.shell.section import HEIGHT as HEAD
from yigongti_desktop.shell.section import SectionHead

WIDE, NARROW = 150, 60
_ROW, _NARROW_ROW = 38, 42
#: How far rows give way where a person has many pages and the window is low.
_LOWEST_ROW, _LOWEST_NARROW_ROW = 30, 32
_EDGE, _GAP = 8, 2
#: Between the rows that scroll and the foot, and below the last of them.
_BETWEEN = 3 * _GAP
#: Who has more pages than these has them under headings.
_PLAIN_PAGES = 18
#: Height of the mark that says that there are more pages that way.
_MORE = 14
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
        self._heads: dict[str, SectionHead] = {}
        #: Heading that is open where not all can be.
        self._open = ""
        self._rows = QWidget()
        self._layout = _stacked(self._rows)
        self._layout.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._rows)
        for part in (self._scroll.viewport(), self._rows):
            part.setAutoFillBackground(False)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(_GAP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, _EDGE, 6, _EDGE)
        layout.setSpacing(_GAP)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(self._foot)
        self._marks = (_More(self, is_up=True), _More(self, is_up=False))
        self._scroll.verticalScrollBar().valueChanged.connect(self._show_marks)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._show_marks)
        self._marks[0].clicked.connect(lambda: self._scroll_by(-1))
        self._marks[1].clicked.connect(lambda: self._scroll_by(1))
        self.setFixedWidth(WIDE)
        self._narrow = False

    def set_pages(self, pages: Sequence[PageSpec]) -> None:
        """Show these pages, many of them under headings; the first nine in sight's order have Alt and their number."""
        for former in (*self._entries.values(), *self._heads.values()):
            former.setParent(None)
            former.deleteLater()
        self._entries, self._heads, self._open = {}, {}, ""
        is_plain = sum(not page.at_foot for page in pages) <= _PLAIN_PAGES
        sections = [] if is_plain else list(dict.fromkeys(page.section for page in pages if page.section))
        first = next((place for place, page in enumerate(pages) if page.section), len(pages))
        before = [page for page in pages[:first] if not page.at_foot]
        loose = [page for page in pages[first:] if not page.at_foot and (is_plain or not page.section)]
        for page in before:
            self._add(page)
        for section in sections:
            self._add_head(section)
            for page in pages:
                if page.section == section and not page.at_foot:
                    self._add(page)
        for page in (*loose, *(page for page in pages if page.at_foot)):
            self._add(page)
        self.set_narrow(self._narrow)

    @property
    def names(self) -> Sequence[str]:
        """Return the names of the pages in the order in which they stand, those at the foot last."""
        return tuple(self._entries)

    def show_current(self, name: str) -> None:
        """Mark the open page, and bring it in sight."""
        for other, entry in self._entries.items():
            entry.setChecked(other == name)
        if name in self._entries:
            self._open = self._entries[name].section or self._open
            self._share_height()
            self._bring(self._entries[name])

    def show_count(self, name: str, count: Count) -> None:
        """Show how many things a page holds for the person."""
        if name in self._entries:
            entry = self._entries[name]
            entry.show_count(count)
            if entry.section in self._heads:
                self._heads[entry.section].show_count(name, count)

    def set_narrow(self, narrow: bool) -> None:
        """Put names below icons."""
        self._narrow = narrow
        self.setFixedWidth(NARROW if narrow else WIDE)
        for entry in self._entries.values():
            entry.set_narrow(narrow)
        for head in self._heads.values():
            head.set_narrow(narrow)
        self._share_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the rows share the height."""
        super().resizeEvent(event)
        self._share_height()
        self._show_marks()

    def _share_height(self) -> None:
        least, most = (_LOWEST_NARROW_ROW, _NARROW_ROW) if self._narrow else (_LOWEST_ROW, _ROW)
        heads = len(self._heads) * (HEAD + _GAP)
        free = self.height() - 2 * _EDGE - heads - _BETWEEN
        has_room = len(self._entries) * (least + _GAP) <= free
        for title, head in self._heads.items():
            head.set_open(is_open=has_room or title == self._open)
        for entry in self._entries.values():
            head_of = self._heads.get(entry.section)
            entry.setVisible(head_of is None or head_of.is_open)
        count = sum(not entry.isHidden() for entry in self._entries.values())
        room = (free - _GAP * count) // count if count else most
        for entry in self._entries.values():
            entry.setFixedHeight(max(least, min(most, room)))

    def _add_head(self, section: str) -> None:
        head = SectionHead(section, self)
        head.clicked.connect(lambda: self._turn(section))
        head.reached.connect(lambda: self._scroll.ensureWidgetVisible(head, 0, _MORE))
        self._heads[section] = head
        self._layout.insertWidget(self._layout.count() - 1, head)

    def _turn(self, section: str) -> None:
        """Open a heading, or close it again; where all have room they stay open."""
        self._open = "" if self._open == section else section
        self._share_height()

    def _add(self, page: PageSpec) -> None:
        entry = _Entry(page, self)
        entry.clicked.connect(lambda: self.chosen.emit(page.name))
        entry.reached.connect(lambda: self._bring(entry))
        self._entries[page.name] = entry
        if page.at_foot:
            self._foot.addWidget(entry)
        else:
            self._layout.insertWidget(self._layout.count() - 1, entry)

    def _bring(self, entry: _Entry) -> None:
        if not entry.is_at_foot:
            self._scroll.ensureWidgetVisible(entry, 0, _MORE)

    def _scroll_by(self, way: int) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + way * self._scroll.viewport().height() // 2)

    def _show_marks(self) -> None:
        """Say at either end of the rows whether there are more."""
        bar, area = self._scroll.verticalScrollBar(), self._scroll.geometry()
        up, down = self._marks
        up.setGeometry(area.left(), area.top(), area.width(), _MORE)
        down.setGeometry(area.left(), area.bottom() - _MORE + 1, area.width(), _MORE)
        up.setVisible(bar.value() > bar.minimum())
        down.setVisible(bar.value() < bar.maximum())


def _stacked(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(_GAP)
    return layout


class _More(QAbstractButton):
    """A mark over the rows: there are more pages this way."""

    def __init__(self, parent: QWidget, *, is_up: bool) -> None:
        super().__init__(parent)
        self._is_up = is_up
        self.setAccessibleName("更多页面")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        painter.fillRect(box, theme.color("surface"))
        painter.translate(box.center())
        if self._is_up:
            painter.scale(1, -1)
        paint_icon(painter, QRectF(-6, -6, 12, 12), "chevron-down", theme.color("text3"))
        painter.end()


class _Entry(QAbstractButton):
    #: The keyboard has come to it.
    reached = Signal()

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
    def section(self) -> str:
        """Return the heading under which it stands; empty for none."""
        return self._page.section

    @property
    def is_at_foot(self) -> bool:
        """Say whether it stands at the foot."""
        return self._page.at_foot

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard has come here."""
        super().focusInEvent(event)
        self.reached.emit()

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
        paint_icon(painter, QRectF(box.center().x() - size / 2, top, size, size), self._page.icon, ink)
        painter.setFont(font(HINT, bold=self.isChecked()))
        painter.setPen(ink)
        painter.drawText(
            QRectF(0, box.height() - 19 + slack * 0.3, box.width(), 16), Qt.AlignmentFlag.AlignCenter, self._page.short
        )
        if self._count.number:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("danger" if self._count.is_urgent else "accent"))
            painter.drawEllipse(QRectF(box.center().x() + 9, 3, 6, 6))

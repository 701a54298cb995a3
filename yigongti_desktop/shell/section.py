"""A heading of the navigation: it opens and closes what stands under it, and says how much waits there when closed."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QAbstractButton
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

HEIGHT = 28
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
#: Letters of a heading that a narrow navigation has room for.
_NARROW_LETTERS = 2


class SectionHead(QAbstractButton):
    """One heading."""

    #: The keyboard has come to it.
    reached = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._counts: dict[str, Count] = {}
        self._is_open = self._narrow = False
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self._say()

    @property
    def is_open(self) -> bool:
        """Say whether what stands under it is in sight."""
        return self._is_open

    def set_open(self, *, is_open: bool) -> None:
        """Show whether what stands under it is in sight."""
        self._is_open = is_open
        self._say()

    def set_narrow(self, narrow: bool) -> None:
        """Say less."""
        self._narrow = narrow
        self._say()

    def show_count(self, page: str, count: Count) -> None:
        """Count what waits on a page under it."""
        self._counts[page] = count
        self._say()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard has come here."""
        super().focusInEvent(event)
        self.reached.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter open and close it; right opens it, left closes it."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Right, Qt.Key.Key_Left}:
            if self._is_open != (event.key() == Qt.Key.Key_Right):
                self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return its height."""
        return QSize(60, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words, how much waits, and which way it goes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("head"))
            painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        painter.setPen(theme.color("text2"))
        if self._narrow:
            painter.setFont(font(HINT, bold=True))
            painter.drawText(box.adjusted(0, -1, -10, -1), Qt.AlignmentFlag.AlignCenter, self._title[:_NARROW_LETTERS])
        else:
            painter.setFont(font(SECOND, bold=True))
            painter.drawText(box.adjusted(13, -1, -24, -1), _LEFT, self._title)
        icon = "chevron-down" if self._is_open else "chevron-right"
        edge = box.right() - (14 if self._narrow else 22)
        paint_icon(painter, QRectF(edge, box.center().y() - 6, 12, 12), icon, theme.color("text3"))
        if (number := self._waiting()) and not self._is_open:
            self._paint_waiting(painter, box, number)
        painter.end()

    def _paint_waiting(self, painter: QPainter, box: QRectF, number: int) -> None:
        tone = theme.color("danger" if self._is_urgent() else "text3")
        if self._narrow:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone)
            painter.drawEllipse(QRectF(4, 4, 6, 6))
            return
        painter.setFont(font(SECOND, bold=self._is_urgent()))
        painter.setPen(tone)
        painter.drawText(box.adjusted(0, -1, -28, -1), _RIGHT, f"{number:,}")

    def _waiting(self) -> int:
        return sum(count.number for count in self._counts.values())

    def _is_urgent(self) -> bool:
        return any(count.is_urgent and count.number for count in self._counts.values())

    def _say(self) -> None:
        waiting = f"，{self._waiting()} 件" if self._waiting() else ""
        self.setAccessibleName(f"{self._title}{waiting}，{'已展开' if self._is_open else '已收起'}")
        self.setToolTip(self._title if self._narrow else "")
        self.update()

"""A remedy in one box: its key, who and what changes, and the worst that it does as a badge; a click takes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QMouseEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.worth import Effect
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.badge import badge_width
from yigongti_desktop.kit.badge import paint_key
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_CAP, _GAP = 22, 8
#: Effects that are said beside the badge.
_SAID = 3


class RemedyRow(QFrame):
    """One remedy."""

    clicked = Signal()

    def __init__(
        self,
        number: int,
        title: str,
        detail: str,
        badge: Badge,
        *,
        width: int,
        others: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make it.

        Args:
            number: its key.
            title: whom it is about, or what it comes to.
            detail: what changes.
            badge: the worst that it does.
            width: that it has, in logical pixels.
            others: what else it does.
            parent: of the widget.
        """
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{number} {title} {detail} {badge.text}")
        named, shown = label(title, "name", wrap=True), BadgeLabel(badge)
        wide = QFontMetricsF(font(BODY, bold=True)).horizontalAdvance(title)
        is_beside = wide + badge_width(badge) + _CAP + 2 * _GAP < width
        head = row(named, shown)
        head.setStretch(0, 1)
        parts = column(head if is_beside else named, label(detail, "caption-strong", wrap=True), spacing=2)
        if not is_beside:
            parts.addLayout(row(shown, None))
        if others:
            parts.addWidget(label(others, "caption", wrap=True))
        layout = row(_Cap(str(number)), parts, spacing=_GAP)
        layout.setAlignment(layout.itemAt(0).widget(), Qt.AlignmentFlag.AlignTop)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


def further(effects: Sequence[Effect]) -> str:
    """Return what gets worse beside the worst."""
    worse = [one.text for one in effects if one.is_worse][1:]
    return f"还有{'、'.join(worse[:_SAID])}{'等' if len(worse) > _SAID else ''}" if worse else ""


def worth(effects: Sequence[Effect]) -> Badge:
    """Return the worst that a change does, as a badge."""
    worst = next((one for one in effects if one.is_worse), None)
    if worst is None:
        better = any(one.cost < 0 for one in effects)
        return Badge("更好" if better else "无影响", "ok", "check")
    is_gap = worst.text.startswith("缺")
    return Badge(worst.text, "danger" if is_gap else "warn", "alert" if is_gap else "clock")


class _Cap(QWidget):
    """The cap of a key."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setFixedSize(_CAP, _CAP)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return its size."""
        return QSize(_CAP, _CAP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_key(painter, 0, self.height() / 2, self._key)
        painter.end()

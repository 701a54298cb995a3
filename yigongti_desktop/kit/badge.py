"""States as words on a tint, never colour alone; and the chips that key hints are drawn with."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

HEIGHT = 20
_PAD, _GAP, _ICON = 6, 4, 14
_TONES = {
    "danger": ("danger", "danger_tint"),
    "warn": ("warn", "warn_tint"),
    "ok": ("ok", "ok_tint"),
    "neutral": ("neutral", "neutral_tint"),
    "accent": ("accent", "soft"),
}


@dataclass(frozen=True)
class Badge:
    """Words, their tone and an icon."""

    text: str
    tone: str = "neutral"
    icon: str = "dot"


def badge_width(badge: Badge) -> float:
    """Return how wide a badge is."""
    return 2 * _PAD + _ICON + _GAP + QFontMetricsF(font(SECOND)).horizontalAdvance(badge.text)


def paint_badge(painter: QPainter, left: float, middle: float, badge: Badge) -> float:
    """Paint a badge whose middle is at this height; return its width."""
    ink, tint = _TONES[badge.tone]
    wide = badge_width(badge)
    box = QRectF(left, middle - HEIGHT / 2, wide, HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(tint))
    painter.drawRoundedRect(box, 4, 4)
    paint_icon(painter, QRectF(left + _PAD, middle - _ICON / 2, _ICON, _ICON), badge.icon, theme.color(ink))
    painter.setPen(theme.color(ink))
    painter.setFont(font(SECOND))
    words = box.adjusted(_PAD + _ICON + _GAP, -1, 0, -1)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, badge.text)
    painter.restore()
    return wide


def paint_key(painter: QPainter, left: float, middle: float, key: str) -> float:
    """Paint the cap of a key; return its width."""
    metrics = QFontMetricsF(font(HINT))
    wide = max(metrics.horizontalAdvance(key) + 10, 20)
    box = QRectF(round(left) + 0.5, round(middle - 9) + 0.5, round(wide) - 1, 17)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("line2"), 1))
    painter.setBrush(theme.color("head"))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(theme.color("text2"))
    painter.setFont(font(HINT))
    painter.drawText(box.adjusted(0, -1, 0, -1), Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()
    return wide


class BadgeLabel(QWidget):
    """A badge that stands alone."""

    def __init__(self, badge: Badge | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = badge
        self.setAccessibleName(badge.text if badge else "")
        if badge is None:
            self.hide()  # else it is shown with its place; shown before, it would be a window of its own

    def set_badge(self, badge: Badge | None) -> None:
        """Show another badge, or none."""
        self._badge = badge
        self.setVisible(badge is not None)
        self.setAccessibleName(badge.text if badge else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the badge's size."""
        return QSize(round(badge_width(self._badge)) if self._badge else 0, HEIGHT + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the badge's size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the badge."""
        if self._badge:
            painter = QPainter(self)
            paint_badge(painter, 0, self.height() / 2, self._badge)
            painter.end()


class KeyHints(QWidget):
    """Keys and what they do, in one row: ↑↓ 移动  Enter 打开; what does not fit is left out from the right."""

    def __init__(self, hints: tuple[tuple[str, str], ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints = hints
        self.setMinimumHeight(20)

    def set_hints(self, hints: tuple[tuple[str, str], ...]) -> None:
        """Show other hints."""
        self._hints = hints
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row."""
        painter = QPainter(self)
        left, middle = 0.0, self.height() / 2
        metrics = QFontMetricsF(font(SECOND))
        for key, what in self._hints:
            wide = max(QFontMetricsF(font(HINT)).horizontalAdvance(key) + 10, 20) + 5 + metrics.horizontalAdvance(what)
            if left + wide > self.width():
                break
            left += paint_key(painter, left, middle, key) + 5
            painter.setPen(theme.color("text3"))
            painter.setFont(font(SECOND))
            box = QRectF(left, middle - 11, metrics.horizontalAdvance(what) + 2, 20)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, what)
            left += metrics.horizontalAdvance(what) + 12
        painter.end()

"""Buttons that say their key: verbs of the trade, an icon before, the key after."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtGui import QFont
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton
from PySide6.QtWidgets import QMenu
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

PLAIN, PRIMARY, LINK, DANGER = "plain", "primary", "link", "danger"
_HEIGHT, _PAD, _ICON, _GAP = 30, 13, 16, 6


class KeyButton(QAbstractButton):
    """A button with words, an icon and the key that does the same."""

    #: Makes the menu that it opens; None where it opens none.
    make_menu: Callable[[], QMenu] | None = None

    def __init__(
        self, text: str, key: str = "", *, icon: str = "", style: str = PLAIN, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._icon = icon
        self._style = style
        self.setText(text)
        self.setAccessibleName(f"{text} {key}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    @property
    def shortcut_words(self) -> str:
        """Return the key that does the same, as it is written on keyboards; empty for none."""
        return self._key

    def set_words(self, text: str, *, icon: str = "") -> None:
        """Say something else."""
        self.setText(text)
        self._icon = icon or self._icon
        self.setAccessibleName(f"{text} {self._key}".strip())
        self.updateGeometry()

    def hide_key(self, hidden: bool) -> None:
        """Leave the key out where there is no room."""
        self.setProperty("narrow", hidden)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return what words, icon and key need."""
        pad = 4 if self._style == LINK else _PAD
        wide = 2 * pad + QFontMetricsF(self._font()).horizontalAdvance(self.text())
        if self._icon:
            wide += _ICON + _GAP
        if self._shown_key():
            wide += QFontMetricsF(font(HINT)).horizontalAdvance(self._key) + 8
        return QSize(round(wide) + 1, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press what has the focus, on every system."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame, icon, words and key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._paint_frame(painter)
        left = (4 if self._style == LINK else _PAD) + 0.0
        spare = self.width() - self.sizeHint().width()
        left += max(spare, 0) / 2
        middle = self.height() / 2
        if self._icon:
            paint_icon(painter, QRectF(round(left), round(middle - _ICON / 2), _ICON, _ICON), self._icon, ink)
            left += _ICON + _GAP
        painter.setFont(self._font())
        painter.setPen(ink)
        wide = QFontMetricsF(self._font()).horizontalAdvance(self.text())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(left, -1, wide + 2, self.height()), flags, self.text())
        if self._shown_key():
            painter.setFont(font(HINT))
            painter.setPen(ink if self._style == PRIMARY else theme.color("text3"))
            painter.drawText(QRectF(left + wide + 8, -1, self.width(), self.height()), flags, self._key)
        painter.end()

    def _paint_frame(self, painter: QPainter) -> QColor:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        enabled, primary = self.isEnabled(), self._style == PRIMARY
        hovered = self.underMouse() and enabled
        ink = theme.color("on_accent" if primary else {LINK: "accent", DANGER: "danger"}.get(self._style, "text"))
        if not enabled:
            ink = theme.color("text3")
        if self._style != LINK:
            fill = "hover" if primary and (hovered or self.isDown()) else "accent" if primary else "surface"
            if not enabled or (not primary and (hovered or self.isDown())):
                fill = "head"
            painter.setBrush(theme.color(fill))
            edge = "accent" if primary and enabled else "danger_edge" if self._style == DANGER and enabled else "border"
            painter.setPen(QPen(theme.color(edge if enabled else "line2"), 1))
            painter.drawRoundedRect(box, 4, 4)
        elif hovered:
            ink = theme.color("hover")
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("text" if primary else "accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        return ink

    def _font(self) -> QFont:
        return font(BODY, bold=self._style == PRIMARY)

    def _shown_key(self) -> bool:
        return bool(self._key) and not self.property("narrow")


def on_key(widget: QWidget, key: str, act: Callable[[], object], *, window_wide: bool = False) -> QShortcut:
    """Let a key act while the focus is inside the widget, or anywhere in its window."""
    shortcut = QShortcut(QKeySequence(key), widget)
    wide = Qt.ShortcutContext.WindowShortcut if window_wide else Qt.ShortcutContext.WidgetWithChildrenShortcut
    shortcut.setContext(wide)
    shortcut.activated.connect(act)
    return shortcut

"""A field that proposes while one types: by pinyin initials, code or words; Enter takes, Escape closes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtCore import QRectF
from PySide6.QtCore import Qt
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QMouseEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.kit.form.popup import MOST_ROWS
from yigongti_desktop.kit.form.popup import Popup
from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.theme import theme

_PAUSE_MILLISECONDS = 60
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: MOST_ROWS,
    Qt.Key.Key_PageUp: -MOST_ROWS,
}


class Picker(QLineEdit):
    """A line that proposes."""

    #: An option was taken.
    taken = Signal(object)
    #: Enter was pressed with nothing to take: on to the next field.
    passed = Signal()

    def __init__(
        self,
        search: Search,
        *,
        placeholder: str = "",
        is_free: bool = False,
        foot: str = "",
        opens_at_once: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._is_free = is_free
        self._foot = foot
        self._opens_at_once = opens_at_once
        self._option: Option | None = None
        self._popup: Popup | None = None
        self._asked = 0
        self._pause = QTimer(self, interval=_PAUSE_MILLISECONDS, singleShot=True)
        self._pause.timeout.connect(self._ask)
        self.setPlaceholderText(placeholder)
        self.setTextMargins(0, 0, 18 if opens_at_once else 0, 0)
        self.textEdited.connect(self._on_edited)

    @property
    def option(self) -> Option | None:
        """Return what was taken, or None."""
        return self._option

    @property
    def key(self) -> str:
        """Return the key of what was taken; what was typed where anything may be."""
        if self._option is not None:
            return self._option.key
        return self.text().strip() if self._is_free else ""

    def set_option(self, option: Option | None) -> None:
        """Show an option as taken."""
        self._option = option
        self.setText(option.title if option else "")
        self.setCursorPosition(0)

    def set_search(self, search: Search) -> None:
        """Propose from elsewhere."""
        self._search = search

    def open_popup(self) -> None:
        """Show all proposals."""
        self._pause.stop()
        self._ask(everything=self._option is not None)

    def close_popup(self) -> None:
        """Put the proposals away."""
        if self._popup is not None:
            self._popup.hide()

    @property
    def is_open(self) -> bool:
        """Say whether proposals are shown."""
        return self._popup is not None and self._popup.isVisible()

    def event(self, event: QEvent) -> bool:
        """Keep Escape from the page while proposals are open: it closes them alone."""
        override = self.is_open and event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the proposals, take one, close them, or go on."""
        key = event.key()
        popup = self._popup if self.is_open else None
        if popup is not None and key in _STEPS:
            popup.move_by(_STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_Down:
            self.open_popup()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._enter(popup)
        elif popup is not None and key == Qt.Key.Key_Escape:
            self.close_popup()
        elif popup is not None and key == Qt.Key.Key_Tab:
            self._enter(popup)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the proposals where the arrow is."""
        super().mousePressEvent(event)
        if self._opens_at_once and not self.isReadOnly():
            self.open_popup()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close, and forget what was typed but not taken where only an option may stand."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.close_popup()
            if not self._is_free and self._option is None:
                self.clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arrow."""
        super().paintEvent(event)
        if self._opens_at_once and not self.isReadOnly():
            painter = QPainter(self)
            box = QRectF(self.width() - 24, self.height() / 2 - 8, 16, 16)
            paint_icon(painter, box, "chevron-down", theme.color("text2"))
            painter.end()

    def _on_edited(self) -> None:
        self._option = None
        self._pause.start()

    def _ask(self, *, everything: bool = False) -> None:
        self._asked += 1
        asked = self._asked
        typed = "" if everything else self.text()
        self._search(typed, lambda options: self._show(asked, options))

    def _show(self, asked: int, options: Sequence[Option]) -> None:
        if asked != self._asked or not self.hasFocus():
            return
        if not options:
            self.close_popup()
            return
        if self._popup is None:
            self._popup = Popup(self.window())
            self._popup.taken.connect(self._take)
        self._popup.show_for(self, options, self.text() if self._option is None else "", self._foot)

    def _enter(self, popup: Popup | None) -> None:
        if popup is not None and popup.current is not None:
            self._take(popup.current)
            return
        self.passed.emit()

    def _take(self, option: Option) -> None:
        if option.barred:
            return
        self.close_popup()
        self.set_option(option)
        self.taken.emit(option)

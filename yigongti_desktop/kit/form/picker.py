"""A field that proposes while one types: by pinyin initials, code or words; Enter takes, Escape closes."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtCore import QPoint
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QMouseEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_ROW, _FOOT, _MOST_ROWS, _PAUSE_MILLISECONDS = 30, 27, 8, 60
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _MOST_ROWS,
    Qt.Key.Key_PageUp: -_MOST_ROWS,
}
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class Option:
    """One proposal."""

    key: str
    title: str
    #: Before the title: a code.
    lead: str = ""
    #: After the title: a strength, a department.
    detail: str = ""
    #: At the right edge: how often, how many.
    right: str = ""
    #: Why it cannot be taken; empty when it can.
    barred: str = ""


#: Called with what was typed and with where to hand the proposals.
Search = Callable[[str, Callable[[Sequence[Option]], None]], None]


def among(options: Sequence[Option]) -> Search:
    """Return a search among a few options, by pinyin, words or code: first what is just so, then what begins so."""
    spelled = [(option, keys_of_term(option.title) | {option.title.lower(), option.lead.lower()}) for option in options]

    def search(typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        wanted = typed.strip().lower()
        found = [(option, keys) for option, keys in spelled if not wanted or any(wanted in key for key in keys)]
        if wanted:
            found.sort(key=lambda one: (wanted not in one[1], not any(key.startswith(wanted) for key in one[1])))
        hand([option for option, _keys in found])

    return search


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


class Popup(QWidget):
    """The proposals under a picker, inside its window."""

    taken = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._options: tuple[Option, ...] = ()
        self._typed = ""
        self._foot = ""
        self._place = 0
        self._top = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def current(self) -> Option | None:
        """Return the proposal under the bar."""
        return self._options[self._place] if self._options else None

    def show_for(self, field: QWidget, options: Sequence[Option], typed: str, foot: str) -> None:
        """Show proposals below a field, above it where there is no room below."""
        self._options, self._typed, self._foot = tuple(options), typed.strip().lower(), foot
        self._place = self._top = 0
        rows = min(len(self._options), _MOST_ROWS)
        window = field.window()
        size = QSize(min(max(field.width(), 320), window.width() - 8), rows * _ROW + _FOOT + 2)
        corner = field.mapTo(window, QPoint(0, field.height() + 2))
        if corner.y() + size.height() > window.height() - 4:
            corner.setY(field.mapTo(window, QPoint(0, 0)).y() - size.height() - 2)
        corner.setX(min(corner.x(), window.width() - size.width() - 4))
        self.setGeometry(corner.x(), max(corner.y(), 2), size.width(), size.height())
        self.raise_()
        self.show()
        self.update()

    def move_by(self, step: int) -> None:
        """Move the bar."""
        self._place = max(0, min(self._place + step, len(self._options) - 1))
        self._top = min(max(self._top, self._place - _MOST_ROWS + 1), self._place)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the proposal under the mouse."""
        place = self._top + int(event.position().y() // _ROW)
        if place < min(len(self._options), self._top + _MOST_ROWS):
            self._place = place
            self.taken.emit(self._options[place])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        self.move_by(-1 if event.angleDelta().y() > 0 else 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame, rows and foot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        lead = max((QFontMetricsF(font(BODY)).horizontalAdvance(option.lead) for option in self._options), default=0.0)
        for place, option in enumerate(self._options[self._top : self._top + _MOST_ROWS]):
            box = QRectF(1, 1 + place * _ROW, self.width() - 2, _ROW)
            self._row(painter, box, option, lead, is_current=self._top + place == self._place)
        foot = QRectF(12, self.height() - _FOOT - 1, self.width() - 24, _FOOT)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(1, round(foot.top()), self.width() - 2, round(foot.top()))
        painter.setFont(font(SECOND))
        painter.setPen(theme.color("text3"))
        painter.drawText(foot, _LEFT, "↑↓ 选　Enter 取　Esc 关")
        painter.drawText(foot, _RIGHT, self._foot or f"共 {len(self._options)} 条")
        painter.end()

    def _row(self, painter: QPainter, box: QRectF, option: Option, lead: float, *, is_current: bool) -> None:
        if is_current:
            painter.fillRect(box, theme.color("sel"))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.color("accent"))
        left = box.left() + 12
        words = box.adjusted(0, -1, 0, -1)
        if lead:
            painter.setFont(font(BODY))
            painter.setPen(theme.color("text2"))
            painter.drawText(words.adjusted(left - box.left(), 0, 0, 0), _LEFT, option.lead)
            left += lead + 16
        right = QFontMetricsF(font(SECOND)).horizontalAdvance(option.barred or option.right)
        left = self._title(painter, words, left, option)
        if option.detail:
            painter.setFont(font(SECOND))
            painter.setPen(theme.color("text2"))
            room = box.right() - right - 24 - left - 8
            shown = QFontMetricsF(font(SECOND)).elidedText(option.detail, Qt.TextElideMode.ElideRight, room)
            painter.drawText(words.adjusted(left - box.left() + 8, 0, 0, 0), _LEFT, shown)
        painter.setFont(font(SECOND))
        painter.setPen(theme.color("warn" if option.barred else "text3"))
        painter.drawText(words.adjusted(0, 0, -12, 0), _RIGHT, option.barred or option.right)

    def _title(self, painter: QPainter, words: QRectF, left: float, option: Option) -> float:
        """Write the title, what was typed in it in the accent; return where it ends."""
        at = option.title.lower().find(self._typed) if self._typed else -1
        pieces = [(option.title, False)]
        if at >= 0:
            end = at + len(self._typed)
            pieces = [(option.title[:at], False), (option.title[at:end], True), (option.title[end:], False)]
        for text, is_found in pieces:
            own = font(BODY, bold=is_found)
            painter.setFont(own)
            painter.setPen(theme.color("text3" if option.barred else "accent" if is_found else "text"))
            painter.drawText(words.adjusted(left - words.left(), 0, 0, 0), _LEFT, text)
            left += QFontMetricsF(own).horizontalAdvance(text)
        return left

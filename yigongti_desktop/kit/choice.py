"""Two values of one field, side by side and of equal size; a key takes one, or another is typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QAbstractButton
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.badge import paint_key
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_HEIGHT, _VALUE = 58, 15


class ValueCard(QAbstractButton):
    """One of the values: what it is, whose it is, the key that takes it."""

    def __init__(self, value: str, whose: str, key: str, other: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whose, self._key = whose, key
        self._differs = _difference(value, other)
        self.setText(value)
        self.setCheckable(True)
        self.setToolTip(value)
        self.setAccessibleName(f"{key} {value} {whose}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return a card's size."""
        return QSize(200, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame, ring, value with its differing part underlined, whose it is, key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(theme.color("soft" if chosen else "surface"))
        painter.setPen(QPen(theme.color("accent" if chosen or self.hasFocus() else "border"), 2 if chosen else 1))
        painter.drawRoundedRect(box, 4, 4)
        self._ring(painter, chosen=chosen)
        own = font(_VALUE, bold=True)
        metrics = QFontMetricsF(own)
        room = self.width() - 38 - 40
        shown = metrics.elidedText(self.text() or "空", Qt.TextElideMode.ElideRight, room)
        painter.setFont(own)
        painter.setPen(theme.color("text"))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(38, 6, room, 26), left, shown)
        start, end = self._differs
        if end > start and shown == self.text():
            at = 38 + metrics.horizontalAdvance(shown[:start])
            painter.fillRect(QRectF(at, 31, metrics.horizontalAdvance(shown[start:end]), 2), theme.color("text"))
        small = font(SECOND)
        painter.setFont(small)
        painter.setPen(theme.color("text2"))
        whose = QFontMetricsF(small).elidedText(self._whose, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(38, 33, room, 20), left, whose)
        paint_key(painter, self.width() - 34, self.height() / 2, self._key)
        painter.end()

    def _ring(self, painter: QPainter, *, chosen: bool) -> None:
        middle = QPointF(20, self.height() / 2)
        painter.setBrush(theme.color("surface"))
        painter.setPen(QPen(theme.color("accent" if chosen else "border"), 2 if chosen else 1))
        painter.drawEllipse(middle, 7.5, 7.5)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(middle, 3.5, 3.5)


class Choice(QWidget):
    """One field that two people have written."""

    changed = Signal()

    def __init__(
        self,
        title: str,
        before: str,
        mine: tuple[str, str],
        theirs: tuple[str, str],
        parent: QWidget | None = None,
        *,
        is_open: bool = True,
    ) -> None:
        """Make it.

        Args:
            title: what the field is called.
            before: its value before both.
            mine: the value, and whose it is.
            theirs: the value, and whose it is.
            parent: of the widget.
            is_open: whether another value may be typed.
        """
        super().__init__(parent)
        self._cards = (ValueCard(*mine, "1", theirs[0]), ValueCard(*theirs, "2", mine[0]))
        self._other = QLineEdit()
        self._other.setPlaceholderText("两边都不对，在这里另填")
        self._other.setAccessibleName(f"{title}另填")
        self._other.hide()
        self._edit = KeyButton("都不对，另填", "3", icon="pencil", style=LINK)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        former = f"改之前 {before}" if before else "改之前没有填"
        layout.addLayout(row(label(title, "name"), label(former, "caption"), None, self._edit))
        layout.addLayout(row(*self._cards, spacing=10))
        layout.addWidget(self._other)
        for place, one in enumerate(self._cards):
            one.clicked.connect(partial(self.take, place))
        self._edit.clicked.connect(self._open_other)
        if not is_open:
            self._edit.hide()
        self._other.textEdited.connect(lambda _text: self.changed.emit())
        for place in (0, 1):
            on_key(self, str(place + 1), partial(self.take, place))
        if is_open:
            on_key(self, "3", self._open_other)

    @property
    def value(self) -> str | None:
        """Return what was decided; None while nothing is."""
        if not self._other.isHidden():
            return self._other.text().strip() or None
        return next((one.text() for one in self._cards if one.isChecked()), None)

    def take(self, place: int, _checked: object = None) -> None:
        """Take one of the two."""
        self._other.hide()
        for other, one in enumerate(self._cards):
            one.setChecked(other == place)
        self.changed.emit()

    def focus_first(self) -> None:
        """Put the cursor on the first value."""
        self._cards[0].setFocus()

    def _open_other(self) -> None:
        for one in self._cards:
            one.setChecked(False)
        self._other.show()
        self._other.setFocus()
        self.changed.emit()


def _difference(value: str, other: str) -> tuple[int, int]:
    """Return where a value differs from the other one: from, up to."""
    start = 0
    while start < min(len(value), len(other)) and value[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(value), len(other)) - start and value[-1 - end] == other[-1 - end]:
        end += 1
    return start, len(value) - end

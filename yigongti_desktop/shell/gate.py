"""The room before the desk: a card in the middle, the product above, nothing of any patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.labels import Glyph
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from yigongti_desktop.shell.statusline import Status
    from yigongti_desktop.shell.statusline import StatusLine

_CARD = 420
_PAD = 28
_USUAL, _TIGHT = 24, 10
_SMALL = 560
_NARROW = 1000


class Mark(QWidget):
    """The product's sign and name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = label("医共体工作台", "card")
        self.setLayout(row(Glyph("app", "accent", 26), self._name, spacing=10))

    def show_name(self, shown: bool) -> None:
        """Leave the name out where there is no room."""
        self._name.setVisible(shown)


class GateRoom(QWidget):
    """The gates, one at a time, and the line below them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status: StatusLine | None = None
        self._now: Callable[[], datetime] | None = None
        self._gates: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_gate(self, gate: QWidget) -> None:
        """Show one gate, and no other."""
        self._gates = [one for one in self._gates if shiboken6.isValid(one)]
        if gate not in self._gates:
            self._gates.append(gate)
            self._layout.insertWidget(0, gate, 1)
        for one in self._gates:
            one.setVisible(one is gate)

    def add_status(self, line: StatusLine, now: Callable[[], datetime]) -> None:
        """Put the line of sync below the gates, once the data is open."""
        self.status, self._now = line, now
        self._layout.addWidget(line)
        self._fit()

    def show_status(self, status: Status, moment: datetime) -> None:
        """Show how sync stands."""
        if self.status is not None:
            self.status.show_status(status, moment)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for few words only where there is no more."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.status is not None and self._now is not None:
            self.status.set_narrow(self.width() < _NARROW, self._now())


class Gate(QWidget):
    """A card alone on the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.place = label("", "")
        self.below = label("", "caption")
        self.below.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.card = QFrame()
        self.card.setObjectName("card")
        self.card.setFixedWidth(_CARD)
        self.inside = QVBoxLayout(self.card)
        self.inside.setContentsMargins(_PAD, _USUAL, _PAD, _USUAL)
        self.inside.setSpacing(8)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 14, 20, 14)
        outer.addLayout(row(Mark(), None, self.place))
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addSpacing(8)
        outer.addWidget(self.below)
        outer.addStretch(3)

    @property
    def is_small(self) -> bool:
        """Say whether the window is low."""
        return self.height() < _SMALL

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what can be done in a low window, and leave the rest out."""
        super().resizeEvent(event)
        pad = _TIGHT if self.is_small else _USUAL
        self.inside.setContentsMargins(_PAD, pad, _PAD, pad)
        self.inside.setSpacing(6 if self.is_small else 8)
        self.below.setVisible(not self.is_small)


class Fault(QWidget):
    """What is wrong, under a field of a gate."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = Glyph("alert", "danger", 16)
        self._words = label("", "error", wrap=True)
        layout = row(self._glyph, self._words, spacing=6)
        layout.setStretch(1, 1)
        layout.setAlignment(self._glyph, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)
        self.say("")

    @property
    def text(self) -> str:
        """Return what is said."""
        return self._words.text()

    def say(self, sentence: str) -> None:
        """Say it, or nothing."""
        self._words.setText(sentence)
        self.setVisible(bool(sentence))


def mark_faulty(widget: QWidget, faulty: bool) -> None:
    """Give a field its red edge, or take it away."""
    widget.setProperty("faulty", faulty)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def plain(text: str) -> QLabel:
    """Return a quiet line that wraps."""
    return label(text, "second", wrap=True)

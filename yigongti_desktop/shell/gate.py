"""The room before the desk: a card in the middle, the product above, nothing of any patient."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.labels import Glyph
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row

_CARD = 420
_PAD = 28


class Mark(QWidget):
    """The product's sign and name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = label("医共体工作台", "card")
        self.setLayout(row(Glyph("app", "accent", 26), self._name, spacing=10))

    def show_name(self, shown: bool) -> None:
        """Leave the name out where there is no room."""
        self._name.setVisible(shown)


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
        self.inside.setContentsMargins(_PAD, 24, _PAD, 24)
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

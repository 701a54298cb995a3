"""One of a few, opened by a click or the keys: the period of a list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.buttons import KeyButton


class Picklist(KeyButton):
    """A button that shows the choice and opens the others."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(choices[0][1], icon="chevron-down", parent=parent)
        self._choices = tuple(choices)
        self.key = choices[0][0]
        self.clicked.connect(self._open)

    def choose(self, key: str) -> None:
        """Make a choice and tell it."""
        if key != self.key:
            self.key = key
            self.set_words(dict(self._choices)[key])
            self.chosen.emit(key)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer others, without telling it; what was chosen stays if it is among them, else it is the first."""
        self._choices = tuple(choices)
        words = dict(self._choices)
        self.key = self.key if self.key in words else self._choices[0][0]
        self.set_words(words[self.key])

    def _open(self) -> None:
        menu = QMenu(self)
        for key, text in self._choices:
            action = menu.addAction(text)
            action.triggered.connect(partial(self.choose, key))
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

"""A few fields and a verb at the foot of a panel: why it is published, why it is changed, who was told."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row

_LABEL = 54
_PAD = 14


class Decide(QFrame):
    """Asks for what an act needs; hidden while nothing is asked. Its keys are the page's: one key, one meaning."""

    #: Something is asked.
    asked = Signal()
    #: It was closed, with the act or without it.
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("decide")
        self._title = label("", "card")
        self._words = label("", "second", wrap=True)
        self._fault = label("", "error", wrap=True)
        self._holder = QVBoxLayout()
        self._buttons = row(margins=(_PAD, 4, _PAD, 10))
        self._form: FormView | None = None
        self._is_sent = False  # until it is answered, or something else is filled in
        self._done: Callable[[Mapping[str, Any]], object] = lambda _values: None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row(self._title, margins=(_PAD, 10, _PAD, 0)))
        layout.addLayout(row(self._words, margins=(_PAD, 0, _PAD, 0)))
        layout.addLayout(self._holder)
        layout.addLayout(row(self._fault, margins=(_PAD, 0, _PAD, 0)))
        layout.addLayout(self._buttons)
        self.hide()

    @property
    def form(self) -> FormView | None:
        """Return what is filled in; None where nothing is asked."""
        return self._form

    def ask(
        self,
        title: str,
        words: str,
        verb: str,
        sections: Sequence[Section],
        done: Callable[[Mapping[str, Any]], object],
    ) -> None:
        """Ask; `done` gets the values once they are right, and `close` or `say_fault` answers it."""
        self._clear()
        form = FormView(sections, label_width=_LABEL)
        go, stop = KeyButton(verb, "Ctrl+Enter", style=PRIMARY), KeyButton("先不", "Esc", style=LINK)

        go.clicked.connect(self.finish)
        stop.clicked.connect(self.close_form)
        form.finished.connect(go.setFocus)
        form.edited.connect(self._on_edited)
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._holder.addWidget(form)
        self._buttons.addWidget(go)
        self._buttons.addStretch(1)
        self._buttons.addWidget(stop)
        self._form, self._done = form, done
        form.setVisible(bool(sections))
        form.setMinimumHeight(min(form.widget().sizeHint().height(), 200))
        self.show()
        self.asked.emit()
        if sections:
            form.focus_first()
        else:
            go.setFocus()

    def finish(self) -> None:
        """Do it, once every field is right; a key pressed twice does it once."""
        if self._form is None or self._is_sent:
            return
        self.say_fault("")
        if self._form.check():
            self._is_sent = True
            self._done(self._form.values())
        else:
            self._form.go_to_next_fault()

    def say_fault(self, sentence: str) -> None:
        """Say why it was not done; what was filled in stays."""
        self._is_sent = False
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))

    def close_form(self) -> None:
        """Leave it."""
        if self._form is not None:
            self._clear()
            self.hide()
            self.closed.emit()

    def _on_edited(self, _name: str) -> None:
        self._is_sent = False

    def _clear(self) -> None:
        self._form = None
        self.say_fault("")
        for layout in (self._holder, self._buttons):
            while item := layout.takeAt(0):
                if widget := item.widget():
                    widget.hide()
                    widget.deleteLater()

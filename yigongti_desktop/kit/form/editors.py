"""The widgets behind the fields, each with one way to read and write its value and to tell of a change."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtGui import QFontMetrics
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QPlainTextEdit
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import NUMBER
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import SECRET
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.form.picker import Picker

_DATE_PARTS = 3
_SHORT_DATE = 8


class LineEditor(QLineEdit):
    """One line."""

    edited = Signal()
    passed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(field.placeholder)
        self.setReadOnly(field.is_fixed)
        if field.most:
            self.setMaxLength(field.most)
        if field.kind == SECRET:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        self.textEdited.connect(self.edited)
        self.returnPressed.connect(self.passed)

    def value(self) -> Any:
        """Return the words."""
        return self.text() if self.echoMode() == QLineEdit.EchoMode.Password else self.text().strip()

    def is_blank(self) -> bool:
        """Say whether nothing was typed."""
        return not self.text().strip()

    def set_value(self, value: Any) -> None:
        """Show words."""
        self.setText("" if value is None else str(value))
        self.setCursorPosition(0)


class DateEditor(LineEditor):
    """A day, typed as 1959-03-12, 19590312 or 1959.3.12."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.setPlaceholderText(field.placeholder or "1959-03-12")

    def value(self) -> date | None:
        """Return the day; None when it is empty or no day."""
        return read_date(self.text())

    def set_value(self, value: Any) -> None:
        """Show a day."""
        self.setText(value.isoformat() if isinstance(value, date) else str(value or ""))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the day in its full form."""
        super().focusOutEvent(event)
        if day := self.value():
            self.setText(day.isoformat())


class NumberEditor(LineEditor):
    """A whole number; what is no number is kept as it was typed, so that it can be said what is wrong."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def value(self) -> int | None:
        """Return the number, or None."""
        return read_number(self.text())


class TextEditor(QPlainTextEdit):
    """Several lines; Tab goes on, Enter begins a line."""

    edited = Signal()
    passed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = field.lines
        self.setPlaceholderText(field.placeholder)
        self.setReadOnly(field.is_fixed)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.edited)
        self.setMinimumHeight(self.sizeHint().height())

    def value(self) -> str:
        """Return the words."""
        return self.toPlainText()

    def is_blank(self) -> bool:
        """Say whether nothing was typed."""
        return not self.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        """Show words."""
        if self.toPlainText() != (value or ""):
            self.setPlainText(value or "")

    def sizeHint(self) -> QSize:
        """Return room for the declared lines."""
        return QSize(200, QFontMetrics(self.font()).lineSpacing() * self._lines + 14)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the page."""
        if (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)


class PickEditor(Picker):
    """A choice among options; its value is the option's key, or the words where anything may stand."""

    edited = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        search = field.search or among(field.options)
        super().__init__(search, placeholder=field.placeholder, is_free=field.is_free, parent=parent)
        self._options = {option.key: option for option in field.options}
        self.setReadOnly(field.is_fixed)
        self.taken.connect(self._on_taken)
        self.textEdited.connect(self.edited)

    def value(self) -> str:
        """Return the key of the option."""
        return self.key

    def is_blank(self) -> bool:
        """Say whether nothing was chosen."""
        return not self.key

    def set_value(self, value: Any) -> None:
        """Show an option, given itself or by its key."""
        if isinstance(value, Option) or value is None:
            self.set_option(value)
        elif value in self._options:
            self.set_option(self._options[value])
        else:
            self.set_option(None)
            self.setText(str(value))

    def offer(self, options: list[Option]) -> None:
        """Offer other options."""
        self._options = {option.key: option for option in options}
        self.set_search(among(options))

    def _on_taken(self, _option: Option) -> None:
        self.edited.emit()
        self.passed.emit()


class ChipsEditor(Chips):
    """A choice among few, all in sight."""

    edited = Signal()
    passed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        chips = [Chip(option.key, option.title) for option in field.options]
        super().__init__(chips, title=field.label, is_open=field.is_needed, parent=parent)
        self._is_open = field.is_needed
        self.setEnabled(not field.is_fixed)
        self.chosen.connect(self.edited)

    def value(self) -> str:
        """Return the choice."""
        return self.key

    def is_blank(self) -> bool:
        """Say whether nothing is chosen yet."""
        return not self.key

    def set_value(self, value: Any) -> None:
        """Show a choice; of one that has to be made, none."""
        if value or self._is_open:
            self.choose(str(value or ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.passed.emit()
        else:
            super().keyPressEvent(event)


class CheckEditor(QCheckBox):
    """Yes or no."""

    edited = Signal()
    passed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field.placeholder or field.label, parent)
        self.toggled.connect(self.edited)

    def value(self) -> bool:
        """Return whether it is ticked."""
        return self.isChecked()

    def is_blank(self) -> bool:
        """Say whether it is not ticked."""
        return not self.isChecked()

    def set_value(self, value: Any) -> None:
        """Tick or clear."""
        self.setChecked(bool(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, space ticks."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.passed.emit()
        else:
            super().keyPressEvent(event)


_KINDS: dict[str, type[Any]] = {
    TEXT: TextEditor,
    DATE: DateEditor,
    PICK: PickEditor,
    CHIPS: ChipsEditor,
    CHECK: CheckEditor,
    NUMBER: NumberEditor,
}


def make_editor(field: Field) -> Any:
    """Return the widget of a field."""
    editor = _KINDS.get(field.kind, LineEditor)(field)
    if field.kind != CHIPS:
        editor.setAccessibleName(field.label)
    return editor


def read_date(typed: str) -> date | None:
    """Read a day however it is written; None when it is none."""
    text = half_width(typed).strip()
    if text.isdecimal() and len(text) == _SHORT_DATE:
        parts = [text[:4], text[4:6], text[6:]]
    else:
        parts = [part for part in re.split(r"[^0-9]+", text) if part]
    if len(parts) != _DATE_PARTS:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def read_number(typed: str) -> int | None:
    """Read a whole number; None when it is none."""
    text = half_width(typed).strip().replace(",", "")
    sign = -1 if text.startswith("-") else 1
    digits = text.lstrip("-")
    return sign * int(digits) if digits.isdecimal() and digits.isascii() else None

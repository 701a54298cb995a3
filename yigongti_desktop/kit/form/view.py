"""A form from its declared sections: two columns, faults beside their field, Enter to the next."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtCore import QObject
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.form.editors import make_editor
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.labels import Glyph
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row

LABEL = 76
_STAR = 7
#: How high a field of one line is.
_HIGH = 30


class FormView(QScrollArea):
    """The fields of a form."""

    #: A field was changed by the person.
    edited = Signal(str)
    #: How many faults are shown.
    faults_changed = Signal(int)
    #: Enter on the last field.
    finished = Signal()

    def __init__(self, sections: Sequence[Section], *, label_width: int = LABEL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, _Box] = {}
        self._names: dict[str, QWidget] = {}
        #: Fields that a person has typed into.
        self.typed: set[str] = set()
        self._label_width = label_width
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setObjectName("surface")
        self._layout = QVBoxLayout(body)
        self._layout.setContentsMargins(16, 12, 16, 12)
        self._layout.setSpacing(8)
        self.setWidget(body)
        for section in sections:
            self._add(section)
        self._layout.addStretch(1)

    def editor(self, name: str) -> Any:
        """Return the widget of a field."""
        return self._boxes[name].editor

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all fields, in order."""
        return tuple(self._boxes)

    def label_of(self, name: str) -> str:
        """Return what a field is called."""
        return self._boxes[name].field.label

    def values(self) -> dict[str, Any]:
        """Return all values by name."""
        return {name: box.editor.value() for name, box in self._boxes.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show values; fields that are not named keep theirs."""
        typed = set(self.typed)
        for name, value in values.items():
            if name in self._boxes:
                self._boxes[name].editor.set_value(value)
        self.typed = typed  # some editors tell of a change whoever made it

    def fill(self, values: Mapping[str, Any]) -> None:
        """Show values that come late, from the database; what a person has typed meanwhile stays."""
        self.set_values({name: value for name, value in values.items() if name not in self.typed})

    def show_field(self, name: str, shown: bool) -> None:
        """Show a field, or put it away with its label; what stands in it stays, what is wrong with it does not."""
        self._boxes[name].setVisible(shown)
        if name in self._names:
            self._names[name].setVisible(shown)
        if not shown:
            self.set_fault(name, "")

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget of the page's own among the sections."""
        self._layout.insertWidget(place, widget)

    def set_fault(self, name: str, sentence: str) -> None:
        """Show what is wrong beside a field; an empty sentence takes it away."""
        if name in self._boxes:
            self._boxes[name].set_fault(sentence)
            self.faults_changed.emit(len(self.faults()))

    def clear_faults(self) -> None:
        """Take all faults away."""
        for box in self._boxes.values():
            box.set_fault("")
        self.faults_changed.emit(0)

    def set_note(self, name: str, note: str) -> None:
        """Say something quiet under a field."""
        self._boxes[name].set_note(note)

    def faults(self) -> list[str]:
        """Return the names of the fields with faults, in order."""
        return [name for name, box in self._boxes.items() if box.has_fault]

    def check(self) -> bool:
        """Check every field by itself, show what is wrong, and say whether nothing is."""
        for box in self._boxes.values():
            box.check(whole=True)
        self.faults_changed.emit(len(self.faults()))
        return not self.faults()

    def check_values(self) -> bool:
        """Check what was filled in; what is missing is left to the rules."""
        for box in self._boxes.values():
            box.check(whole=False)
        self.faults_changed.emit(len(self.faults()))
        return not self.faults()

    def go_to(self, name: str) -> None:
        """Put the cursor into a field."""
        box = self._boxes[name]
        box.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(box.editor, 0, 60)
        if hasattr(box.editor, "selectAll"):
            box.editor.selectAll()

    def go_to_next_fault(self) -> None:
        """Put the cursor into the next field with a fault."""
        faults = self.faults()
        if not faults:
            return
        names = list(self._boxes)
        here = next((place for place, name in enumerate(names) if self._boxes[name].editor.hasFocus()), -1)
        after = [name for name in faults if names.index(name) > here]
        self.go_to((after or faults)[0])

    def focus_first(self) -> None:
        """Put the cursor into the first field that is empty, else the first."""
        free = [name for name, box in self._boxes.items() if not box.field.is_fixed]
        empty = [name for name in free if not self._boxes[name].editor.value()]
        if free:
            self.go_to((empty or free)[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Shift+Enter goes back a field; leaving a field checks it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            if shift and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.focusNextPrevChild(False)
                return True
        if event.type() == QEvent.Type.FocusOut:
            for box in self._boxes.values():
                if box.editor is watched:
                    box.check(whole=False)
                    self.faults_changed.emit(len(self.faults()))
        return super().eventFilter(watched, event)

    def _add(self, section: Section) -> None:
        if section.title:
            self._layout.addWidget(label(section.title, "card"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(7)
        grid.setColumnMinimumWidth(0, self._label_width)
        grid.setColumnStretch(1, 1)
        if any(len(fields) > 1 for fields in section.rows):
            grid.setColumnMinimumWidth(2, self._label_width)
            grid.setColumnStretch(3, 1)
        for place, fields in enumerate(section.rows):
            for side, field in enumerate(fields):
                self._add_field(grid, place, side * 2, field, across=len(fields) == 1 or field.is_wide)
        self._layout.addLayout(grid)

    def _add_field(self, grid: QGridLayout, place: int, column: int, field: Field, *, across: bool) -> None:
        box = _Box(field)
        self._boxes[field.name] = box
        if field.kind != CHECK:
            self._names[field.name] = _name(field, self._label_width)
            grid.addWidget(self._names[field.name], place, column, Qt.AlignmentFlag.AlignTop)
        elif not across:
            box.editor.setMinimumHeight(_HIGH)  # level with the field beside it
        grid.addWidget(box, place, column + 1, 1, 3 if across else 1)
        box.editor.installEventFilter(self)
        box.editor.edited.connect(lambda name=field.name: self._on_edited(name))
        box.editor.passed.connect(lambda name=field.name: self._on_passed(name))

    def _on_edited(self, name: str) -> None:
        self.typed.add(name)
        if self._boxes[name].has_fault:
            self._boxes[name].check(whole=False)
            self.faults_changed.emit(len(self.faults()))
        self.edited.emit(name)

    def _on_passed(self, name: str) -> None:
        free = {each: box for each, box in self._boxes.items() if not box.field.is_fixed and box.isVisible()}
        names = [each for each, box in free.items() if not box.field.is_aside or each == name]
        place = names.index(name) + 1 if name in names else len(names)
        if place < len(names):
            self.go_to(names[place])
        else:
            self.finished.emit()


class _Box(QWidget):
    """An editor with what is wrong with it below."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.editor = make_editor(field)
        self._fault = label("", "error", wrap=True)
        self._note = label(field.note, "caption", wrap=True)
        self._glyph = Glyph("alert", "danger", 16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.editor)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._fault, 1)
        layout.addLayout(line)
        layout.addWidget(self._note)
        if field.kind != TEXT:
            layout.addStretch(1)  # it stays level with its label when the field beside it grows a note
        self._note.setVisible(bool(field.note))
        self.set_fault("")

    @property
    def has_fault(self) -> bool:
        """Say whether a fault is shown."""
        return bool(self._fault.text())

    def set_fault(self, sentence: str) -> None:
        """Show what is wrong."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        self._glyph.setVisible(bool(sentence))
        if self.editor.property("faulty") != bool(sentence):
            self.editor.setProperty("faulty", bool(sentence))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)

    def set_note(self, note: str) -> None:
        """Say something quiet."""
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def check(self, *, whole: bool) -> None:
        """Check the value by itself; that something is missing counts only when the form is finished."""
        if self.editor.is_blank():
            if whole and self.field.is_needed:
                self.set_fault(f"{self.field.label}没有填。请补上。")
            elif not (self.has_fault and self.field.is_needed):
                self.set_fault("")
            return
        value = self.editor.value()
        self.set_fault(f"{self.field.label}填得不对。请改。" if value is None else self.field.check(value))


def _name(field: Field, width: int) -> QWidget:
    words = label(field.label, "second")
    star = label("*" if field.is_needed else "", "star")
    star.setFixedWidth(_STAR)
    made = boxed(row(None, words, star, spacing=2))
    made.setFixedHeight(30)
    made.setFixedWidth(width)
    return made

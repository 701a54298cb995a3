"""Which column of a list is what: as it was guessed, and as the person says."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.registry.model.columns import Columns
from yigongti_desktop.registry.model.columns import Heads

_LABEL = 84
_NOT_READ = Option("", "不读")


class ColumnsForm(QWidget):
    """A field for each thing that a list may say of people; its value is the column's own title."""

    def __init__(self, heads: Heads, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads = heads
        self._guess: Columns | None = None
        self._titles: list[str] = []
        self.form = FormView(self._sections(), label_width=_LABEL)
        frame, inside = card()
        inside.addWidget(self.form)
        self.setLayout(column(frame, spacing=0))

    def show_columns(self, columns: Columns) -> None:
        """Show what was guessed, and offer all columns of the list."""
        self._guess = columns
        self._titles = [title for title in columns.titles if title]
        titles = {field: columns.title(field) for field in self._heads}
        self.form.fill({field: Option(title, title) if title else _NOT_READ for field, title in titles.items()})

    def said(self) -> list[tuple[str, str]]:
        """Return what the person says otherwise than it was guessed."""
        if self._guess is None:
            return []
        values = self.form.values()
        changed = {field: values[field] for field in self._heads if values[field] != self._guess.title(field)}
        taken = {(title, field) for field, title in changed.items() if title}
        passed = {(self._guess.title(field), "") for field, title in changed.items() if not title}
        busy = {title for title, _ in taken}
        return [*((title, field) for title, field in passed if title and title not in busy), *taken]

    def _sections(self) -> tuple[Section, ...]:
        fields = tuple(
            (Field(name=field, label=heads[0], kind=PICK, search=self._find, is_needed=False),)
            for field, heads in self._heads.items()
        )
        return (Section("表里的列", fields),)

    def _find(self, typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        wanted = typed.strip()
        every = [*(Option(title, title) for title in self._titles), _NOT_READ]
        hand([one for one in every if wanted in one.title])

"""A list whose records open as a sheet of lines in its place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from typing import TypeVar

from yigongti_desktop.capabilities.pharmacy.ui.kept_sheet import KeptSheet
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.listpage import ListPage

R = TypeVar("R")


class SheetPage(ListPage[R]):
    """A list with sheets; a page of a capability says which sheet a record opens."""

    def __init__(self, desk: Desk, title: str, *, hint: str) -> None:
        super().__init__(desk, title, hint=hint)
        if desk.actor is None:
            raise Refused("logged_out")
        self.actor: Actor = desk.actor
        self.go_button = KeyButton("", "Ctrl+Enter", style=PRIMARY)
        self.go_button.clicked.connect(self._on_go)

    @property
    def sheet(self) -> KeptSheet | None:
        """Return the sheet that is open, or None."""
        return self.work if isinstance(self.work, KeptSheet) else None

    def main_act(self) -> str:
        """Open the record at once."""
        return "open"

    def open_sheet(self, sheet: KeptSheet, title: str, facts: str, verb: str, *buttons: KeyButton) -> None:
        """Give the place of the list to a sheet; other buttons stand before the one with the verb."""
        sheet.removed.connect(self._on_removed)
        on_key(sheet, "Ctrl+Return", self._on_go)
        self.go_button.set_words(verb)
        self.open_kept(sheet, title, facts, *buttons, *((self.go_button,) if sheet.is_open else ()))

    def begin_kept(self, work: Kept, draft: Mapping[str, Any] | None) -> None:
        """Show the lines, and put the cursor into them."""
        super().begin_kept(work, draft)
        if work is self.kept_work:
            work.first_focus()

    def _on_go(self) -> None:
        self.send(self.go_button)

    def _on_removed(self, place: int, line: Line) -> None:
        if (sheet := self.sheet) is not None and line.get("name"):
            self.wants_toast.emit("删了一行", str(line["name"]), partial(sheet.restore, place, line))

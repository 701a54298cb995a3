"""A page of people into which lists are taken: the file is asked for, checked in the page's place, and taken in."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar
from typing import TypeVar

from PySide6.QtWidgets import QFileDialog

from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.registry.service.list_import import ListImport
from yigongti_desktop.registry.ui.import_view import ImportView

R = TypeVar("R")
_FILES = "表格 (*.xlsx *.csv)"


class TakingPage(ListPage[R]):
    """A list page that takes lists in."""

    #: Kind of import, what it is called, and what is said when it is done.
    list_kind: ClassVar[type[ListImport]]
    list_name: ClassVar[str]
    list_done: ClassVar[str]

    def ask_file(self) -> None:
        """Ask for a list, and begin to take it in."""
        chosen, _ = QFileDialog.getOpenFileName(self.window(), self.list_name, "", _FILES)
        if chosen:
            self.begin_import(Path(chosen))

    def begin_import(self, file: Path) -> None:
        """Look at a list and check it."""
        self.leave_work(quietly=True)
        view = ImportView(self.desk, file, self.list_kind, self.list_done)
        view.failed.connect(lambda fault: self.banner.say("", self.desk.say(fault)))
        view.ended.connect(self._on_imported)
        on_key(view, "Ctrl+Return", view.apply)
        on_key(view, "Ctrl+R", view.check)
        on_key(view, "Esc", self.leave_work)
        self.begin_work(view, self.list_name, file.name, view.check_button, view.import_button)
        view.columns.form.focus_first()

    def leave_work(self, *, quietly: bool = False) -> None:
        """Come back to the list; an import under way ends by itself and says how far it has come."""
        if isinstance(self.work, ImportView) and self.work.is_busy:
            self.work.stop()
            if not quietly:
                return
        if isinstance(self.work, ImportView):
            self.work.let_go()
        super().leave_work(quietly=quietly)

    def _on_imported(self, title: str, words: str) -> None:
        self.leave_work(quietly=True)
        self.first_focus()
        self.wants_toast.emit(title, words, None)

"""Somebody who sits at a desk with one page open, and what they wait for: all that was asked is there and painted."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any
from typing import Self

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests.benchmarks.parts.opened import until
from yigongti_desktop.app.pages import about_desk
from yigongti_desktop.app.pages import make_pages
from yigongti_desktop.app.pages import new_things
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.shell.window import Window
from yigongti_desktop.shell.workplace import Workplace

_WIDTH, _HEIGHT = 1366, 697


class Seated:
    """A window of a desk."""

    def __init__(self, bench: Workbench, actor: Actor) -> None:
        self.desk = Desk(bench, VOCABULARY)
        self.desk.actor = actor
        self._window = Window()
        self._workplace = Workplace(self.desk, lambda _what: among(()))
        about = bench.read(about_desk, bench.clock.now())
        specs, new = make_pages(bench, is_lead=False), new_things(is_lead=False)
        self._workplace.begin(actor, "", (about.institution, about.community), specs, new)
        self._window.show_view(self._workplace)
        self._window.resize(_WIDTH, _HEIGHT)
        self._window.show()
        self._settle()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._workplace.finish()
        self._window.close()
        self._window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        for tasks in (self.desk._reader, self.desk._line, self.desk._writer):
            tasks.close(finish=True)

    def open(self, name: str, argument: Any = None) -> tuple[Any, float]:
        """Open a page; return it, and after how many seconds it showed all that it asked for."""
        took = self.timed(lambda: self._workplace.open_page(name, argument))
        return self._workplace.page(name), took

    def timed(self, act: Callable[[], Any]) -> float:
        """Do something; return after how many seconds all that it asked for was there and painted."""
        begun = time.perf_counter()
        act()
        self._settle()
        return time.perf_counter() - begun

    def _settle(self) -> None:
        """Wait until nothing is asked any more, and until that has asked for nothing further."""
        QApplication.processEvents()
        while self.desk.is_busy:
            until(lambda: not self.desk.is_busy)
            QApplication.processEvents()

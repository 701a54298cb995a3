"""Opens a page in a new window, on a desk of one's own, and says when what it shows was painted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtCore import QEvent
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

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

_PATIENCE = 60.0


@dataclass(frozen=True)
class Row:
    """A figure; without a limit it is told and not judged."""

    what: str
    figure: float
    unit: str
    limit: float | None = None

    @property
    def is_over(self) -> bool:
        """Say whether the limit is broken."""
        return self.limit is not None and self.figure > self.limit

    def told(self) -> str:
        """Return the figure as a line."""
        limit = "" if self.limit is None else f"≤ {self.limit:g} {'不合格' if self.is_over else '合格'}"
        return f"{self.figure:9.2f} {self.unit:4}{limit:12} {self.what}\n"


class Paints(QObject):
    """Waits for a paint."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._fits: Callable[[QObject], bool] = lambda _watched: False
        self.is_seen = False
        app.installEventFilter(self)

    def expect(self, fits: Callable[[QObject], bool]) -> None:
        """Wait for the paint of what fits at that moment."""
        self._fits, self.is_seen = fits, False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.is_seen:
            self.is_seen = self._fits(watched)
        return False


#: Says of a page whether this paint shows what was asked for.
Shows = Callable[[Any, QObject], bool]


def open_page(
    paints: Paints,
    bench: Workbench,
    actor: Actor,
    name: str,
    argument: Any,
    shows: Shows,
    is_whole: Callable[[Any], bool],
) -> tuple[float, float]:
    """Open a page; return after how many seconds it was painted, and then had all that it shows."""
    desk = Desk(bench, VOCABULARY)
    desk.actor = actor
    window = Window()
    workplace = Workplace(desk, lambda _what: among(()))
    about = bench.read(about_desk, bench.clock.now())
    specs, new = make_pages(bench, is_lead=False), new_things(is_lead=False)
    workplace.begin(actor, "", (about.institution, about.community), specs, new)
    window.show_view(workplace)
    window.resize(1366, 697)
    window.show()
    until(lambda: not desk.is_busy)
    paints.expect(lambda watched: (page := workplace.page(name)) is not None and shows(page, watched))
    begun = time.perf_counter()
    workplace.open_page(name, argument)
    until(lambda: paints.is_seen)
    opened = time.perf_counter() - begun
    until(lambda: is_whole(workplace.page(name)))
    finished = time.perf_counter() - begun
    until(lambda: not desk.is_busy)
    workplace.finish()
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for tasks in (desk._reader, desk._line, desk._writer):
        tasks.close(finish=True)
    return opened, finished


def until(so: Callable[[], bool]) -> None:
    """Let the application go on until something is so."""
    ends = time.monotonic() + _PATIENCE
    while not so():
        if time.monotonic() > ends:
            raise SystemExit("the page came no further")
        QApplication.processEvents()

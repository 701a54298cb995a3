"""What an open desk does by itself: sync after each act and from time to time, count what waits, back up once a day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal

if TYPE_CHECKING:
    from yigongti_desktop.app.workbench import Workbench
    from yigongti_desktop.kit.desk import Desk
    from yigongti_desktop.kit.tasks import Tasks
    from yigongti_desktop.shell.gate import GateRoom
    from yigongti_desktop.shell.workplace import Workplace

_SYNC_MILLISECONDS = 120_000
_AFTER_SAVE_MILLISECONDS = 2_000
_COUNT_MILLISECONDS = 30_000
_BACKUP_HOURS = 20


class Duties(QObject):
    """Keeps the figures in sight true, and the data safe."""

    #: While nobody is logged in: who may, and how sync stands.
    looked = Signal(object, object)

    def __init__(self, bench: Workbench, desk: Desk, workplace: Workplace, gate: GateRoom, aside: Tasks) -> None:
        super().__init__(desk)
        self._bench = bench
        self._desk = desk
        self._workplace = workplace
        self._gate = gate
        #: Not the desk's own threads: a backup takes a while with a township's residents, and lists have to be read.
        self._aside = aside
        self._after_save = QTimer(self, interval=_AFTER_SAVE_MILLISECONDS, singleShot=True)
        self._regular = QTimer(self, interval=_SYNC_MILLISECONDS)
        self._counting = QTimer(self, interval=_COUNT_MILLISECONDS)
        for timer in (self._after_save, self._regular):
            timer.timeout.connect(desk.sync)
        self._counting.timeout.connect(self.count)
        desk.changed.connect(lambda _topics: self.count())
        desk.saved.connect(self._on_saved)
        desk.sync_begun.connect(self._on_talking)
        desk.sync_ended.connect(lambda _talk: self._on_talking())

    def begin(self) -> None:
        """Talk with the hub now, and from now on by oneself."""
        self._regular.start()
        self._counting.start()
        self._desk.sync()

    def stop(self) -> None:
        """Do nothing any more."""
        for timer in (self._after_save, self._regular, self._counting):
            timer.stop()

    def count(self) -> None:
        """Count again what the pages hold and what waits."""
        actor = self._desk.actor
        if actor is None:
            self._look()
            return
        from yigongti_desktop.app.pages import count

        self._desk.read(self, count, self._workplace.specs, actor, self._desk.now(), done=self._show_counts)

    def back_up_daily(self) -> None:
        """Make a verified backup when the last one is from yesterday."""
        self._aside.ask(self, self._back_up, lambda made: self.count() if made else None)

    def _back_up(self) -> bool:
        from yigongti_desktop.sync.status import status

        last: datetime | None = self._bench.read(status).backup_at
        if last is not None and (self._bench.clock.now() - last).total_seconds() < _BACKUP_HOURS * 3600:
            return False
        self._bench.backup("daily")
        return True

    def _look(self) -> None:
        from yigongti_desktop.sync.status import status

        bench = self._bench
        self._desk.serve(self, lambda: (bench.people(), bench.read(status)), self._show_at_gate)

    def _show_at_gate(self, found: tuple[Any, Any]) -> None:
        if self._desk.actor is None:
            self._gate.show_status(found[1], self._desk.now())
            self.looked.emit(*found)

    def _show_counts(self, found: tuple[Any, Any]) -> None:
        counts, now = found
        self._workplace.show_counts(counts)
        self._workplace.status.show_status(now, self._desk.now())
        self._gate.show_status(now, self._desk.now())

    def _on_saved(self) -> None:
        self._workplace.status.show_saved(self._desk.now())
        self._after_save.start()

    def _on_talking(self) -> None:
        for line in (self._workplace.status, self._gate.status):
            if line is not None:
                line.show_talking(self._desk.is_talking, self._desk.now())
        if self._workplace.isVisible():
            self.count()

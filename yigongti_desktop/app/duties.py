"""What an open desk does by itself: talk with the hub, count what waits, back up once a day, look for new versions."""

from __future__ import annotations

import random
import time
from datetime import datetime
from typing import TYPE_CHECKING
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal

from yigongti_desktop.app.network_watch import NetworkWatch
from yigongti_desktop.app.new_versions import NewVersions

if TYPE_CHECKING:
    from yigongti_desktop.app.workbench import Workbench
    from yigongti_desktop.kit.desk import Desk
    from yigongti_desktop.kit.tasks import Tasks
    from yigongti_desktop.shell.gate import GateRoom
    from yigongti_desktop.shell.workplace import Workplace
    from yigongti_desktop.sync.rhythm import Rhythm

_COUNT_MILLISECONDS = 30_000
#: A connection that nothing was said on for so long is let go: routers forget it anyway.
_REST_MILLISECONDS = 60_000
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
        self.rhythm: Rhythm | None = None
        self._is_stopped = False
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(desk.sync)
        self._counting = QTimer(self, interval=_COUNT_MILLISECONDS)
        self._counting.timeout.connect(self.count)
        self._resting = QTimer(self, interval=_REST_MILLISECONDS, singleShot=True)
        self._resting.timeout.connect(bench.rest_line)
        self.network = NetworkWatch(aside, self)
        self.network.changed.connect(self._on_line_changed)
        self.new_versions = NewVersions(bench, desk, workplace, self.network)
        self._counting.timeout.connect(self.new_versions.consider)
        desk.changed.connect(lambda _topics: self.count())
        desk.saved.connect(self._on_saved)
        desk.sync_begun.connect(self._on_begun)
        desk.sync_progress.connect(lambda _progress: self._show_talking())
        desk.sync_ended.connect(self._on_ended)

    def begin(self) -> None:
        """Talk with the hub from now on by oneself."""
        self._counting.start()
        self.new_versions.begin(self._aside)
        if self.rhythm is None:
            self._desk.serve(self, self._make_rhythm, self._begin_rhythm)

    def stop(self) -> None:
        """Do nothing any more."""
        self._is_stopped = True
        self.network.stop()
        self.new_versions.stop()
        for timer in (self._next, self._counting, self._resting):
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

    def _make_rhythm(self) -> tuple[Rhythm, bool]:
        from yigongti_desktop.storage import facts
        from yigongti_desktop.sync.rhythm import Rhythm

        known = self._bench.read(facts.everything)
        rhythm = Rhythm(known.get(facts.DEVICE, ""), random.SystemRandom().random)
        return rhythm, facts.FILLED not in known

    def _begin_rhythm(self, made: tuple[Rhythm, bool]) -> None:
        if self._is_stopped or self.rhythm is not None:
            return
        self.rhythm, lacks_data = made
        self.rhythm.begin(time.monotonic(), at_once=lacks_data)
        self.network.begin()
        self._plan()

    def _plan(self) -> None:
        """Set the clock for the next talk."""
        due = self.rhythm.due if self.rhythm is not None else None
        if due is None or self._is_stopped:
            self._next.stop()
        else:
            self._next.start(round(max(0.0, due - time.monotonic()) * 1000))

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
        if self.rhythm is not None:
            self.rhythm.saved(time.monotonic())
            self._plan()

    def _on_line_changed(self) -> None:
        if self.rhythm is not None:
            self.rhythm.line_changed(time.monotonic())
            self._plan()

    def _on_begun(self) -> None:
        if self.rhythm is not None:
            self.rhythm.begun()
            self._plan()
        self._resting.stop()
        self._show_talking()

    def _on_ended(self, talk: Any) -> None:
        if self.rhythm is not None:
            asked = float(talk.facts.get("retry_after", 0.0))
            self.rhythm.ended(time.monotonic(), talk.code, retry_after=asked)
            self._plan()
        if not self._is_stopped:
            self._resting.start()
        self._show_talking()

    def _show_talking(self) -> None:
        left = self._desk.progress.left if self._desk.progress is not None else None
        for line in (self._workplace.status, self._gate.status):
            if line is not None:
                line.show_talking(self._desk.is_talking, self._desk.now(), left)
        if not self._desk.is_talking:
            self.count()

"""A year of postings that is planned while the screen goes on: looked at ten times a second, never waited for."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.rostering.planning import Planned
from yigongti_desktop.rostering.planning import Planning
from yigongti_desktop.rostering.postings.task import Task

_LOOK_MILLISECONDS = 100


class _Worker:
    """Holds the planning; no QObject, so that it can still be ended when the screen is gone."""

    def __init__(self) -> None:
        self.planning: Planning | None = None

    def kill(self) -> None:
        if self.planning is not None:
            self.planning.stop()
            self.planning = None


class PostingSolving(QObject):
    """One planning at a time. Its process ends with it, and with the program."""

    #: A better plan, or a better bound: `Planned`.
    bettered = Signal(object)
    #: The process has ended by itself.
    ended = Signal()
    #: It broke off, or the fixed postings contradict themselves: the fault.
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = _Worker()
        self._timer = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        self.destroyed.connect(self._worker.kill)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._worker.kill)

    @property
    def is_running(self) -> bool:
        """Say whether a plan is being made."""
        return self._worker.planning is not None

    def begin(self, task: Task, seconds: float) -> None:
        """Make a plan; what was being made is given up."""
        self.stop()
        try:
            self._worker.planning = Planning(task, seconds)
        except Fault as fault:
            self.failed.emit(fault)
            return
        self._timer.start()

    def stop(self) -> None:
        """End the process at once."""
        self._timer.stop()
        self._worker.kill()

    def _look(self) -> None:
        planning = self._worker.planning
        if planning is None:
            return
        last: Planned | None = None
        try:
            for last in planning.better(timeout=0):  # noqa: B007 # the last one is the best
                pass
        except Fault as fault:
            self.stop()
            self.failed.emit(fault)
            return
        if last is not None:
            self.bettered.emit(last)
        if planning.is_over and self._worker.planning is planning:
            self.stop()
            self.ended.emit()

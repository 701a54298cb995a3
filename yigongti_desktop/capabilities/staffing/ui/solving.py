"""A roster that is drawn while the screen goes on: looked at ten times a second, never waited for."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.rostering.drawing import Drawing
from yigongti_desktop.rostering.drawing import Drawn
from yigongti_desktop.rostering.task import Task

_LOOK_MILLISECONDS = 100


class _Watched(Drawing):
    """A drawing that says whether it is over."""

    @property
    def is_over(self) -> bool:
        """Say whether all workers have ended."""
        return not self._lines


class _Workers:
    """Holds the drawing; no QObject, so that it can still be called when the screen is gone."""

    def __init__(self) -> None:
        self.drawing: _Watched | None = None

    def kill(self) -> None:
        if self.drawing is not None:
            self.drawing.stop()
            self.drawing = None


class Solving(QObject):
    """One drawing at a time. Its workers end with it, and with the program."""

    #: A better roster, or a better bound.
    bettered = Signal(object)
    #: All workers have ended by themselves.
    ended = Signal()
    #: None of them could draw anything: the fault.
    failed = Signal(object)
    #: Time goes by.
    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = _Workers()
        self._timer = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        self.destroyed.connect(self._workers.kill)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._workers.kill)

    @property
    def is_running(self) -> bool:
        """Say whether workers are drawing."""
        return self._workers.drawing is not None

    def begin(self, task: Task, seconds: float, seed: int = 0) -> None:
        """Draw a roster; what was being drawn is given up."""
        self.stop()
        self._workers.drawing = _Watched(task, seconds, seed=seed)
        self._timer.start()

    def stop(self) -> None:
        """End the workers at once."""
        self._timer.stop()
        self._workers.kill()

    def _look(self) -> None:
        drawing = self._workers.drawing
        if drawing is None:
            return
        last: Drawn | None = None
        try:
            for last in drawing.better(timeout=0):  # noqa: B007 # the last one is the best
                pass
        except Fault as fault:
            self.stop()
            self.failed.emit(fault)
            return
        if last is not None:
            self.bettered.emit(last)
        if drawing.is_over and self._workers.drawing is drawing:
            self.stop()
            self.ended.emit()
        else:
            self.ticked.emit()

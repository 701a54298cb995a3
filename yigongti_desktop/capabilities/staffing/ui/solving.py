"""What processes solve while the screen goes on: looked at ten times a second, never waited for."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from typing import Any
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal

from yigongti_desktop.kernel.errors import Fault

_LOOK_MILLISECONDS = 100


class Work(Protocol):
    """What is under way in processes of its own: a `Drawing`, a `Planning`."""

    @property
    def is_over(self) -> bool:
        """Say whether it has ended by itself."""

    def better(self, timeout: float | None = None) -> Iterator[Any]:
        """Return what has become better since."""

    def stop(self) -> None:
        """End it at once."""


class _Held:
    """Holds the work; no QObject, so that it can still be ended when the screen is gone."""

    def __init__(self) -> None:
        self.work: Work | None = None

    def kill(self) -> None:
        if self.work is not None:
            self.work.stop()
            self.work = None


class Solving(QObject):
    """One work at a time. Its processes end with it, and with the program."""

    #: Something better, or a better bound.
    bettered = Signal(object)
    #: It has ended by itself.
    ended = Signal()
    #: It could not begin, contradicts itself, or broke off: the fault.
    failed = Signal(object)
    #: Time goes by.
    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held = _Held()
        self._timer = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        self.destroyed.connect(self._held.kill)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._held.kill)

    @property
    def is_running(self) -> bool:
        """Say whether something is under way."""
        return self._held.work is not None

    def begin(self, start: Callable[[], Work]) -> None:
        """Start a work; what was under way is given up."""
        self.stop()
        try:
            self._held.work = start()
        except Fault as fault:
            self.failed.emit(fault)
            return
        self._timer.start()

    def stop(self) -> None:
        """End it at once."""
        self._timer.stop()
        self._held.kill()

    def _look(self) -> None:
        work = self._held.work
        if work is None:
            return
        last: Any = None
        try:
            for last in work.better(timeout=0):  # noqa: B007 # the last one is the best
                pass
        except Fault as fault:
            self.stop()
            self.failed.emit(fault)
            return
        if last is not None:
            self.bettered.emit(last)
        if work.is_over and self._held.work is work:
            self.stop()
            self.ended.emit()
        else:
            self.ticked.emit()

"""Work off the screen's thread, in order; answers come back on the screen's own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal

from yigongti_desktop.kernel.errors import Fault

log = logging.getLogger(__name__)

Answered = Callable[[Any], object]
Failed = Callable[[Fault], object]


class Call:
    """A question under way; its answer is dropped once it is cancelled or its owner is gone."""

    def __init__(self, owner: QObject | None) -> None:
        self._owner = owner
        self.is_cancelled = False

    def cancel(self) -> None:
        """Drop the answer."""
        self.is_cancelled = True

    @property
    def is_wanted(self) -> bool:
        """Say whether anybody still waits."""
        return not self.is_cancelled and (self._owner is None or shiboken6.isValid(self._owner))


class Tasks(QObject):
    """One thread that does what it is given, in order."""

    _post = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, name)
        self._asked = 0
        self._is_closed = False
        self._post.connect(_run, Qt.ConnectionType.QueuedConnection)

    def ask(self, owner: QObject | None, work: Callable[[], Any], done: Answered, failed: Failed | None = None) -> Call:
        """Do the work; `done` or `failed` is called on the screen's thread; after the end nothing is done."""
        call = Call(owner)
        if self._is_closed:  # an answer that came last may lead to another question
            call.cancel()
            return call
        self._asked += 1

        def deliver(future: Future[Any]) -> None:
            self._asked -= 1
            _deliver(call, future, done, failed or _unheard)

        def answer(future: Future[Any]) -> None:
            if not future.cancelled():
                self.post(lambda: deliver(future))

        self._pool.submit(work).add_done_callback(answer)
        return call

    @property
    def is_busy(self) -> bool:
        """Say whether an answer is still to come."""
        return self._asked > 0

    def post(self, work: Callable[[], object]) -> None:
        """Do something on the screen's thread, from any thread."""
        if shiboken6.isValid(self):
            self._post.emit(work)

    def close(self, *, finish: bool) -> None:
        """End the thread; what it was given is done first, or dropped."""
        self._is_closed = True
        self._pool.shutdown(wait=True, cancel_futures=not finish)


def _deliver(call: Call, future: Future[Any], done: Answered, failed: Failed) -> None:
    if not call.is_wanted:
        return
    try:
        result = future.result()
    except Fault as fault:
        failed(fault)
    else:
        done(result)


def _run(work: Callable[[], object]) -> None:
    work()


def _unheard(fault: Fault) -> None:
    log.warning("a question failed: %s", fault.code)

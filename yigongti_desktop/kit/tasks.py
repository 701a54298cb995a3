"""Work off the screen's thread, in order; answers come back on the screen's own."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Question:
    call: Call
    work: Callable[[], Any]
    done: Answered
    failed: Failed


class Tasks(QObject):
    """One thread that does what it is given, in order.

    What it is given stays here until it is answered: the thread is lent it, and never the last to let go of it.
    A widget that ended there would take the screen with it (see `kit.garbage`).
    """

    _post = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, name)
        self._questions: dict[int, _Question] = {}
        self._outcomes: dict[int, tuple[Any, BaseException | None]] = {}
        self._numbers = itertools.count()
        self._is_closed = False
        self._post.connect(_run, Qt.ConnectionType.QueuedConnection)

    def ask(self, owner: QObject | None, work: Callable[[], Any], done: Answered, failed: Failed | None = None) -> Call:
        """Do the work; `done` or `failed` is called on the screen's thread; after the end nothing is done."""
        call = Call(owner)
        if self._is_closed:  # an answer that came last may lead to another question
            call.cancel()
            return call
        number = next(self._numbers)
        self._questions[number] = _Question(call, work, done, failed or _unheard)
        self._pool.submit(self._do, number)
        return call

    @property
    def is_busy(self) -> bool:
        """Say whether an answer is still to come."""
        return bool(self._questions)

    def post(self, work: Callable[[], object]) -> None:
        """Do something on the screen's thread, from any thread."""
        if shiboken6.isValid(self):
            self._post.emit(work)

    def close(self, *, finish: bool) -> None:
        """End the thread; what it was given is done first, or dropped."""
        self._is_closed = True
        self._pool.shutdown(wait=True, cancel_futures=not finish)

    def _do(self, number: int) -> None:
        try:
            self._outcomes[number] = self._questions[number].work(), None
        except BaseException as fault:  # noqa: BLE001 - raised again on the screen's thread
            self._outcomes[number] = None, fault
        self.post(lambda: self._deliver(number))

    def _deliver(self, number: int) -> None:
        question, (result, fault) = self._questions.pop(number), self._outcomes.pop(number)
        if not question.call.is_wanted:
            return
        if isinstance(fault, Fault):
            question.failed(fault)
        elif fault is not None:
            raise fault
        else:
            question.done(result)


def _run(work: Callable[[], object]) -> None:
    work()


def _unheard(fault: Fault) -> None:
    log.warning("a question failed: %s", fault.code)

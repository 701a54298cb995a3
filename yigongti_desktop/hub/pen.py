"""The one pen of a process: whatever waits to be written is written in one transaction and answered after its commit.

A commit waits for the disk, so thirty that share one are nearly as quick as one alone. Each piece of work has a
savepoint of its own: one that fails leaves no trace and spoils nothing. There is no thread of its own to start or
to stop; whoever comes while nobody writes does the work of all who come meanwhile.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage.engine import is_passing
from yigongti_desktop.storage.engine import is_weather
from yigongti_desktop.storage.engine import writing

log = logging.getLogger(__name__)
T = TypeVar("T")
#: Pieces of work that may wait; one more is asked to come later.
MOST_WAITING = 256
#: Pieces of work and seconds that one transaction takes at most, so that the first need not wait long for the last.
_MOST, _SECONDS = 64, 0.15
#: How often a transaction is tried that lost against another one.
_TRIES = 4


class Pen:
    """Writes for everybody in this process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: deque[_Work] = deque()
        self._lock = threading.Lock()
        self._is_taken = False

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do the work in a transaction and return its result once that is committed.

        The work may be done again from the start when its transaction lost against another one.

        Raises:
            Unavailable: hub_busy when too many wait; disk_full, database_busy, database_unreachable.
        """
        mine = _Work(work)
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                raise Unavailable("hub_busy")
            self._waiting.append(mine)
            is_mine, self._is_taken = not self._is_taken, True
        if not is_mine:
            mine.called.wait()
        if not mine.is_done:
            self._write_all()
        if mine.fault is not None:
            raise mine.fault
        result: T = mine.result
        return result

    def _write_all(self) -> None:
        with self._lock:
            taken = [self._waiting.popleft()]  # whoever writes stands at the head of the line
        try:
            for tries_left in reversed(range(_TRIES)):
                try:
                    with writing(self._engine) as connection:
                        self._do(connection, taken)
                except Fault as fault:
                    if not tries_left or not is_passing(fault):
                        raise
                    log.info("%d pieces of work are written again: %s", len(taken), fault.code)
                else:
                    break
        except BaseException as fault:
            for work in taken:
                work.fault = work.fault or fault
            if not isinstance(fault, Exception):
                raise
        finally:
            self._hand_on(taken)

    def _do(self, connection: Connection, taken: list[_Work]) -> None:
        ends = time.monotonic() + _SECONDS
        for work in taken:
            work.run(connection)
        while len(taken) < _MOST and time.monotonic() < ends:
            with self._lock:
                if not self._waiting:
                    return
                taken.append(self._waiting.popleft())
            taken[-1].run(connection)

    def _hand_on(self, taken: list[_Work]) -> None:
        """Answer those whose work is done, and call the next in the line to write."""
        for work in taken:
            work.is_done = True
            work.called.set()
        with self._lock:
            if self._waiting:
                self._waiting[0].called.set()
            else:
                self._is_taken = False


class _Work:
    """One piece of work and what became of it."""

    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self._work = work
        #: Set when it is done, or when it is its owner's turn to write.
        self.called = threading.Event()
        self.is_done = False
        self.result: Any = None
        self.fault: BaseException | None = None

    def run(self, connection: Connection) -> None:
        """Do the work in its own savepoint; a fault of the database itself ends the whole transaction."""
        self.fault = None
        savepoint = connection.begin_nested()
        try:
            self.result = self._work(connection)
            savepoint.commit()
        except DBAPIError as fault:
            if is_weather(fault):
                raise
            savepoint.rollback()
            self.fault = fault
        except Exception as fault:  # noqa: BLE001 - handed to whoever asked for the work
            savepoint.rollback()
            self.fault = fault

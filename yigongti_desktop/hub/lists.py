"""Puts lists of any length into the hub, a slice at a time, so that whoever waits for the pen waits for one slice.

All slices of a list count from one short commit on. What stops before it has done nothing; what stops after it is
gone on with by whoever comes next. Decision 021 says why.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Engine

from yigongti_desktop.hub import laid
from yigongti_desktop.hub.pen import Pen
from yigongti_desktop.hub.sitting import Sitting
from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.ids import Ids
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.engine import has_line
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.facts import stamp

log = logging.getLogger(__name__)
#: Seconds for which a slice should hold the pen, and records of the first one, of the smallest and the largest.
_HOLD, FIRST, _LEAST, _MOST = 0.2, 500, 25, 2000
#: Seconds between two slices: who waits for a file looks again every tenth of a second.
_PAUSE = 0.12
#: A list that nobody has touched for so long is gone on with, and one that nobody lays any more is given up.
_LEFT_ALONE, _GIVEN_UP = timedelta(minutes=1), timedelta(hours=1)
#: Records of a list that was given up and are removed at once.
_SWEPT = 2000
Sit = Callable[[Connection, datetime], Sitting]


class Lists:
    """Lays lists, puts them in force and in place."""

    def __init__(
        self, engine: Engine, pen: Pen, kinds: Callable[[str], RecordKind[Any]], sit: Sit, clock: Clock, ids: Ids
    ) -> None:
        """Begin.

        Args:
            engine: the hub's database.
            pen: of this process.
            kinds: returns a kind of record by its name.
            sit: opens a sitting that sees records as they lie, and no list on its way.
            clock: the hub's.
            ids: for lists.
        """
        self._engine, self._pen, self._clock, self._ids = engine, pen, clock, ids
        self._kinds, self._sit = kinds, sit

    def publish(
        self,
        kind: RecordKind[Any],
        parts: Iterable[list[Record]],
        settled: Callable[[int], object] = lambda _done: None,
    ) -> None:
        """Write a list of records of one kind, however long: all of it or, when anything stops it, nothing.

        Args:
            kind: of the records.
            parts: the records, some at a time; a record comes once. They are made while nobody holds the pen, from
                what stands in the database; if anybody else changes records of this kind meanwhile, the list is
                given up. If it raises, nothing is written.
            settled: told how many are in place, once the list counts and can no longer be stopped.

        Raises:
            Refused: list_overtaken.
            Unavailable: what the pen raises; when the list counts already, it is only put in place later.
        """
        its, count = self._begin(kind.name), 0
        try:
            for part in parts:
                count += len(part)
                if part:
                    self._lay(its, part)
            if count:
                self._need(self._pen.write(lambda connection: laid.put_in_force(connection, its, self._now())))
        except BaseException:
            with suppress(Fault):  # the next to come clears away what cannot be cleared away now
                self._drop(its)
            raise
        if not count:
            self._drop(its)
            return
        try:
            self.finish(settled)
        except Unavailable as weather:
            log.warning("list %s counts; the rest is put in place later: %s", its, weather.code)

    def finish(self, settled: Callable[[int], object] = lambda _done: None) -> None:
        """Put in place all that is in force, as a list may be that was stopped by force."""
        done = 0
        for one in self._standing():
            if one.state == laid.IN_FORCE:
                pace, has_more = _Pace(), True
                while has_more:
                    count, has_more = self._pen.write(self._settle(one, pace))
                    done += count
                    settled(done)
                    if has_more:
                        self._let_others_in()

    def tend(self) -> None:
        """Go on with a list that counts and that nobody is putting in place; clear away one that nobody lays."""
        now = self._clock.now()
        ages = {one: abs(now - moment(one.touched_at)) for one in self._standing()}
        if any(one.state == laid.IN_FORCE and age >= _LEFT_ALONE for one, age in ages.items()):
            self.finish()
        for one, age in ages.items():
            if one.state == laid.LAYING and age >= _GIVEN_UP:
                log.info("list %s was never finished and is given up", one.id)
                self._drop(one.id)
        self._sweep()

    def _begin(self, kind: str) -> str:
        its = self._ids.new()

        def work(connection: Connection) -> bool:
            if kind in laid.in_force(connection):
                return False
            laid.begin(connection, its, kind, self._now())
            return True

        self.finish()
        while not self._pen.write(work):
            self.finish()
        self._sweep()
        return its

    def _lay(self, its: str, part: list[Record]) -> None:
        for start in range(0, len(part), _MOST):
            some = part[start : start + _MOST]
            self._need(self._pen.write(lambda connection, some=some: laid.add(connection, its, some, self._now())))  # type: ignore[misc] # bound now
            if start:
                self._let_others_in()

    def _need(self, is_mine: object) -> None:
        if not is_mine:
            raise Refused("list_overtaken")

    def _settle(self, one: laid.LaidList, pace: _Pace) -> Callable[[Connection], tuple[int, bool]]:
        """Return the work that puts a slice of a list in place; it says how many, and whether there are more."""
        kind = self._kinds(one.kind)

        def work(connection: Connection) -> tuple[int, bool]:
            begun = time.monotonic()
            some = laid.next_of(connection, one.id, kind, pace.rows)
            if not some:
                laid.forget(connection, one.id)
                return 0, False
            sitting = self._sit(connection, self._clock.now())
            sitting.put_upon(one.kind, some)
            sitting.finish()
            is_done = laid.done(connection, one.id, some[-1].id, self._now())
            pace.held(time.monotonic() - begun)
            return len(some), not is_done

        return work

    def _drop(self, its: str) -> None:
        """Give up a list that is being laid; one that counts stays."""
        self._pen.write(lambda connection: laid.drop(connection, its))
        self._sweep()

    def _sweep(self) -> None:
        """Clear away what was laid of lists that were given up."""
        while left := self._left():
            self._pen.write(lambda connection, left=left: laid.sweep(connection, left, _SWEPT))  # type: ignore[misc] # bound now
            self._let_others_in()

    def _left(self) -> str:
        with reading(self._engine) as connection:
            return laid.given_up(connection)

    def _standing(self) -> list[laid.LaidList]:
        with reading(self._engine) as connection:
            return laid.standing(connection)

    def _let_others_in(self) -> None:
        """Leave the pen for a moment where who waits for a file does not stand in a line."""
        if not has_line(self._engine):
            threading.Event().wait(_PAUSE)

    def _now(self) -> str:
        return stamp(self._clock.now())


class _Pace:
    """How many records make a slice, by how long the last one took."""

    def __init__(self) -> None:
        self.rows = FIRST

    def held(self, seconds: float) -> None:
        """Learn from a slice."""
        self.rows = max(_LEAST, min(_MOST, int(self.rows * min(2.0, _HOLD / max(seconds, 0.001)))))

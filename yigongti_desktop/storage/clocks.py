"""The desk's clock: the machine's, put right by the hub or by hand, and suspected when it cannot be right.

A dead battery says 2009. No paper bears such a date: numbers are not given out while the clock is behind what
this desk has already seen, and the person is told how to go on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from datetime import datetime
from datetime import time
from datetime import timedelta

from sqlalchemy import Connection

from yigongti_desktop.kernel.clock import CHINA
from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.version import BUILT
from yigongti_desktop.storage import facts

#: Seconds to add to the machine's clock, and what the machine's clock said when they were set.
OFFSET = "clock_offset"
LATEST = "clock_latest"
_TOLERANCE = timedelta(hours=1)
_FAR_AHEAD = timedelta(days=400)
_WORTH_CORRECTING = timedelta(minutes=10)
_EARLIEST = datetime.combine(BUILT, time(), CHINA).astimezone(UTC)


class DeskClock:
    """The time by which this desk works."""

    def __init__(self, machine: Clock) -> None:
        self._machine = machine
        self.offset = timedelta()

    def now(self) -> datetime:
        """Return this moment, corrected."""
        return self._machine.now() + self.offset

    def load(self, connection: Connection) -> None:
        """Take up the correction that was set before, unless the machine's clock has been put right meanwhile."""
        kept = timedelta(seconds=int(facts.get(connection, OFFSET, "0")))
        self.offset = timedelta() if self._is_plausible(connection, self._machine.now()) else kept

    def set(self, connection: Connection, true: datetime) -> None:
        """Correct the clock to the true time, given by the hub or by a person; later times seen were wrong.

        Raises:
            Refused: clock_behind when it is earlier than what the hub has said.
        """
        floor = _least(connection)
        if true < floor - _TOLERANCE:
            raise Refused("clock_behind", now=facts.stamp(true), latest=facts.stamp(floor))
        offset = true - self._machine.now()
        self.offset = offset if abs(offset) > _WORTH_CORRECTING else timedelta()
        seconds = str(round(self.offset.total_seconds()))
        facts.put(connection, **{OFFSET: seconds, LATEST: facts.stamp(true.astimezone(UTC))})

    def agrees(self, connection: Connection) -> bool:
        """Say whether nothing is to be put right: no correction, and nothing seen that is far from the hub's word."""
        known = facts.several(connection, facts.CLOCK_DRIFT, facts.HUB_TIME, LATEST, OFFSET)
        drift = timedelta(seconds=int(known.get(facts.CLOCK_DRIFT, "0")))
        is_kept = bool(known.get(LATEST)) and known.get(OFFSET, "0") == "0"
        latest = _last(known.get(name, "") for name in (LATEST, facts.HUB_TIME))
        is_near = abs(drift) <= _WORTH_CORRECTING and latest <= self.now() + _TOLERANCE
        return is_kept and not self.offset and is_near

    def check(self, connection: Connection) -> None:
        """Refuse to date a paper with a time that cannot be right.

        Raises:
            Refused: clock_behind, clock_ahead.
        """
        if not self._is_plausible(connection, self.now()):
            self.load(connection)  # the machine's clock may have been put right meanwhile
        now, latest = self.now(), _latest(connection)
        if now < latest - _TOLERANCE:
            raise Refused("clock_behind", now=facts.stamp(now), latest=facts.stamp(latest))
        if facts.get(connection, LATEST) and now > latest + _FAR_AHEAD:
            raise Refused("clock_ahead", now=facts.stamp(now), latest=facts.stamp(latest))

    def note(self, connection: Connection) -> None:
        """Remember the latest believable time."""
        now, latest = self.now(), _latest(connection)
        if latest < now <= latest + _FAR_AHEAD or not facts.get(connection, LATEST):
            facts.put(connection, **{LATEST: facts.stamp(max(now, latest))})

    def _is_plausible(self, connection: Connection, moment: datetime) -> bool:
        latest = _latest(connection)
        return latest - _TOLERANCE <= moment <= latest + _FAR_AHEAD


def _latest(connection: Connection) -> datetime:
    """Return the latest time that this desk has believed."""
    return _latest_of(connection, LATEST, facts.HUB_TIME)


def _least(connection: Connection) -> datetime:
    """Return before when it cannot be, whatever this machine has said."""
    return _latest_of(connection, facts.HUB_TIME)


def _latest_of(connection: Connection, *names: str) -> datetime:
    return _last(facts.get(connection, name) for name in names)


def _last(stored: Iterable[str]) -> datetime:
    return max([_EARLIEST, *(facts.moment(one) for one in stored if one)])

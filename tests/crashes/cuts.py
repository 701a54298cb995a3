"""kill -9 of a process at one moment of what it writes: before a statement or the commit, or within a page on disk."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
from sqlalchemy import Engine
from sqlalchemy import event

from tests.fakes.time import StoppedClock
from tests.sync.machines.line import StraightLine
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import unpack
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.engine import connect
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import open_hub
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.vault import Vault

#: Two thirds of a page with its head in the log of writes: kills fall into heads, into pages and between them.
_FIRST_BYTE, _STEP = 16, 2741
_END_SECONDS = 60.0
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.crashes.cuts"])


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When a process dies: before so many-th statement, the commit counted, or when its log of writes is so long."""

    statement: int = 0
    byte: int = 0


@dataclass(frozen=True)
class Place:
    """A desk's or a hub's files, with the keys and the time there."""

    home: Path
    vault: Vault
    at: datetime

    def desk(self) -> Workbench:
        """Open them as a desk."""
        home = Home(self.home)
        return Workbench(
            home, self.vault, open_desk(home.database, self.vault["database"]), clock=StoppedClock(self.at)
        )

    def hub(self) -> Hub:
        """Open them as a hub."""
        home = Home(self.home)
        return Hub(home, self.vault, open_hub(home.database, self.vault["database"]), StoppedClock(self.at))

    def content(self) -> bytes:
        """Return the file as the next process finds it, once the log that was left has been read."""
        connection = connect(Home(self.home).database, self.vault["database"])
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        connection.close()
        return Home(self.home).database.read_bytes()

    def rows(self) -> dict[str, list[Any]]:
        """Return all that stands in the database, which is whole."""
        connection = connect(Home(self.home).database, self.vault["database"])
        try:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
            return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables}  # noqa: S608
        finally:
            connection.close()


def at_statements() -> Iterator[Moment]:
    """Return every moment between statements, without an end."""
    return (Moment(statement=number) for number in itertools.count(1))


def within_pages() -> Iterator[Moment]:
    """Return moments within what is written to the disk, without an end."""
    return (Moment(byte=length) for length in itertools.count(_FIRST_BYTE, _STEP))


def dies(work: Callable[..., None], *given: object) -> bool:
    """Let a process of its own do something; say whether it died before the end, of which nobody was told either."""
    process = _FORKS.Process(target=work, args=given)
    process.start()
    process.join(_END_SECONDS)
    code = process.exitcode
    process.close()
    assert code in {0, -signal.SIGKILL, -signal.SIGXFSZ}, code
    return code != 0


def act(place: Place, actor: Actor, command: msgspec.Struct, draft: tuple[str, str] | None, moment: Moment) -> None:
    """Do something at a desk that may have been written in a draft."""
    desk = place.desk()
    _strike(desk.engine, moment)
    desk.do(actor, command, draft)
    _end()


def receive(place: Place, device: str, question: bytes, moment: Moment) -> None:
    """Take in at a hub what a desk sends."""
    hub = place.hub()
    _strike(hub.engine, moment)
    hub.counter.serve(device, unpack(question, Exchange))
    _end()


def talk(place: Place, there: Place, moment: Moment) -> None:
    """Talk as a desk with a hub, which does not die."""
    desk = place.desk()
    county: Any = SimpleNamespace(hub=there.hub(), desks={"": desk})
    desk._line.ready(desk.read(facts.everything), lambda: StraightLine(county, "", lambda: None, []))
    _strike(desk.engine, moment)
    told = desk.sync()
    assert not told.code, told
    _end()


def _strike(engine: Engine, moment: Moment) -> None:
    left = moment.statement

    def step(*_given: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    if moment.byte:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # the system kills whoever writes more
        resource.setrlimit(resource.RLIMIT_FSIZE, (moment.byte, moment.byte))
        return
    event.listen(engine, "before_cursor_execute", step)
    event.listen(engine, "commit", step)


def _end() -> None:
    os._exit(0)  # nothing is closed, as by a kill

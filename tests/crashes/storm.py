"""A county under load whose processes are killed one after the other, and which is then healed and asked."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.cluster import Cluster
from tests.commands.office import free_port
from tests.commands.office import run
from tests.crashes import clerk
from tests.crashes import ledgers
from tests.crashes import moments
from tests.crashes import notes
from tests.crashes.clerk import Seat
from tests.crashes.serving import Serving
from tests.fakes.time import StoppedClock
from tests.sync.agreement import Agreement
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import freeze
from tests.sync.relay import Relay
from tests.world import WORDS
from tests.world import World
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub import open_engine
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.clock import SystemClock
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.sync.desk import Talk

DESKS = {"岳口": "岳口", "岳口二": "岳口", "市一医": "市一医"}
_CLINIC = ("岳口", "岳口二")
_END_SECONDS = 120.0
_RECOVERY = 60.0
#: How kills are shared out.
_DESK_SHARE = 0.6
_SERVER = "database server"


@dataclass
class Tally:
    """What was killed when, and what was asked afterwards."""

    kills: Counter[str] = field(default_factory=Counter)
    moments: Counter[str] = field(default_factory=Counter)
    saved: int = 0
    judged: int = 0
    refused: int = 0
    receipts: int = 0
    batches: int = 0
    #: Entries of the stock that stand.
    entries: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(
            self.kills + other.kills,
            self.moments + other.moments,
            self.saved + other.saved,
            self.judged + other.judged,
            self.refused + other.refused,
            self.receipts + other.receipts,
            self.batches + other.batches,
            self.entries + other.entries,
        )

    def spell(self) -> str:
        """Return it in one line."""
        killed = ", ".join(f"{what} {count}" for what, count in sorted(self.kills.items()))
        when = ", ".join(f"{what} {count}" for what, count in sorted(self.moments.items()))
        return (
            f"{sum(self.kills.values())} kills ({killed}; at {when}); {self.saved} acts saved, {self.judged} judged of"
            f" which {self.refused} refused, {self.batches} batches, {self.receipts} receipts verified at desks,"
            f" {self.entries} entries of stock;"
            " lost 0, doubled 0"
        )


class Storm:
    """Three desks and a hub, each a process of its own, and the dice that say who is killed when."""

    def __init__(self, folder: Path, seed: int, workers: int, cluster: Cluster | None = None) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - dice of a test
        self._cluster = cluster
        clock = StoppedClock(datetime.now(UTC))
        self._frozen = freeze(folder, DESKS, cluster, clock=clock)
        self._seats = {name: _seat(self._frozen, name) for name in DESKS}
        home = Home(folder / "hub")
        self._hub = Hub(home, self._frozen.hub_vault, open_engine(home, self._frozen.hub_vault), SystemClock())
        port = free_port()
        with writing(self._hub.engine) as connection:
            facts.put(connection, hub_public_address=f"127.0.0.1:{port}")
        self._serving = Serving(home.path, port, self._hub.authority_pem, workers)
        self._parts = _parts(workers, is_on_server=cluster is not None)
        self._port = port
        self._lines: dict[str, Relay] = {}
        self._clerks: dict[str, ForkServerProcess] = {}
        self._forks = multiprocessing.get_context("forkserver")
        self._forks.set_forkserver_preload(["tests.crashes.clerk"])
        self._open = ExitStack()
        self.tally = Tally()

    def __enter__(self) -> Self:
        self._open.callback(self._hub.engine.dispose)
        self._open.enter_context(self._serving)
        for name in DESKS:
            self._lines[name] = self._open.enter_context(Relay(self._port))
            desk = clerk.opened(self._seats[name])
            County.point(desk, self._lines[name].address)
            desk.close()
        self._open.callback(self._stop_clerks)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def rage(self, kills: int) -> None:
        """Let all work, and kill so many times."""
        for name in DESKS:
            self._start_clerk(name)
        for _ in range(kills):
            if self._dice.random() < _DESK_SHARE:
                self._kill_a_desk()
            else:
                self._kill_the_hub()
            for name, process in self._clerks.items():
                assert process.is_alive(), f"{name} ended by itself: {process.exitcode}"
        self._stop_clerks()

    def heal(self) -> None:
        """Let all sync until nothing is left, and see that all agree."""
        self._serving.wait_for_answer()
        desks = {name: clerk.opened(seat) for name, seat in self._seats.items()}
        try:
            for _ in range(3):
                for name, desk in desks.items():
                    talk = _talk(desk)
                    assert not talk.code, (name, talk.code, talk.facts)
            agreement = Agreement(self._hub)
            judged = agreement.judged
            for name, desk in desks.items():
                self.tally.receipts += agreement.check_desk(desk)
                typed = notes.read(self._seats[name].notes)
                self.tally.saved += notes.check_each_is_kept_once(typed, desk, judged)
                with reading(desk.engine) as connection:
                    assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
                    self.tally.refused += len(outbox.in_states(connection, outbox.NEEDS_PERSON, 1_000_000))
            agreement.check_nothing_was_done_twice()
            agreement.check_no_number_was_given_twice()
            notes.check_each_value_is_in_place(self._hub, judged.values())
            self.tally.entries = ledgers.check(self._hub, desks.values(), judged.values())
        finally:
            for desk in desks.values():
                desk.close()
        self.tally.judged = len(judged)
        with reading(self._hub.engine) as connection:
            self.tally.batches = int(connection.exec_driver_sql("SELECT count(*) FROM batches").scalar() or 0)
        checked = run("hub", "check", home=self._hub.home.path, passphrase=WORDS)
        assert checked.code == 0, checked.out

    def _kill_a_desk(self) -> None:
        name = self._dice.choice(list(DESKS))
        log = self._seats[name].home / "data.db-wal"
        self._await_a_moment(self._lines[name], lambda: moments.size_of(log))
        self._end_clerk(name)
        self._lines[name].down()
        self._lines[name].mend()
        self._start_clerk(name)
        self.tally.kills["desk"] += 1

    def _kill_the_hub(self) -> None:
        line = self._lines[self._dice.choice(list(DESKS))]
        self._await_a_moment(line, self._written_by_the_hub)
        what = self._dice.choice(self._parts)
        if what == "worker":
            self._serving.kill_a_worker(self._dice)
        elif what == _SERVER and self._cluster is not None:
            self._kill_a_backend(self._cluster)
        else:
            self._serving.kill()
            self._serving.start()
        self.tally.kills[what] += 1
        line.down()
        line.mend()
        self._serving.wait_for_answer()

    def _kill_a_backend(self, cluster: Cluster) -> None:
        """kill -9 of one process of the database server, which then throws out all others and recovers."""
        moments.until(lambda: bool(cluster.backends(self._frozen.template)), _END_SECONDS, "the database serves")
        for pid in self._dice.sample(cluster.backends(self._frozen.template), 1):
            os.kill(pid, signal.SIGKILL)

    def _await_a_moment(self, line: Relay, written: moments.Look) -> None:
        kind = self._dice.choice(["time", "write", "byte"])
        if kind == "byte":
            came = moments.await_byte(self._dice, line)
        elif kind == "write":
            came = moments.await_growth(self._dice, written)
        else:
            came = moments.await_time(self._dice)
        self.tally.moments[came] += 1

    def _written_by_the_hub(self) -> object:
        if self._cluster is None:
            return moments.size_of(self._hub.home.path / "data.db-wal")
        return tuple(moments.size_of(file) for file in self._cluster.logs_of_writes())

    def _start_clerk(self, name: str) -> None:
        seat = self._seats[name]
        again = Seat(seat.home, seat.vault, seat.actor, seat.slip, self._dice.getrandbits(32))
        process = self._forks.Process(target=clerk.work, args=(again,), daemon=True)
        process.start()
        self._clerks[name] = process

    def _end_clerk(self, name: str) -> None:
        process = self._clerks.pop(name)
        assert process.is_alive(), f"{name} ended by itself: {process.exitcode}"
        process.kill()
        process.join(_END_SECONDS)
        assert process.exitcode == -signal.SIGKILL
        process.close()

    def _stop_clerks(self) -> None:
        for name in list(self._clerks):
            self._end_clerk(name)
        for line in self._lines.values():
            line.mend()


def _parts(workers: int, *, is_on_server: bool) -> list[str]:
    """Return what of a hub can be killed."""
    several = [f"hub of {workers} workers", "worker"] if workers > 1 else ["hub"]
    return [*several, _SERVER] if is_on_server else several


def _seat(frozen: Frozen, name: str) -> Seat:
    slip = None
    if name in _CLINIC:
        slip = World.slip(_Peopled(frozen), name)  # type: ignore[arg-type] # a slip asks for the people alone
    return Seat(frozen.folder / name, frozen.vaults[name], frozen.people[name], slip, 0)


class _Peopled:
    def __init__(self, frozen: Frozen) -> None:
        self.people = frozen.people


def _talk(desk: Workbench) -> Talk:
    """Sync; a connection of the hub that died with a server's process is noticed once by each who meets it.

    A server that was killed reads its log before it serves again, which takes as long as it takes.
    """
    ends = time.monotonic() + _RECOVERY
    talk: Talk = desk.sync()
    while talk.code == "hub_busy" and time.monotonic() < ends:
        threading.Event().wait(0.05)
        talk = desk.sync()
    return talk

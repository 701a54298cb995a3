"""Two enrolled desks of one clinic with a hub in a process of its own, prepared once and copied for each round."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.benchmarks.parts import visits
from tests.benchmarks.parts.bench_hub import CATALOGUE
from tests.world import WORDS
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.app.workbench import open_home
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.protocol.batch import VERSION
from yigongti_desktop.registry import store
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import records
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.unit_of_work import UnitOfWork
from yigongti_desktop.storage.unit_of_work import unit_of_work
from yigongti_desktop.sync.desk import Talk
from yigongti_desktop.sync.loop import line_of

_ROOT = Path(__file__).resolve().parents[3]
_ACCOUNT = "account.txt"
Write = Callable[[UnitOfWork], None]


class HubProcess:
    """The hub of a folder, serving."""

    def __init__(self, folder: Path) -> None:
        words = [sys.executable, "-m", "tests.benchmarks.parts.bench_hub", str(folder)]
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT, env=os.environ
        )
        assert self._process.stdout is not None
        told = self._process.stdout.readline().split()
        if not told:
            raise SystemExit("the hub did not start")
        self.port, self.account, self.codes = int(told[0]), "".join(told[1:2]), told[2:]

    def forget_peak(self) -> float:
        """Begin to look for the most memory anew; return what it has now, in MB."""
        Path(f"/proc/{self._process.pid}/clear_refs").write_text("5", encoding="ascii")
        return self._megabytes("VmRSS")

    def peak(self) -> float:
        """Return the most memory since then, in MB."""
        return self._megabytes("VmHWM")

    def close(self) -> None:
        """Let it end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _megabytes(self, name: str) -> float:
        lines = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


class BenchDesk:
    """A desk, with the connection that it keeps."""

    def __init__(self, bench: Workbench, account: str, address: str) -> None:
        self.bench = bench
        bench.catalogue = CATALOGUE
        self._account = account
        self.take_road(address)

    def take_road(self, address: str) -> None:
        """Keep a connection by this way from now on, and prove this desk on it."""
        bench = self.bench
        with writing(bench.engine) as connection:
            facts.put(connection, **{facts.HUB_ADDRESS: address})
        line = bench._line.ready(bench.read(facts.everything), lambda: line_of(bench._syncs()))
        line.is_there()
        if line.version < VERSION:
            raise SystemExit("the hub speaks an old version")

    def sync(self) -> Talk:
        """Talk over the kept connection until nothing waits and nothing is left."""
        talk: Talk = self.bench.sync()
        if talk.code or talk.refused:
            raise SystemExit(f"the talk ended with {talk.code or 'refusals'}")
        return talk

    def timed(self, *, sent: int = 0, received: int = 0) -> float:
        """Talk, prove that it did what it was to do, and return the seconds."""
        begun = time.perf_counter()
        talk = self.sync()
        seconds = time.perf_counter() - begun
        if (talk.accepted, talk.received) != (sent, received):
            raise SystemExit(f"{talk.accepted} were accepted and {talk.received} received, not {sent} and {received}")
        return seconds

    def write(self, what: Write) -> None:
        """Let the person of this desk write something down."""
        with reading(self.bench.engine) as connection:
            account: Any = records.load(connection, store.ACCOUNT, self._account)
        actor: Actor = account.actor(self.bench.fact(facts.DEVICE))
        with unit_of_work(self.bench.engine, CATALOGUE, self.bench.clock, self.bench.ids, actor) as work:
            what(work)

    def digest(self) -> str:
        """Return a digest of all visits as they lie here, revisions in."""
        found = hashlib.sha256()
        with reading(self.bench.engine) as connection:
            for row in connection.execute(select(visits.TABLE).order_by(visits.TABLE.c.id)):
                found.update(repr(tuple(row)).encode())
        return found.hexdigest()

    def close(self) -> None:
        """Let connection and database go."""
        self.bench.close()


@dataclass(frozen=True)
class Pair:
    """A hub and two desks of one clinic."""

    hub: HubProcess
    one: BenchDesk
    other: BenchDesk

    def need_alike(self) -> None:
        """Prove that both desks have the same."""
        if self.one.digest() != self.other.digest():
            raise SystemExit("the desks differ")


def sow(folder: Path, write: Write) -> Path:
    """Prepare a hub and two desks, the first with acts that wait; return the folder, to be copied."""
    hub, benches = HubProcess(folder / "hub"), list[Workbench]()
    for name, code in zip(("one", "other"), hub.codes, strict=True):
        bench = create(Home(folder / name), lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS))
        bench.catalogue = CATALOGUE
        with writing(bench.engine) as connection:
            visits.TABLE.create(connection)
        bench.enrol(code)
        benches.append(bench)
    for bench in benches:  # once both are there: each is told the key of the other
        bench.sync()
        desk = BenchDesk(bench, hub.account, f"127.0.0.1:{hub.port}")
        if bench is benches[0]:
            desk.write(write)
        desk.close()
    (folder / _ACCOUNT).write_text(hub.account, encoding="ascii")
    hub.close()
    return folder


@contextmanager
def grown(seed: Path, folder: Path) -> Iterator[Pair]:
    """Serve a copy of what was prepared, with both desks connected; it goes away at the end."""
    shutil.copytree(seed, folder)
    hub = HubProcess(folder / "hub")
    account = (folder / _ACCOUNT).read_text(encoding="ascii")
    desks = [
        BenchDesk(open_home(Home(folder / name), _unlock), account, f"127.0.0.1:{hub.port}")
        for name in ("one", "other")
    ]
    try:
        yield Pair(hub, *desks)
    finally:
        for desk in desks:
            desk.close()
        hub.close()
        shutil.rmtree(folder)


def _unlock(path: Path) -> vaults.Vault:
    return vaults.open_with_words(path, WORDS)


def new_ids(count: int, seed: int) -> list[str]:
    """Return random ids, the same for one seed."""
    dice = random.Random(seed)  # noqa: S311 - the same in every run
    return [str(uuid.UUID(int=dice.getrandbits(128), version=4)) for _ in range(count)]


def written(count: int, seed: int) -> Write:
    """Return the writing of so many visits under random ids."""

    def write(work: UnitOfWork) -> None:
        for record, body in zip(new_ids(count, seed), visits.visits(count, work.clock.now().date(), seed), strict=True):
            work.emit(visits.WRITTEN, record, body)

    return write


def corrected(ids: list[str], value: int) -> Write:
    """Return the correction of two fields of visits: 血压 and 心率 measured again."""

    def write(work: UnitOfWork) -> None:
        for record in ids:
            was = work.get(visits.VISIT, record)
            changes = {"systolic": (was.systolic, 120 + value % 60), "pulse": (was.pulse, 60 + value % 40)}
            work.emit(visits.CORRECTED, record, visits.VisitCorrected(changes=changes))

    return write

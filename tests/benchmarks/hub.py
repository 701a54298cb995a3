"""Thirty desks push batches of two hundred acts at a hub; readers follow all along and nothing may pass them by.

The hub is `yigongti hub serve` as a process of its own, with TLS, tokens, signatures, judging and a commit on the
disk before each receipt. Desks and readers share the machine with it.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func
from sqlalchemy import select

from tests.benchmarks.parts import pushers
from tests.benchmarks.parts.bench_hub import CATALOGUE
from tests.benchmarks.parts.processor import family
from tests.benchmarks.parts.processor import seconds_of
from tests.benchmarks.parts.visits import TABLE
from tests.benchmarks.parts.visits import VISIT
from tests.cluster import Cluster
from tests.cluster import NotInstalledError
from tests.world import WORDS
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub import init
from yigongti_desktop.hub.tables import batches as taken_in
from yigongti_desktop.protocol.batch import VERSION
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home

#: What the issue demands: batches a second at least, milliseconds of the slowest twentieth at most.
_LEAST, _MOST_MS = 80.0, 600.0
#: Desks at one health centre.
_TOGETHER = 3
#: How long a reader rests when there is nothing new.
_PAUSE = 0.2
#: Requests that find nothing new, by which the price of one is measured.
_POLLS = 300


@dataclass(frozen=True)
class Row:
    """One run."""

    database: str
    record: str
    workers: int
    desks: int
    batches: int
    acts: int
    seconds: float
    per_second: float
    p50_ms: float
    p95_ms: float
    #: Batches without a receipt or a row, acts that do not stand, records that passed a reader by.
    lost: int
    refused: int
    skipped: int
    #: Milliseconds of processor time that one batch took: of the hub's processes, of the database server's, and of
    #: desks and readers; the machine's load when it began.
    hub_ms: float
    server_ms: float
    desks_ms: float
    #: The same of one request that finds nothing new, of hub and database server.
    poll_hub_ms: float
    poll_server_ms: float
    load: float

    @property
    def is_over(self) -> bool:
        """Say whether a limit is broken."""
        slow = self.per_second < _LEAST or self.p95_ms > _MOST_MS
        return slow or bool(self.lost or self.refused or self.skipped)


def main() -> int:
    """Measure, print, and return 1 when a limit is broken."""
    asked = argparse.ArgumentParser(description="三十台工作台同时上送，每批二百条，提交后才答复")
    asked.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    asked.add_argument("--record", choices=[pushers.RESIDENT, VISIT.name, "both"], default="both")
    asked.add_argument("--workers", default="1,2,4", help="服务进程数，逗号分开")
    asked.add_argument("--desks", type=int, default=30)
    asked.add_argument("--batches", type=int, default=20, help="每台送几批")
    asked.add_argument("--acts", type=int, default=200, help="每批几条")
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    rows: list[Row] = []
    counts = [int(count) for count in given.workers.split(",")]
    for record in [pushers.RESIDENT, VISIT.name] if given.record == "both" else [given.record]:
        if given.database != "postgresql":
            rows += [_run(None, count, record, given) for count in counts]
        if given.database != "sqlite":
            try:
                with Cluster(is_durable=True) as cluster:
                    rows += [_run(cluster, count, record, given) for count in counts]
            except NotInstalledError as absent:
                sys.stderr.write(f"{absent}\n")
    if given.json:
        sys.stdout.write(json.dumps([asdict(row) | {"ok": not row.is_over} for row in rows]) + "\n")
    else:
        for row in rows:
            sys.stdout.write(
                f"{row.database:11}{row.record:16}{row.workers} 进程 {row.per_second:7.1f} 批/秒 "
                f"p50 {row.p50_ms:6.0f} ms p95 {row.p95_ms:6.0f} ms 丢 {row.lost} 拒 {row.refused} 漏 {row.skipped} "
                f"每批处理器 中枢 {row.hub_ms:.1f} 库 {row.server_ms:.1f} 工作台 {row.desks_ms:.1f} ms "
                f"每次轮询 中枢 {row.poll_hub_ms:.1f} 库 {row.poll_server_ms:.1f} ms 负载 {row.load:.1f} "
                f"{'不合格' if row.is_over else '合格'}（≥ {_LEAST:g} 批/秒，p95 ≤ {_MOST_MS:g} ms）\n"
            )
    return int(any(row.is_over for row in rows))


def _run(cluster: Cluster | None, workers: int, record: str, given: argparse.Namespace) -> Row:
    folder = Path(tempfile.mkdtemp(prefix="ygt-bench-"))
    port = _free_port()
    database = cluster.url(cluster.fresh()) if cluster else ""
    hub = init(Home(folder), "tianmen", WORDS, f"127.0.0.1:{port}", database=database)
    try:
        seats = [number // _TOGETHER for number in range(given.desks)]
        devices = pushers.enrol(hub, [*seats, seats[0], seats[-1]])
        desks, readers = devices[: given.desks], devices[given.desks :]
        with writing(hub.engine) as connection:
            TABLE.create(connection)
        pushers.prepare(hub, desks, given.batches, given.acts, of=record, catalogue=CATALOGUE)
        hub.engine.dispose()
        gc.collect()
        gc.freeze()
        load = os.getloadavg()[0]
        with _serving(folder, port, workers) as process:
            before = _spent(process.pid, cluster)
            seconds, accepted, seen = _measure(hub, port, desks, readers)
            spent = [after - earlier for after, earlier in zip(_spent(process.pid, cluster), before, strict=True)]
            before = _spent(process.pid, cluster)
            _poll(hub, port, readers[0])
            polls = [after - earlier for after, earlier in zip(_spent(process.pid, cluster), before, strict=True)]
        return _row(hub, given, workers, record, desks, readers, seconds, accepted, seen, (*spent, *polls, load))
    finally:
        hub.engine.dispose()
        shutil.rmtree(folder)


def _measure(
    hub: Hub, port: int, desks: list[pushers.Device], readers: list[pushers.Device]
) -> tuple[float, int, list[set[str]]]:
    context = pushers.trusting(hub)
    done = threading.Event()
    ready = threading.Barrier(len(desks) + 1)
    talks = {device.id: pushers.Talk(port, context, device) for device in (*desks, *readers)}
    with ThreadPoolExecutor(len(talks)) as pool:
        following = [pool.submit(pushers.follow, talks[one.id], one, _PAUSE, done) for one in readers]
        pushing = [pool.submit(pushers.push, talks[one.id], one, ready) for one in desks]
        ready.wait()
        begun = time.perf_counter()
        for push in pushing:
            push.result()
        seconds = max(one.ended for one in desks) - begun
        done.set()
        seen = [follow.result() for follow in following]
    for talk in talks.values():
        talk.close()
    return seconds, sum(push.result() for push in pushing), seen


def _row(
    hub: Hub,
    given: argparse.Namespace,
    workers: int,
    record: str,
    desks: list[pushers.Device],
    readers: list[pushers.Device],
    seconds: float,
    accepted: int,
    seen: list[set[str]],
    spent: tuple[float, ...],
) -> Row:
    with reading(hub.engine) as connection:
        kept = int(connection.scalar(select(func.count()).select_from(taken_in)) or 0)
    waited = sorted(one for desk in desks for one in desk.waited)
    count, acts = len(waited), len(waited) * given.acts
    skipped = 0
    for reader, came in zip(readers, seen, strict=True):
        owed = set().union(*(desk.pushed for desk in desks if desk.institution == reader.institution))
        skipped += len(owed - came)
    return Row(
        database="postgresql" if hub.is_on_server else "sqlite",
        record=record,
        workers=workers,
        desks=len(desks),
        batches=count,
        acts=acts,
        seconds=round(seconds, 3),
        per_second=round(count / seconds, 1),
        p50_ms=round(waited[count // 2] * 1000, 1),
        p95_ms=round(waited[count * 95 // 100] * 1000, 1),
        lost=count - kept,
        refused=acts - accepted,
        skipped=skipped,
        hub_ms=round(spent[0] / count * 1000, 2),
        server_ms=round(spent[1] / count * 1000, 2),
        desks_ms=round(spent[2] / count * 1000, 2),
        poll_hub_ms=round(spent[3] / _POLLS * 1000, 2),
        poll_server_ms=round(spent[4] / _POLLS * 1000, 2),
        load=round(spent[-1], 1),
    )


def _poll(hub: Hub, port: int, reader: pushers.Device) -> None:
    """Ask again and again when there is nothing new, on a kept connection."""
    talk = pushers.Talk(port, pushers.trusting(hub), reader)
    nothing = pack(Exchange(cursors={f"unit:{reader.institution}": 2**62, **reader.others}, version=VERSION))
    for _ in range(_POLLS):
        talk.exchange(nothing)
    talk.close()


def _spent(hub: int, cluster: Cluster | None) -> tuple[float, float, float]:
    """Return the seconds of processor time that hub, database server and this process have used so far."""
    server = family(cluster.process) if cluster else []
    return sum(map(seconds_of, family(hub))), sum(map(seconds_of, server)), time.process_time()


@contextmanager
def _serving(folder: Path, port: int, workers: int) -> Iterator[subprocess.Popen[bytes]]:
    several = ["--workers", str(workers)] if workers > 1 else []
    command = [sys.executable, "-m", "tests.benchmarks.parts.serving", "hub", "serve", "--home", str(folder), *several]
    environment = os.environ | {"YIGONGTI_PASSPHRASE": WORDS}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        while not _listens(port):
            if process.poll() is not None:
                raise RuntimeError("the hub did not start")
            time.sleep(0.01)
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=15)


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())

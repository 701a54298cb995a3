"""Several workers as real processes: one address, tokens known to all, a dead one replaced, a stop that finishes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlalchemy import select

from tests.benchmarks.parts import pushers
from tests.cluster import Cluster
from tests.commands.office import PROGRAM
from tests.commands.office import environment
from tests.commands.office import free_port
from tests.world import WORDS
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub import init
from yigongti_desktop.hub.tables import batches
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.packing import unpack
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.home import Home

pytestmark = [pytest.mark.hub, pytest.mark.slow]


@pytest.fixture(params=["sqlite", "postgresql"])
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hub]:
    """A hub on a file or on a server; its port is its own."""
    cluster: Cluster | None = request.getfixturevalue("cluster") if request.param == "postgresql" else None
    name = cluster.fresh() if cluster else ""
    database = cluster.url(name) if cluster else ""
    made = init(Home(tmp_path / "hub"), "tianmen", WORDS, f"127.0.0.1:{free_port()}", database=database)
    yield made
    made.engine.dispose()
    if cluster:
        cluster.drop(name)


@contextmanager
def serving(hub: Hub, workers: int) -> Iterator[subprocess.Popen[bytes]]:
    """`yigongti hub serve --workers`, listening."""
    command = [*PROGRAM, "hub", "serve", "--home", str(hub.home.path), "--workers", str(workers)]
    with subprocess.Popen(command, env=environment(passphrase=WORDS), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert "服务" in process.stdout.readline().decode()
        while not _listens(port_of(hub)):
            assert process.poll() is None
            time.sleep(0.01)
        yield process
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=15)


def port_of(hub: Hub) -> int:
    return int(hub.address.rpartition(":")[2])


def children(process: subprocess.Popen[bytes]) -> set[int]:
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False)
    return {int(pid) for pid in told.stdout.split()}


def test_every_worker_takes_the_token_that_another_gave(hub: Hub) -> None:
    device = pushers.enrol(hub, [0])[0]
    pushers.prepare(hub, [device], 16, 2)
    context = pushers.trusting(hub)
    with serving(hub, 3):
        first = pushers.Talk(port_of(hub), context, device)
        for request in device.requests:  # each on a new connection, which the system hands to some worker
            again = pushers.Talk(port_of(hub), context, device, token=first.token)
            assert unpack(again.exchange(request), Answer).receipt is not None
            again.close()
        first.close()


def test_a_worker_that_dies_is_started_again(hub: Hub) -> None:
    with serving(hub, 2) as process:
        before = children(process)
        while len(before) < 2:
            before = children(process)
        killed = min(before)
        os.kill(killed, signal.SIGKILL)
        while len(children(process) - {killed}) < 2:
            assert process.poll() is None
            time.sleep(0.02)
        assert _listens(port_of(hub))


def test_when_the_one_who_watches_is_killed_its_workers_end(hub: Hub) -> None:
    with serving(hub, 2) as process:
        while len(children(process)) < 2:
            time.sleep(0.01)
        process.kill()
        process.wait(10)
        while _listens(port_of(hub)):
            time.sleep(0.02)


def test_a_stop_under_load_finishes_what_has_begun_and_exits_with_0(hub: Hub) -> None:
    """Every batch is acknowledged and stands, or was not taken; nothing hangs."""
    devices = pushers.enrol(hub, [0, 1, 2, 3])
    pushers.prepare(hub, devices, 40, 50)
    context = pushers.trusting(hub)
    with serving(hub, 2) as process, ThreadPoolExecutor(4) as pool:
        talks = [pushers.Talk(port_of(hub), context, device) for device in devices]
        pushing = [pool.submit(_until_closed, talk, device) for talk, device in zip(talks, devices, strict=True)]
        while not all(device.waited for device in devices):
            time.sleep(0.01)
        begun = time.monotonic()
        process.terminate()
        assert process.wait(12) == 0
        assert time.monotonic() - begun < 10
        acknowledged = sum(push.result(30) for push in pushing)
        for talk in talks:
            talk.close()
    with reading(hub.engine) as connection:
        kept = connection.scalar(select(func.count()).select_from(batches))
    assert acknowledged <= (kept or 0) <= acknowledged + len(devices)


def _until_closed(talk: pushers.Talk, device: pushers.Device) -> int:
    done = 0
    for request in device.requests:
        try:
            talk.exchange(request)
        except (OSError, RuntimeError, pushers.CUT):
            return done
        done += 1
        device.waited.append(0)
    return done


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0

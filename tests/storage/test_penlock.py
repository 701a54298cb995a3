"""The pen of a file: one has it at a time, in the order of the line, and nobody waits for ever."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.storage.locks import is_held
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage.penlock import PenLock

_HOLDER = """
import sys
from pathlib import Path
from yigongti_desktop.storage.penlock import PenLock
with PenLock(Path(sys.argv[1]), 10).held():
    print("mine", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data.db"


def _wait_until(path: Path, *, held: bool) -> None:
    while is_held(path) != held:
        threading.Event().wait(0.001)


def test_one_has_it_at_a_time(database: Path) -> None:
    """Each reads, lets others come, and writes: a number that two had read at once would be too small at the end."""
    pen, counted = PenLock(database, 60), [0]

    def count(_: int) -> None:
        with pen.held():
            seen = counted[0]
            threading.Event().wait(0.0005)
            counted[0] = seen + 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(80)))
    assert counted == [80]


def test_who_has_had_it_comes_after_whoever_waits(database: Path) -> None:
    pen, order = PenLock(database, 60), list[str]()
    line = database.with_name("data.db-line")

    def take(name: str) -> None:
        with pen.held():
            order.append(name)

    for _ in range(20):
        order.clear()
        with ThreadPoolExecutor(1) as pool:
            with pen.held():
                order.append("first")
                other = pool.submit(take, "other")
                _wait_until(line, held=True)
            take("first again")
            other.result(60)
        assert order == ["first", "other", "first again"]


def test_who_waits_for_too_long_is_told(database: Path) -> None:
    pen = PenLock(database, 0.05)
    with pen.held(), ThreadPoolExecutor(1) as pool, pytest.raises(Unavailable) as weather:
        pool.submit(pen.held().__enter__).result(60)
    assert weather.value.code == "database_busy"
    with pen.held():
        assert not is_held(database.with_name("data.db-line"))


def test_what_a_killed_process_held_is_free(database: Path) -> None:
    command = [sys.executable, "-c", _HOLDER, str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "mine\n"
        assert is_held(database.with_name("data.db-pen"))
        holder.send_signal(signal.SIGKILL)
        with PenLock(database, 60).held():
            pass

"""`yigongti hub serve` as a process of its own, with workers or alone, that is killed and started again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.commands.office import PROGRAM
from tests.commands.office import environment
from tests.crashes.moments import until
from tests.world import WORDS
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.sync.transport import Line

_START_SECONDS = 30.0


class Serving:
    """A hub that can be killed in whole or in part."""

    def __init__(self, home: Path, port: int, authority_pem: str, workers: int) -> None:
        self._home = home
        self._port = port
        self._authority_pem = authority_pem
        self._workers = workers
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [*PROGRAM, "hub", "serve", "--home", str(self._home), "--workers", str(self._workers)]
        self._process = subprocess.Popen(command, env=environment(passphrase=WORDS), stdout=subprocess.DEVNULL)
        self.wait_for_answer()

    def wait_for_answer(self) -> None:
        """Wait until the hub answers, database and all."""
        until(self._answers, _START_SECONDS, "the hub answers")

    def kill(self) -> None:
        """kill -9 of all of it; the one who watches workers takes them along."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(30)
        self._process = None
        until(lambda: not self._listens(), _START_SECONDS, "its workers have ended")

    def kill_a_worker(self, dice: random.Random) -> None:
        """kill -9 of one worker, which is started again by itself."""
        assert self._process is not None
        process = self._process
        until(lambda: len(_children(process.pid)) == self._workers, _START_SECONDS, "all workers run")
        os.kill(dice.choice(_children(process.pid)), signal.SIGKILL)

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, "the hub ended by itself"
        try:
            with Line(f"127.0.0.1:{self._port}", self._authority_pem) as line:
                line.is_there()
        except Unavailable:
            return False
        return True

    def _listens(self) -> bool:
        try:
            with Line(f"127.0.0.1:{self._port}", self._authority_pem) as line:
                line.is_there()
        except Unavailable as weather:
            return weather.code != "hub_unreachable"
        return True


def _children(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in told.split()]

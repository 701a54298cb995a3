"""Starts `yigongti` hundreds of times without paying for its imports each time: a process that has them forks.

What is called is a process of its own, with the environment, the folder and the streams it is given, and it ends as
Python does. Only the second and a half in which a fresh interpreter imports the program is spared. `Serving`, the
benchmarks and whoever calls with variables of its own still start a fresh interpreter.
"""

from __future__ import annotations

import array
import atexit
import gc
import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import IO
from typing import Any

#: What most words need; others import what they miss, as always.
_IMPORTED = ("apply", "backup", "calendar", "enrol", "export", "hub", "paper", "passwd", "restore", "sync", "take_list")
_STREAMS = 3
_MOST_BYTES = 1 << 20
IS_POSSIBLE = hasattr(os, "fork") and hasattr(socket, "AF_UNIX")


class Starter:
    """The process that forks, started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def run(
        self, words: Sequence[str], given: bytes, environment: Mapping[str, str], folder: Path, timeout: float
    ) -> subprocess.CompletedProcess[bytes]:
        """Call the program and return how it ended and what it said."""
        with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            stdin.write(given)
            stdin.seek(0)
            code = self._ask(words, environment, folder, (stdin, out, err), timeout)
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(words, code, out.read(), err.read())

    def close(self) -> None:
        """End the process."""
        if self._process is not None and self._line is not None:
            self._line.close()
            self._process.wait(timeout=30)
            self._process = self._line = None

    def _ask(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        streams: Sequence[IO[bytes]],
        timeout: float,
    ) -> int:
        line = self._line or self._start(environment)
        asked = json.dumps([list(words), dict(environment), str(folder)]).encode("ascii")
        assert len(asked) < _MOST_BYTES
        socket.send_fds(line, [asked], [stream.fileno() for stream in streams])
        line.settimeout(timeout)
        try:
            pid = int.from_bytes(_told(line), "big")
            return int.from_bytes(_told(line), "big", signed=True)
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            self.close()
            raise subprocess.TimeoutExpired(list(words), timeout) from None

    def _start(self, environment: Mapping[str, str]) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for one in (ours, theirs):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * _MOST_BYTES)
        with theirs:
            command = [sys.executable, "-m", "tests.commands.starter", str(theirs.fileno())]
            root = Path(__file__).resolve().parents[2]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=dict(environment), cwd=root)
        self._line = ours
        atexit.register(self.close)
        return ours


def _told(line: socket.socket) -> bytes:
    said = line.recv(8)
    if not said:
        raise EOFError("the process that forks has ended")
    return said


def _serve(line: socket.socket) -> int:
    """Fork for each call; in the process that was forked, return what the program returned."""
    import importlib

    program = importlib.import_module("yigongti_desktop.__main__")
    for word in _IMPORTED:
        importlib.import_module(f"yigongti_desktop.app.commands.{word}")
    gc.freeze()  # what was imported is written to by no collection in those that are forked
    while True:
        asked, streams = _received(line)
        if not asked:
            return 0
        pid = os.fork()
        if not pid:
            line.close()
            _become(asked, streams)
            return int(program.main())
        for stream in streams:
            os.close(stream)
        line.send(pid.to_bytes(8, "big"))
        _, status = os.waitpid(pid, 0)
        line.send(os.waitstatus_to_exitcode(status).to_bytes(8, "big", signed=True))


def _received(line: socket.socket) -> tuple[bytes, list[int]]:
    room = socket.CMSG_LEN(_STREAMS * array.array("i").itemsize)
    asked, told, _flags, _address = line.recvmsg(_MOST_BYTES, room)
    streams = array.array("i")
    for _level, _kind, data in told:
        streams.frombytes(data)
    return asked, list(streams)


def _become(asked: bytes, streams: Sequence[int]) -> None:
    """Take on words, environment, folder and streams."""
    words, environment, folder = json.loads(asked)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["yigongti", *words]
    sys.orig_argv = [sys.executable, "-m", "yigongti_desktop", *words]  # a hub begins itself anew by these
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = _text(0, "r", "strict")
    sys.stdout = _text(1, "w", "strict")
    sys.stderr = _text(2, "w", "backslashreplace")


def _text(number: int, mode: str, errors: str) -> Any:
    raw: Any = io.FileIO(number, mode, closefd=False)
    buffered = io.BufferedReader(raw) if mode == "r" else io.BufferedWriter(raw)
    return io.TextIOWrapper(
        buffered, encoding="utf-8", errors="surrogateescape" if number < 2 else errors, line_buffering=number == 2
    )


if __name__ == "__main__":
    sys.exit(_serve(socket.socket(fileno=int(sys.argv[1]))))

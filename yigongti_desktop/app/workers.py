"""Several processes behind one address: started, watched, started again when they die, stopped together.

Each has a listening socket of its own on the same port (SO_REUSEPORT), so that the system shares out the
connections; a worker that dies takes only its own with it. The one who watches opens no connection and no thread.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable

from yigongti_desktop.kernel.errors import Refused

log = logging.getLogger(__name__)
#: How long a worker may take to finish what it has begun; then it is killed, so that all is over within ten seconds.
STOP_SECONDS = 9.0
#: A worker that dies at once is started again no more often than this.
_LEAST_SECONDS = 1.0
#: What a worker finds blocked, and has to let in.
WATCHED = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD) if hasattr(signal, "SIGCHLD") else ()

#: Serves on a socket of its own until a signal tells it to stop: (its number, the socket). It has to unblock signals
#: as soon as it can take them.
Work = Callable[[int, socket.socket], None]


def need_several() -> None:
    """See that this system can have several workers.

    Raises:
        Refused: workers_not_here.
    """
    if not (hasattr(os, "fork") and hasattr(socket, "SO_REUSEPORT") and hasattr(signal, "sigtimedwait")):
        raise Refused("workers_not_here")


def claim(host: str, port: int) -> socket.socket:
    """Return a socket bound to an address that other workers may share; it does not listen yet."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    claimed = socket.socket(family, kind, protocol)
    try:
        claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        claimed.bind(address)
    except BaseException:
        claimed.close()
        raise
    return claimed


class Workers:
    """A number of processes that do the same work."""

    def __init__(
        self, work: Work, host: str, port: int, count: int, *, ended: Callable[[int], None] = lambda _pid: None
    ) -> None:
        self._work = work
        self._ended = ended
        self._held = claim(host, port)  # the port stays ours while no worker lives
        self._host = host
        self.port = int(self._held.getsockname()[1])
        self._count = count
        self._pids: dict[int, int] = {}
        self._due: dict[int, float] = {}
        self._begun: dict[int, float] = {}
        #: Closed when the watcher is gone, however it ended.
        self._alive, self._mine = os.pipe()

    def run(self) -> None:
        """Keep the workers running until SIGTERM or SIGINT; return when all have ended."""
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        try:
            for number in range(1, self._count + 1):
                self._start(number)
            self._watch()
            self._stop()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
            for end in (self._alive, self._mine):
                os.close(end)
            self._held.close()

    def _watch(self) -> None:
        while True:
            told = signal.sigtimedwait(WATCHED, _LEAST_SECONDS / 4)
            if told and told.si_signo != signal.SIGCHLD:
                return
            self._bury()
            for number, due in list(self._due.items()):
                if time.monotonic() >= due:
                    del self._due[number]
                    self._start(number)

    def _stop(self) -> None:
        self._due.clear()
        ends = time.monotonic() + STOP_SECONDS
        for pid in self._pids:
            os.kill(pid, signal.SIGTERM)
        while self._pids and time.monotonic() < ends:
            signal.sigtimedwait(WATCHED, 0.1)
            self._bury()
        for pid in self._pids:
            log.error("worker %d did not end in time", pid)
            os.kill(pid, signal.SIGKILL)
        while self._pids:
            signal.sigtimedwait(WATCHED, 0.1)
            self._bury()

    def _start(self, number: int) -> None:
        self._begun[number] = time.monotonic()
        pid = os.fork()
        if pid:
            self._pids[pid] = number
            return
        code = 1
        try:
            os.close(self._mine)
            own = claim(self._host, self.port)
            self._held.close()
            threading.Thread(target=self._follow, daemon=True, name="watched").start()
            self._work(number, own)
            code = 0
        except Exception as fault:  # noqa: BLE001 - a process of its own: the watcher sees its code
            log.error("worker %d failed: %s", number, type(fault).__name__)  # noqa: TRY400 - a traceback may hold names
        finally:
            os._exit(code)

    def _follow(self) -> None:
        """End this worker as if it were told to when nobody watches any more."""
        os.read(self._alive, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    def _bury(self) -> None:
        for pid, number in list(self._pids.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended:
                continue
            del self._pids[pid]
            self._ended(pid)
            log.warning("worker %d ended: %s", number, os.waitstatus_to_exitcode(status))
            self._due[number] = max(time.monotonic(), self._begun[number] + _LEAST_SECONDS)

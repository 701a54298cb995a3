"""A real CUPS of the test's own, with one queue that prints into PDF files; nobody else sees it."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NAME = "yigongti-paper"
_SERVER, _BACKEND = Path("/usr/sbin/cupsd"), Path("/usr/lib/cups/backend/cups-pdf")
_DRIVER = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")
#: Where CUPS-PDF puts the papers of people who have no account on this machine.
_OUT = Path("/var/spool/cups-pdf/ANONYMOUS")
_NOBODY = "somebody-without-account"
_PATIENCE = 30.0


class Queue:
    """The queue, and what has come out of it."""

    def __init__(self, socket: Path) -> None:
        self.environment = os.environ | {"CUPS_SERVER": str(socket), "CUPS_USER": _NOBODY}

    def taken(self, title: str) -> bytes:
        """Wait until every job has been printed; take the paper of this title out of the tray."""
        _until(lambda: not self._ask("lpstat", "-W", "not-completed", "-o"), "a job that never ends")
        papers = list(_OUT.glob(f"*{title}*.pdf"))
        assert len(papers) == 1, papers
        paper = papers[0].read_bytes()
        papers[0].unlink()
        return paper

    def add(self) -> None:
        """Set the queue up."""
        self._ask("lpadmin", "-p", NAME, "-E", "-v", "cups-pdf:/", "-P", str(_DRIVER))

    def _ask(self, *words: str) -> str:
        done = subprocess.run(
            words, env=self.environment, capture_output=True, text=True, timeout=_PATIENCE, check=True
        )
        return done.stdout


@contextmanager
def printing(folder: Path) -> Iterator[Queue]:
    """Run a print server that listens on a socket file in a folder and nowhere else."""
    for needed in (_SERVER, _BACKEND, _DRIVER):
        if not needed.exists():
            pytest.skip(f"{needed} is not here: without CUPS-PDF there is no printer to print on")
    if os.geteuid() != 0:
        pytest.skip("CUPS-PDF prints only for a print server that runs as root")
    socket = folder / "sock"
    files, main = folder / "cups-files.conf", folder / "cupsd.conf"
    places = {"ServerRoot": "root", "RequestRoot": "spool", "TempDir": "spool/tmp", "CacheDir": "cache"}
    places |= {"StateDir": "state", "AccessLog": "access", "ErrorLog": "error", "PageLog": "page"}
    for name, place in places.items():
        if not name.endswith("Log"):
            (folder / place).mkdir(parents=True, exist_ok=True)
    files.write_text("".join(f"{name} {folder / place}\n" for name, place in places.items()) + "SystemGroup root\n")
    everybody = "Order allow,deny\nAllow all\n"
    main.write_text(
        f"Listen {socket}\nBrowsing Off\nWebInterface No\n<Location />\n{everybody}</Location>\n"
        f"<Policy default>\n<Limit All>\n{everybody}</Limit>\n</Policy>\n"
    )
    server = subprocess.Popen(
        [_SERVER, "-f", "-c", main, "-s", files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _until(socket.exists, "a print server that does not listen")
        queue = Queue(socket)
        queue.add()
        yield queue
    finally:
        server.terminate()
        server.wait(_PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def _until(happens: Callable[[], bool], otherwise: str) -> None:
    limit = time.monotonic() + _PATIENCE
    while not happens():
        assert time.monotonic() < limit, otherwise
        time.sleep(0.02)

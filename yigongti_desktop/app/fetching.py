"""Updates that the hub has on its shelf: fetched piece by piece, going on where the last time was cut."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from yigongti_desktop.app.updates import COMING
from yigongti_desktop.app.updates import Ready
from yigongti_desktop.app.updates import kept
from yigongti_desktop.app.updates import look
from yigongti_desktop.app.updates import need_room
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.version import order
from yigongti_desktop.protocol import update
from yigongti_desktop.protocol.update import Here
from yigongti_desktop.protocol.update import Release


class Pieces(Protocol):
    """A line to the hub, for its shelf."""

    def update(self, product: str, platform: str, start: int) -> bytes:
        """Return a piece of the hub's update file; empty at its end."""
        ...


def fetch(
    line: Pieces,
    folder: Path,
    program: Here,
    go_on: Callable[[int, int], bool] = lambda *_: True,
    leave: str = "",
) -> Ready | None:
    """Fetch the hub's update file piece by piece, going on where the last time was cut; None when there is none newer.

    What lies in the folder already, whole and no older, does not come again.

    Args:
        line: to the hub.
        folder: where it is kept.
        program: what would be upgraded.
        go_on: told bytes done and bytes of the package after each piece; False stops, and what came is kept.
        leave: mark of a file that was refused before: it counts as none.

    Raises:
        Refused: why it is not installed; when that lies with the file, its mark is among the facts.
        Unavailable: why the hub does not answer, what the disk says, stopped.
    """
    head = line.update(program.product, program.platform, 0)
    mark = hashlib.sha256(head).hexdigest()[:16]
    if mark == leave:
        return None
    with _marked(mark):
        release, whole = _announced(head, program)
    if release is None:
        return None
    there, _ = look([folder], program, whole=True)
    if there is not None and order(there.release.version) >= order(release.version):
        return there
    need_room(folder, release)
    part = folder / f"{mark}-{COMING}"
    for other in folder.glob(f"*{COMING}"):
        if other != part:
            other.unlink()
    with part.open("ab") as file:
        while file.tell() <= whole:
            piece = line.update(program.product, program.platform, file.tell()) if file.tell() else head
            if not piece:
                break
            file.write(piece[: whole + 1 - file.tell()])  # one byte too many is enough to refuse it
            file.flush()
            if not go_on(file.tell(), release.size):
                raise Unavailable("stopped")
        os.fsync(file.fileno())
    try:
        with _marked(mark), part.open("rb") as came:
            update.check(came, program)
    except Refused:
        part.unlink()
        raise
    target = folder / f"{release.product}-{release.version}{update.SUFFIX}"
    part.replace(target)
    return kept(target, release)


@contextmanager
def _marked(mark: str) -> Iterator[None]:
    """Say of a refusal for which file it was."""
    try:
        yield
    except Refused as refusal:
        raise Refused(refusal.code, **refusal.facts, mark=mark) from refusal


def _announced(head: bytes, program: Here) -> tuple[Release | None, int]:
    """Return what a hub has that is newer, and of how many bytes its whole file is, by the publisher's word."""
    if not head:
        return None, 0
    file = io.BytesIO(head)
    release = update.read_head(file, program.publishers)
    try:
        update.need_fit(release, program)
    except Refused as refusal:
        if refusal.code == "update_older":
            return None, 0
        raise
    return release, file.tell() + release.size

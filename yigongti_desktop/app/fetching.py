"""Updates that the hub has on its shelf: fetched piece by piece, going on where the last time was cut."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from yigongti_desktop.app.updates import COMING
from yigongti_desktop.app.updates import Ready
from yigongti_desktop.app.updates import kept
from yigongti_desktop.app.updates import need_room
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol import update
from yigongti_desktop.protocol.update import Here
from yigongti_desktop.protocol.update import Release


class Pieces(Protocol):
    """A line to the hub, for its shelf."""

    def update(self, product: str, platform: str, start: int) -> bytes:
        """Return a piece of the hub's update file; empty at its end."""
        ...


def fetch(
    line: Pieces, folder: Path, program: Here, go_on: Callable[[int, int], bool] = lambda *_: True
) -> Ready | None:
    """Fetch the hub's update file piece by piece, going on where the last time was cut; None when there is none newer.

    Raises:
        Refused: why it is not installed.
        Unavailable: why the hub does not answer, what the disk says, stopped.
    """
    head = line.update(program.product, program.platform, 0)
    release, whole = _announced(head, program)
    if release is None:
        return None
    need_room(folder, release)
    mark = hashlib.sha256(head).hexdigest()[:16]
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
        with part.open("rb") as came:
            update.check(came, program)
    except Refused:
        part.unlink()
        raise
    target = folder / f"{release.product}-{release.version}{update.SUFFIX}"
    part.replace(target)
    return kept(target, release)


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

"""Files that people keep: written whole under another name or not at all, and named so that every system takes them.

What stood under the name before stays until the new file is on the disk: a full stick, one that is pulled out, or a
program that is killed costs the new file and never the old one.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.text import clean_line

#: What the system says when a disk has no room, and when it is closed to us.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
CLOSED_TO_US = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
#: What no file may have in its name, on any system; characters of a name that is proposed, and of one under way.
_NOT_IN_NAMES = frozenset('\\/:*?"<>|')
_LONGEST, _LONGEST_UNDER_WAY, _UNNAMED = 70, 60, "未命名"
#: How a file ends that is being written, and seconds after which it is nobody's any more.
_UNDER_WAY, _OLD = ".yigongti-part", 3600
#: What a disk answers that is not there any more.
_GONE = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT})


def is_full(error: OSError) -> bool:
    """Say whether a fault of a file means that its disk has no room."""
    return error.errno in NO_ROOM


def in_names(text: str) -> str:
    """Return a text with a hyphen for each sign that no file may have in its name."""
    return "".join("-" if sign in _NOT_IN_NAMES or sign < " " else sign for sign in text)


def file_name(text: str) -> str:
    """Return a name, without its ending, that every system takes for a file."""
    return in_names(clean_line(text))[:_LONGEST].strip(" .") or _UNNAMED


@contextmanager
def saving(path: Path) -> Iterator[BinaryIO]:
    """Write a file whole, where a person said so.

    Raises:
        Unavailable: stick_full; file_not_writable when the folder is not there, is closed to us or the name is that of
            a folder or of a file nobody may change; stick_gone when the disk went while it was written.
    """
    is_begun = False
    try:
        with whole(path) as file:
            is_begun = True
            yield file
    except OSError as error:
        code = "file_not_writable"
        if is_full(error):
            code = "stick_full"
        elif is_begun and error.errno in _GONE:
            code = "stick_gone"
        raise Unavailable(code, path=str(path)) from error


def save(path: Path, content: bytes) -> None:
    """Write what is there already, whole or not at all; raises as `saving` does."""
    with saving(path) as file:
        file.write(content)


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Write a file under another name, bring it to the disk, and give it its name at the end.

    What a program that was killed has left in the folder, whatever it was to be called, goes away with the next file.

    Raises:
        OSError: what the system says; nothing of the new file is left, and the old one is as it was.
    """
    target = Path(os.path.realpath(path))  # a link goes on pointing where it points
    if _is_pipe(target):
        with target.open("wb") as file:
            yield file
        return
    partial = target.with_name(f".{target.name[:_LONGEST_UNDER_WAY]}{_UNDER_WAY}")
    try:
        with partial.open("wb") as file:
            _sweep(partial)
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
        _settle(target.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def _sweep(begun: Path) -> None:
    """Take away what was never finished beside a file that is begun now: there may be names of patients in it."""
    with contextlib.suppress(OSError):
        now = begun.stat().st_mtime
        for left in begun.parent.glob(f".*{_UNDER_WAY}"):
            if now - left.stat().st_mtime > _OLD:
                left.unlink()


def _is_pipe(target: Path) -> bool:
    """Say whether it is a pipe or a device, which is written to and never replaced.

    Raises:
        OSError: when it is a folder, or a file that is marked as one nobody may change.
    """
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    return not stat.S_ISREG(mode)


def _settle(folder: Path) -> None:
    """Bring the new name to the disk where folders can be synced."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # FAT on some systems: the file itself is there
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

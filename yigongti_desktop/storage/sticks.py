"""Files on a USB stick: written whole or not at all, and its troubles told from bugs.

A stick is full, read-only, or pulled out in the middle; what was begun is removed where that is possible.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from yigongti_desktop.kernel import files
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable

#: How files on sticks end.
SUFFIX = ".ygtsync"


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Write a file under another name, bring it to the disk, and give it its name at the end.

    Raises:
        Unavailable: stick_full, stick_not_writable, stick_gone.
    """
    with _stick(path), files.whole(path) as file:
        yield file


@contextmanager
def reading_from(path: Path) -> Iterator[BinaryIO]:
    """Read a file.

    Raises:
        Refused: file_missing, package_not_one when it is a folder.
        Unavailable: stick_not_readable, stick_gone.
    """
    with _stick(path, "stick_not_readable"):
        if not path.exists():
            raise Refused("file_missing", file=str(path))
        if not path.is_file():
            raise Refused("package_not_one")
        with path.open("rb") as file:
            yield file


def name_of(what: str, whose: str, at: datetime, suffix: str = SUFFIX) -> str:
    """Return the name of a file for people: what it is, whose, when by the clock of whoever made it."""
    return f"{what}-{files.in_names(whose)}-{local(at):%Y%m%d-%H%M}{suffix}"


def wipe(path: Path) -> None:
    """Write over a file and remove it: who finds the stick shall not read it; one that cannot be changed stays."""
    with suppress(OSError):
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def make_folder(path: Path) -> None:
    """Make a folder if it is not there.

    Raises:
        Unavailable: stick_full, stick_not_writable, stick_gone.
    """
    with _stick(path):
        path.mkdir(parents=True, exist_ok=True)


def placed(target: Path, name: str) -> Path:
    """Return the target, or where in it, when it is a folder, a file of this name can be written anew.

    Raises:
        Unavailable: stick_not_writable, stick_gone.
    """
    with _stick(target):
        if not target.is_dir():
            return target
        wanted = path = target / name
        count = 1
        while path.exists():
            count += 1
            path = wanted.with_name(f"{wanted.stem}-{count}{wanted.suffix}")
        return path


@contextmanager
def _stick(path: Path, closed: str = "stick_not_writable") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if files.is_full(error):
            raise Unavailable("stick_full", path=str(path)) from error
        if error.errno in files.CLOSED_TO_US:
            raise Unavailable(closed, path=str(path)) from error
        raise Unavailable("stick_gone", path=str(path)) from error

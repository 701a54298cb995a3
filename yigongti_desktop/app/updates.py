"""Updates: found on a stick or on the hub, checked, laid ready, and handed to the system to be installed.

A file is believed for the publisher's signature alone, never for where it came from. What was laid ready is checked
again when it is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from yigongti_desktop.kernel import version
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.protocol import update
from yigongti_desktop.protocol.update import Here
from yigongti_desktop.protocol.update import Release
from yigongti_desktop.storage import sticks

_KEY_SIZE = 32
_SPARE = 64 * 1024**2
#: How the name ends under which a file lies while it comes.
COMING = "coming.part"
#: How the folder begins in which a setup lies that goes on when this program has ended.
_SETUP = "yigongti-setup-"


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """An update that was found and fits."""

    file: Path
    release: Release


def here(product: str = update.DESK) -> Here:
    """Return what this program is, and whom it believes."""
    return Here(product=product, platform=version.platform(), version=version.VERSION, publishers=publishers())


def publishers() -> tuple[bytes, ...]:
    """Return the public keys that came with the program; a clone has none."""
    try:
        listed = tomllib.loads(resource("publishers.toml").read_text(encoding="utf-8")).get("keys", ())
        keys = [bytes.fromhex(str(key)) for key in listed]
    except (OSError, ValueError):
        return ()
    return tuple(key for key in keys if len(key) == _KEY_SIZE)


def look(
    folders: Iterable[Path], program: Here, *, whole: bool = False
) -> tuple[Ready | None, list[tuple[Path, Fault]]]:
    """Return the newest update that fits in some folders, and the other files with why each is none.

    Args:
        folders: where to look.
        program: what would be upgraded.
        whole: read each to its end, so that a damaged copy does not hide a good one; else only heads are read, since
            what is taken is checked whole then.
    """
    best: Ready | None = None
    others: list[tuple[Path, Fault]] = []
    for file in sorted(file for folder in folders for file in folder.glob(f"*{update.SUFFIX}")):
        try:
            with sticks.reading_from(file) as stick:
                release = update.read_head(stick, program.publishers)
                update.need_fit(release, program)
                if whole:
                    update.copy(stick, release)
        except Fault as fault:
            others.append((file, fault))
            continue
        if best is None or version.order(release.version) > version.order(best.release.version):
            best = Ready(file=file, release=release)
    return best, others


def take(file: Path, folder: Path, program: Here, go_on: Callable[[int, int], bool] = lambda *_: True) -> Ready:
    """Check an update file whole and keep it; what was kept before is let go.

    Raises:
        Refused: why it is not installed.
        Unavailable: what the stick or the disk says, stopped.
    """
    with sticks.reading_from(file) as source:
        release = update.check(source, program, go_on=go_on)
    target = folder / file.name
    if target.resolve() != file.resolve():
        need_room(folder, release)
        _copy(file, target, program, go_on)
    return kept(target, release)


def lay(ready: Ready, folder: Path, program: Here) -> Path:
    """Check an update once more and write the package in it to a folder.

    Raises:
        Refused: why it is not installed.
    """
    target = folder / Path(ready.release.file).name
    with sticks.reading_from(ready.file) as source, sticks.writing_whole(target) as sink:
        update.check(source, program, sink=sink)
    return target


@contextmanager
def package(ready: Ready, folder: Path, program: Here) -> Iterator[Path]:
    """Give the package of an update for as long as it is being installed.

    Raises:
        Refused: why it is not installed.
    """
    try:
        yield lay(ready, folder, program)
    finally:
        (folder / Path(ready.release.file).name).unlink(missing_ok=True)


def through_the_shell(words: list[str]) -> None:
    """Start a program of Windows' that goes on by itself: its shell alone may ask for an administrator's word."""
    if sys.platform == "win32":
        os.startfile(words[0], "open", subprocess.list2cmdline(words[1:]))  # noqa: S606 - signed and checked
    else:
        raise Refused("update_other_system", platform="windows")


def install(
    ready: Ready, program: Here | None = None, begin: Callable[[list[str]], object] = through_the_shell
) -> bool:
    """Hand a package to the system's installer, checked once more; say whether that waits for this program to end.

    A program that runs cannot be written over on Windows: there the setup waits, and opens the new one.

    Args:
        ready: what was found.
        program: what would be upgraded.
        begin: how a setup is started that outlives this program.

    Raises:
        Refused: why it is not installed.
        Unavailable: update_failed.
    """
    program = program or here()
    if waits_for_the_end(program.platform):
        try:
            begin(install_command(lay(ready, _setup_folder(), program), program.platform))
        except OSError as error:
            raise Unavailable("update_failed", status=error.errno or 0) from error
        return True
    with tempfile.TemporaryDirectory(prefix="yigongti-") as folder:
        Path(folder).chmod(0o755)  # the system's installer reads it under another name
        with package(ready, Path(folder), program) as file:
            try:
                done = subprocess.run(install_command(file, program.platform), check=False)  # noqa: S603 - signed and checked
            except OSError as error:
                raise Unavailable("update_failed", status=error.errno or 0) from error
    if done.returncode:
        raise Unavailable("update_failed", status=done.returncode)
    return False


def waits_for_the_end(system: str) -> bool:
    """Say whether a system's installer waits until the program has ended."""
    return system.startswith("windows")


def install_command(file: Path, system: str) -> list[str]:
    """Return the system's own way to install a package: it asks the person for an administrator's word.

    Raises:
        Refused: update_other_system for one that has none.
    """
    if system.startswith("linux"):
        return ["/usr/bin/pkexec", "/usr/bin/apt-get", "install", "-y", "--no-install-recommends", str(file)]
    if system.startswith("windows"):
        return [str(file), "/S", "/UPDATE"]
    raise Refused("update_other_system", platform=system)


def release_of(file: BinaryIO, program: Here) -> Release:
    """Return what an update file is, signature and package checked, for whatever system it is; for the hub's shelf.

    Raises:
        Refused: update_not_one, update_cut, update_altered, update_no_publisher.
    """
    release = update.read_head(file, program.publishers)
    update.copy(file, release)
    return release


def _copy(file: Path, target: Path, program: Here, go_on: Callable[[int, int], bool]) -> None:
    """Copy an update file; it has its name only when what lies on the disk was checked, else nothing of it stays."""
    coming = target.with_name(f"{target.name}-{COMING}")
    try:
        with sticks.reading_from(file) as source, sticks.writing_whole(coming) as sink:
            shutil.copyfileobj(source, sink, 1024**2)
        with sticks.reading_from(coming) as copied:
            update.check(copied, program, go_on=go_on)
        coming.replace(target)
    except BaseException:
        coming.unlink(missing_ok=True)
        raise


def kept(file: Path, release: Release) -> Ready:
    """Let go of what was kept before in the folder of a file that was checked."""
    for old in file.parent.glob(f"*{update.SUFFIX}"):
        if old.name != file.name:
            old.unlink()
    return Ready(file=file, release=release)


def need_room(folder: Path, release: Release) -> None:
    """See that an update can come and be taken out, before a byte of it is written.

    Raises:
        Unavailable: disk_full.
    """
    folder.mkdir(parents=True, exist_ok=True)
    need = release.size * 2 + _SPARE
    if shutil.disk_usage(folder).free < need:
        raise Unavailable("disk_full", need=need)


def _setup_folder() -> Path:
    """Return a new folder for a setup; those of former times, which have long ended, are let go."""
    for old in Path(tempfile.gettempdir()).glob(f"{_SETUP}*"):
        shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=_SETUP))

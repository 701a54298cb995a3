"""Where the data of one desk or one hub lies: one folder, so that several can live on one machine."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from yigongti_desktop.kernel.errors import Unavailable

#: How the folders begin in which a proven restore lies until it takes its place.
READY = "restoring-"


class Home:
    """The folder of a desk or a hub and what lies in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.path / "data.db"

    @property
    def vault(self) -> Path:
        """The sealed keys."""
        return self.path / "keys.vault"

    @property
    def backups(self) -> Path:
        """Verified backups."""
        return self.path / "backups"

    @property
    def logs(self) -> Path:
        """Logs, with ids only."""
        return self.path / "logs"

    @property
    def updates(self) -> Path:
        """Update files: on a desk the one that is laid ready, on a hub those that it hands out."""
        return self.path / "updates"

    @property
    def papers(self) -> Path:
        """PDFs on their way to a printer; emptied at every start."""
        return self.path / "papers"

    @property
    def epoch_mark(self) -> Path:
        """The highest epoch that this folder has used, so that a second restore does not repeat numbers."""
        return self.path / "epoch"

    @property
    def is_restoring(self) -> bool:
        """Say whether a restore was proven and then cut off: it is finished before anything is opened."""
        return any(self.path.glob(f"{READY}*"))

    def used_epoch(self) -> int:
        """Return the highest epoch noted; 0 when none is."""
        try:
            return int(self.epoch_mark.read_text())
        except (FileNotFoundError, ValueError):
            return 0

    def note_epoch(self, epoch: int) -> None:
        """Note an epoch before numbers are given out under it."""
        if epoch > self.used_epoch():
            write_whole(self.epoch_mark, str(epoch).encode())

    def make(self) -> Home:
        """Make the folder, for its owner only.

        Raises:
            Unavailable: home_not_writable.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if os.name == "posix":
                self.path.chmod(0o700)
        except OSError as error:
            raise Unavailable("home_not_writable", path=str(self.path)) from error
        return self


def write_whole(path: Path, content: bytes) -> None:
    """Write a small file whole or not at all, readable by the owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")  # two programs may write the same at once
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def default_desk() -> Path:
    """Return the platform's folder for a person's data."""
    return Path(platformdirs.user_data_dir("yigongti-desktop", appauthor=False))


def default_hub() -> Path:
    """Return the platform's folder for a service's data."""
    return Path(platformdirs.user_data_dir("yigongti-hub", appauthor=False))

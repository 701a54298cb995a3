"""Where the data of one desk or one hub lies: one folder, so that several can live on one machine."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from yigongti_desktop.kernel.errors import Unavailable


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
    def papers(self) -> Path:
        """PDFs on their way to a printer; emptied at every start."""
        return self.path / "papers"

    @property
    def epoch_mark(self) -> Path:
        """The highest epoch that this folder has used, so that a second restore does not repeat numbers."""
        return self.path / "epoch"

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


def default_desk() -> Path:
    """Return the platform's folder for a person's data."""
    return Path(platformdirs.user_data_dir("yigongti-desktop", appauthor=False))


def default_hub() -> Path:
    """Return the platform's folder for a service's data."""
    return Path(platformdirs.user_data_dir("yigongti-hub", appauthor=False))

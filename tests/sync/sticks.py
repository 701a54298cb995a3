"""A stick that is carried between the desks and the hub of a county."""

from __future__ import annotations

from pathlib import Path

from tests.sync.county import County
from yigongti_desktop.hub.packages import Taken
from yigongti_desktop.storage.sticks import placed
from yigongti_desktop.sync.packages import Imported


class Stick:
    """A folder that plays a stick."""

    def __init__(self, county: County, folder: Path) -> None:
        self.county = county
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def export(self, name: str) -> Path:
        """Let a desk write its package."""
        made: Path = self.county.desks[name].export_package(self.folder).file
        return made

    def take(self, package: Path) -> Taken:
        """Let the hub take a package in."""
        return self.county.hub.packages.take(package)

    def answer(self, package: Path) -> Path:
        """Let the hub take a package in and write its answer."""
        taken = self.take(package)
        target = placed(self.folder, package.name.replace("同步包", "回执包"))
        return self.county.hub.packages.hand_out(taken.device, target, taken).file

    def bring(self, name: str, answer: Path) -> Imported:
        """Let a desk take an answer in."""
        done: Imported = self.county.desks[name].import_answer(answer)
        return done

    def round(self, name: str) -> Imported:
        """Carry a package there and its answer back."""
        return self.bring(name, self.answer(self.export(name)))

"""The hub's shelf of update files: one for each product and system, handed out in pieces; desks check them."""

from __future__ import annotations

import re
from pathlib import Path

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.update import LEAD
from yigongti_desktop.protocol.update import SUFFIX
from yigongti_desktop.protocol.update import before_package

#: Bytes of a piece: a few seconds on a weak line.
PIECE = 256 * 1024
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MOST_DIGITS = 12


class Shelf:
    """A folder of update files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, product: str, platform: str) -> Path:
        """Return where the file for a product and a system lies, if there is one.

        Raises:
            Refused: not_found for what can be no name.
        """
        if not _NAME.fullmatch(product) or not _NAME.fullmatch(platform):
            raise Refused("not_found")
        return self._folder / f"{product}-{platform}{SUFFIX}"

    def piece(self, product: str, platform: str, start: str) -> bytes:
        """Return a piece of a file; empty at its end.

        The first is the head alone: each desk asks for it once a day, most often to learn that there is nothing newer.

        Raises:
            Refused: not_found.
        """
        if not (start.isascii() and start.isdecimal()) or len(start) > _MOST_DIGITS:
            raise Refused("not_found")
        try:
            with self.place(product, platform).open("rb") as file:
                size = PIECE if int(start) else min(PIECE, before_package(file.read(LEAD)))
                file.seek(int(start))
                return file.read(size)
        except OSError:
            raise Refused("not_found") from None

    def files(self) -> list[Path]:
        """Return the files that lie there."""
        return sorted(self._folder.glob(f"*{SUFFIX}"))

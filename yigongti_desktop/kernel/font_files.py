"""The font files that come with the program: as they are, or, of rare characters in an installed one, packed."""

from __future__ import annotations

import zstandard

from yigongti_desktop.kernel.places import resource

MAIN = ("NotoSansSC-Regular", "NotoSansSC-Bold")
RARE = ("HanaMinA", "HanaMinB")
_PACKED = ".ttf.zst"


def is_there(name: str) -> bool:
    """Return whether the font came with the program."""
    return resource("fonts", f"{name}.ttf").exists() or resource("fonts", f"{name}{_PACKED}").exists()


def path_of(name: str) -> str:
    """Return the path of a font that is not packed; empty when there is none."""
    file = resource("fonts", f"{name}.ttf")
    return str(file) if file.exists() else ""


def unpacked(name: str) -> bytes:
    """Return the content of a packed font; empty when there is none.

    The font of rare characters is 20 MB, a tenth of a second's work at most: unpacked where it is wanted, never kept.
    """
    file = resource("fonts", f"{name}{_PACKED}")
    return zstandard.decompress(file.read_bytes()) if file.exists() else b""

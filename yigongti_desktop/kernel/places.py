"""Where the program and the files that ship with it lie; knows nothing of where people's data lies."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a file under resources/: in an installed bundle, or beside the package in a clone."""
    return _root().joinpath(*parts)


def program() -> tuple[str, ...]:
    """Return how this program is started once more: the installed one by itself, a clone's by its interpreter."""
    return (sys.executable,) if is_installed() else (sys.executable, "-m", "yigongti_desktop")


def is_installed() -> bool:
    """Say whether this is a bundle that was installed, not a clone."""
    return bool(getattr(sys, "frozen", False))


def _root() -> Path:
    if told := os.environ.get("YIGONGTI_RESOURCES"):
        return Path(told)
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) / "resources" if bundle else Path(__file__).resolve().parents[2] / "resources"

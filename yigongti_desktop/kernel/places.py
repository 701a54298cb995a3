"""Where the files that ship with the program lie; knows nothing of where people's data lies."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a file under resources/: in an installed bundle, or beside the package in a clone."""
    return _root().joinpath(*parts)


def _root() -> Path:
    if told := os.environ.get("YIGONGTI_RESOURCES"):
        return Path(told)
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) / "resources" if bundle else Path(__file__).resolve().parents[2] / "resources"

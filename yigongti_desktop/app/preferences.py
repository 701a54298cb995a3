"""What a person likes of the window on this machine: light or dark, which columns; nothing of any patient.

It is read before the first window is painted, so it is read with what is loaded anyway.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from yigongti_desktop.kernel import files
from yigongti_desktop.kit.theme import DARK
from yigongti_desktop.kit.theme import LIGHT


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """What is kept."""

    theme: str = LIGHT
    printer: str = ""


def read_preferences() -> Preferences:
    """Return what is kept; the usual where nothing is."""
    try:
        kept = json.loads(_file().read_bytes())
    except (OSError, ValueError, RecursionError):
        return Preferences()
    if not isinstance(kept, dict) or kept.get("theme", LIGHT) not in (LIGHT, DARK):
        return Preferences()
    printer = kept.get("printer", "")
    return Preferences(theme=kept.get("theme", LIGHT), printer=printer if isinstance(printer, str) else "")


def write_preferences(preferences: Preferences) -> None:
    """Keep it; that it cannot be kept is no reason to stop anybody."""
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        with files.whole(_file()) as kept:
            kept.write(json.dumps(asdict(preferences), ensure_ascii=False).encode())
    except (OSError, ValueError):
        return


def _file() -> Path:
    told = os.environ.get("YIGONGTI_PREFERENCES")
    return (
        Path(told) if told else Path(platformdirs.user_config_dir("yigongti-desktop", appauthor=False), "window.json")
    )

"""What a person likes of the window on this machine: light or dark, which columns; nothing of any patient."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import platformdirs

from yigongti_desktop.kit.theme import DARK
from yigongti_desktop.kit.theme import LIGHT


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept."""

    theme: str = LIGHT
    printer: str = ""


def read_preferences() -> Preferences:
    """Return what is kept; the usual where nothing is."""
    try:
        kept = msgspec.json.decode(_file().read_bytes(), type=Preferences)
    except (OSError, msgspec.MsgspecError):
        return Preferences()
    return kept if kept.theme in {LIGHT, DARK} else Preferences()


def write_preferences(preferences: Preferences) -> None:
    """Keep it; that it cannot be kept is no reason to stop anybody."""
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_bytes(msgspec.json.encode(preferences))
    except OSError:
        return


def _file() -> Path:
    told = os.environ.get("YIGONGTI_PREFERENCES")
    return (
        Path(told) if told else Path(platformdirs.user_config_dir("yigongti-desktop", appauthor=False), "window.json")
    )

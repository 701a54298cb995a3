"""Papers as the page hands them out."""

from __future__ import annotations

from pathlib import Path

from tests.capabilities.reading import Sheets
from tests.capabilities.reading import read
from tests.screens import Screen


def save_paper(me: Screen, target: Path) -> Sheets:
    """Save the paper that is shown into a file, as one does where there is no printer, and read it back."""
    me.until(lambda: me.front() is not me.window)
    me.answer(me.name_file(target))
    me.press("Ctrl+S")
    me.until(target.exists)
    me.come_back()
    return read(target.read_bytes())

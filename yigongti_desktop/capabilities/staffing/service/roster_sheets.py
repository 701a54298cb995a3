"""Files of rosters that people bring along: which of their sheets is of a month, and what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yigongti_desktop.capabilities.staffing.model.reading.reader import read_roster
from yigongti_desktop.capabilities.staffing.model.reading.roster import Reading
from yigongti_desktop.capabilities.staffing.model.reading.roster import Wanted
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.storage import laid_sheets


@dataclass(frozen=True)
class Looked:
    """A file that was looked at."""

    #: Names of its sheets; none of a text.
    sheets: tuple[str, ...]
    #: The one that was read.
    sheet: str
    reading: Reading


def look(file: Path, wanted: Wanted, sheet: str = "") -> Looked:
    """Return what a sheet of a file says; without its name that of the sheet whose name is the month, else the first.

    Raises:
        Refused: as `laid_sheets.read` and `read_roster`.
    """
    names = laid_sheets.names(file)
    chosen = sheet or next((one for one in names if _is_of(one, wanted.first)), names[0] if names else "")
    return Looked(tuple(names), chosen, read_roster(laid_sheets.read(file, chosen), wanted))


def _is_of(name: str, month: date) -> bool:
    """Say whether a sheet is called by a month: 10月, 2026年10月, 2026.10, 202610."""
    figures = [int(one) for one in re.findall(r"\d+", half_width(name))]
    return figures in ([month.month], [month.year, month.month], [month.year * 100 + month.month])

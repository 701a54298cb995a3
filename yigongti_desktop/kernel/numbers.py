"""Numbers printed on paper: made off-line, never changed, never issued twice.

Institution, date, device letter with the epoch if the device was ever restored, counter:
岳口-20260924-A-012, after a first restore 岳口-20260924-A2-001. One counter serves every kind of document
of a device and day, so that two papers never bear the same number. Data that woke up on another machine adds three
letters until the hub has told its twin apart: 岳口-20260924-A2KQT-001.
"""

from __future__ import annotations

import secrets
from datetime import date

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def document_number(place: str, on: date, letter: str, epoch: int, counter: int, apart: str = "") -> str:
    """Return the number of one document.

    Args:
        place: short name of the institution.
        on: day of the document.
        letter: of the device.
        epoch: of the device, from 1.
        counter: of the day, from 1.
        apart: letters that tell this machine from a copy of its disk; empty for the usual ones.
    """
    mark = letter if epoch <= 1 and not apart else f"{letter}{epoch}{apart}"
    return f"{place}-{on:%Y%m%d}-{mark}-{counter:03d}"


def series() -> str:
    """Return letters by which the numbers of a machine differ from those of its copies: one of 13,824, drawn by lot."""
    return "".join(secrets.choice(_LETTERS) for _ in range(3))


def device_letter(index: int) -> str:
    """Return the letter of an institution's n-th device, from 0: A … Z without I and O, then AA, AB and on."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, len(_LETTERS))
        letters = _LETTERS[rest] + letters
    return letters

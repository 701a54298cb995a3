"""Numbers printed on paper: made off-line, never changed, never issued twice.

Institution, date, device letter with the epoch if the device was ever restored, counter:
岳口-20260924-A-012, after a first restore 岳口-20260924-A2-001. One counter serves every kind of document
of a device and day, so that two papers never bear the same number.
"""

from __future__ import annotations

from datetime import date

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def document_number(place: str, on: date, letter: str, epoch: int, counter: int) -> str:
    """Return the number of one document."""
    mark = letter if epoch <= 1 else f"{letter}{epoch}"
    return f"{place}-{on:%Y%m%d}-{mark}-{counter:03d}"


def device_letter(index: int) -> str:
    """Return the letter of an institution's n-th device, from 0: A … Z without I and O, then AA, AB and on."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, len(_LETTERS))
        letters = _LETTERS[rest] + letters
    return letters

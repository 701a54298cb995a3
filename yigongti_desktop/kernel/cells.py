"""Cells of tables as spreadsheet programs hand them over: numbers, days, text, and what stands for none of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line

#: Characters of one cell: no spreadsheet program holds more.
LONGEST_CELL = 32_767
#: Digits that spreadsheet programs show; further ones are the noise of binary fractions.
_DIGITS = 15


@dataclass(frozen=True)
class BadCell:
    """A cell without a value that could be meant: a formula never worked out, an error, a text beyond all length."""

    #: cell_formula, cell_error, cell_day, cell_long
    code: str
    length: int = 0


def text_of(value: object) -> str:
    """Return what a person sees in a cell, in one line.

    Raises:
        Refused: the code of a bad cell; cell_digits of a number whose last digits the program has not kept.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return clean_line(value)
    if isinstance(value, BadCell):
        raise Refused(value.code, **({"length": value.length, "most": LONGEST_CELL} if value.length else {}))
    if isinstance(value, int | float) and not -(10**_DIGITS) < value < 10**_DIGITS:
        raise Refused("cell_digits", most=_DIGITS)
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.{_DIGITS}g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return clean_line(str(value))

"""Which diagnoses a line of a catalogue speaks of: one code, all that begin so, or a range (ICD-10, REF-04).

Codes are those of 国家临床版 and 国家医保版: I10.x00x002 with its lower-case x, A39.003+G01* of a dagger and an
asterisk. A code reaches all codes below it, as the chapters of ICD-10 do: I63 means I63.000 … I63.9 too.
"""

from __future__ import annotations

import re

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width

#: Comes after every character that a code may have.
_END = "\U0010ffff"
_PART = r"[A-Z][0-9]{2}(?:\.[0-9x]{1,3}(?:x[0-9]{1,3})?)?"
_REACH = re.compile(rf"(?:{_PART}(?:\+{_PART})?|M[0-9]{{4,5}}(?:/[0-9])?)")
_BETWEEN = re.compile(r"[-~至—–～]+")
#: 任意下位: I10.-, I10.*, I63.9-; an asterisk after a code says no more than the code does.
_OPEN_END = re.compile(r"(?:\.?[-*]+|\.)$")
_MARKS = str.maketrans({"†": "+", "\uff0a": "*", "╋": "+"})
_LONGEST = 40


class Reach(msgspec.Struct, frozen=True):
    """All codes from one to another, with whatever stands below the last."""

    low: str
    high: str

    def covers(self, code: str) -> bool:
        """Say whether it speaks of a diagnosis; of a pair, either half will do."""
        return any(self.low <= part <= self.end for part in parts(code))

    @property
    def end(self) -> str:
        """Return what no code within reach comes after."""
        return self.high + _END

    def holds(self, other: Reach) -> bool:
        """Say whether all that the other speaks of is spoken of here, too."""
        return self.low <= other.low and other.end <= self.end

    def meets(self, other: Reach) -> bool:
        """Say whether both speak of some code."""
        return self.low <= other.end and other.low <= self.end

    @property
    def written(self) -> str:
        """Return it as a list writes it: I63, I60-I69."""
        return self.low if self.low == self.high else f"{self.low}-{self.high}"


def parts(code: str) -> tuple[str, ...]:
    """Return a code, and of a dagger–asterisk pair its halves, what causes the disease first."""
    plain = code.translate(_MARKS).rstrip("*+")
    halves = tuple(half.strip("*+") for half in plain.split("+") if half.strip("*+"))
    return (plain, *halves) if len(halves) > 1 else (plain.strip("*+"),)


def spelled(typed: str) -> str:
    """Return a code as lists write it, however it was typed: full width, any case, † for +."""
    plain = "".join(half_width(typed.translate(_MARKS)).split()).upper()
    return "+".join(half[:1] + half[1:].replace("X", "x") for half in plain.split("+"))


def read_reach(typed: str) -> Reach:
    """Read I10, I63.9, I60-I69, I10.x00x002, A39.003+G01*.

    Raises:
        Refused: catalogue_code, catalogue_range where the last code comes before the first.
    """
    plain = spelled(typed)
    ends = [_OPEN_END.sub("", end) for end in _BETWEEN.split(_OPEN_END.sub("", plain), maxsplit=1)]
    if not all(_REACH.fullmatch(end) for end in ends):
        raise Refused("catalogue_code", field="code", typed=typed[:_LONGEST])
    found = Reach(ends[0], ends[-1])
    if found.low > found.end:
        raise Refused("catalogue_range", field="code", first=found.low, last=found.high)
    return found

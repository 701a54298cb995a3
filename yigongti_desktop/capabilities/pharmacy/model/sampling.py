"""Draw prescriptions at random, so that everybody with the list and the seed draws the same ones (PHA-10, PHA-19)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from collections.abc import Sequence

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import half_width

MOST_NUMBERS = 5_000
_LONGEST = 40
_BETWEEN = re.compile(r"[\s,;、，；]+")


def read_numbers(typed: str) -> tuple[str, ...]:
    """Return the prescription numbers in a text, each once, as they came; blanks, commas and lines part them."""
    return tidy(part for part in _BETWEEN.split(half_width(typed)) if part)


def tidy(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return numbers as they are compared, each once.

    Raises:
        Refused: numbers_empty, numbers_many, field_long.
    """
    found = tuple(dict.fromkeys(number for one in numbers if (number := half_width(clean_line(one)))))
    if not found:
        raise Refused("numbers_empty")
    if len(found) > MOST_NUMBERS:
        raise Refused("numbers_many", most=MOST_NUMBERS, count=len(found))
    for number in found:
        if len(number) > _LONGEST:
            raise Refused("field_long", field="number", most=_LONGEST, length=len(number))
    return found


def draw(numbers: Sequence[str], size: int, seed: str) -> tuple[str, ...]:
    """Return so many of the numbers, in their order in the list; all where there are no more.

    Each number has its lot, SHA-256 of "seed:number"; the lowest are drawn. So neither the order of the list nor
    anybody's program matters, and a longer sample holds the shorter one.
    """
    chosen = set(sorted(numbers, key=lambda number: _lot(seed, number))[: max(size, 0)])
    return tuple(number for number in numbers if number in chosen)


def _lot(seed: str, number: str) -> tuple[str, str]:
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest(), number

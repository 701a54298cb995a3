"""Break text into lines as Chinese does (GB/T 15834): no stop begins a line, no opening mark ends one.

Latin words, numbers with their thousands (1,234.50) and times (08:03) stay whole unless one is longer than a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_NOT_FIRST = set("，。、；：？！）》〉」』】〕”’…—～·％‰℃,.;:?!)]}%\u00a0")
_NOT_LAST = set("（《〈「『【〔“‘([{￥$×\u00a0")
#: Left out where a line ends and the next begins.
_BLANKS = " 　"
_PIECES = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9./%+\-]|,(?=[0-9]{3})|:(?=[0-9]{2}))*| +|.", re.DOTALL)
#: Where a number that is longer than a line is parted before it is broken anywhere.
_THOUSANDS = re.compile(r"(?<=,)")

#: Returns the width of a text.
Measure = Callable[[str], float]


def break_lines(text: str, width: float, measure: Measure, *, first: float | None = None) -> list[str]:
    """Return the text in lines no wider than the width; an empty text is one empty line.

    Args:
        text: with line feeds where a new line is wanted.
        width: of a line.
        measure: returns the width of a text.
        first: what is free on the first line, if other than a whole line.
    """
    lines: list[str] = []
    free = width if first is None else first
    for paragraph in text.split("\n"):
        lines += _break(paragraph, width, measure, free)
        free = width
    return lines


def _break(paragraph: str, width: float, measure: Measure, free: float) -> list[str]:
    pieces = _pieces(paragraph, width, measure)
    lines: list[str] = []
    start = 0
    while True:
        end = _fill(pieces, start, free, measure)
        if end == len(pieces):
            return [*lines, "".join(pieces[start:]).rstrip(_BLANKS)]
        last = next((place for place in range(end, start, -1) if _may_part(pieces, place)), start)
        if last == start and free >= width:
            last = max(end, start + 1)  # no better place, or one character wider than the line
        lines.append("".join(pieces[start:last]).rstrip(_BLANKS))
        start, free = last, width
        while start < len(pieces) and _is_blank(pieces[start]):
            start += 1
        if start == len(pieces):
            return lines


def _fill(pieces: list[str], start: int, free: float, measure: Measure) -> int:
    """Return how far the pieces fit on a line; blanks may hang over its end."""
    used = 0.0
    for place in range(start, len(pieces)):
        used += measure(pieces[place])
        if used > free and not _is_blank(pieces[place]):
            return place
    return len(pieces)


def _may_part(pieces: list[str], place: int) -> bool:
    """Say whether a new line may begin at this piece, whatever blanks lie between."""
    before = next((pieces[at] for at in range(place - 1, -1, -1) if not _is_blank(pieces[at])), "")
    after = next((pieces[at] for at in range(place, len(pieces)) if not _is_blank(pieces[at])), "")
    return before not in _NOT_LAST and after not in _NOT_FIRST


def _is_blank(piece: str) -> bool:
    return not piece.strip(_BLANKS)


def _pieces(paragraph: str, width: float, measure: Measure) -> list[str]:
    pieces: list[str] = []
    for whole in _PIECES.findall(paragraph):
        for piece in [whole] if measure(whole) <= width else _THOUSANDS.split(whole):
            pieces += [piece] if len(piece) == 1 or measure(piece) <= width else list(piece)
    return pieces

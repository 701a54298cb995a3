"""Break text into lines as Chinese does (GB/T 15834): no stop begins a line, no opening mark ends one.

Latin words and numbers stay whole unless one is longer than a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_NOT_FIRST = set("，。、；：？！）》〉」』】〕”’…—～·％‰℃,.;:?!)]}%")
_NOT_LAST = set("（《〈「『【〔“‘([{￥$")
_PIECES = re.compile(r"[A-Za-z0-9][A-Za-z0-9./%+\-]*| +|.", re.DOTALL)

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
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    for piece in _pieces(paragraph, width, measure):
        wide = measure(piece)
        if used + wide > free and line and piece[0] not in _NOT_FIRST:
            carried = _carry(line)
            lines.append("".join(line).rstrip(" "))
            line, used, free = carried, sum(measure(part) for part in carried), width
        elif used + wide > free and line:
            line, used, free = _push_down(lines, line, measure), 0.0, width
            used = sum(measure(part) for part in line)
        if not line and lines and piece.isspace():
            continue
        line.append(piece)
        used += wide
    return [*lines, "".join(line).rstrip(" ")]


def _carry(line: list[str]) -> list[str]:
    """Take opening marks from the end of a line that is full."""
    carried: list[str] = []
    while len(line) > 1 and line[-1] in _NOT_LAST:
        carried.insert(0, line.pop())
    return carried


def _push_down(lines: list[str], line: list[str], measure: Measure) -> list[str]:
    """End the line before its last character, so that the stop that comes next does not stand alone."""
    kept = line
    carried: list[str] = []
    while len(kept) > 1:
        carried.insert(0, kept.pop())
        if carried[0][0] not in _NOT_FIRST and kept[-1] not in _NOT_LAST:
            break
    if measure("".join(kept)) <= 0:
        return kept + carried
    lines.append("".join(kept).rstrip(" "))
    return carried


def _pieces(paragraph: str, width: float, measure: Measure) -> list[str]:
    pieces: list[str] = []
    for piece in _PIECES.findall(paragraph):
        pieces += [piece] if len(piece) == 1 or measure(piece) <= width else list(piece)
    return pieces

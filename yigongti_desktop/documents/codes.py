"""Codes on paper: QR symbols as rectangles, sharp at any size, side by side where there are several."""

from __future__ import annotations

from collections.abc import Sequence

import segno
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from yigongti_desktop.documents.paper import Paper

#: Side of a symbol with its quiet zone, in points, and modules of that zone on each side (ISO/IEC 18004).
SIDE, QUIET = 32 * mm, 4
#: Room between two symbols; each has its quiet zone.
_GAP = 2 * mm
_MASK = 3
#: What a printer of 300 dots to the inch and a hand-held scanner still tell apart.
LEAST_MODULE = 0.4 * mm


def draw_codes(paper: Paper, x: float, y: float, texts: Sequence[str], *, side: float = SIDE) -> float:
    """Draw the symbols of one code beside each other; return how wide they are together.

    Args:
        paper: on which they stand.
        x: their left end, in points.
        y: their upper edge, from the top.
        texts: one for each symbol, in letters of the alphanumeric mode.
        side: of each, with its quiet zone.
    """
    for place, text in enumerate(texts):
        _draw(paper, x + place * (side + _GAP), y, modules(text), side)
    return wide(len(texts), side)


def wide(count: int, side: float = SIDE) -> float:
    """Return how wide so many symbols are together."""
    return count * side + max(count - 1, 0) * _GAP


def modules(text: str) -> list[list[bool]]:
    """Return the dark modules of a symbol, row by row: level M, or better where that costs no larger symbol.

    The mask is always the same: what is sealed looks like chance under any, and to try all eight takes longer than
    to draw the rest of the paper.
    """
    code = segno.make_qr(text, error="m", mode="alphanumeric", mask=_MASK, boost_error=True)
    return [[bool(dark) for dark in row] for row in code.matrix]


def _draw(paper: Paper, x: float, y: float, rows: list[list[bool]], side: float) -> None:
    count = len(rows)
    each = side / (count + 2 * QUIET)
    boxes = [
        f"{start} {count - place - 1} {length} 1 re" for place, row in enumerate(rows) for start, length in _runs(row)
    ]

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillGray(0)
        canvas.translate(x + QUIET * each, paper.height - y - side + QUIET * each)
        canvas.scale(each, each)
        canvas.addLiteral(" ".join((*boxes, "f")))
        canvas.restoreState()

    paper.drawing(draw)


def _runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Return where dark modules follow each other: (first, how many), so that no seam shows between them."""
    found: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((place, 1))
    return found

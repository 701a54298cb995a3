"""PDFium works for one thread at a time in a process, whatever the document; whoever asks it takes this turn."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TURN = threading.Lock()


@contextmanager
def opened(pdf: bytes) -> Iterator[tuple[Any, int]]:
    """Open a PDF with the count of its pages, outside the turn: whoever asks it anything takes one.

    Raises:
        RuntimeError: for what is no PDF; pypdfium2 has no other.
    """
    import pypdfium2  # noqa: PLC0415 - loaded with the first paper

    with TURN:
        document = pypdfium2.PdfDocument(pdf)
        count = len(document)
    try:
        yield document, count
    finally:
        with TURN:
            document.close()


def fitting(width: float, height: float, wanted: float, most: float, longest: float) -> float:
    """Return the scale at which a page is drawn: the wanted one, or less where the page would not fit into memory.

    Args:
        width: of the page in points.
        height: of the page in points.
        wanted: pixels to the point.
        most: pixels of the whole page.
        longest: pixels of a side.
    """
    wide, high = max(width, 1.0), max(height, 1.0)
    return float(min(wanted, (most / wide / high) ** 0.5, longest / max(wide, high)))

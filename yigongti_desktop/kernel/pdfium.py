"""PDFium works for one thread at a time in a process, whatever the document; whoever asks it takes this turn."""

from __future__ import annotations

import threading

TURN = threading.Lock()


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

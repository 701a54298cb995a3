"""The pages of a PDF as images: one at a time, never larger than memory, and none of which others have to wait long."""

from __future__ import annotations

import time
from collections.abc import Callable
from collections.abc import Iterator
from typing import Any
from typing import NamedTuple

from PySide6.QtGui import QImage

from yigongti_desktop.kernel.pdfium import TURN
from yigongti_desktop.kernel.pdfium import fitting
from yigongti_desktop.kernel.pdfium import opened

#: Pages that are shown and looked through; seconds after which no other is looked through.
MOST_PAGES, _MOST_SECONDS = 50, 10.0
#: Pixels of a page, and of its longest side: enough for an A3 sheet on a printer of 300 dots to the inch.
MOST_PIXELS, _LONGEST = 20_000_000, 16_000
#: What a PDF says that cannot be shown; pypdfium2 has no other for one that is damaged.
BROKEN = (RuntimeError, MemoryError)
#: How the first page is drawn to see whether it can be.
_SMALL, _FEW = 0.3, 1_000_000


class Pages(NamedTuple):
    """The first pages of a PDF."""

    #: Width and height in points; None for a page that cannot be shown.
    sizes: tuple[tuple[float, float] | None, ...]
    #: Pages of the whole.
    total: int


def drawn(pdf: bytes, scale: float, most: int = 10_000, pixels: int = MOST_PIXELS) -> Iterator[QImage]:
    """Draw one page after another, scale 1 at 72 dots to the inch; one of more pixels than that is drawn smaller.

    Raises:
        RuntimeError: for what is no PDF, or a page that is damaged.
    """
    with opened(pdf) as (document, count):
        for place in range(min(count, most)):
            with TURN:
                image = _drawn(document, place, scale, pixels)
            yield image


def draw_page(pdf: bytes, place: int, scale: float) -> QImage | None:
    """Return one page, counted from 0; None for one that cannot be shown."""
    try:
        with opened(pdf) as (document, _), TURN:
            return _drawn(document, place, scale, MOST_PIXELS)
    except BROKEN:
        return None


def pages_of(pdf: bytes, most: int = MOST_PAGES) -> Pages:
    """Return how large the first pages are.

    Raises:
        RuntimeError: for what is no PDF.
    """
    with opened(pdf) as (document, count), TURN:
        return Pages(tuple(_size(document, place) for place in range(min(count, most))), count)


def size_at(size: tuple[float, float], scale: float) -> float:
    """Return the scale at which a page of this size is drawn where that one is wanted."""
    return fitting(*size, scale, MOST_PIXELS, _LONGEST)


def can_show(pdf: bytes, clock: Callable[[], float] = time.monotonic) -> bool:
    """Say whether there is a page, and each that would be shown can be, as far as there is time to look."""
    begun = clock()
    try:
        with opened(pdf) as (document, count):
            for place in range(min(count, MOST_PAGES)):
                if place and clock() - begun > _MOST_SECONDS:
                    break
                with TURN:
                    document[place].close()
            with TURN:
                return count > 0 and not _drawn(document, 0, _SMALL, _FEW).isNull()
    except BROKEN:
        return False


def _size(document: Any, place: int) -> tuple[float, float] | None:
    try:
        width, height = document.get_page_size(place)
    except BROKEN:
        return None
    return width, height


def _drawn(document: Any, place: int, scale: float, pixels: int) -> QImage:
    page = document[place]
    try:
        fit = fitting(page.get_width(), page.get_height(), scale, pixels, _LONGEST)
        bitmap = page.render(scale=fit, rev_byteorder=True)
        content = bytes(bitmap.buffer)
        kind = QImage.Format.Format_RGB888 if bitmap.n_channels == 3 else QImage.Format.Format_RGBX8888  # noqa: PLR2004
        image = QImage(content, bitmap.width, bitmap.height, bitmap.stride, kind).copy()
        bitmap.close()
    finally:
        page.close()
    return image

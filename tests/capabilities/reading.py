"""Papers read back: what stands on each page, where, and in which fonts; nothing of how they were made."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import pypdfium2 as pdfium
from pypdfium2 import raw

#: Points that boxes of neighbouring glyphs may share.
_TOUCH = 0.6
_MARGIN = 20.0
#: Sides of a page, in points.
A4, A3 = (595, 842), (842, 1191)


@dataclass(frozen=True)
class Box:
    """One stretch of text on a page, from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    def meets(self, other: Box) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        upright = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > _TOUCH and upright > _TOUCH


@dataclass(frozen=True)
class Page:
    """One page."""

    text: str
    boxes: tuple[Box, ...]
    width: float
    height: float


@dataclass(frozen=True)
class Sheets:
    """One PDF."""

    pages: tuple[Page, ...]
    #: Names of the fonts in use, and those of them that do not travel with the file.
    fonts: frozenset[str]
    strangers: frozenset[str]

    @property
    def flat(self) -> str:
        """Return all text without blanks, page after page."""
        return "".join(flat(page.text) for page in self.pages)


def read(pdf: bytes) -> Sheets:
    """Read a PDF."""
    document = pdfium.PdfDocument(pdf)
    try:
        pages: list[Page] = []
        fonts: dict[str, bool] = {}
        for number in range(len(document)):
            page = document[number]
            pages.append(_page(page))
            fonts |= _fonts(page)
            page.close()
    finally:
        document.close()
    return Sheets(tuple(pages), frozenset(fonts), frozenset(name for name, embedded in fonts.items() if not embedded))


def flat(text: str) -> str:
    """Return a text without blanks of any kind, as it is compared."""
    return re.sub(r"\s", "", text.replace("\ufffe", "-"))


def check_layout(sheets: Sheets, size: Sequence[int] = A4) -> None:
    """Fail when text leaves the page or lies upon other text, or when a font does not travel with the file."""
    assert not sheets.strangers
    for number, page in enumerate(sheets.pages, start=1):
        assert sorted((round(page.width), round(page.height))) == sorted(size)
        for box in page.boxes:
            assert box.left >= _MARGIN, (number, box)
            assert box.right <= page.width - _MARGIN, (number, box)
            assert box.bottom >= _MARGIN, (number, box)
            assert box.top <= page.height - _MARGIN, (number, box)
        for one, other in combinations(page.boxes, 2):
            assert not one.meets(other), (number, one, other)


def in_order(text: str, *labels: str) -> bool:
    """Say whether the labels stand in the text one after another."""
    place = 0
    for label in labels:
        place = text.find(flat(label), place)
        if place < 0:
            return False
        place += len(flat(label))
    return True


def _page(page: pdfium.PdfPage) -> Page:
    text = page.get_textpage()
    try:
        boxes = []
        for place in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(place)
            if right - left > 0.1:
                boxes.append(Box(left, bottom, right, top, text.get_text_bounded(left, bottom, right, top)))
        return Page(text.get_text_range(), tuple(boxes), *page.get_size())
    finally:
        text.close()


def _fonts(page: pdfium.PdfPage) -> dict[str, bool]:
    found = {}
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        font = raw.FPDFTextObj_GetFont(thing.raw)
        name = ctypes.create_string_buffer(200)
        raw.FPDFFont_GetBaseFontName(font, name, 200)
        found[name.value.decode()] = raw.FPDFFont_GetIsEmbedded(font) == 1
    return found

"""A PDF read back as a reader program reads it: text, pages, fonts."""

from __future__ import annotations

import ctypes
from contextlib import closing

import pypdfium2
from pypdfium2 import raw

#: Everything lower on a page is its foot; points from the bottom.
_FOOT = 18 / 25.4 * 72


def texts(pdf: bytes) -> list[str]:
    """Return the text of each page, in lines."""
    return _read(pdf, above=0)


def bodies(pdf: bytes) -> list[str]:
    """Return the text of each page above its foot, in lines."""
    return _read(pdf, above=_FOOT)


def boxes(pdf: bytes, page_number: int = 0) -> list[tuple[float, float, float, float]]:
    """Return left, top, right and bottom of each piece of text of a page, from its upper left corner."""
    with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[page_number]) as page:
        height = page.get_height()
        found = []
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            left, bottom, right, top = thing.get_bounds()
            found.append((left, height - top, right, height - bottom))
    return found


def fonts(pdf: bytes) -> dict[str, bool]:
    """Return the base name of each font that text is set in, and whether it is embedded."""
    found: dict[str, bool] = {}
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number in range(len(document)):
            with closing(document[number]) as page:
                for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                    font = raw.FPDFTextObj_GetFont(thing.raw)
                    name = ctypes.create_string_buffer(200)
                    raw.FPDFFont_GetBaseFontName(font, name, 200)
                    found[name.value.decode()] = bool(raw.FPDFFont_GetIsEmbedded(font))
    return found


def _read(pdf: bytes, *, above: float) -> list[str]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        found = []
        for number in range(len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                lines = str(text.get_text_bounded(bottom=above)).split("\r\n")
                found.append("\n".join(line.rstrip() for line in lines).strip("\n"))
    return found

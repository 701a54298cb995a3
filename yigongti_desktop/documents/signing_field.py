"""A field in a file that a certificate may sign later (ISO 32000-1, 12.7.4.5); on paper nothing is seen of it."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray
from reportlab.pdfbase.pdfdoc import PDFDictionary
from reportlab.pdfbase.pdfdoc import PDFName
from reportlab.pdfbase.pdfdoc import PDFStream
from reportlab.pdfbase.pdfdoc import PDFString

#: To be printed, and fixed by a signature only (annotation flags, table 165).
_PRINT = 4


def draw_sign_field(canvas: Any, name: str, place: tuple[float, float, float, float]) -> None:
    """Put a field on the page being drawn; the place is left, bottom, width and height."""
    left, bottom, width, height = place
    document = canvas._doc  # noqa: SLF001 - fields are the document's
    look = PDFStream(
        PDFDictionary(
            {
                "Type": PDFName("XObject"),
                "Subtype": PDFName("Form"),
                "BBox": PDFArray([0, 0, width, height]),
                "Resources": PDFDictionary({}),
            }
        ),
        b"",
        filters=[],
    )
    field = PDFDictionary(
        {
            "Type": PDFName("Annot"),
            "Subtype": PDFName("Widget"),
            "FT": PDFName("Sig"),
            "T": PDFString(name),
            "F": _PRINT,
            "Rect": PDFArray([left, bottom, left + width, bottom + height]),
            "AP": PDFDictionary({"N": document.Reference(look)}),
        }
    )
    canvas.fields.append(document.Reference(field))
    canvas._annotationrefs.append(canvas.fields[-1])  # noqa: SLF001

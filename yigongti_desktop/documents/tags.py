"""The structure of a file for those who have it read aloud: one section a page, in it headings and paragraphs.

A heading is one line of large bold text; all text between two headings is one paragraph (ISO 32000-1, 14.7 and 14.8).
"""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray
from reportlab.pdfbase.pdfdoc import PDFDictionary
from reportlab.pdfbase.pdfdoc import PDFName

#: From which size on bold text is a heading, in points.
_HEADING = 13
#: Drawn, but not to be read: rules, shades, feet.
ARTIFACT = "/Artifact BMC"
END = "EMC"


class Tags:
    """What was drawn so far, as it is to be read."""

    def __init__(self) -> None:
        #: Of the page being drawn: the kind of each element, and the numbers of its pieces.
        self._elements: list[tuple[str, list[int]]] = []
        self._count = 0
        #: Of each page that has been drawn: its elements and the page.
        self._pages: list[tuple[list[tuple[str, list[int]]], Any]] = []

    def open(self, size: float, *, bold: bool) -> str:
        """Return what is written before a piece of text; the piece belongs to a heading or to the paragraph."""
        kind = "H1" if bold and size >= _HEADING else "P"
        if not self._elements or self._elements[-1][0] != kind:
            self._elements.append((kind, []))
        self._elements[-1][1].append(self._count)
        self._count += 1
        return f"/{kind} <</MCID {self._count - 1}>> BDC"

    def end_page(self, canvas: Any) -> None:
        """End the page being drawn."""
        canvas.showPage()
        document = canvas._doc  # noqa: SLF001 - pages are known to the document alone
        page = document.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = len(self._pages), PDFName("S")
        self._pages.append((self._elements, document.Reference(page)))
        self._elements, self._count = [], 0

    def close(self, document: Any) -> None:
        """Hang the tree into the document."""
        root, whole = PDFDictionary({"Type": PDFName("StructTreeRoot")}), PDFDictionary({})
        top, body = document.Reference(root), document.Reference(whole)
        parents: list[Any] = []
        sections: list[Any] = []
        for number, (elements, page) in enumerate(self._pages):
            section = PDFDictionary({})
            here = document.Reference(section)
            by_piece: list[Any] = []
            kids = []
            for kind, pieces in elements:
                element = PDFDictionary(
                    {"S": PDFName(kind), "P": here, "Pg": page, "K": PDFArray(pieces), "Type": PDFName("StructElem")}
                )
                kids.append(document.Reference(element))
                by_piece += [kids[-1]] * len(pieces)
            section.dict.update(_element("Sect", body, kids))
            sections.append(here)
            parents += [number, document.Reference(PDFArray(by_piece))]
        whole.dict.update(_element("Document", top, sections))
        root.dict["K"] = body
        root.dict["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(parents)}))
        root.dict["ParentTreeNextKey"] = len(self._pages)
        catalogue = document.Catalog
        catalogue.StructTreeRoot = root
        catalogue.MarkInfo = PDFDictionary({"Marked": "true"})


def _element(kind: str, parent: Any, kids: list[Any]) -> dict[str, Any]:
    return {"Type": PDFName("StructElem"), "S": PDFName(kind), "P": parent, "K": PDFArray(kids)}

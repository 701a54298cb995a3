"""PDFs written by hand: blank pages of any size, and pages that are spoken of and are not there."""

from __future__ import annotations

from collections.abc import Sequence


def bare_pdf(pages: int, boxes: Sequence[str]) -> bytes:
    """Return a PDF that speaks of so many pages and has those with these boxes."""
    kids = " ".join(f"{3 + place} 0 R" for place in range(pages))
    things = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>"]
    things += [f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]>>" for box in boxes]
    written, places = b"%PDF-1.4\n", []
    parts = [written]
    at = len(written)
    for number, thing in enumerate(things, 1):
        places.append(at)
        parts.append(f"{number} 0 obj{thing}endobj\n".encode())
        at += len(parts[-1])
    lines = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(things) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{lines}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF"
    return b"".join([*parts, table.encode()])

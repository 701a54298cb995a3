"""What ISO 19005-2 (PDF/A-2b) asks of a file, as far as it can be seen in our own files, by an independent reader."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

#: Keys of a catalogue or a page that start something.
_ACTIONS = ("/OpenAction", "/AA", "/JavaScript", "/XFA")
_MARK = re.compile(rb"/(P|H1) <</MCID (\d+)>> BDC")
_DRAWN = re.compile(rb"/Artifact BMC|<</MCID \d+>> BDC|\bEMC\b|\bTj\b")


def faults(pdf: bytes) -> list[str]:
    """Return what is wrong with a file that says that it is PDF/A-2b."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [
            *_frame(pdf, file),
            *_metadata(file),
            *_intent(file),
            *(fault for thing in file.objects for fault in _thing(thing)),
            *_tags(file),
            *_fields(file),
        ]


def _frame(pdf: bytes, file: pikepdf.Pdf) -> Iterator[str]:
    head = pdf.split(b"\n", 2)
    if head[0] != b"%PDF-1.7" or head[1][:1] != b"%" or sum(byte > 127 for byte in head[1]) < 4:
        yield "6.1.2 header"
    if "/ID" not in file.trailer or "/Encrypt" in file.trailer:
        yield "6.1.3 trailer"
    if len(re.findall(rb"\nendstream\n", pdf)) != len(re.findall(rb"endstream", pdf)):
        yield "6.1.7.1 endstream"
    if file.check_pdf_syntax():
        yield "syntax"
    for holder in (file.Root, *(page.obj for page in file.pages)):
        for key in _ACTIONS:
            if key in holder:
                yield f"6.5 {key}"
    if "/Names" in file.Root and "/EmbeddedFiles" in file.Root.Names:
        yield "6.8 embedded files"


def _metadata(file: pikepdf.Pdf) -> Iterator[str]:
    if "/Filter" in file.Root.Metadata and len(file.Root.Metadata.Filter):
        yield "metadata is packed"
    with file.open_metadata() as told:
        if (told.get("pdfaid:part"), told.get("pdfaid:conformance")) != ("2", "B"):
            yield "6.6.4 identification"
        if told.get("dc:title") != str(file.docinfo["/Title"]):
            yield "6.6.3 title"
        if told.get("xmp:CreateDate") != told.get("xmp:ModifyDate") and not _is_signed(file):
            yield "dates"
        date = str(file.docinfo["/CreationDate"])
        if re.sub(r"\D", "", told.get("xmp:CreateDate", ""))[:14] != re.sub(r"\D", "", date)[:14]:
            yield "6.6.3 date"
    if str(file.Root.Lang) != "zh-CN" or not bool(file.Root.ViewerPreferences.DisplayDocTitle):
        yield "language, title shown"


def _is_signed(file: pikepdf.Pdf) -> bool:
    """Say whether something was added by signing; the library dates that by the machine's clock."""
    return "/AcroForm" in file.Root and bool(int(file.Root.AcroForm.get("/SigFlags", 0)) & 1)


def _intent(file: pikepdf.Pdf) -> Iterator[str]:
    (intent,) = list(file.Root.OutputIntents)
    profile = intent.DestOutputProfile.read_bytes()
    if str(intent.S) != "/GTS_PDFA1" or int(intent.DestOutputProfile.N) != 3:
        yield "6.2.3 output intent"
    if profile[36:40] != b"acsp" or profile[12:20] != b"mntrRGB " or profile[8] > 4:
        yield "6.2.3 profile"
    if int.from_bytes(profile[:4], "big") != len(profile):
        yield "6.2.3 length of the profile"


def _thing(thing: Any) -> Iterator[str]:
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key in ("/SMask", "/Group", "/TR", "/PS"):
        if key in thing and thing[key] != pikepdf.Name("/None"):
            yield f"6.2 {key}"
    for key in ("/ca", "/CA"):
        if key in thing and float(thing[key]) != 1:
            yield f"6.4 {key}"
    if thing.get("/BM", "/Normal") != "/Normal":
        yield "6.4 blend mode"
    if thing.get("/Type") == "/Font":
        yield from _font(thing)


def _font(font: Any) -> Iterator[str]:
    """TrueType subsets are symbolic: no encoding, one cmap (6.2.11.6); all are embedded (6.2.11.4)."""
    if "/FontDescriptor" not in font or "/FontFile2" not in font.FontDescriptor:
        yield f"6.2.11.4 {font.BaseFont}"
        return
    if "/Encoding" in font or not int(font.FontDescriptor.Flags) & 4 or int(font.FontDescriptor.Flags) & 32:
        yield "6.2.11.6 symbolic"
    program = font.FontDescriptor.FontFile2.read_bytes()
    tables = {program[at : at + 4]: at for at in range(12, 12 + 16 * int.from_bytes(program[4:6], "big"), 16)}
    place = int.from_bytes(program[tables[b"cmap"] + 8 : tables[b"cmap"] + 12], "big")
    if int.from_bytes(program[place + 2 : place + 4], "big") != 1:
        yield "6.2.11.6 cmap"
    if len(font.Widths) != int(font.LastChar) - int(font.FirstChar) + 1:
        yield "6.2.11.5 widths"
    if "/ToUnicode" not in font:
        yield "ToUnicode"


def _tags(file: pikepdf.Pdf) -> Iterator[str]:
    """Every piece of text belongs to a heading or a paragraph, or is marked as none."""
    if not bool(file.Root.MarkInfo.Marked):
        yield "not tagged"
    numbers = list(file.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(numbers[at]): list(numbers[at + 1]) for at in range(0, len(numbers), 2)}
    for page in file.pages:
        content = page.Contents.read_bytes()
        elements = parents[int(page.StructParents)]
        marks = [(kind.decode(), int(number)) for kind, number in _MARK.findall(content)]
        if [number for _, number in marks] != list(range(len(elements))):
            yield "a piece belongs to nothing"
        if any(str(elements[number].S) != f"/{kind}" for kind, number in marks):
            yield "a piece belongs elsewhere"
        is_open = False
        for drawn in _DRAWN.findall(content):
            if drawn == b"Tj" and not is_open:
                yield "text that is not marked"
            is_open = drawn != b"EMC" if drawn != b"Tj" else is_open


def _fields(file: pikepdf.Pdf) -> Iterator[str]:
    for page in file.pages:
        for note in page.get("/Annots", []):
            if "/AP" not in note or not int(note.F) & 4 or int(note.F) & 0b100011:
                yield "6.3 annotation"
    if "/AcroForm" in file.Root and bool(file.Root.AcroForm.get("/NeedAppearances", False)):
        yield "6.4.1 form"

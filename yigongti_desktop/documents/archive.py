"""What makes a file fit to be kept: PDF/A-2b (ISO 19005-2), a title, a language, its parts told to readers aloud.

Colours are named by an sRGB output intent, what the file says of itself stands once more as XMP. The title and each
page's text are tagged (ISO 32000-1, 14.8), in the order in which they are drawn; rules and feet are not.
"""

from __future__ import annotations

import io
from datetime import UTC
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import PDFArray
from reportlab.pdfbase.pdfdoc import PDFDictionary
from reportlab.pdfbase.pdfdoc import PDFName
from reportlab.pdfbase.pdfdoc import PDFStream
from reportlab.pdfbase.pdfdoc import PDFString
from reportlab.pdfbase.pdfdoc import PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.colours import NAME
from yigongti_desktop.documents.colours import srgb
from yigongti_desktop.documents.tags import Tags
from yigongti_desktop.kernel.clock import local

PROGRAM = "医共体工作台"
PRODUCER = "ReportLab PDF Library"
#: The moment in a file that is told none.
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_END = b"endstream\n"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{author}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


_formatted = PDFStream.format


def _ended(stream: PDFStream, document: Any) -> bytes:
    """Write a stream with an end of line before `endstream`: ISO 19005-2, 6.1.7.1 wants it, ReportLab leaves it out."""
    written: bytes = _formatted(stream, document)
    return written.removesuffix(_END) + b"\n" + _END


setattr(PDFStream, "format", _ended)  # noqa: B010 - the class knows no other way


class Archive:
    """A file in the making: pages are drawn on its canvas one after another."""

    def __init__(self, title: str, size: tuple[float, float], at: datetime | None = None) -> None:
        fonts.load()
        self._sink = io.BytesIO()
        self._moment = local(at) if at else _NEVER
        self._title = title
        canvas: Any = Canvas(self._sink, pagesize=size, invariant=1, lang="zh-CN", pdfVersion=(1, 7))
        self.canvas = canvas
        self.canvas.setTitle(title)
        self.canvas.setAuthor(PROGRAM)
        self.canvas.setCreator(PROGRAM)
        self.canvas.setSubject(title)
        self.canvas.setProducer(PRODUCER)
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self.canvas.tags = Tags()
        self.canvas.fields = []
        self._set_clock()

    def show_page(self) -> None:
        """End a page."""
        self.canvas.tags.end_page(self.canvas)

    def bytes(self) -> bytes:
        """Return the file."""
        document = self.canvas._doc  # noqa: SLF001 - no other way to the catalogue
        catalogue = document.Catalog
        catalogue.Metadata = self._metadata()
        catalogue.__NoDefault__ = [*catalogue.__NoDefault__, "OutputIntents"]
        catalogue.OutputIntents = PDFArray([document.Reference(self._intent(document))])
        self.canvas.tags.close(document)
        if self.canvas.fields:
            catalogue.AcroForm = PDFDictionary({"Fields": PDFArray(self.canvas.fields), "SigFlags": 0})
        self.canvas.save()
        return self._sink.getvalue()

    def _set_clock(self) -> None:
        """Let the file's dates be those of the clock that was handed in, not the machine's."""
        moment, document = self._moment, self.canvas._doc  # noqa: SLF001 - it knows only its own clock
        stamp = document._timeStamp  # noqa: SLF001
        stamp.YMDhms = moment.timetuple()[:6]
        offset = moment.utcoffset()
        stamp.dhh, stamp.dmm = (int(offset.total_seconds() // 3600), 0) if offset else (0, 0)
        document.updateSignature(moment.isoformat())

    def _metadata(self) -> PDFStream:
        told = _XMP.format(
            title=escape(self._title),
            author=PROGRAM,
            producer=PRODUCER,
            moment=self._moment.isoformat(timespec="seconds"),
        )
        kind = PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")})
        return PDFStream(kind, told.encode(), filters=[])

    @staticmethod
    def _intent(document: Any) -> PDFDictionary:
        profile = PDFStream(PDFDictionary({"N": 3}), srgb(), filters=[PDFZCompress])
        return PDFDictionary(
            {
                "Type": PDFName("OutputIntent"),
                "S": PDFName("GTS_PDFA1"),
                "OutputConditionIdentifier": PDFString(NAME),
                "Info": PDFString(NAME),
                "DestOutputProfile": document.Reference(profile),
            }
        )

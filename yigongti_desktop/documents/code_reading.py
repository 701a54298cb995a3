"""Codes read off pictures: a photo, a scan, the pages of a PDF; by a decoder that knows nothing of who drew them."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image
from PIL import ImageOps
from PIL import UnidentifiedImageError

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.pdfium import TURN

#: Bytes and pixels of a file that is looked at, and pages of one.
MOST_BYTES, MOST_PIXELS, MOST_PAGES = 40 * 1024**2, 70_000_000, 10
#: Dots to the inch at which pages are drawn.
_DPI, _INCH = 300, 72
#: Longest side at which a picture is looked at first: large photos are read faster and better when they are smaller.
_LONGEST = (2400, 4800, 1400)
#: Kinds of pictures that are read, by the names of Pillow's plugins.
KINDS = ("JPEG", "PNG", "BMP", "WEBP", "GIF", "TIFF")


def read_codes(content: bytes) -> list[str]:
    """Return the texts of the codes in a picture or a PDF, each once.

    Raises:
        Refused: code_file_empty, code_file_heavy, code_file_kind, code_file_huge, code_not_found.
    """
    if not content:
        raise Refused("code_file_empty")
    if len(content) > MOST_BYTES:
        raise Refused("code_file_heavy", size=len(content) // 1024**2, most=MOST_BYTES // 1024**2)
    found: list[str] = []
    for picture in _pages(content) if content.startswith(b"%PDF") else _picture(content):
        found += [text for text in _texts(picture) if text not in found]
    if not found:
        raise Refused("code_not_found")
    return found


def _texts(picture: Image.Image) -> list[str]:
    """Return the codes of a picture, looked at in several sizes until one shows something."""
    import zxingcpp  # noqa: PLC0415 - loaded with the first picture

    for longest in _LONGEST:
        size = min(1.0, longest / max(picture.size))
        sight = picture if size == 1 else picture.resize((round(picture.width * size), round(picture.height * size)))
        read = zxingcpp.read_barcodes(sight, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        if texts := [one.text for one in read if one.text]:
            return texts
    return []


def _picture(content: bytes) -> Iterator[Image.Image]:
    """Yield a picture upright and in greys; what would not fit into memory is never decoded."""
    try:
        with Image.open(io.BytesIO(content), formats=_kinds()) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("code_file_huge", width=picture.width, height=picture.height)
            picture.draft("L", (_LONGEST[1], _LONGEST[1]))
            upright = ImageOps.exif_transpose(picture)
            yield upright.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused("code_file_kind") from None


def _kinds() -> tuple[str, ...]:
    """Return the kinds whose plugins are there: Pillow would stop at one that is not, whatever the file is."""
    Image.init()
    return tuple(kind for kind in KINDS if kind in Image.OPEN)


def _pages(content: bytes) -> Iterator[Image.Image]:
    """Yield the pages of a PDF as pictures."""
    import pypdfium2  # noqa: PLC0415 - loaded with the first file

    with TURN:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            raise Refused("code_file_kind") from None
        try:
            for place in range(min(len(document), MOST_PAGES)):
                page = document[place]
                scale = min(_DPI / _INCH, (MOST_PIXELS / max(page.get_width() * page.get_height(), 1)) ** 0.5)
                yield page.render(scale=scale, grayscale=True).to_pil().convert("L")
                page.close()
        finally:
            document.close()

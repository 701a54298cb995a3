"""Codes read off pictures: a photo, a scan, the pages of a PDF; by a decoder that knows nothing of who drew them."""

from __future__ import annotations

import io
import struct
import time
from collections.abc import Callable
from collections.abc import Generator
from contextlib import ExitStack
from contextlib import closing
from typing import Any

import msgspec
from PIL import Image
from PIL import ImageOps
from PIL import UnidentifiedImageError

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.pdfium import TURN
from yigongti_desktop.kernel.pdfium import fitting
from yigongti_desktop.kernel.pdfium import opened

#: Bytes and pixels of a file that is looked at; pages of one, and seconds after which no other page is begun.
MOST_BYTES, MOST_PIXELS, MOST_PAGES, MOST_SECONDS = 40 * 1024**2, 70_000_000, 50, 30.0
#: Dots to the inch at which pages are drawn, and the longest side of one.
_DPI, _INCH, _LONGEST_PAGE = 300, 72, 65_000
#: Longest side at which a picture is looked at first: large photos are read faster and better when they are smaller.
_LONGEST = (2400, 4800, 1400)
#: Kinds of pictures that are read, by the names of Pillow's plugins.
KINDS = ("JPEG", "PNG", "BMP", "WEBP", "GIF", "TIFF")
#: What a picture is that cannot be decoded.
_DAMAGED = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    TypeError,
    SyntaxError,
    EOFError,
    MemoryError,
    struct.error,
    Image.DecompressionBombError,
)

#: A page, or None for one that cannot be looked at.
_Page = Image.Image | None


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """What was read off a file."""

    texts: list[str]
    #: Pages that were looked at.
    looked: int
    #: Whether that is all of them.
    is_all: bool = True


def look(content: bytes, clock: Callable[[], float] = time.monotonic) -> Codes:
    """Return the codes in a picture, a PDF or a TIFF of several pages, each once, and how far it was looked at.

    Args:
        content: of the file.
        clock: seconds from any moment on.

    Raises:
        Refused: code_file_empty, code_file_heavy, code_file_kind, code_file_huge, code_not_found,
            code_not_all where there is none on the pages that were looked at.
    """
    if not content:
        raise Refused("code_file_empty")
    check_size(len(content))
    begun, looked, is_all = clock(), 0, True
    found: list[str] = []
    with closing(_pages(content) if content.startswith(b"%PDF") else _picture(content)) as pages:
        for place, picture in enumerate(pages):
            if place == MOST_PAGES or (place and clock() - begun > MOST_SECONDS):
                is_all = False
                break
            if picture is None:
                is_all = False
                continue
            looked += 1
            found += [text for text in dict.fromkeys(_texts(picture)) if text not in found]
    if not looked:
        raise Refused("code_file_kind" if not is_all else "code_not_found")
    if not found:
        raise Refused("code_not_found") if is_all else Refused("code_not_all", looked=looked)
    return Codes(texts=found, looked=looked, is_all=is_all)


def check_size(size: int) -> None:
    """Refuse a file of so many bytes.

    Raises:
        Refused: code_file_heavy, its megabytes counted up.
    """
    if size > MOST_BYTES:
        raise Refused("code_file_heavy", size=-(-size // 1024**2), most=MOST_BYTES // 1024**2)


def _texts(picture: Image.Image) -> list[str]:
    """Return the codes of a picture, looked at in several sizes until one shows something."""
    import zxingcpp  # noqa: PLC0415 - loaded with the first picture

    for longest in _LONGEST:
        size = min(1.0, longest / max(picture.size))
        smaller = (max(1, round(picture.width * size)), max(1, round(picture.height * size)))
        sight = picture if size == 1 else picture.resize(smaller)
        read = zxingcpp.read_barcodes(sight, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        if texts := [one.text for one in read if one.text]:
            return texts
    return []


def _picture(content: bytes) -> Generator[_Page]:
    """Yield a picture upright and in greys, of a TIFF each page; what would not fit into memory is never decoded."""
    try:
        picture = Image.open(io.BytesIO(content), formats=_kinds())
    except _DAMAGED:
        raise Refused("code_file_kind") from None
    with picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused("code_file_huge", width=picture.width, height=picture.height)
        picture.draft("L", (_LONGEST[1], _LONGEST[1]))
        yield _upright(picture)
        while picture.format == "TIFF":
            try:
                picture.seek(picture.tell() + 1)
            except EOFError:
                return
            except _DAMAGED:
                yield None
                return
            yield _upright(picture) if picture.width * picture.height <= MOST_PIXELS else None


def _upright(picture: Image.Image) -> _Page:
    """Return a picture upright and in greys, as it lies where what its camera wrote is damaged; None for no picture."""
    try:
        picture.load()
    except _DAMAGED:
        return None
    try:
        upright = ImageOps.exif_transpose(picture)
    except Exception:  # noqa: BLE001 - Pillow says with any error at all that it cannot read EXIF
        upright = picture
    return upright.convert("L")


def _kinds() -> tuple[str, ...]:
    """Return the kinds whose plugins are there: Pillow would stop at one that is not, whatever the file is."""
    Image.init()
    return tuple(kind for kind in KINDS if kind in Image.OPEN)


def _pages(content: bytes) -> Generator[_Page]:
    """Yield the pages of a PDF as pictures; others have their turn while a page is looked at."""
    from pypdfium2 import PdfiumError  # noqa: PLC0415 - loaded with the first file

    with ExitStack() as held:
        try:
            document, count = held.enter_context(opened(content))
        except PdfiumError:
            raise Refused("code_file_kind") from None
        for place in range(count):
            try:
                with TURN:
                    picture = _drawn(document, place)
            except (PdfiumError, MemoryError):
                picture = None
            yield picture


def _drawn(document: Any, place: int) -> Image.Image:
    page = document[place]
    try:
        width, height = page.get_size()
        scale = fitting(width, height, _DPI / _INCH, MOST_PIXELS, _LONGEST_PAGE)
        bitmap = page.render(scale=scale, grayscale=True)
        picture: Image.Image = bitmap.to_pil().convert("L").copy()
        bitmap.close()
    finally:
        page.close()
    return picture

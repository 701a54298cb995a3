"""Codes on paper are read back by a decoder that knows nothing of who drew them, also off papers that were carried."""

from __future__ import annotations

import io
import itertools

import pytest
import zxingcpp
from PIL import Image
from PIL import ImageOps

from tests.capabilities.judging import refused
from tests.documents.bare_pdfs import bare_pdf
from tests.documents.worn import Wear
from tests.documents.worn import scanned
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.code_reading import MOST_PAGES
from yigongti_desktop.documents.code_reading import Codes
from yigongti_desktop.documents.code_reading import look
from yigongti_desktop.documents.codes import LEAST_MODULE
from yigongti_desktop.documents.codes import QUIET
from yigongti_desktop.documents.codes import SIDE
from yigongti_desktop.documents.codes import draw_codes
from yigongti_desktop.documents.codes import modules
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.kernel.pdfium import TURN

#: As long as one symbol may be, and as much like chance as what is sealed.
TEXT = "YG11" + "".join("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ%*+-:"[place * place * 7 % 41] for place in range(479))
OTHER = TEXT[::-1]
MIDDLE = ((20 * MM + SIDE / 2) / (210 * MM), (40 * MM + SIDE / 2) / (297 * MM))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    fonts.load()
    paper = Paper(title="码", foot="码")
    draw_codes(paper, 20 * MM, 40 * MM, [TEXT])
    paper.text(20 * MM, 30 * MM, "双向转诊（转出）单")
    return paper.bytes()


def test_the_fullest_symbol_has_modules_that_a_scanner_sees() -> None:
    assert len(TEXT) == 483
    count = len(modules(TEXT))
    assert count == 69
    assert SIDE / (count + 2 * QUIET) >= LEAST_MODULE


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize(
    "wear",
    [
        {},
        {"degrees": 3.0, "blur": 1.2, "fold": 4.0},
        {"degrees": -3.0, "blur": 1.2, "fold": 4.0, "is_upright": True},
    ],
    ids=["flat", "askew-blurred-folded", "askew-blurred-folded-upright"],
)
def test_a_worn_code_is_read_back(pdf: bytes, dpi: int, wear: dict[str, float]) -> None:
    picture = scanned(pdf, Wear(dpi=dpi, **wear), MIDDLE, part=0.4)  # type: ignore[arg-type] # drawn above
    assert [one.text for one in zxingcpp.read_barcodes(picture)] == [TEXT]


def test_photos_scans_and_pdfs_are_read_by_the_program(pdf: bytes) -> None:
    picture = scanned(pdf, Wear(dpi=200, degrees=2.0, blur=1.0), MIDDLE)
    for kind in ("JPEG", "PNG", "BMP", "TIFF"):
        assert look(_file(picture, kind)).texts == [TEXT]
    assert look(_file(picture.rotate(180), "JPEG")).texts == [TEXT]
    assert look(pdf).texts == [TEXT]


def test_two_symbols_are_both_read() -> None:
    paper = Paper(title="码", foot="码")
    wide = draw_codes(paper, 20 * MM, 40 * MM, [TEXT, OTHER])
    assert wide == 2 * SIDE + 2 * MM
    assert sorted(look(paper.bytes()).texts) == sorted([TEXT, OTHER])


def test_what_has_no_code_or_is_no_picture_is_named() -> None:
    blank = Image.new("L", (400, 300), 255)
    with refused("code_not_found"):
        look(_file(blank, "PNG"))
    with refused("code_not_found"):
        look(Paper(title="空", foot="空").bytes())
    with refused("code_file_empty"):
        look(b"")
    for content in (b"hello", b"%PDF-1.4 broken", _file(blank, "JPEG")[:100], b"\x89PNG\r\n\x1a\n"):
        with refused("code_file_kind"):
            look(content)
    with refused("code_file_heavy", size=41):
        look(b"\xff\xd8\xff" + bytes(40 * 1024**2))


def test_a_picture_too_large_for_memory_is_never_decoded() -> None:
    head = bytearray(_file(Image.new("1", (8, 8)), "PNG"))
    head[16:24] = (60_000).to_bytes(4, "big") * 2
    with refused("code_file_kind"):  # its check sum is wrong, too, and a bomb is refused as early
        look(bytes(head))
    large = Image.new("1", (9000, 8000), 1)
    with refused("code_file_huge", width=9000, height=8000):
        look(_file(large, "PNG"))


def test_a_picture_or_a_page_as_thin_as_a_thread_has_no_code() -> None:
    for size in ((30_000, 1), (1, 6_000)):
        with refused("code_not_found"):
            look(_file(Image.new("L", size, 255), "PNG"))
    for box in ("0 0 3 14400", "0 0 14400 1"):
        with refused("code_not_found"):
            look(bare_pdf(1, [box]))


def test_a_pdf_that_lacks_a_page_is_read_as_far_as_it_goes_and_the_next_one_is_read() -> None:
    with refused("code_file_kind"):
        look(bare_pdf(1, []))
    with refused("code_not_all", looked=1):
        look(bare_pdf(2, ["0 0 200 200"]))
    assert not TURN.locked()


def test_a_photo_whose_exif_is_damaged_is_read_as_it_lies(pdf: bytes) -> None:
    picture = scanned(pdf, Wear(dpi=150), MIDDLE)
    exif = Image.Exif()
    exif[0x0112], exif[0x8825] = 6, {1: "N"}
    sink = io.BytesIO()
    picture.save(sink, "JPEG", exif=exif)
    damaged = sink.getvalue().replace(b"\x00\x01\x00\x02\x00\x00\x00\x02N", b"\x00\x06\x00\x02\x00\x00\x00\x02N")
    assert damaged != sink.getvalue()
    with Image.open(io.BytesIO(damaged)) as its, pytest.raises(TypeError):
        ImageOps.exif_transpose(its)
    assert look(damaged).texts == [TEXT]


def test_every_page_of_a_scan_is_read_and_it_is_told_where_not() -> None:
    texts = [f"YG11PAPER{place:03}" for place in range(14)]
    pictures = [_code(text) for text in texts]
    for kind in ("PDF", "TIFF"):
        sink = io.BytesIO()
        first, *others = [picture.copy() for picture in pictures]
        first.save(sink, kind, save_all=True, append_images=others)
        assert look(sink.getvalue()) == Codes(texts=texts, looked=14)
    slow = itertools.count(step=15.0)
    assert look(sink.getvalue(), lambda: next(slow)) == Codes(texts=texts[:3], looked=3, is_all=False)


def test_no_more_than_so_many_pages_are_looked_at() -> None:
    pages = [Image.new("1", (30, 30), 1)] * (MOST_PAGES + 1)
    sink = io.BytesIO()
    pages[0].save(sink, "TIFF", save_all=True, append_images=pages[1:])
    for content in (sink.getvalue(), bare_pdf(5_000, ["0 0 20 20"] * 5_000)):
        with refused("code_not_all", looked=MOST_PAGES):
            look(content)


def _file(picture: Image.Image, kind: str) -> bytes:
    sink = io.BytesIO()
    picture.save(sink, kind)
    return sink.getvalue()


def _code(text: str) -> Image.Image:
    """Return a code eight pixels to the module, on white."""
    rows = modules(text)
    code = Image.new("L", (len(rows) + 2 * QUIET, len(rows) + 2 * QUIET), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            code.putpixel((x + QUIET, y + QUIET), 0 if dark else 255)
    return code.resize((8 * code.width, 8 * code.height), Image.Resampling.NEAREST)

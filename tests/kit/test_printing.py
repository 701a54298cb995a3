"""A slip on a real printer: the system's own queue, by the program's own road, looked at as a picture."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from PIL import ImageChops
from PIL import ImageStat

from tests.capabilities.referrals.cases import patient
from tests.capabilities.referrals.cases import sent
from tests.capabilities.staffing.walls import AT
from tests.capabilities.staffing.walls import a_wall
from tests.kit.queue import NAME
from tests.kit.queue import Queue
from tests.kit.queue import printing
from yigongti_desktop.capabilities.referrals.printing.slips import transfer_out
from yigongti_desktop.capabilities.staffing.printing.rosters import roster_sheet

ROOT = Path(__file__).resolve().parents[2]
#: Prints a file as the window does once the person has chosen a printer.
PRINT = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit import printing
app = QApplication([])
try:
    printing.print_to(Path(sys.argv[1]).read_bytes(), sys.argv[2], sys.argv[3])
except Unavailable as weather:
    print(weather.code)
"""
#: A4 in points, and how a millimetre and a cell of 5 mm measure at 150 dots to the inch.
A4 = (595.3, 841.9)
DOTS = 150
MILLIMETRE = DOTS / 25.4
CELL = round(5 * MILLIMETRE)
#: How much darker one cell may come out, of 255, for the raster's sake: it is about 10, and another's slip about 30.
LIKE = 16


@pytest.fixture(scope="module")
def queue() -> Iterator[Queue]:
    folder = Path(tempfile.mkdtemp(prefix="q"))  # short, since a socket lies in it
    folder.chmod(0o755)
    with printing(folder) as made:
        yield made


def put(queue: Queue, pdf: bytes, folder: Path, title: str, name: str = NAME) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        [sys.executable, "-c", PRINT, file, title, name],
        env=queue.environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def picture(pdf: bytes) -> Image.Image:
    """Return the one page in grey: an A4 page."""
    image = drawn_out(pdf)
    assert image.size == pytest.approx([side / 72 * DOTS for side in A4], abs=3)
    return image


def drawn_out(pdf: bytes) -> Image.Image:
    """Return the one page in grey."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        assert len(document) == 1
        with closing(document[0]) as page:
            image: Image.Image = page.render(scale=DOTS / 72).to_pil().convert("L")
    return image


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the edges of everything dark."""
    edges = image.point(lambda grey: 255 * (grey < 128)).getbbox()
    assert edges is not None
    return edges


def unlikeness(one: Image.Image, other: Image.Image) -> float:
    """Return by how much the cell that differs most is darker or lighter."""
    size = (one.width // CELL, one.height // CELL)
    whole = (0, 0, size[0] * CELL, size[1] * CELL)
    cells = [image.crop(whole).resize(size, Image.Resampling.BOX) for image in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*cells)).extrema[0][1])


@pytest.mark.gui
def test_a_slip_comes_out_of_the_printer_as_it_was_drawn_on_one_a4_page_and_not_scaled(
    queue: Queue, tmp_path: Path
) -> None:
    drawn = transfer_out(sent(patient=patient(name="邱传𠮷")))
    other = transfer_out(sent(patient=patient(name="胡燕", address="岳口镇 3 号")))
    title = f"slip-{uuid.uuid4().hex}"
    assert not put(queue, drawn, tmp_path, title)
    wanted, came = picture(drawn), picture(queue.taken(title))
    assert ink(came) == pytest.approx(ink(wanted), abs=MILLIMETRE / 2)
    assert unlikeness(wanted, came) < LIKE
    assert unlikeness(picture(other), came) > 1.5 * LIKE  # somebody else's slip would have been noticed


@pytest.mark.gui
def test_a_printer_that_was_taken_away_is_told_and_nothing_is_printed(queue: Queue, tmp_path: Path) -> None:
    assert put(queue, transfer_out(sent()), tmp_path, "away", "no-such-queue") == "printer_missing"


@pytest.mark.gui
@pytest.mark.parametrize("is_a3", [False, True])
def test_a_paper_that_lies_across_comes_out_as_it_lies_on_the_size_it_is_for(
    queue: Queue, tmp_path: Path, *, is_a3: bool
) -> None:
    drawn = roster_sheet(a_wall(17), AT, is_a3=is_a3)
    title = f"wall-{uuid.uuid4().hex}"
    assert not put(queue, drawn, tmp_path, title)
    wanted, came = drawn_out(drawn), drawn_out(queue.taken(title))
    assert wanted.width > wanted.height
    turned = came.transpose(Image.Transpose.ROTATE_90 if came.width < came.height else Image.Transpose.ROTATE_180)
    upright = min((turned, turned.transpose(Image.Transpose.ROTATE_180)), key=lambda one: unlikeness(wanted, one))
    assert upright.size == pytest.approx(wanted.size, abs=3)
    assert ink(upright) == pytest.approx(ink(wanted), abs=MILLIMETRE / 2)
    assert unlikeness(wanted, upright) < LIKE

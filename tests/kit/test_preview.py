"""A paper on the screen: its own pages, whole or enlarged; off to a printer or into a file."""

from __future__ import annotations

import itertools
from io import BytesIO

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from tests.documents.bare_pdfs import bare_pdf
from tests.gui import show
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit import printing
from yigongti_desktop.kit.pdf_pages import MOST_PAGES
from yigongti_desktop.kit.pdf_pages import MOST_PIXELS
from yigongti_desktop.kit.pdf_pages import can_show
from yigongti_desktop.kit.pdf_pages import drawn
from yigongti_desktop.kit.preview import Preview

pytestmark = pytest.mark.gui


def paper(pages: int) -> bytes:
    """Return a paper with a black square low on the left of each page."""
    written = BytesIO()
    canvas = Canvas(written, pagesize=(595, 842))
    for _ in range(pages):
        canvas.rect(50, 50, 100, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def test_a_paper_is_drawn_page_by_page_as_it_is() -> None:
    images = list(drawn(paper(3), 1.0))
    assert [(image.width(), image.height()) for image in images] == [(595, 842)] * 3
    assert images[0].pixelColor(100, 742).lightness() == 0
    assert images[0].pixelColor(100, 100).lightness() == 255


def test_a_whole_page_fits_and_an_enlarged_one_scrolls(qtbot: QtBot) -> None:
    preview = show(qtbot, Preview(), 400, 500)
    preview.show_pdf(paper(1))
    assert preview.widget().width() <= preview.viewport().width()
    assert preview.widget().height() <= preview.viewport().height()
    preview.show_whole(whole=False)
    assert preview.widget().height() > preview.viewport().height()
    whole = preview.widget().height()
    preview.resize(600, 500)
    qtbot.waitUntil(lambda: preview.widget().height() > whole)


def test_a_page_is_never_larger_than_memory() -> None:
    for box in ("0 0 40000 40000", "0 0 1 1e9", "0 0 1e38 1e38"):
        pdf = bare_pdf(1, [box])
        assert can_show(pdf)
        (image,) = drawn(pdf, 4.0)
        assert not image.isNull()
        assert image.width() * image.height() <= 1.01 * MOST_PIXELS


def test_a_page_that_is_damaged_is_found_before_and_told_in_its_place(qtbot: QtBot) -> None:
    lacking = bare_pdf(2, ["0 0 595 842"])
    assert not can_show(lacking)
    assert not can_show(bare_pdf(0, []))
    assert not can_show(b"no paper")
    jumps = itertools.count(step=60.0)
    assert can_show(lacking, lambda: next(jumps))  # there was no time to look at more than the first
    preview = show(qtbot, Preview(), 400, 500)
    one = preview.widget().height()
    preview.show_pdf(lacking)
    preview.verticalScrollBar().setValue(preview.verticalScrollBar().maximum())
    shown = preview.grab().toImage()
    preview.show_pdf(bare_pdf(2, ["0 0 595 842"] * 2))
    preview.verticalScrollBar().setValue(preview.verticalScrollBar().maximum())
    assert preview.widget().height() > one
    assert preview.grab().toImage() != shown


def test_of_very_many_pages_the_first_are_shown_and_those_in_sight_are_drawn(qtbot: QtBot) -> None:
    preview = show(qtbot, Preview(), 400, 500)
    preview.show_pdf(bare_pdf(8_000, ["0 0 595 842"] * 8_000))
    assert any(
        one.text() == "只显示前 50 页，一共 8000 页。" and one.isVisible() for one in preview.findChildren(QLabel)
    )
    preview.grab()
    sheets = preview._sheets
    assert 0 in sheets._images
    assert len(sheets._images) < 5
    preview.verticalScrollBar().setValue(preview.verticalScrollBar().maximum())
    preview.grab()
    assert MOST_PAGES - 1 in sheets._images
    assert len(sheets._images) < 10
    preview.show_pdf(bare_pdf(30, ["0 0 4000 4000"] * 30))
    preview.show_whole(whole=False)
    bar = preview.verticalScrollBar()
    for place in range(0, 10_000, 1_500):
        bar.setValue(place)
        preview.grab()
    assert sum(image.width() * image.height() for image in sheets._images.values() if image) <= 2 * MOST_PIXELS
    assert not any(one.isVisible() for one in preview.findChildren(QLabel))


def test_without_that_printer_it_is_said() -> None:
    with pytest.raises(Unavailable, match="printer_missing"):
        printing.print_to(paper(1), "转出单", "没有这台打印机")

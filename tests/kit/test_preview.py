"""A paper on the screen: its own pages, whole or enlarged; off to a printer or into a file."""

from __future__ import annotations

from io import BytesIO

import pytest
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from tests.gui import show
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit import printing
from yigongti_desktop.kit.preview import Preview
from yigongti_desktop.kit.preview import render

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
    images = render(paper(3), 1.0)
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


def test_without_that_printer_it_is_said() -> None:
    with pytest.raises(Unavailable, match="printer_missing"):
        printing.print_to(paper(1), "转出单", "没有这台打印机")

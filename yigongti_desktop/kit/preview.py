"""A paper on the screen: pages drawn from the PDF itself, whole or enlarged."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.pdfium import TURN
from yigongti_desktop.kit.theme import theme

_GAP = 12
_ENLARGED = 1.6


def render(pdf: bytes, scale: float, most: int = 10_000) -> list[QImage]:
    """Return the pages, so many at most, as images; scale 1 is 72 dots to the inch."""
    import pypdfium2  # noqa: PLC0415 - loaded with the first paper

    with TURN:
        return _rendered(pypdfium2.PdfDocument(pdf), scale, most)


def _rendered(document: Any, scale: float, most: int) -> list[QImage]:
    images: list[QImage] = []
    try:
        for place in range(min(len(document), most)):
            page = document[place]
            bitmap = page.render(scale=scale, rev_byteorder=True)
            content = bytes(bitmap.buffer)
            kind = QImage.Format.Format_RGB888 if bitmap.n_channels == 3 else QImage.Format.Format_RGBX8888  # noqa: PLR2004
            image = QImage(content, bitmap.width, bitmap.height, bitmap.stride, kind)
            images.append(image.copy())
            bitmap.close()
            page.close()
    finally:
        document.close()
    return images


class Preview(QScrollArea):
    """Shows a PDF."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets = _Sheets()
        self._pdf = b""
        self._is_whole = True
        self._drawn: tuple[bytes, float] = (b"", 0.0)
        self.setWidget(self._sheets)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def show_pdf(self, pdf: bytes) -> None:
        """Show a paper."""
        self._pdf = pdf
        self._draw()

    def show_whole(self, whole: bool) -> None:
        """Show whole pages, or enlarged ones to be scrolled."""
        self._is_whole = whole
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages anew."""
        super().resizeEvent(event)
        self._draw()

    def _draw(self) -> None:
        if not self._pdf or self.viewport().width() < 50:  # noqa: PLR2004 - not laid out yet
            return
        ratio = self.devicePixelRatioF()
        room = self.viewport().size() - QSize(2 * _GAP, 2 * _GAP)
        scale = min(room.width() / 595, room.height() / 842) if self._is_whole else _ENLARGED * room.width() / 595
        scale = max(scale, 0.2)
        if self._drawn == (self._pdf, scale * ratio):
            return
        self._drawn = (self._pdf, scale * ratio)
        images = render(self._pdf, scale * ratio)
        for image in images:
            image.setDevicePixelRatio(ratio)
        self._sheets.show_images(images)


class _Sheets(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._images: list[QImage] = []

    def show_images(self, images: list[QImage]) -> None:
        self._images = images
        wide = max((round(image.deviceIndependentSize().width()) for image in images), default=10)
        high = sum(round(image.deviceIndependentSize().height()) + _GAP for image in images)
        self.resize(wide + 2 * _GAP, high + _GAP)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pages on their ground."""
        painter = QPainter(self)
        top = _GAP
        for image in self._images:
            size = image.deviceIndependentSize()
            left = (self.width() - size.width()) / 2
            painter.drawImage(QPoint(round(left), top), image)
            painter.setPen(QPen(theme.color("line2"), 1))
            painter.drawRect(QRectF(round(left) - 0.5, top - 0.5, size.width() + 1, size.height() + 1))
            top += round(size.height()) + _GAP
        painter.end()

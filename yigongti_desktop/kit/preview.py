"""A paper on the screen: pages drawn from the PDF itself as they come into sight, whole or enlarged."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint
from PySide6.QtCore import QRect
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

from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.pdf_pages import MOST_PIXELS
from yigongti_desktop.kit.pdf_pages import Pages
from yigongti_desktop.kit.pdf_pages import draw_page
from yigongti_desktop.kit.pdf_pages import pages_of
from yigongti_desktop.kit.pdf_pages import size_at
from yigongti_desktop.kit.theme import theme

_GAP = 12
_ENLARGED = 1.6
#: What stands in the place of a page that cannot be shown.
_BLANK = (595.0, 842.0)


class Preview(QScrollArea):
    """Shows a PDF."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets = _Sheets()
        self._pdf = b""
        self._pages = Pages((), 0)
        self._is_whole = True
        self._drawn: tuple[bytes, float] = (b"", 0.0)
        self.setWidget(self._sheets)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def show_pdf(self, pdf: bytes) -> None:
        """Show a paper, its first pages where it has very many."""
        if pdf and pdf != self._pdf:
            self._pages = pages_of(pdf)
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
        self._sheets.show_pages(self._pdf, self._pages, scale * ratio, ratio)


class _Sheets(QWidget):
    """The pages below each other; those in sight are drawn, and of those that were the last ones are kept."""

    def __init__(self) -> None:
        super().__init__()
        self._pdf, self._scale, self._ratio = b"", 1.0, 1.0
        self._rooms: list[QRect] = []
        self._images: dict[int, QImage | None] = {}
        self._note = label("", "caption")
        self._note.setParent(self)
        self._note.hide()

    def show_pages(self, pdf: bytes, pages: Pages, scale: float, ratio: float) -> None:
        """Lay pages out; `scale` is in pixels to the point, of which there are `ratio` to one of the widget's own."""
        self._pdf, self._scale, self._ratio = pdf, scale, ratio
        self._images.clear()
        is_cut = pages.total > len(pages.sizes)
        self._note.setText(f"只显示前 {len(pages.sizes)} 页，一共 {pages.total} 页。" if is_cut else "")
        self._note.adjustSize()
        self._note.setVisible(is_cut)
        top = _GAP + (self._note.height() + _GAP if is_cut else 0)
        sizes = [_room(size or _BLANK, scale, ratio) for size in pages.sizes]
        wide = max((size.width() for size in sizes), default=10)
        wide = max(wide, self._note.width() if is_cut else 0)
        self._rooms = []
        for size in sizes:
            self._rooms.append(QRect(QPoint(_GAP + round((wide - size.width()) / 2), top), size))
            top += size.height() + _GAP
        self._note.move(_GAP + (wide - self._note.width()) // 2, _GAP)
        self.resize(wide + 2 * _GAP, top)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in sight on their ground."""
        painter = QPainter(self)
        for place, room in enumerate(self._rooms):
            if not room.adjusted(-1, -1, 1, 1).intersects(event.rect()):
                continue
            image = self._image(place)
            if image is None:
                painter.setPen(theme.color("text2"))
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, f"第 {place + 1} 页打不开，可能损坏。")
            else:
                painter.drawImage(room.topLeft(), image)
            painter.setPen(QPen(theme.color("line2"), 1))
            painter.drawRect(QRectF(room).adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()

    def _image(self, place: int) -> QImage | None:
        """Return a page, drawn now if it is not kept; those seen longest ago go where there is no room for all."""
        image = self._images.pop(place) if place in self._images else self._drawn(place)
        self._images[place] = image
        while len(self._images) > 1 and sum(map(_pixels, self._images.values())) > 2 * MOST_PIXELS:
            del self._images[next(iter(self._images))]
        return image

    def _drawn(self, place: int) -> QImage | None:
        image = draw_page(self._pdf, place, self._scale)
        if image is not None:
            image.setDevicePixelRatio(self._ratio)
        return image


def _pixels(image: QImage | None) -> int:
    return image.width() * image.height() if image is not None else 0


def _room(size: tuple[float, float], scale: float, ratio: float) -> QSize:
    """Return how large a page is on the widget."""
    its = size_at(size, scale)
    return QSize(*(max(1, round(math.ceil(side * its) / ratio)) for side in size))

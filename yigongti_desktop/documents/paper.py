"""Sheets of A4 or A3: text in the right fonts, rules, ruled fields that wrap, and a foot that counts the pages.

What is drawn is collected first, since the foot of the first page names the last.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from typing import Any

from reportlab.lib.pagesizes import A3
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics

from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.archive import Archive
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.signing_field import draw_sign_field
from yigongti_desktop.documents.tags import ARTIFACT
from yigongti_desktop.documents.tags import END

WIDTH, HEIGHT = A4
MM = mm
_HAIR = 0.5
_DROP = 2.6
_GREY = 0.35
#: Of letters that lie under what is written on a page, and how much of the page's width they take at most.
_STAMP_GREY, _STAMP_WIDE, _STAMP_SLOPE = 0.86, 0.6, 28
_FOOT_SIZE = 8
_BOTTOM = 12 * mm
_FOOT_ROOM = 21 * mm

#: An A4 sheet cut across its middle.
HALF = (210 * mm, 148.5 * mm)

Draw = Callable[[Any], None]


@dataclass(frozen=True)
class Label:
    """Printed words of a form."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Field:
    """What was filled in, on a rule at least so wide."""

    value: str
    least: float


@dataclass(frozen=True)
class Blank:
    """Room."""

    width: float


Item = Label | Field | Blank


@dataclass
class Paper:
    """A document in the making; distances are points from the left and the top."""

    title: str
    #: Stands at the left of each foot.
    foot: str
    #: When the file says that it was made; the same paper at the same moment is the same file.
    at: datetime | None = None
    #: Lies on its long side.
    is_landscape: bool = False
    #: Twice as large, to be read from afar.
    is_a3: bool = False
    #: Half an A4 sheet, lying.
    is_half: bool = False
    _pages: list[list[Draw]] = field(default_factory=lambda: [[]])
    #: First pages of further copies, and what stands at the left of their feet.
    _copies: dict[int, str] = field(default_factory=dict)

    @property
    def width(self) -> float:
        """Return how wide a page is, in points."""
        return self._sides[self.is_landscape]

    @property
    def height(self) -> float:
        """Return how high a page is, in points."""
        return self._sides[not self.is_landscape]

    @property
    def _sides(self) -> tuple[float, float]:
        """Return the short side and the long one."""
        if self.is_half:
            return HALF
        return A3 if self.is_a3 else A4

    @property
    def last(self) -> float:
        """Return how far down a page is written on; its foot stands below."""
        return self.height - _FOOT_ROOM

    @property
    def pages(self) -> int:
        """Return how many pages there are so far."""
        return len(self._pages)

    def new_page(self) -> None:
        """Go on on a new page."""
        self._pages.append([])

    def new_copy(self, foot: str) -> None:
        """Begin another copy of the document on a new page; its pages are counted by themselves."""
        self._copies[len(self._pages)] = foot
        self.new_page()

    def text(self, x: float, y: float, text: str, *, size: float = 11, bold: bool = False, align: str = "left") -> None:
        """Write one line whose baseline is y from the top; x is its left end, middle or right end."""
        wide = fonts.width(text, size, bold=bold)
        left = x - {"left": 0.0, "center": wide / 2, "right": wide}[align]
        self._draw(lambda canvas: _write(canvas, left, self.height - y, text, size, bold=bold))

    def rule(self, x1: float, x2: float, y: float, *, dashed: bool = False, weight: float = _HAIR) -> None:
        """Draw a level line."""

        def draw(canvas: Any) -> None:
            dash = "[4 3] 0 d " if dashed else ""
            _rule(
                canvas, f"q {weight:.2f} w {dash}{x1:.2f} {self.height - y:.2f} m {x2:.2f} {self.height - y:.2f} l S Q"
            )

        self._draw(draw)

    def upright(self, x: float, y1: float, y2: float, *, weight: float = _HAIR) -> None:
        """Draw an upright line."""

        def draw(canvas: Any) -> None:
            _rule(canvas, f"q {weight:.2f} w {x:.2f} {self.height - y1:.2f} m {x:.2f} {self.height - y2:.2f} l S Q")

        self._draw(draw)

    def shade(self, x: float, y: float, width: float, height: float, *, grey: float = 0.93) -> None:
        """Fill a field with a light grey."""

        def draw(canvas: Any) -> None:
            _rule(canvas, f"q {grey:.2f} g {x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re f Q")

        self._draw(draw)

    def stamp(self, text: str) -> None:
        """Write large pale letters across the page, under all that stands on it."""
        size = _STAMP_WIDE * self.width / max(fonts.width(text, 1, bold=True), 1)
        size = min(size, self.height / 3)
        wide = fonts.width(text, size, bold=True)

        def draw(canvas: Any) -> None:
            canvas.saveState()
            canvas.setFillGray(_STAMP_GREY)
            canvas.translate(self.width / 2, self.height / 2)
            canvas.rotate(_STAMP_SLOPE)
            _write(canvas, -wide / 2, -size / 3, text, size, bold=True, is_read=False)
            canvas.restoreState()

        self._pages[-1].insert(0, draw)

    def picture(self, x: float, y: float, width: float, height: float, content: bytes) -> None:
        """Draw a picture as large as its field holds, from the field's left; y is the field's lower edge."""
        image = ImageReader(io.BytesIO(content))
        wide, high = image.getSize()
        scale = min(width / wide, height / high)

        def draw(canvas: Any) -> None:
            canvas._code.append(ARTIFACT)  # noqa: SLF001
            canvas.drawImage(image, x, self.height - y, wide * scale, high * scale)
            canvas._code.append(END)  # noqa: SLF001

        self._draw(draw)

    def drawing(self, draw: Draw) -> None:
        """Let somebody else draw on the page, in ReportLab's own measure from below; no text of the paper."""

        def drawn(canvas: Any) -> None:
            canvas._code.append(ARTIFACT)  # noqa: SLF001
            draw(canvas)
            canvas._code.append(END)  # noqa: SLF001

        self._draw(drawn)

    def form_line(
        self, x: float, y: float, width: float, items: Iterable[Item], *, size: float = 11, leading: float = 20
    ) -> float:
        """Set labels and ruled fields one after another, on as many lines as they need; return the next y."""
        left, right = x, x + width
        row = list(items)
        for item, follower in zip(row, [*row[1:], None], strict=True):
            if isinstance(item, Blank):
                left += item.width
                continue
            if isinstance(item, Label):
                wide = fonts.width(item.text, size, bold=item.bold)
                joined = wide + (follower.least if isinstance(follower, Field) else 0)
                if left + joined > right and left > x:
                    left, y = x, y + leading
                words = item.text.lstrip() if left == x else item.text
                self.text(left, y, words, size=size, bold=item.bold)
                left += fonts.width(words, size, bold=item.bold)
                continue
            left, y = self._field(item, (left, y), (x, right), size, leading)
        return y + leading

    def ruled_lines(
        self, x: float, y: float, width: float, lines: Iterable[str], *, size: float = 11, leading: float = 19
    ) -> float:
        """Write lines, each on a rule of the full width; return the next y."""
        for line in lines:
            if line:
                self.text(x, y, line, size=size)
            self.rule(x, x + width, y + _DROP + 1)
            y += leading
        return y

    def sign_field(self, name: str, x: float, y: float, width: float, height: float) -> None:
        """Leave a field for a signature by certificate; y is its lower edge, the name is the only one in its file."""
        self._draw(lambda canvas: draw_sign_field(canvas, name, (x, self.height - y, width, height)))

    def bytes(self) -> bytes:
        """Return the PDF."""
        archive = Archive(self.title, (self.width, self.height), self.at)
        self.draw_on(archive)
        return archive.bytes()

    def draw_on(self, archive: Archive) -> None:
        """Draw the pages into a file, behind those that are there."""
        canvas = archive.canvas
        canvas.setPageSize((self.width, self.height))
        for place, draws in enumerate(self._pages):
            for draw in draws:
                draw(canvas)
            first, end = self._copy_of(place)
            canvas.setFillGray(_GREY)
            count = f"第 {place - first + 1} 页，共 {end - first} 页"
            wide = fonts.width(count, _FOOT_SIZE)
            self._write_foot(canvas, self._copies.get(first, self.foot), self.width - 45 * mm - wide)
            _write(canvas, self.width - 20 * mm - wide, _BOTTOM, count, _FOOT_SIZE, bold=False, is_read=False)
            canvas.setFillGray(0)
            archive.show_page()

    def _write_foot(self, canvas: Any, foot: str, room: float) -> None:
        """Write what stands at the left of a foot, smaller where it would reach the count of the pages."""
        size = _FOOT_SIZE * min(1.0, room / max(fonts.width(foot, _FOOT_SIZE), 1.0))
        _write(canvas, 20 * mm, _BOTTOM, foot, size, bold=False, is_read=False)

    def _copy_of(self, place: int) -> tuple[int, int]:
        """Return the first page of the copy that a page belongs to, and the first after it."""
        starts = [0, *self._copies, len(self._pages)]
        first = max(start for start in starts if start <= place)
        return first, min(start for start in starts if start > place)

    def _field(
        self, item: Field, at: tuple[float, float], edges: tuple[float, float], size: float, leading: float
    ) -> tuple[float, float]:
        (left, y), (start, right) = at, edges
        gap = size * 0.25
        value = item.value
        wide = fonts.width(value, size)
        if left + max(wide + 2 * gap, item.least) <= right:
            end = left + max(wide + 2 * gap, item.least)
            self.text(left + gap, y, value, size=size)
            self.rule(left, end, y + _DROP)
            return end + gap, y
        if wide + 2 * gap <= right - start and left > start + (right - start) / 2:
            return self._field(item, (start, y + leading), edges, size, leading)
        lines = break_lines(
            value, right - start - 2 * gap, lambda text: fonts.width(text, size), first=right - left - 2 * gap
        )
        for place, line in enumerate(lines):
            if place:
                left, y = start, y + leading
            last = place == len(lines) - 1
            end = left + fonts.width(line, size) + 2 * gap if last else right
            self.text(left + gap, y, line, size=size)
            self.rule(left, min(end, right), y + _DROP)
            left = end
        return min(left + gap, right), y

    def _draw(self, draw: Draw) -> None:
        self._pages[-1].append(draw)


def _write(canvas: Any, x: float, y: float, text: str, size: float, *, bold: bool, is_read: bool = True) -> None:
    """Write text straight into the page: the canvas's own way costs three times as much."""
    document, code = canvas._doc, canvas._code  # noqa: SLF001
    stretches = fonts.runs(text, bold=bold)
    if not stretches:
        return
    pieces = [canvas.tags.open(size, bold=bold) if is_read else ARTIFACT, f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm"]
    for name, stretch in stretches:
        font: Any = pdfmetrics.getFont(name)
        for subset, codes in font.splitString(stretch, document):
            pieces.append(f"{font.getSubsetInternalName(subset, document)} {size:.2f} Tf <{codes.hex()}> Tj")
    code.append(" ".join([*pieces, "ET", END]))


def _rule(canvas: Any, drawn: str) -> None:
    """Draw what is not to be read aloud."""
    canvas._code.append(f"{ARTIFACT} {drawn} {END}")  # noqa: SLF001

"""A row of choices of which one holds, with counts: 待我办 4 | 在途 6 | 全部 38.

Where room lacks, the words move together, then counts of nought give way, then all counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QMouseEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPainterPath
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_PAD, _GAP, _HEIGHT = 11, 6, 30
_NARROW = 7
#: Ways to set the segments, the roomiest first: room beside the words, and from how many on a count is shown.
_WAYS: tuple[tuple[int, int | None], ...] = ((_PAD, 0), (_NARROW, 0), (_NARROW, 1), (_NARROW, None))


@dataclass(frozen=True)
class Chip:
    """One choice."""

    key: str
    text: str
    count: int | None = None


class Chips(QWidget):
    """Segments; left and right arrows move the choice."""

    chosen = Signal(str)

    def __init__(
        self, chips: Sequence[Chip], *, title: str = "", is_open: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = title
        self._chips = tuple(chips)
        self._key = "" if is_open or not self._chips else self._chips[0].key
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)
        self._tell()

    @property
    def key(self) -> str:
        """Return the choice."""
        return self._key

    @property
    def keys(self) -> tuple[str, ...]:
        """Return all choices."""
        return tuple(chip.key for chip in self._chips)

    def choose(self, key: str) -> None:
        """Make a choice and tell it."""
        if key != self._key and (not key or any(chip.key == key for chip in self._chips)):
            self._key = key
            self._tell()
            self.update()
            self.chosen.emit(key)

    def set_counts(self, counts: dict[str, int]) -> None:
        """Show how many there are of each."""
        self._chips = tuple(Chip(chip.key, chip.text, counts.get(chip.key, chip.count)) for chip in self._chips)
        self.updateGeometry()
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        """Return what all segments need."""
        return QSize(round(sum(self._widths(*_WAYS[0]))), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return what they need at least."""
        return QSize(round(sum(self._widths(*_WAYS[-1]))), _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice with the arrows."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        here = self.keys.index(self._key) if self._key in self.keys else -1 if step > 0 else len(self.keys)
        self.choose(self.keys[max(0, min(here + step, len(self.keys) - 1))])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the segment under the mouse."""
        left = 0.0
        for chip, wide in zip(self._chips, self._laid(*self._way()), strict=True):
            if left <= event.position().x() < left + wide:
                self.choose(chip.key)
            left += wide

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the segments."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(box, 4, 4)
        painter.fillPath(outline, theme.color("surface"))
        painter.setClipPath(outline)
        left = 0.0
        former_chosen = True
        pad, least = self._way()
        widths = self._laid(pad, least)
        spare = widths[0] - self._widths(pad, least)[0] if widths else 0
        for chip, wide in zip(self._chips, widths, strict=True):
            is_chosen = chip.key == self._key
            if not is_chosen and not former_chosen:
                painter.setPen(QPen(theme.color("line2"), 1))
                painter.drawLine(round(left), 8, round(left), self.height() - 8)
            shown = chip if _is_counted(chip, least) else Chip(chip.key, chip.text)
            self._segment(painter, QRectF(left, 0, wide, self.height()), shown, pad + spare / 2, is_chosen=is_chosen)
            former_chosen = is_chosen
            left += wide
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edge = QPen(theme.color("accent"), 2) if self.hasFocus() else QPen(theme.color("border"), 1)
        painter.setPen(edge)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5) if self.hasFocus() else box, 4, 4)
        painter.end()

    def _segment(self, painter: QPainter, box: QRectF, chip: Chip, pad: float, *, is_chosen: bool) -> None:
        own = font(BODY, bold=is_chosen)
        if is_chosen:
            painter.fillRect(box, theme.color("soft"))
            painter.fillRect(QRectF(box.left() + 8, box.bottom() - 3, box.width() - 16, 2), theme.color("accent"))
        painter.setFont(own)
        painter.setPen(theme.color("accent" if is_chosen else "text"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        words = box.adjusted(pad, -1, 0, -1)
        painter.drawText(words, flags, chip.text)
        if chip.count is not None:
            wide = QFontMetricsF(own).horizontalAdvance(chip.text)
            painter.setFont(font(SECOND))
            painter.setPen(theme.color("accent" if is_chosen else "text3"))
            painter.drawText(words.adjusted(wide + _GAP, 0, 0, 0), flags, f"{chip.count:,}")

    def _way(self) -> tuple[int, int | None]:
        """Return how the segments are set in the room that there is."""
        fitting = (way for way in _WAYS if round(sum(self._widths(*way))) <= self.width())
        return next(fitting, _WAYS[-1])

    def _laid(self, pad: int, least: int | None) -> list[float]:
        """Return how wide each segment is drawn: what room is left over is shared out."""
        widths = self._widths(pad, least)
        spare = max(self.width() - sum(widths), 0) / max(len(widths), 1)
        return [wide + spare for wide in widths]

    def _widths(self, pad: int, least: int | None) -> list[float]:
        bold, small = QFontMetricsF(font(BODY, bold=True)), QFontMetricsF(font(SECOND))
        return [
            2 * pad
            + bold.horizontalAdvance(chip.text)
            + (_GAP + small.horizontalAdvance(f"{chip.count:,}") if _is_counted(chip, least) else 0)
            for chip in self._chips
        ]

    def _tell(self) -> None:
        chip = next((chip for chip in self._chips if chip.key == self._key), None)
        choice = "" if chip is None else chip.text if chip.count is None else f"{chip.text} {chip.count}"
        self.setAccessibleName(f"{self._title} {choice}".strip())


def _is_counted(chip: Chip, least: int | None) -> bool:
    return chip.count is not None and least is not None and chip.count >= least

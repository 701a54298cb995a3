"""A trail down the side: tick for what happened, ring for now, hollow for what is to come, cross for a stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

DONE, NOW, AHEAD, STOPPED = "done", "now", "ahead", "stopped"
_DOT, _TEXT, _LINE, _PROOF, _GAP = 8.0, 28.0, 21.0, 17.0, 5.0
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class Mark:
    """One step as it is shown."""

    text: str
    state: str
    time: str = ""
    #: Proof below: who, which device, which receipt.
    proof: str = ""
    #: Tone of the proof: warn for a limit that has passed.
    tone: str = "text2"


class TrailView(QWidget):
    """Steps one below another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[Mark, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show these steps."""
        self._marks = tuple(marks)
        self.setAccessibleName("；".join(f"{mark.text} {mark.time} {mark.proof}".strip() for mark in self._marks))
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all steps."""
        return QSize(200, round(sum(self._height(mark) for mark in self._marks)) + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the proofs anew."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint line, dots, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 2.0
        for place, mark in enumerate(self._marks):
            height = self._height(mark)
            middle = top + _LINE / 2
            if place + 1 < len(self._marks):
                self._join(painter, middle, top + height + _LINE / 2, self._marks[place + 1])
            self._dot(painter, QPointF(_DOT + 1, middle), mark)
            self._words(painter, mark, top)
            top += height
        painter.end()

    def _join(self, painter: QPainter, start: float, end: float, following: Mark) -> None:
        ahead = following.state == AHEAD
        pen = QPen(theme.color("line2" if ahead else "accent"), 2 if not ahead else 1)
        if ahead:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(_DOT + 1, start + 8), QPointF(_DOT + 1, end - 8))

    def _dot(self, painter: QPainter, centre: QPointF, mark: Mark) -> None:
        box = QRectF(centre.x() - 6, centre.y() - 6, 12, 12)
        if mark.state in {DONE, STOPPED}:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent" if mark.state == DONE else "danger_edge"))
            painter.drawEllipse(centre, 8, 8)
            paint_icon(painter, box, "check" if mark.state == DONE else "close", theme.color("on_accent"))
        elif mark.state == NOW:
            painter.setBrush(theme.color("surface"))
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawEllipse(centre, 7, 7)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(centre, 3.5, 3.5)
        else:
            painter.setBrush(theme.color("surface"))
            painter.setPen(QPen(theme.color("border"), 1))
            painter.drawEllipse(centre, 6, 6)

    def _words(self, painter: QPainter, mark: Mark, top: float) -> None:
        bold = mark.state in {NOW, STOPPED}
        ink = {AHEAD: "text2", STOPPED: "danger"}.get(mark.state, "text")
        painter.setFont(font(BODY, bold=bold))
        painter.setPen(theme.color(ink))
        painter.drawText(QRectF(_TEXT, top - 1, self.width() - _TEXT, _LINE), _LEFT, mark.text)
        painter.setFont(font(SECOND))
        painter.setPen(theme.color("text2"))
        painter.drawText(QRectF(_TEXT, top - 1, self.width() - _TEXT - 1, _LINE), _RIGHT, mark.time)
        painter.setPen(theme.color(mark.tone))
        for place, line in enumerate(self._proof(mark)):
            painter.drawText(QRectF(_TEXT, top + _LINE - 2 + place * _PROOF, self.width(), _PROOF), _LEFT, line)

    def _proof(self, mark: Mark) -> list[str]:
        """Return the proof in lines that fit."""
        if not mark.proof:
            return []
        metrics = QFontMetricsF(font(SECOND))
        lines, line, room = [], "", max(self.width() - _TEXT, 80)
        for character in mark.proof:
            if metrics.horizontalAdvance(line + character) > room and character not in "，。；、）":
                lines.append(line)
                line = ""
            line += character
        return [*lines, line]

    def _height(self, mark: Mark) -> float:
        return _LINE + len(self._proof(mark)) * _PROOF + _GAP

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())

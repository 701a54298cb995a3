"""The search of the top bar: people, numbers and pages in one field."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.kit.form.picker import Picker
from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_KEY = "Ctrl+K"
_WHOLE = "找人、单号、页面（拼音首字母）"


class FindField(Picker):
    """A glass before, the key behind."""

    def __init__(self, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(
            search,
            placeholder=_WHOLE,
            opens_at_once=False,
            foot="Enter 打开",
            parent=parent,
        )
        self.setTextMargins(26, 0, 52, 0)
        self.setMinimumWidth(240)
        self.setMaximumWidth(400)
        self.setAccessibleName("查找")

    def set_compact(self, compact: bool) -> None:
        """Say less where there is no room."""
        self.setPlaceholderText("找人、单号、页面" if compact else _WHOLE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the glass and the key."""
        super().paintEvent(event)
        painter = QPainter(self)
        paint_icon(painter, QRectF(10, self.height() / 2 - 8, 16, 16), "search", theme.color("text2"))
        if not self.text():
            painter.setFont(font(HINT))
            painter.setPen(theme.color("text3"))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(self.rect().adjusted(0, -1, -10, -1), flags, _KEY)
        painter.end()

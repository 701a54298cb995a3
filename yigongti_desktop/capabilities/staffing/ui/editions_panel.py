"""更改记录: what was changed after a roster had been published, amendment by amendment, beside the grid."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.editions import Edition
from yigongti_desktop.capabilities.staffing.ui.edition_words import marks
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.trail import DONE
from yigongti_desktop.kit.trail import Mark
from yigongti_desktop.kit.trail import TrailView

_PAD = 14


class EditionsPanel(QFrame):
    """The amendments of a roster, the latest first, down to how it was published."""

    #: The person goes back to the grid.
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._trail, self.close_button = TrailView(), KeyButton("关闭", "Esc")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = boxed(column(self._trail, None, margins=(_PAD, 10, _PAD, 10)))
        body.setObjectName("surface")
        self._scroll.setWidget(body)
        self._scroll.setAccessibleName("更改记录")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(row(label("更改记录", "card"), None, margins=(_PAD, 10, _PAD, 10)))
        layout.addWidget(hairline())
        layout.addWidget(self._scroll, 1)
        layout.addWidget(hairline())
        layout.addLayout(row(self.close_button, None, margins=(12, 8, 12, 8)))
        self.close_button.clicked.connect(self.dropped)
        on_key(self, "Esc", self.dropped.emit)

    def show_editions(self, editions: Sequence[Edition], published: str, by: str) -> None:
        """Show them.

        Args:
            editions: of the roster.
            published: when the first was published, in words.
            by: who published it.
        """
        first = Mark("第 1 版", DONE, published, f"{by}：公示")
        self._trail.show_marks([*marks(editions), first])
        self._scroll.verticalScrollBar().setValue(0)
        self.close_button.setFocus()

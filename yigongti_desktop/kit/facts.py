"""Facts one below another: a quiet name, what is so; long ones wrap."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.labels import label

_NAME = 62


class Facts(QWidget):
    """Names and what is so; what is empty is left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str] | tuple[str, str, str]]) -> None:
        """Show (name, value) or (name, value, role of the value)."""
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        shown = [fact for fact in facts if fact[1]]
        for place, fact in enumerate(shown):
            name = label(fact[0], "caption")
            name.setFixedWidth(_NAME)
            name.setContentsMargins(0, 1, 0, 0)
            role = fact[2] if len(fact) > 2 else ""  # noqa: PLR2004 - the role is given
            value = label(fact[1], role, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setCursor(Qt.CursorShape.IBeamCursor)
            self._grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, place, 1, Qt.AlignmentFlag.AlignTop)

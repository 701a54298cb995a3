"""How a figure came about: one step a line, its sign at the left, its amount at the right."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.labels import label


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a reckoning."""

    words: str
    amount: str = ""
    #: Plus, minus or equals, or nothing.
    sign: str = ""
    #: Whether it is a result.
    is_result: bool = False


class Sums(QWidget):
    """The lines of a reckoning."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnMinimumWidth(0, 12)
        self._grid.setColumnStretch(1, 1)

    def show_sums(self, sums: Sequence[Sum]) -> None:
        """Show these lines."""
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for place, one in enumerate(sums):
            role = "name" if one.is_result else ""
            self._grid.addWidget(label(one.sign, "caption"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(one.words, role, wrap=True), place, 1)
            amount = label(one.amount, role)
            self._grid.addWidget(amount, place, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.setVisible(bool(sums))

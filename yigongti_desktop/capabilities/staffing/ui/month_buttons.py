"""Back and on by a month, with the month between them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row

_WIDTH = 44
#: Icon, months, what it is called, its key, and how that is written on keyboards.
_STEPS = (
    ("arrow-left", -1, "上一月", "Ctrl+PgUp", "Ctrl+PgUp"),
    ("arrow-right", 1, "下一月", "Ctrl+PgDown", "Ctrl+PgDn"),
)


class MonthButtons(QWidget):
    """← 2026年10月 →."""

    #: First day of the month that was asked for.
    chosen = Signal(object)

    def __init__(self, month: date, page: QWidget) -> None:
        """Make it for a page, whose keys it takes."""
        super().__init__()
        self._month = month
        self._words = label("", "name")
        buttons = []
        for icon, step, name, key, said in _STEPS:
            button = KeyButton("", icon=icon)
            button.setFixedWidth(_WIDTH)
            button.setAccessibleName(f"{name} {said}")
            button.setToolTip(f"{name}　{said}")
            button.clicked.connect(lambda _checked=False, by=step: self.chosen.emit(months_after(self._month, by)))
            on_key(page, key, button.click)
            buttons.append(button)
        self.setLayout(row(buttons[0], self._words, buttons[1], spacing=8))
        self.show_month(month)

    def show_month(self, month: date) -> None:
        """Show a month."""
        self._month = month
        self._words.setText(f"{month.year}年{month.month}月")

"""From which day to which 缺药登记表 is printed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column

_WIDTH = 480
_DAYS = (
    (
        Field(name="since", label="登记日期", kind=DATE, is_needed=True),
        Field(name="until", label="到", kind=DATE, is_needed=True),
    ),
)


class RangeForm(QWidget):
    """Two days, both included."""

    finished = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = FormView((Section("", _DAYS),))
        frame, inside = card()
        inside.addWidget(self.form)
        frame.setMaximumWidth(_WIDTH)
        self.setLayout(column(frame, spacing=0))
        self.form.set_values({"since": today.replace(day=1), "until": today})
        self.form.finished.connect(self.finished)

    def days(self) -> tuple[date, date] | None:
        """Return the days; None, with the fault beside its field, where they are none."""
        if self.form.check():
            values = self.form.values()
            if values["since"] <= values["until"]:
                return values["since"], values["until"]
            self.form.set_fault("until", "止日比起日早。请改。")
        self.form.go_to_next_fault()
        return None

"""From which day to which 缺药登记表 is printed."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.printing import shortages as printing
from yigongti_desktop.capabilities.pharmacy.store import shortages as store
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.papers import draw

_WIDTH, _HEIGHT = 480, 88
_DAYS = (
    (
        Field(name="since", label="登记日期", kind=DATE, is_needed=True),
        Field(name="until", label="到", kind=DATE, is_needed=True),
    ),
)


class RangeForm(QWidget):
    """Two days, both included."""

    finished = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        today = day(desk.now())
        self.form = FormView((Section("", _DAYS),))
        frame, inside = card()
        inside.addWidget(self.form)
        frame.setMaximumWidth(_WIDTH)
        frame.setFixedHeight(_HEIGHT)
        layout = column(frame, spacing=0)
        layout.addStretch(1)
        self.setLayout(layout)
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

    def draw(self, page: Page) -> None:
        """Draw what this unit registered on these days, and hand it out from the page."""
        actor, days = self._desk.actor, self.days()
        if actor is None or days is None:
            return

        def show(found: list[Shortage]) -> None:
            if not found:
                page.banner.say("", "这几天没有缺药登记。请换个日期范围。", tone="warn")
                return
            page.banner.clear()
            today = day(self._desk.now())
            paint = partial(printing.register_form, found, *days, printed_by=actor.name, today=today)
            draw(page, paint, f"缺药登记表 {days[0]} 至 {days[1]}")

        self._desk.read(self, store.registered_between, actor.institution, *days, done=show)

"""A new review: which unit, which month, from which prescription numbers; pasted or read from a file."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from yigongti_desktop.capabilities.pharmacy.messages.reviews import OpenReview
from yigongti_desktop.capabilities.pharmacy.model.payables import check_month
from yigongti_desktop.capabilities.pharmacy.model.payables import month_of
from yigongti_desktop.capabilities.pharmacy.model.sampling import read_numbers
from yigongti_desktop.capabilities.pharmacy.store import reviews as store
from yigongti_desktop.capabilities.pharmacy.ui.review_words import KIND
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import reads
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.tasks import Failed
from yigongti_desktop.registry.model.institution import Institution

_WIDTH = 640
_LINES = 12
_FAULT_FIELDS = {"numbers_empty": "numbers", "numbers_many": "numbers", "number": "numbers", "month_format": "month"}


class ReviewForm(KeptForm):
    """The fields of a new review."""

    kind = KIND
    fault_fields = _FAULT_FIELDS

    def __init__(self, desk: Desk, units: Sequence[Institution]) -> None:
        super().__init__(desk, "prescription_review", _sections(desk, units))
        self.set_out(_WIDTH)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, or what was kept."""
        self.form.clear_faults()
        month = month_of(day(self.desk.now()))
        self.form.fill({"unit": None, "month": month, "numbers": ""} | dict(draft or {}))
        is_typing = self.end_beginning(draft)
        self._count()
        if not is_typing:
            self.form.go_to("unit")

    def ask_file(self, failed: Failed) -> None:
        """Ask for a file and take the numbers of its first column."""
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "处方号在第一列", "", "表格 (*.xlsx *.csv *.txt)")
        if chosen:
            self.desk.work(self, partial(store.numbers_in, Path(chosen)), self.take_numbers, failed)

    def take_numbers(self, numbers: Sequence[str]) -> None:
        """Take the numbers of a file, after those that stand here."""
        before = self.form.editor("numbers").value().strip()
        self.form.set_values({"numbers": "\n".join(part for part in (before, *numbers) if part)})
        self.on_edited("numbers")

    def command(self) -> OpenReview:
        """Return the command for what stands here, once it is checked."""
        values = self.form.values()
        return OpenReview(unit=values["unit"], month=values["month"], numbers=read_numbers(values["numbers"]))

    def on_edited(self, name: str) -> None:
        """Follow what was typed: numbers are counted."""
        super().on_edited(name)
        if name == "numbers":
            self._count()

    def _count(self) -> None:
        typed = self.form.editor("numbers").value()
        said = "从收费或 HIS 里导出一列处方号，粘贴到这里"
        try:
            said = f"共 {len(read_numbers(typed)):,} 个处方号" if typed.strip() else said
        except Refused as fault:
            said = self.desk.say(fault)
        self.form.set_note("numbers", said)


def _sections(desk: Desk, units: Sequence[Institution]) -> tuple[Section, ...]:
    options = [Option(unit.id, unit.name) for unit in units]
    numbers = Field(
        name="numbers",
        label="处方号",
        kind=TEXT,
        lines=_LINES,
        is_needed=True,
        placeholder="一行一个，也可以用逗号隔开",
        check=reads(desk, read_numbers),
    )
    return (
        Section(
            "",
            (
                (
                    Field(name="unit", label="单位", kind=PICK, options=options, is_needed=True, placeholder="选单位"),
                    Field(
                        name="month",
                        label="处方月份",
                        is_needed=True,
                        placeholder="2026-11",
                        check=reads(desk, check_month),
                    ),
                ),
                (numbers,),
            ),
        ),
    )

"""A new review: which unit, which month, from which prescription numbers; pasted or read from a file."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.messages.reviews import OpenReview
from yigongti_desktop.capabilities.pharmacy.model.payables import check_month
from yigongti_desktop.capabilities.pharmacy.model.payables import month_of
from yigongti_desktop.capabilities.pharmacy.model.sampling import read_numbers
from yigongti_desktop.capabilities.pharmacy.store import reviews as store
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.picker import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.tasks import Failed
from yigongti_desktop.registry.model.institution import Institution

_DRAFT_MILLISECONDS = 800
_WIDTH = 640
_LINES = 12
_FAULT_FIELDS = {"numbers_empty": "numbers", "numbers_many": "numbers", "number": "numbers", "month_format": "month"}


class ReviewForm(QWidget):
    """The fields of a new review."""

    kept = Signal()
    finished = Signal()

    def __init__(self, desk: Desk, units: Sequence[Institution], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.is_dirty = self._has_begun = False
        self._keep = QTimer(self, interval=_DRAFT_MILLISECONDS, singleShot=True)
        self.form = FormView(_sections(units, self._said))
        frame, inside = card()
        inside.addWidget(self.form)
        frame.setMaximumWidth(_WIDTH)
        self.setLayout(column(frame, spacing=0))
        self._keep.timeout.connect(self.keep_draft)
        self.form.edited.connect(self._on_edited)
        self.form.finished.connect(self.finished)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, or what was kept."""
        self.form.clear_faults()
        month = month_of(day(self.desk.now()))
        self.form.fill({"unit": None, "month": month, "numbers": ""} | dict(draft or {}))
        self._has_begun = True
        self.is_dirty = bool(draft) or bool(self.form.typed)
        self._count()
        if not self.form.typed:
            self.form.go_to("unit")

    def begin_anew(self) -> None:
        """Forget what was kept."""
        self.drop_draft()
        self.form.typed.clear()
        self.begin(None)

    def ask_file(self, failed: Failed) -> None:
        """Ask for a file and take the numbers of its first column."""
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "处方号在第一列", "", "表格 (*.xlsx *.csv *.txt)")
        if chosen:
            self.desk.work(self, partial(store.numbers_in, Path(chosen)), self.take_numbers, failed)

    def take_numbers(self, numbers: Sequence[str]) -> None:
        """Take the numbers of a file, after those that stand here."""
        before = self.form.editor("numbers").value().strip()
        self.form.set_values({"numbers": "\n".join(part for part in (before, *numbers) if part)})
        self._on_edited("numbers")

    def check(self) -> bool:
        """Check every field; the cursor goes to the first that is wrong."""
        if self.form.check():
            return True
        self.form.go_to_next_fault()
        return False

    def command(self) -> OpenReview:
        """Return the command for what stands here, once it is checked."""
        values = self.form.values()
        return OpenReview(unit=values["unit"], month=values["month"], numbers=read_numbers(values["numbers"]))

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say beside its field; say whether there is one."""
        named = _FAULT_FIELDS.get(str(fault.facts.get("field") or fault.code), "")
        if named:
            self.form.set_fault(named, self.desk.say(fault))
            self.form.go_to_next_fault()
        return bool(named)

    def keep_draft(self) -> None:
        """Keep what stands here on this machine."""
        self._keep.stop()
        actor = self.desk.actor
        if not self.is_dirty or not self._has_begun or actor is None:
            return
        content = self.form.values()
        self.desk.write(
            self, store.keep_draft, actor.account, "", content, self.desk.now(), done=lambda _: self.kept.emit()
        )

    def drop_draft(self) -> None:
        """Forget what was kept: it has become a record."""
        self._keep.stop()
        self.is_dirty = False
        if self.desk.actor is not None:
            self.desk.write(None, store.drop_draft, self.desk.actor.account)

    def _on_edited(self, name: str) -> None:
        self.is_dirty = self._has_begun
        self._keep.start()
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

    def _said(self, name: str, typed: str) -> str:
        try:
            _ = check_month(typed) if name == "month" else read_numbers(typed)
        except Refused as fault:
            return self.desk.say(fault)
        return ""


def _sections(units: Sequence[Institution], said: Any) -> tuple[Section, ...]:
    options = [Option(unit.id, unit.name) for unit in units]
    numbers = Field(
        name="numbers",
        label="处方号",
        kind=TEXT,
        lines=_LINES,
        is_needed=True,
        placeholder="一行一个，也可以用逗号隔开",
        check=lambda typed: said("numbers", typed),
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
                        check=lambda typed: said("month", typed),
                    ),
                ),
                (numbers,),
            ),
        ),
    )

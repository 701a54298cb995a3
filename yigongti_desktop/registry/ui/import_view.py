"""导入居民、人员: a file is looked at, its columns are matched, every row is checked, and it is taken in by slices.

Reading and comparing stand in the line's turn, so that lists can be read and others can save meanwhile; each slice
waits for its turn among what people save.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit import saving
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.gauge import Gauge
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.registry.model.columns import Columns
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.service.census import Taken
from yigongti_desktop.registry.service.list_import import ListImport
from yigongti_desktop.registry.service.list_import import Plan
from yigongti_desktop.registry.ui.import_columns import ColumnsForm
from yigongti_desktop.registry.ui.import_words import column_of
from yigongti_desktop.registry.ui.import_words import plan_words
from yigongti_desktop.registry.ui.import_words import step_words
from yigongti_desktop.registry.ui.import_words import taken_words

_SIDE = 360


class ImportView(QWidget):
    """The work of one import, in place of the list."""

    #: It has come to its end: title and words of what was done.
    ended = Signal(str, str)
    #: What is wrong with the file as a whole.
    failed = Signal(object)

    def __init__(
        self, desk: Desk, file: Path, kind: type[ListImport], done: str, parent: QWidget | None = None
    ) -> None:
        """Begin to look at the file.

        Args:
            desk: whose register it is.
            file: the list.
            kind: of import.
            done: what is said when it is in: 居民已导入.
            parent: of the widget.
        """
        super().__init__(parent)
        self.desk = desk
        self.file = file
        self._kind, self._said = kind, done
        self._taking = self._new_taking()
        self._plan: Plan | None = None
        self._slices: Iterator[Any] | None = None
        self._taken, self._done, self._stops, self._busy = Taken(), 0, False, False
        self.columns = ColumnsForm(kind.heads)
        self._words, self._gauge = label("", "second", wrap=True), Gauge()
        self.faults = RecordTable(self._fault_columns(), keys=(("↑↓", "移动"),), unit="行")
        self.check_button = KeyButton("检查", "Ctrl+R", icon="refresh")
        self.import_button = KeyButton("导入", "Ctrl+Enter", style=PRIMARY)
        self.similar_button = KeyButton("疑似重复的也导入", "", style=LINK)
        self.stop_button = KeyButton("停下", "", icon="close")
        self.report_button = KeyButton("问题存成表格", "", icon="export", style=LINK)
        self.columns.setFixedWidth(_SIDE)
        head = row(self._words, self.report_button, self.similar_button, self.stop_button, spacing=10)
        head.setStretch(0, 1)
        right = column(boxed(head), self._gauge, self.faults, spacing=10)
        layout = row(self.columns, boxed(right), spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        for button, act in (
            (self.check_button, self.check),
            (self.import_button, self.apply),
            (self.similar_button, self._take_similar),
            (self.stop_button, self.stop),
            (self.report_button, self._report),
        ):
            button.clicked.connect(act)
        self._show_state()
        self._run("read", lambda: self._taking.look(file), self._show_columns)

    @property
    def is_busy(self) -> bool:
        """Say whether something is under way."""
        return self._busy

    @property
    def has_begun(self) -> bool:
        """Say whether rows have been taken in."""
        return bool(self._done)

    def stop(self) -> None:
        """Stop what is under way; what was taken in stays."""
        self._stops = True

    def let_go(self) -> None:
        """Stop, and forget what was read, in the turn in which it is read."""
        self.stop()
        self.desk.carry(self, self._taking.close, lambda _: None)

    def check(self) -> None:
        """Read the file with the columns as they stand, and compare it with the register."""
        if self._busy:
            return
        said, also = self.columns.said(), self._taking.also_similar
        former, self._taking = self._taking, self._new_taking(also_similar=also)
        taking, file = self._taking, self.file

        def work() -> Plan:
            former.close()
            taking.read(file, said)
            return taking.check()

        self._run("read", work, self._show_plan)

    def apply(self) -> None:
        """Take the good rows in."""
        if self._busy or self._plan is None or not self._plan.good:
            return
        self._busy, self._stops, self._taken, self._done = True, False, Taken(), 0
        self._slices = self._taking.slices()
        self._show_state()
        self._next()

    def _next(self) -> None:
        command = next(self._slices, None) if self._slices is not None and not self._stops else None
        if command is not None:
            self._show_step("write", self._done)
            self.desk.do(self, command, partial(self._took, len(command.entries)), self._not_taken)
            return
        self._busy = False
        if self._stops:
            self.ended.emit("导入停下了", self.desk.say(Refused("import_stopped", done=self._done)))
            return
        self.desk.serve(self, self._taking.finish, lambda _: self.ended.emit(self._said, taken_words(self._taken)))

    def _took(self, count: int, taken: Taken) -> None:
        self._taken, self._done = self._taken.with_more(taken), self._done + count
        self._next()

    def _not_taken(self, fault: Fault) -> None:
        self._busy = False
        self._show_state()
        self.failed.emit(fault)

    def _take_similar(self) -> None:
        self._taking.also_similar = True
        self.check()

    def _report(self) -> None:
        name = f"{self.file.stem} 问题"
        target = saving.ask_where(self, "把问题存成表格", name, (".xlsx",), "Excel", self.file.parent)
        if target is not None:
            taking, plan = self._taking, self._plan
            lines = (
                (fault.row, column_of(plan.columns if plan else None, fault, self._kind.heads), self._say(fault))
                for fault in taking.faults()
            )
            self.desk.carry(self, lambda: taking.report(target, lines), lambda _: None, self.failed.emit)

    def _run(self, step: str, work: Any, done: Any) -> None:
        self._busy, self._stops = True, False
        self._show_state()
        self._show_step(step, 0)

        def did(result: Any) -> None:
            self._busy = False
            done(result)
            self._show_state()

        def failed(fault: Fault) -> None:
            self._busy = False
            self._words.setText("")
            self._show_state()
            self.failed.emit(fault)

        self.desk.carry(self, work, did, failed)

    def _show_columns(self, columns: Columns) -> None:
        self.columns.show_columns(columns)
        self.check()

    def _show_plan(self, plan: Plan) -> None:
        self._plan = plan
        self._words.setText(plan_words(plan))
        self._gauge.show_share(None)
        self.faults.empty.say("没有问题", "每一行都能导入。", icon="check-circle")
        self.faults.show_rows(plan.faults)

    def _show_step(self, step: str, done: int) -> None:
        total = self._plan.good if self._plan else 0
        self._words.setText(step_words(step, done, total))
        self._gauge.show_share(done / total if total and step == "write" else None)

    def _show_state(self) -> None:
        plan, busy = self._plan, self._busy
        self.stop_button.setVisible(busy)
        self.check_button.setEnabled(not busy)
        self.import_button.setEnabled(not busy and plan is not None and plan.good > 0)
        self.similar_button.setVisible(not busy and plan is not None and plan.similar > 0)
        self.report_button.setVisible(not busy and plan is not None and plan.faulty > 0)
        self._gauge.setVisible(busy)

    def _new_taking(self, *, also_similar: bool = False) -> ListImport:
        actor = self.desk.actor
        assert actor is not None  # noqa: S101 - a page is open only while somebody is logged in
        return self._kind(self.desk.core, actor, progress=self._on_progress, also_similar=also_similar)

    def _on_progress(self, step: str, done: int) -> bool:
        """Hear from the thread that reads; the screen is told in its own."""
        self.desk.tell(partial(self._show_if_busy, step, done))
        return not self._stops and not self.desk.is_closing

    def _show_if_busy(self, step: str, done: int) -> None:
        if self._busy:
            self._show_step(step, done)

    def _say(self, fault: RowFault) -> str:
        columns = self._plan.columns if self._plan else None
        facts = fault.facts | ({"field": column_of(columns, fault, self._kind.heads)} if "field" in fault.facts else {})
        return self.desk.words.say(fault.code, facts)

    def _fault_columns(self) -> tuple[Column[RowFault], ...]:
        def its_column(fault: RowFault) -> str:
            return column_of(self._plan.columns if self._plan else None, fault, self._kind.heads)

        return (
            Column(title="行", text=lambda one: f"{one.row:,}", width=64, is_right=True),
            Column(title="列", text=its_column, width=110, rank=1),
            Column(title="问题和办法", text=self._say, width=320, stretch=1),
        )

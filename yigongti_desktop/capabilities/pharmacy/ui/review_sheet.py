"""A review opened whole: the prescriptions that were drawn, line by line, and the figures they make."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import to_builtins
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewLine
from yigongti_desktop.capabilities.pharmacy.model.review_figures import figures
from yigongti_desktop.capabilities.pharmacy.store import reviews as store
from yigongti_desktop.capabilities.pharmacy.ui.review_columns import line_columns
from yigongti_desktop.capabilities.pharmacy.ui.review_lines import KEYS
from yigongti_desktop.capabilities.pharmacy.ui.review_lines import of_review
from yigongti_desktop.capabilities.pharmacy.ui.review_lines import to_review
from yigongti_desktop.capabilities.pharmacy.ui.review_words import drug_words
from yigongti_desktop.capabilities.pharmacy.ui.review_words import rate
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.lines.table import LineTable

_DRAFT_MILLISECONDS = 800
_KEYS = (("Enter", "下一格"), ("↑↓", "换行"), ("=", "合理、全是基药"), ("Ctrl+D", "同上"), ("F8", "下一处要改"))
_READ_KEYS = (("↑↓", "移动"), ("Esc", "关闭"))


class ReviewSheet(QWidget):
    """The lines of a review."""

    kept = Signal()

    def __init__(self, desk: Desk, review: PrescriptionReview, *, is_open: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.review = review
        self.is_open = is_open
        self.is_dirty = False
        self._keep = QTimer(self, interval=_DRAFT_MILLISECONDS, singleShot=True)
        today = day(desk.now())
        self.table = LineTable(line_columns(today, is_open=is_open), keys=_KEYS if is_open else _READ_KEYS)
        layout = column(self.table, spacing=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._keep.timeout.connect(self.keep_draft)
        self.table.edited.connect(self._on_edited)
        on_key(self, "F8", self.table.view.go_to_next_fault)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show the lines, or what was kept of them."""
        lines = of_review(self.review.lines)
        if draft:
            kept = {line["number"]: line for line in draft.get("lines", ())}
            lines = [{**line, **_thawed(kept.get(line["number"], {}))} for line in lines]
        self.table.view.lines.set_lines(lines)
        self.is_dirty = bool(draft)
        self._keep.stop()
        self._sum_up()
        self.first_focus()

    def begin_anew(self) -> None:
        """Forget what was kept."""
        self.drop_draft()
        self.begin(None)

    def first_focus(self) -> None:
        """Put the cursor into the first open cell that is empty, else into the lines."""
        view = self.table.view
        view.setFocus()
        if not view.lines.rowCount():
            return
        if not self.is_open:
            view.go_to(0, 0)
            return
        gap = next((place for place, line in enumerate(view.lines.lines) if not line["finding"]), 0)
        view.go_to(gap, 2)

    def lines(self) -> tuple[ReviewLine, ...]:
        """Return what stands here."""
        self.table.view.end_cell()
        return to_review(self.table.view.lines.lines)

    def check(self) -> bool:
        """Check every line; the cursor goes to the first that is wrong."""
        self.table.view.end_cell()
        if self.table.view.lines.check():
            return True
        self.table.view.go_to_next_fault()
        return False

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say at its line; say whether there is one."""
        line = fault.facts.get("line")
        if not isinstance(line, int):
            return False
        key = str(fault.facts.get("field") or {"drugs_range": "drugs", "essential_above": "essential"}.get(fault.code))
        facts = {name: value for name, value in fault.facts.items() if name != "line"}
        keys = {one.key for one in self.table.view.lines.columns}
        key = KEYS.get(key, key) if KEYS.get(key, key) in keys else "finding"
        self.table.view.lines.set_fault(line - 1, key, self.desk.words.say(fault.code, facts))
        self.table.view.go_to_next_fault()
        return True

    def keep_draft(self) -> None:
        """Keep what stands here on this machine."""
        self._keep.stop()
        actor = self.desk.actor
        if not self.is_dirty or not self.is_open or actor is None:
            return
        content = to_builtins({"lines": self.table.view.lines.lines})
        now = self.desk.now()
        self.desk.write(
            self, store.keep_draft, actor.account, self.review.id, content, now, done=lambda _: self.kept.emit()
        )

    def drop_draft(self) -> None:
        """Forget what was kept: it is in the record."""
        self._keep.stop()
        self.is_dirty = False
        if self.desk.actor is not None:
            self.desk.write(None, store.drop_draft, self.desk.actor.account, self.review.id)

    def set_compact(self, compact: bool) -> None:
        """Leave the keys out where there is no room."""
        self.table.set_compact(compact)

    def _on_edited(self) -> None:
        self.is_dirty = True
        self._keep.start()
        self._sum_up()

    def _sum_up(self) -> None:
        found = figures(to_review(self.table.view.lines.lines))
        words = f"抽 {found.drawn} 张　已评 {found.judged} 张"
        if found.judged:
            words += f"　合理率 {rate(found)}　{drug_words(found)}"
        self.table.set_sums(words)


def _thawed(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept line with its day as a day again."""
    values = dict(line)
    try:
        values["date"] = date.fromisoformat(values["date"])
    except (KeyError, TypeError, ValueError):
        return values
    return values

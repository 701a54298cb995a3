"""A review opened whole: the prescriptions that were drawn, line by line, and the figures they make."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from yigongti_desktop.capabilities.pharmacy.messages.reviews import ReturnReview
from yigongti_desktop.capabilities.pharmacy.messages.reviews import WriteReview
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.model.review_figures import figures
from yigongti_desktop.capabilities.pharmacy.ui.kept_sheet import READ_KEYS
from yigongti_desktop.capabilities.pharmacy.ui.kept_sheet import KeptSheet
from yigongti_desktop.capabilities.pharmacy.ui.review_columns import line_columns
from yigongti_desktop.capabilities.pharmacy.ui.review_lines import KEYS
from yigongti_desktop.capabilities.pharmacy.ui.review_lines import of_review
from yigongti_desktop.capabilities.pharmacy.ui.review_lines import to_review
from yigongti_desktop.capabilities.pharmacy.ui.review_words import KIND
from yigongti_desktop.capabilities.pharmacy.ui.review_words import drug_words
from yigongti_desktop.capabilities.pharmacy.ui.review_words import rate
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.lines.columns import Line

_KEYS = (("Enter", "下一格"), ("↑↓", "换行"), ("=", "合理、全是基药"), ("Ctrl+D", "同上"), ("F8", "下一处要改"))
_FIELDS = {"drugs_range": "drugs", "essential_above": "essential"}


class ReviewSheet(KeptSheet):
    """The lines of a review."""

    kind = KIND

    def __init__(self, desk: Desk, review: PrescriptionReview, *, is_open: bool) -> None:
        self.review = review
        columns = line_columns(day(desk.now()), is_open=is_open)
        keys = _KEYS if is_open else READ_KEYS
        super().__init__(desk, "prescription_review", review.id, columns, keys=keys, is_open=is_open)
        self.set_out()

    def fresh(self) -> list[Line]:
        """Return the lines of the review."""
        return of_review(self.review.lines)

    def taken_up(self, kept: Sequence[Line]) -> list[Line]:
        """Return the lines of the review as it is now, with what was kept of each."""
        known = {line["number"]: line for line in super().taken_up(kept)}
        return [{**line, **known.get(line["number"], {})} for line in self.fresh()]

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show the lines, or what was kept of them."""
        super().begin(draft)
        self.first_focus()

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

    def written(self) -> WriteReview:
        """Return the command that saves what stands here, finished or not."""
        self.end_typing()
        return WriteReview(review=self.review.id, lines=to_review(self.lines))

    def command(self) -> ReturnReview:
        """Return the command that gives the review back to the unit."""
        return ReturnReview(review=self.review.id, lines=to_review(self.lines))

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say at its line; say whether there is one."""
        line = fault.facts.get("line")
        if not isinstance(line, int):
            return False
        key = str(fault.facts.get("field") or _FIELDS.get(fault.code))
        facts = {name: value for name, value in fault.facts.items() if name != "line"}
        keys = {one.key for one in self.table.view.lines.columns}
        key = KEYS.get(key, key) if KEYS.get(key, key) in keys else "finding"
        self.table.view.lines.set_fault(line - 1, key, self.desk.words.say(fault.code, facts, self.kind))
        self.table.view.go_to_next_fault()
        return True

    def sums(self) -> str:
        """Return how many were drawn and judged, and the figures that they make."""
        found = figures(to_review(self.lines))
        words = f"抽 {found.drawn} 张　已评 {found.judged} 张"
        return words + (f"　合理率 {rate(found)}　{drug_words(found)}" if found.judged else "")

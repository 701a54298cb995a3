"""Reckon deductibles: the stays above, the arithmetic in sentences below; what is typed is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.referrals.model.deductible import MOST_STAYS
from yigongti_desktop.capabilities.referrals.model.deductible import Reckoned
from yigongti_desktop.capabilities.referrals.model.deductible import reckon
from yigongti_desktop.capabilities.referrals.printing import deductible_words as words
from yigongti_desktop.capabilities.referrals.store.deductible import Begun
from yigongti_desktop.capabilities.referrals.ui import deductible_lines as lines
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.table import LineTable

DRAFT = "deductible"


class DeductibleWork(Kept):
    """The stays and what comes of them."""

    #: What is reckoned has changed.
    reckoned = Signal()

    kind = "referral"

    def __init__(self, desk: Desk, known: Begun, referral: str = "", parent: QWidget | None = None) -> None:
        """Make it, for the stays of a referral or of nobody in particular; what is typed is kept for each by itself."""
        super().__init__(desk, DRAFT, referral, parent=parent)
        self._known = known
        self.patient = known.patient
        self.found: tuple[Reckoned, ...] = ()
        self.table = LineTable(lines.columns())
        self.view = self.table.view
        self.view.new_line = self._new_line
        self.view.may_remove = lambda _line: True
        self._words = label("", wrap=True)
        self._sum = label("", "name")
        frame, inside = card()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        body = QWidget()
        body.setObjectName("surface")
        body.setLayout(column(self._sum, self._words, None, spacing=8, margins=(16, 12, 16, 12)))
        scroll.setWidget(body)
        inside.addWidget(scroll)
        layout = column(self.table, frame, spacing=10)
        layout.setStretch(0, 4)
        layout.setStretch(1, 5)
        self.setLayout(layout)
        self.table.edited.connect(self._on_edited)
        self.view.removed.connect(lambda _place, _line: self._on_edited())

    @property
    def explanation(self) -> str:
        """Return the sentences that are shown."""
        return f"{self._sum.text()}\n{self._words.text()}".strip()

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show what was kept, or the stays that are known."""
        kept = list(draft["stays"]) if draft else [lines.empty(place, came) for place, came in self._known.stays]
        if draft and not self.patient:
            self.patient = str(draft.get("patient", ""))
        self.view.lines.set_lines([*(lines.empty() | dict(one) for one in kept), lines.empty()])
        self.has_begun = True
        self._reckon()

    def content(self) -> Mapping[str, Any]:
        """Return what stands here."""
        return {"patient": self.patient, "stays": [dict(line) for line in self._written]}

    def check(self) -> bool:
        """Check every cell."""
        self.view.end_cell()
        if self.view.lines.check():
            return True
        self.view.go_to(*self.view.lines.faults()[0])
        return False

    def command(self) -> Any:
        """Return nothing: no record comes of it."""

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say at the line that it is about."""
        line, field = fault.facts.get("line"), str(fault.facts.get("field", ""))
        if not isinstance(line, int) or not field:
            return False
        written = [place for place, one in enumerate(self.view.lines.lines) if not lines.is_empty(one)]
        self.view.lines.set_fault(written[line - 1], field, self.desk.words.say(fault.code, fault.facts))
        return True

    def first_focus(self) -> None:
        """Put the cursor into the first cell."""
        self.view.go_to_first()

    def end_typing(self) -> None:
        """Take the value that is being typed."""
        self.view.end_cell()

    @property
    def _written(self) -> list[Line]:
        return [line for line in self.view.lines.lines if not lines.is_empty(line)]

    def _new_line(self, after: Line | None) -> Line | None:
        is_full = len(self.view.lines.lines) >= MOST_STAYS
        return None if is_full or (after is not None and lines.is_empty(after)) else lines.empty()

    def _on_edited(self) -> None:
        self.touch()
        self._reckon()

    def _reckon(self) -> None:
        """Reckon what is whole; a line that is being filled in is waited for."""
        self.found = ()
        written = self._written
        self.table.set_sums(f"{len(written)} 次住院")
        if written and all(self._is_whole(line) for line in written):
            try:
                self.found = reckon(lines.stays_of(written), self._known.terms)
            except Refused as fault:
                self.show_refusal(fault)
        self._sum.setText(
            words.sum_up(self.found) if self.found else "把每次住院的单位、怎么来的和起付线填上，就会算出来。"
        )
        said = [
            f"{place}．{one.stay.place}：{''.join(words.explain(one, self._known.terms))}"
            for place, one in enumerate(self.found, start=1)
        ]
        rules = words.rules(self._known.terms) or ["县里没有定起付线连续计算或降低比例的规定，每次住院各算各的。"]
        self._words.setText("\n".join([*said, *([""] if said else []), *rules]))
        self.reckoned.emit()

    def _is_whole(self, line: Line) -> bool:
        return not any(column.check(line[column.key], line) for column in self.view.lines.columns)

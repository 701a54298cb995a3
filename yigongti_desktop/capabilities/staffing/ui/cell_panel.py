"""Why a cell is so: what is not kept there, by which rule; how to mend it; why this person; their figures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.candidates import Candidate
from yigongti_desktop.capabilities.staffing.model.reasons import Reasons
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.capabilities.staffing.ui.decide import Decide
from yigongti_desktop.capabilities.staffing.ui.remedy_list import RemedyList
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.panel import Callout

WIDTH = 268
_PAD = 14
_FINDINGS = 4
_FIGURES = 4
#: Groups of people that are named.
_GROUPS = 4


class CellPanel(QFrame):
    """The panel beside the grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self._place = label("", "caption")
        self._name, self._facts = label("", "name"), label("", "second", wrap=True)
        self._amended = label("", "second", wrap=True)
        self._findings = [Callout() for _ in range(_FINDINGS)]
        self._more = label("", "caption")
        self.remedies = RemedyList()
        self._reason, self._verdict = label("", "name", wrap=True), label("", "second", wrap=True)
        self._barred = label("", "caption-strong", wrap=True)
        self._figures = [
            (label("", "caption-strong"), label("", "name"), label("", "caption")) for _ in range(_FIGURES)
        ]
        self.decide = Decide()
        self.follow, self.pin = KeyButton("照 1 改", "1", icon="check"), KeyButton("钉住", "P")
        self._build()

    def show_place(self, name: str, facts: str, place: str = "") -> None:
        """Say which cell, and which of the problems it is."""
        self._name.setText(name)
        self._facts.setText(facts)
        self._place.setText(place)

    def show_findings(self, found: Sequence[tuple[str, Sentence]]) -> None:
        """Show what is not kept: the name of the rule, and what it says."""
        for callout, one in zip(self._findings, [*found, *[None] * _FINDINGS], strict=False):
            if one is None:
                callout.clear()
            else:
                name, said = one
                words = f"{said.text}\n{said.source}" if said.source else said.text
                callout.say(name, words, tone="danger" if said.is_must else "warn")
        rest = len(found) - _FINDINGS
        self._more.setText(f"还有 {rest} 条" if rest > 0 else "")
        self._more.setVisible(rest > 0)

    def show_amended(self, words: str) -> None:
        """Show how it was changed after the roster had been published; empty where it was not."""
        self._amended.setText(words)
        self._amended.setVisible(bool(words))

    def show_candidates(self, found: Sequence[Candidate], *, is_open: bool) -> None:
        """Show how to mend it."""
        self.remedies.show_candidates(found if is_open else ())
        self.follow.setVisible(bool(found) and is_open)
        self._show_foot()

    def show_reasons(self, reasons: Reasons | None) -> None:
        """Show why it is this person, or why a duty lacks somebody."""
        for part in (self._reason, self._verdict, self._barred):
            part.setVisible(reasons is not None)
        self._line.setVisible(reasons is not None)
        if reasons is None:
            return
        groups = [f"{group.text}（{group.source}）" if group.source else group.text for group in reasons.barred]
        self._reason.setText(reasons.title)
        self._verdict.setText(reasons.verdict)
        rest = [f"还有 {len(groups) - _GROUPS} 条"] if len(groups) > _GROUPS else []
        self._barred.setText("\n".join(groups[:_GROUPS] + rest))
        self._barred.setVisible(bool(groups))

    def show_figures(self, figures: Sequence[tuple[str, str, str]]) -> None:
        """Show what somebody has beside what all have on average: name, figure, average."""
        for parts, one in zip(self._figures, [*figures, *[("", "", "")] * _FIGURES], strict=False):
            for part, text in zip(parts, one, strict=True):
                part.setText(text)
                part.setVisible(bool(text))

    def set_open(self, *, is_open: bool, is_cell: bool) -> None:
        """Offer what can be done here."""
        self.pin.setVisible(is_open and is_cell)
        if not is_open:
            self.follow.hide()
        self._show_foot()

    def _show_foot(self) -> None:
        has_acts = not (self.follow.isHidden() and self.pin.isHidden())
        self._foot.setVisible(has_acts and self.decide.form is None)

    def _build(self) -> None:
        where = row(self._name, self._facts, spacing=8)
        where.setStretch(1, 1)
        head = column(
            row(label("为什么", "card"), None, self._place),
            where,
            spacing=4,
            margins=(_PAD, 10, _PAD, 10),
        )
        self._line = hairline()
        figures = column(
            *(row(name, None, value, beside, spacing=6) for name, value, beside in self._figures), spacing=5
        )
        parts = column(
            self._amended,
            *self._findings,
            self._more,
            self.remedies,
            self._line,
            self._reason,
            self._verdict,
            self._barred,
            figures,
            None,
            spacing=8,
            margins=(_PAD, 12, _PAD, 12),
        )
        body = boxed(parts)
        body.setObjectName("surface")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumHeight(0)
        scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(scroll, 1)
        layout.addWidget(self.decide)
        self._foot = boxed(row(self.follow, None, self.pin, margins=(12, 8, 12, 8)), "foot")
        layout.addWidget(self._foot)
        self.decide.asked.connect(self._show_foot)
        self.decide.closed.connect(self._show_foot)
        self.show_amended("")
        self.show_findings(())
        self.remedies.hide()
        self.show_reasons(None)
        self.show_figures(())

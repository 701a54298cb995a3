"""Which period the figures are taken over: how long it is, and which of the last ones."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.periods import Period
from yigongti_desktop.kernel.periods import Span
from yigongti_desktop.kernel.periods import periods
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.figure_words import SPANS
from yigongti_desktop.kit.figure_words import period_words
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.picklist import Picklist

_COUNTS = {Span.MONTH: 13, Span.QUARTER: 6, Span.YEAR: 3, Span.TWELVE: 1}


class PeriodBar(QWidget):
    """Chips for how long, a list for which; the last twelve months need no list."""

    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.spans = Chips([Chip(span.value, words) for span, words in SPANS.items()], title="时段")
        self.which = Picklist(self._choices())
        self.spans.chosen.connect(lambda _key: self._on_span())
        self.which.chosen.connect(lambda _key: self.changed.emit())
        self.setLayout(row(self.spans, self.which))
        self.which.hide()

    @property
    def chosen(self) -> Period:
        """Return the period."""
        return self._periods()[int(self.which.key)]

    @property
    def words(self) -> str:
        """Return what the period is called."""
        return period_words(self._span, self.chosen)

    def set_today(self, today: date) -> None:
        """Offer the periods until another day, without telling it; what was counted from the last stays so."""
        self._today = today
        self.which.set_choices(self._choices())

    @property
    def _span(self) -> Span:
        return Span(self.spans.key)

    def _periods(self) -> tuple[Period, ...]:
        return periods(self._span, self._today, _COUNTS[self._span])

    def _choices(self) -> list[tuple[str, str]]:
        return [(str(place), period_words(self._span, one)) for place, one in enumerate(self._periods())]

    def _on_span(self) -> None:
        self.which.key = ""
        self.which.set_choices(self._choices())
        self.which.setVisible(_COUNTS[self._span] > 1)
        self.changed.emit()

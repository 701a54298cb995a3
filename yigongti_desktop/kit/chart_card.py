"""A plot on a card, with its title, what the whole of it comes to, and the way to what it is made of."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.chart import Chart
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.plot import Plot


class ChartCard(QFrame):
    """A plot with its title and the figures of the whole period."""

    #: A month was opened, by its place.
    opened = Signal(int)
    #: All of the period was asked for.
    whole_wanted = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.plot = Plot(title)
        self.plot.opened.connect(self.opened)
        self._figures = label("", "name")
        self.details = KeyButton("明细", style=LINK, icon="list")
        self.details.setAccessibleName(f"{title}的明细")
        self.details.clicked.connect(self.whole_wanted)
        head = row(label(title, "card"), self._figures, None, self.details, spacing=10, margins=(14, 4, 8, 0))
        self.setLayout(column(head, row(self.plot, margins=(8, 0, 8, 4)), spacing=2))

    @property
    def figures(self) -> str:
        """Return the figures of the whole period in words."""
        return self._figures.text()

    def show_chart(self, chart: Chart, figures: str) -> None:
        """Show a plot and what the whole period comes to."""
        self._figures.setText(figures)
        self.plot.show_chart(chart)

    def set_compact(self, compact: bool) -> None:
        """Leave the button out where there is no room; the first row of the table opens the same."""
        self.details.setVisible(not compact)

"""One figure closely: what it is, how it is reckoned, what is wanted of it, and its last twelve months."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.contracts.model.rates import Terms
from yigongti_desktop.capabilities.contracts.store.rates import Closer
from yigongti_desktop.capabilities.contracts.store.rates import Figure
from yigongti_desktop.capabilities.contracts.ui.rates_words import TITLES
from yigongti_desktop.capabilities.contracts.ui.rates_words import axis_percent
from yigongti_desktop.capabilities.contracts.ui.rates_words import definition_words
from yigongti_desktop.capabilities.contracts.ui.rates_words import month_words
from yigongti_desktop.capabilities.contracts.ui.rates_words import percent
from yigongti_desktop.capabilities.contracts.ui.rates_words import points
from yigongti_desktop.capabilities.contracts.ui.rates_words import target_words
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.chart import Chart
from yigongti_desktop.kit.chart import Series
from yigongti_desktop.kit.chart import Shape
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.plot import Plot


class FigureCard(QFrame):
    """A figure with its plot."""

    #: A month was opened, by its place.
    opened = Signal(int)
    #: Whoever is behind the figure was asked for.
    whole_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._title = label("", "card")
        self._share = label("", "name")
        self._definition = label("", "second", wrap=True)
        self._aim = label("", "second", wrap=True)
        self.details = KeyButton("名单", style=LINK, icon="list")
        self.details.clicked.connect(self.whole_wanted)
        self.plot = Plot("走势")
        self.plot.opened.connect(self.opened)
        self.wait()
        head = row(self._title, self._share, None, self.details, spacing=10, margins=(14, 4, 8, 0))
        words = column(self._definition, self._aim, spacing=3, margins=(14, 0, 14, 0))
        self.setLayout(column(head, words, row(self.plot, margins=(8, 0, 8, 4)), spacing=4))

    @property
    def words(self) -> str:
        """Return how the figure is reckoned and what is wanted of it, as it stands in sight."""
        return f"{self._definition.text()}{self._aim.text()}"

    def show_figure(self, one: Figure, terms: Terms) -> None:
        """Show a figure; its months follow."""
        title = TITLES[one.definition]
        self._title.setText(title)
        self._share.setText(percent(one.count.share))
        self._definition.setText(definition_words(one.definition, terms))
        self._aim.setText(aim_words(one))
        self._aim.setVisible(bool(self._aim.text()))
        self.details.setAccessibleName(f"{title}的名单")

    def wait(self) -> None:
        """Plot nothing until the months of the figure come."""
        self.plot.show_chart(Chart(full=1, figure=axis_percent))

    def show_months(self, found: Closer) -> None:
        """Plot the months, and what was wanted in each of them."""
        series = [
            Series(
                title=TITLES[found.definition],
                values=tuple(_real(month.count.share) for month in found.months),
                words=percent,
            )
        ]
        if any(month.least is not None for month in found.months):
            aims = tuple(_real(month.least) for month in found.months)
            series.append(Series(title="目标", values=aims, shape=Shape.LINE, words=target_words))
        chart = Chart(
            labels=tuple(f"{month.period.first.month}月" for month in found.months),
            names=tuple(month_words(month.period) for month in found.months),
            series=tuple(series),
            full=1,
            figure=axis_percent,
        )
        self.plot.show_chart(chart)

    def set_compact(self, compact: bool) -> None:
        """Leave the button out where there is no room: Enter on the figure opens the same."""
        self.details.setVisible(not compact)


def aim_words(one: Figure) -> str:
    """Return what the county wants of a figure, and how far it is from it; empty where it wants nothing."""
    found = []
    if one.aim.least is not None:
        source = f"（{one.aim.source}）" if one.aim.source else ""
        found.append(f"目标 {target_words(one.aim.least)}{source}{_gap_words(one.aim.gap(one.count.share))}。")
    if one.aim.growth is not None:
        first, last = one.aim.growth
        found.append(f"每年应提高 {first}–{last} 个百分点，比上年底 {points(one.grown)}。")
    return "".join(found)


def _gap_words(gap: Fraction | None) -> str:
    if gap is None:
        return ""
    if gap < 0:
        return f"，还差 {points(-gap).lstrip('+')}"
    return f"，已达到，高 {points(gap).lstrip('+')}"


def _real(share: Fraction | None) -> float | None:
    return None if share is None else float(share)

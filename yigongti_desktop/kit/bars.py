"""A small bar chart: one series filled, a second outlined, the last week's values written on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.chart import Chart
from yigongti_desktop.kit.chart import Series
from yigongti_desktop.kit.chart import Shape
from yigongti_desktop.kit.plot import Plot


@dataclass(frozen=True)
class Bars:
    """Values of one label."""

    label: str
    first: int
    second: int


class BarChart(Plot):
    """Bars in pairs, to be looked at; what they are called stands beside them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(False)

    def show_bars(self, bars: Sequence[Bars]) -> None:
        """Show these values."""
        self.show_chart(
            Chart(
                labels=tuple(bar.label for bar in bars),
                series=(
                    Series(title="", values=tuple(bar.first for bar in bars), shape=Shape.SOLID),
                    Series(title="", values=tuple(bar.second for bar in bars), shape=Shape.OPEN),
                ),
                is_each_written=False,
            )
        )
        self.setAccessibleName("；".join(f"{bar.label} {bar.first} {bar.second}" for bar in bars))

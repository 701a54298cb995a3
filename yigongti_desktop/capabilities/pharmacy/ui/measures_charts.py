"""The three plots of the supply: how much came, how long it took, how much of it is essential medicines."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from yigongti_desktop.capabilities.pharmacy.model.supplying import Figures
from yigongti_desktop.capabilities.pharmacy.ui.measures_state import Overview
from yigongti_desktop.kit.chart import Chart
from yigongti_desktop.kit.chart import Series
from yigongti_desktop.kit.chart import Shape
from yigongti_desktop.kit.chart_card import ChartCard
from yigongti_desktop.kit.figure_words import axis_percent
from yigongti_desktop.kit.figure_words import days
from yigongti_desktop.kit.figure_words import percent
from yigongti_desktop.kit.figure_words import plain
from yigongti_desktop.kit.month_chart import month_chart
from yigongti_desktop.kit.month_chart import month_series

#: Reads a figure of a month; None where there is nothing to divide by.
_Of = Callable[[Figures], Fraction | int | None]


def show_fill(card: ChartCard, found: Overview) -> None:
    """Show how much of what was asked for came (PHA-15)."""
    rate = found.whole.figures.fill
    series = (
        _series(found, "按行", lambda one: one.fill.by_line, percent),
        _series(found, "按数量", lambda one: one.fill.by_quantity, percent, Shape.LINE),
    )
    card.show_chart(_shares(found, series), f"按行 {percent(rate.by_line)}　按数量 {percent(rate.by_quantity)}")


def show_lead(card: ChartCard, found: Overview) -> None:
    """Show how many days requests took (PHA-15)."""
    lead = found.whole.figures.lead
    series = (
        _series(found, "中位数", lambda one: one.lead.median, days),
        _series(found, "九成不超过", lambda one: one.lead.p90, days, Shape.LINE),
    )
    card.show_chart(
        month_chart(found.months, found.chosen, series, plain), f"中位 {days(lead.median)}　九成 {days(lead.p90)}"
    )


def show_essential(card: ChartCard, found: Overview) -> None:
    """Show how much of what came is in the list of essential medicines (PHA-14)."""
    share = found.whole.figures.essential
    series = (
        _series(found, "按行", lambda one: one.essential.by_line, percent),
        _series(found, "按金额", lambda one: one.essential.by_amount, percent, Shape.LINE),
    )
    card.show_chart(_shares(found, series), f"按行 {percent(share.by_line)}　按金额 {percent(share.by_amount)}")


def _shares(found: Overview, series: tuple[Series, ...]) -> Chart:
    return month_chart(found.months, found.chosen, series, axis_percent, full=1)


def _series(found: Overview, title: str, of: _Of, words: Callable[[float], str], shape: Shape = Shape.TINT) -> Series:
    return month_series(title, (of(one.figures) for one in found.by_month), words, shape)

"""The three plots of referral: how many went up and came down, how many were accepted, how fast."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from yigongti_desktop.capabilities.referrals.model.figures import GROWTH
from yigongti_desktop.capabilities.referrals.model.figures import Figures
from yigongti_desktop.capabilities.referrals.ui.figures_state import MONTH
from yigongti_desktop.capabilities.referrals.ui.figures_state import Overview
from yigongti_desktop.capabilities.referrals.ui.figures_words import growth_words
from yigongti_desktop.capabilities.referrals.ui.figures_words import span_words
from yigongti_desktop.kit.chart import Chart
from yigongti_desktop.kit.chart import Series
from yigongti_desktop.kit.chart import Shape
from yigongti_desktop.kit.chart_card import ChartCard
from yigongti_desktop.kit.figure_words import axis_percent
from yigongti_desktop.kit.figure_words import percent
from yigongti_desktop.kit.figure_words import plain
from yigongti_desktop.kit.month_chart import month_chart
from yigongti_desktop.kit.month_chart import month_series

#: Reads a figure of a month; None where there is nothing to divide by.
_Of = Callable[[Figures], Fraction | float | None]
_HOUR = 3600


def show_ways(card: ChartCard, found: Overview) -> None:
    """Show how many went up and came down; below it what the documents ask for (REF-02)."""
    series = (
        _series(found, "上转", lambda one: float(one.up + one.across), _people),
        _series(found, "下转", lambda one: float(one.down), _people, Shape.LINE),
    )
    whole, growth = found.whole.figures, found.whole.growth
    words = f"上转 {whole.up + whole.across:,}　下转 {whole.down:,}"
    if growth is not None:
        short = "" if growth >= GROWTH else f"，不到 {percent(GROWTH)}"
        words += f"（比上年 {growth_words(growth)}{short}）"
    card.show_chart(_chart(found, series), words)


def show_answers(card: ChartCard, found: Overview) -> None:
    """Show what share was accepted, and what share of the accepted did not come."""
    series = (
        _series(found, "接收率", lambda one: one.acceptance, percent),
        _series(found, "未到诊", lambda one: one.missing, percent, Shape.LINE),
    )
    whole = found.whole.figures
    words = f"接收 {percent(whole.acceptance)}　未到诊 {percent(whole.missing)}　诊断相符 {percent(whole.agreement)}"
    card.show_chart(_chart(found, series, full=1, figure=axis_percent), words)


def show_times(card: ChartCard, found: Overview) -> None:
    """Show how many hours acceptance took."""
    series = (
        _series(found, "中位数", lambda one: _hours(one, is_median=True), _hour_words),
        _series(found, "九成不超过", lambda one: _hours(one, is_median=False), _hour_words, Shape.LINE),
    )
    answering = found.whole.figures.answering
    words = f"中位 {span_words(answering.median)}　九成 {span_words(answering.p90)}"
    card.show_chart(_chart(found, series, figure=plain), words)


def _chart(
    found: Overview,
    series: tuple[Series, ...],
    *,
    full: float | None = None,
    figure: Callable[[float], str] = "{:,.0f}".format,
) -> Chart:
    months = [row.month for row in found.rows[MONTH] if row.month is not None]
    return month_chart(months, found.chosen, series, figure, full=full)


def _series(found: Overview, title: str, of: _Of, words: Callable[[float], str], shape: Shape = Shape.TINT) -> Series:
    return month_series(title, (of(row.figures) for row in found.rows[MONTH]), words, shape)


def _hours(figures: Figures, *, is_median: bool) -> float | None:
    taken = figures.answering.median if is_median else figures.answering.p90
    return None if taken is None else taken.total_seconds() / _HOUR


def _people(count: float) -> str:
    return f"{count:,.0f} 人"


def _hour_words(hours: float) -> str:
    return f"{plain(hours)} 小时"

"""A plot of the months around a period: those outside it are quiet, since they are there to be compared with."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from fractions import Fraction

from yigongti_desktop.kernel.periods import Period
from yigongti_desktop.kit.chart import Chart
from yigongti_desktop.kit.chart import Series
from yigongti_desktop.kit.chart import Shape
from yigongti_desktop.kit.figure_words import month_words


def month_chart(
    months: Sequence[Period],
    chosen: Period,
    series: Sequence[Series],
    figure: Callable[[float], str],
    *,
    full: float | None = None,
) -> Chart:
    """Return the plot.

    Args:
        months: that are shown, the first first.
        chosen: the period that the figures are taken over.
        series: a value for each month.
        figure: says a figure of the axis, and of a bar.
        full: where the axis ends; where the values do when nothing is said.
    """
    return Chart(
        labels=tuple(f"{month.first.month}月" for month in months),
        names=tuple(map(month_words, months)),
        series=tuple(series),
        quiet=frozenset(place for place, month in enumerate(months) if not chosen.covers(month)),
        full=full,
        figure=figure,
    )


def month_series(
    title: str, values: Iterable[Fraction | float | None], words: Callable[[float], str], shape: Shape = Shape.TINT
) -> Series:
    """Return a series of figures; None stays unknown, where there is nothing to divide by."""
    known = tuple(None if value is None else float(value) for value in values)
    return Series(title=title, values=known, shape=shape, words=words)

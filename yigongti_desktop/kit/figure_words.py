"""Figures in words: shares, days, periods; a dash where there is nothing to divide by."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from math import floor

from yigongti_desktop.kernel.periods import Period
from yigongti_desktop.kernel.periods import Span
from yigongti_desktop.kit.chart import UNKNOWN

SPANS: dict[Span, str] = {
    Span.TWELVE: "近 12 个月",
    Span.MONTH: "月",
    Span.QUARTER: "季",
    Span.YEAR: "年",
}
_HUNDRED, _HALF = 100, Fraction(1, 2)


def percent(share: Fraction | float | None) -> str:
    """Return a share in whole hundredths: 83 %; never 100 % of what is not whole, nor 0 % of what is not nothing."""
    return UNKNOWN if share is None else f"{_hundredths(share)} %"


def axis_percent(share: float) -> str:
    """Return a share where there is little room: 83%."""
    return f"{_hundredths(share)}%"


def days(count: Fraction | float | None) -> str:
    """Return how many days in words: 3 天, 3.5 天."""
    return UNKNOWN if count is None else f"{plain(float(count))} 天"


def plain(count: float) -> str:
    """Return a figure with at most one place, without its unit: 3, 3.5."""
    return f"{count:.1f}".removesuffix(".0")


def period_words(span: Span, period: Period) -> str:
    """Return a period as people write it: 2026年11月, 2026年第4季度, 2026年, 2025-12 至 2026-11."""
    first = period.first
    if span is Span.MONTH:
        return month_words(period)
    if span is Span.QUARTER:
        return f"{first.year}年第{(first.month + 2) // 3}季度"
    return f"{first.year}年" if span is Span.YEAR else f"{first:%Y-%m} 至 {period.last:%Y-%m}"


def month_words(month: Period) -> str:
    """Return a month as people write it: 2026年11月."""
    return f"{month.first.year}年{month.first.month}月"


def _hundredths(share: Fraction | float) -> int:
    if share > 1 - Fraction(1, 2 * _HUNDRED):
        return floor(share * _HUNDRED)
    return ceil(share * _HUNDRED) if share * _HUNDRED < _HALF else floor(share * _HUNDRED + _HALF)

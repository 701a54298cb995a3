"""Columns of figures: counts, shares, days, money, dates; a dash for what nobody knows, real figures in Excel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TypeVar

from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kit.chart import UNKNOWN
from yigongti_desktop.kit.figure_words import days
from yigongti_desktop.kit.figure_words import percent
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_day

R = TypeVar("R")
_FEN = 100


def count(title: str, of: Callable[[R], int | None], *, width: int = 64, rank: int = 0, unit: str = "") -> Column[R]:
    """Return a column of whole figures."""

    def text(record: R) -> str:
        value = of(record)
        return UNKNOWN if value is None else f"{value:,} {unit}".strip()

    return Column(title=title, text=text, width=width, is_right=True, rank=rank, sort=of, export=of)


def share(title: str, of: Callable[[R], Fraction | None], *, width: int = 72, rank: int = 0) -> Column[R]:
    """Return a column of shares."""
    return Column(
        title=title,
        text=lambda record: percent(of(record)),
        width=width,
        is_right=True,
        rank=rank,
        sort=of,
        export=lambda record: _real(of(record)),
        number_format="0.0%",
    )


def time(title: str, of: Callable[[R], Fraction | int | None], *, width: int = 72, rank: int = 0) -> Column[R]:
    """Return a column of days that something takes."""
    return Column(
        title=title,
        text=lambda record: days(of(record)),
        width=width,
        is_right=True,
        rank=rank,
        sort=of,
        export=lambda record: _real(of(record)),
    )


def money(title: str, of: Callable[[R], int | None], *, width: int = 96, rank: int = 0) -> Column[R]:
    """Return a column of amounts in 元, of what is known in 分."""

    def text(record: R) -> str:
        fen = of(record)
        return UNKNOWN if fen is None else yuan(fen)

    def export(record: R) -> float | None:
        fen = of(record)
        return None if fen is None else fen / _FEN

    return Column(
        title=title,
        text=text,
        width=width,
        is_right=True,
        rank=rank,
        sort=of,
        export=export,
        number_format="#,##0.00",
    )


def on_day(title: str, of: Callable[[R], date | None], today: date, *, rank: int = 0) -> Column[R]:
    """Return a column of days, with the year where it is not this one."""

    def text(record: R) -> str:
        on = of(record)
        return UNKNOWN if on is None else short_day(on, today)

    return Column(title=title, text=text, width=84, is_right=True, rank=rank, sort=of, export=of)


def _real(value: Fraction | int | None) -> float | None:
    return None if value is None else float(value)

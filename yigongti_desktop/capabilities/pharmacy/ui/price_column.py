"""The column in which the central pharmacy says at what price a lot is sent; empty, it is that of the formulary."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.pricing import MOST_FEN
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.money import read_yuan
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn


def price_column() -> LineColumn:
    """Return the column; Enter passes over it, since the formulary mostly knows."""
    return LineColumn(
        key="price",
        title="单价（元）",
        width=84,
        kind=WORDS,
        is_right=True,
        is_passed=True,
        placeholder="目录价",
        check=wrong_price,
        rank=1,
    )


def wrong_price(value: Any, _line: Line) -> str:
    """Say what is wrong with a price as it was typed."""
    try:
        fen = read_yuan(str(value)) if value else 0
    except Refused:
        return "单价应是元，最多两位小数，如 12.50。请改。"
    return "" if fen <= MOST_FEN else f"单价最多 {MOST_FEN // 100:,} 元。请核对是不是把分当成了元。"

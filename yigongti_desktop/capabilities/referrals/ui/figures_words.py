"""Figures of referral in words: how long something took, growth, the ways and answers."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from yigongti_desktop.capabilities.referrals.model.figures import Answer
from yigongti_desktop.capabilities.referrals.model.figures import Way
from yigongti_desktop.kit.chart import UNKNOWN
from yigongti_desktop.kit.figure_words import percent
from yigongti_desktop.kit.figure_words import plain

WAYS = {Way.UP: "上转", Way.DOWN: "下转", Way.ACROSS: "平转"}
ANSWERS = {Answer.OPEN: "待接收", Answer.ACCEPTED: "已接收", Answer.DECLINED: "退回", Answer.NONE: "未答复"}
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_LONG = 2 * _DAY


def span_words(taken: timedelta | None) -> str:
    """Return how long something took: 25 分钟, 3.5 小时, 2.1 天; a dash where nothing did."""
    if taken is None:
        return UNKNOWN
    seconds = taken.total_seconds()
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} 分钟"
    return f"{plain(seconds / _HOUR)} 小时" if seconds < _LONG else f"{plain(seconds / _DAY)} 天"


def growth_words(growth: Fraction | None) -> str:
    """Return by how much something grew over the year before: +12 %, -3 %; a dash where there was nothing then."""
    if growth is None:
        return UNKNOWN
    return f"{'+' if growth >= 0 else '-'}{percent(abs(growth))}" if growth else "0 %"

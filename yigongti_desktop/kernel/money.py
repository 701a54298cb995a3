"""Money as whole 分: read and shown as 元, and written out on paper in capital numerals (大写金额).

The form is that of 支付结算办法 (附件一 正确填写票据和结算凭证的基本规定): 整 after 元 or 角, never after 分.
"""

from __future__ import annotations

import re

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width

#: Less than a trillion 元: no paper of a county bears more.
MOST_FEN = 10**14 - 1
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
#: Commas part thousands only: 12,5 is no amount.
_TYPED = re.compile(r"([0-9]{1,10}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,2}))?")
_MOST_SHOWN = 20


def yuan(fen: int) -> str:
    """Return an amount in 元 with two places: 1,234.50."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"


def read_yuan(typed: str) -> int:
    """Read an amount in 元 and return it in 分.

    Raises:
        Refused: money_format when it is no amount of at most two places.
    """
    found = _TYPED.fullmatch(half_width(typed).strip().removesuffix("元"))
    if found is None:
        raise Refused("money_format", typed=typed[:_MOST_SHOWN])
    return int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))


def capital(fen: int) -> str:
    """Return an amount in capital numerals: 壹仟贰佰叁拾肆元伍角整."""
    if abs(fen) > MOST_FEN:
        raise ValueError(fen)
    whole, rest = divmod(abs(fen), 100)
    tenths, hundredths = divmod(rest, 10)
    words = f"{_whole(whole)}元" if whole else ""
    if tenths:
        words += f"{_DIGITS[tenths]}角"
    elif words and hundredths:
        words += "零"
    words += f"{_DIGITS[hundredths]}分" if hundredths else "整"
    return ("负" if fen < 0 else "") + (words if fen else "零元整")


def _whole(number: int) -> str:
    words, is_gap = "", False
    for place in range(len(_GROUPS) - 1, -1, -1):
        group = number // 10_000**place % 10_000
        if not group:
            is_gap = True
            continue
        if words and (is_gap or group < 1000):  # noqa: PLR2004 - its highest place is empty
            words += _DIGITS[0]
        words += _group(group) + _GROUPS[place]
        is_gap = False
    return words


def _group(number: int) -> str:
    words, is_gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += (_DIGITS[0] if words and is_gap else "") + _DIGITS[digit] + _PLACES[place]
            is_gap = False
        else:
            is_gap = True
    return words

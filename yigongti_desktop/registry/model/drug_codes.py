"""Official codes and prices of drugs as lists write them: checked by their form, never made up (PHA-08).

本位码, 医保代码 and 批准文号 are layers of their own: one product under one approval has several packs.
"""

from __future__ import annotations

import re
from decimal import Decimal
from decimal import InvalidOperation

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width

_STANDARD = re.compile(r"86[0-9]{12}")
#: 西药 in 23 characters; 中成药 in 20 or 23.
_INSURANCE = re.compile(r"X[A-Z0-9]{22}|Z[A-Z0-9]{19}(?:[A-Z0-9]{3})?")
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
#: Of 境外生产 the letter is followed by J, of 港澳台 by C.
_APPROVAL = re.compile(
    rf"国药准字[HZSBJTF][JC]?[0-9]{{8}}|(?:注册证号)?[HZS]C?[0-9]{{8}}|[{_PROVINCES}]药制(?:备)?字[HZSB]?[0-9]{{8}}(?:[0-9]{{3}})?"
)
_PRICE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_MOST_FEN = 10**10
_MOST_SHOWN = 40


def check_digit(digits: str) -> int:
    """Return the check digit that follows these digits: GTIN's mod 10, threefold from the right on every second one.

    With weights 3 and 1, both prime to 10, a change of any single digit changes the result.
    """
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -total % 10


def read_standard_code(typed: str) -> str:
    """Read a 药品本位码: 14 digits beginning 86, the last a check digit; empty where there is none.

    Raises:
        Refused: standard_code_format, standard_code_check.
    """
    code = _plain(typed)
    if code and not _STANDARD.fullmatch(code):
        raise Refused("standard_code_format", typed=typed[:_MOST_SHOWN], length=len(code))
    if code and int(code[-1]) != check_digit(code[:-1]):
        raise Refused("standard_code_check", typed=code)
    return code


def read_insurance_code(typed: str) -> str:
    """Read a 国家医保药品代码: X and 22 letters or digits, or Z and 19 or 22; empty where there is none.

    Raises:
        Refused: insurance_code.
    """
    code = _plain(typed).upper()
    if code and not _INSURANCE.fullmatch(code):
        raise Refused("insurance_code", typed=typed[:_MOST_SHOWN], length=len(code))
    return code


def read_approval(typed: str) -> str:
    """Read a 批准文号: 国药准字 with letter and 8 digits, 注册证号, or 药制字 of a province; empty where there is none.

    Raises:
        Refused: approval_format.
    """
    number = _plain(typed).upper()
    if number and not _APPROVAL.fullmatch(number):
        raise Refused("approval_format", typed=typed[:_MOST_SHOWN])
    return number


def read_price(typed: str) -> int | None:
    """Read a price in 元 as exact 分: 12.5 is 1250; None where there is none.

    Raises:
        Refused: price_format, price_decimals when there are parts of a 分.
    """
    text = _plain(typed).removeprefix("¥").removeprefix("￥").removesuffix("元")
    if not text:
        return None
    if not _PRICE.fullmatch(text):
        raise Refused("price_format", typed=typed[:_MOST_SHOWN])
    try:
        fen = Decimal(text.replace(",", "")) * 100
    except InvalidOperation:
        raise Refused("price_format", typed=typed[:_MOST_SHOWN]) from None
    if fen != fen.to_integral_value():
        raise Refused("price_decimals", typed=typed[:_MOST_SHOWN])
    if fen > _MOST_FEN:
        raise Refused("price_format", typed=typed[:_MOST_SHOWN])
    return int(fen)


def _plain(typed: str) -> str:
    return "".join(half_width(typed).split())

"""What a package costs and who pays it, as fields: by percent or by amount, the resident always pays the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.package import Written
from yigongti_desktop.capabilities.contracts.model.split import WHOLE
from yigongti_desktop.capabilities.contracts.model.split import Shares
from yigongti_desktop.capabilities.contracts.model.split import Split
from yigongti_desktop.capabilities.contracts.model.split import by_amount
from yigongti_desktop.capabilities.contracts.model.split import by_percent
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.money import read_yuan
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kernel.text import half_width

PERCENT, AMOUNT = "percent", "amount"
#: Fields in which the price stands.
FIELDS = ("price", "mode", "finance", "insurance")
PARTS = ("finance", "insurance", "personal")
_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?")
_MOST_SHOWN = 20


def of_package(package: Package | Written) -> dict[str, str]:
    """Return the price of a package as it stands in the fields, to the 分."""
    return {
        "price": yuan(package.price_fen),
        "mode": AMOUNT,
        "finance": yuan(package.finance_fen),
        "insurance": yuan(package.insurance_fen),
        "personal": yuan(package.self_fen),
    }


def read_price(values: Mapping[str, Any]) -> tuple[int, Split]:
    """Return the price and who pays it, in 分; what finance and insurance leave is the resident's.

    Raises:
        Refused: money_format, percent_format, package_price, share_below_zero.
    """
    price = read_yuan(str(values["price"] or "0"))
    if values["mode"] == PERCENT:
        finance, insurance = (read_percent(str(values[name] or "0")) for name in PARTS[:2])
        shares = Shares(finance=finance, insurance=insurance, personal=WHOLE - finance - insurance)
        return price, by_percent(price, shares)
    finance, insurance = (read_yuan(str(values[name] or "0")) for name in PARTS[:2])
    split = Split(finance=finance, insurance=insurance, personal=price - finance - insurance)
    return price, by_amount(price, split)


def fault(values: Mapping[str, Any]) -> tuple[str, Refused] | None:
    """Return the field in which what is written of the price cannot be, and why; None when all of it can."""
    read = read_percent if values["mode"] == PERCENT else read_yuan
    for name, check in (("price", read_yuan), *((part, read) for part in PARTS[:2])):
        try:
            check(str(values[name] or "0"))
        except Refused as refused:
            return name, refused
    try:
        read_price(values)
    except Refused as refused:
        return "price" if refused.code == "package_price" else PARTS[1], refused
    return None


def read_percent(typed: str) -> int:
    """Return a share in parts of ten thousand: 12.5 is 1250.

    Raises:
        Refused: percent_format.
    """
    found = _PERCENT.fullmatch(half_width(typed).strip().removesuffix("%").strip())
    part = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else WHOLE + 1
    if part > WHOLE:
        raise Refused("percent_format", typed=typed[:_MOST_SHOWN])
    return part


def say_percent(part: int) -> str:
    """Return a share in words: 33.33, 60."""
    whole, rest = divmod(part, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


def part_of(amount: int, price: int) -> int:
    """Return what part of a price an amount is, in parts of ten thousand, rounded."""
    return (amount * WHOLE * 2 + price) // (price * 2) if price else 0


def amounts(split: Split) -> dict[str, int]:
    """Return the three amounts by name."""
    return {"finance": split.finance, "insurance": split.insurance, "personal": split.personal}


def turned(mode: str, price: int, split: Split) -> dict[str, str]:
    """Return the fields of finance and insurance as the other way of writing has them."""
    if mode == AMOUNT:
        return {name: yuan(amounts(split)[name]) for name in PARTS[:2]}
    return {name: say_percent(part_of(amounts(split)[name], price)) for name in PARTS[:2]}


def say_split(package: Package) -> str:
    """Return who pays a package in a line: 财政 30 / 医保 50 / 个人 20."""
    parts = (("财政", package.finance_fen), ("医保", package.insurance_fen), ("个人", package.self_fen))
    return " / ".join(f"{name} {say_yuan(fen)}" for name, fen in parts)


def say_yuan(fen: int) -> str:
    """Return an amount in 元, without places where there are none."""
    return yuan(fen).removesuffix(".00")


def whole_less(values: Mapping[str, Any]) -> int:
    """Return what part finance and insurance leave to the resident, in parts of ten thousand.

    Raises:
        Refused: percent_format.
    """
    return WHOLE - sum(read_percent(str(values[name] or "0")) for name in PARTS[:2])

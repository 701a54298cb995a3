"""Who pays a package: finance, insurance and the resident, to the 分 (FDC-14 明确财政、医保和个人自付的分摊比例).

Shares are given in parts of ten thousand, so that 12.5 % and 33.33 % are exact. What rounding leaves over goes to
the largest remainders; of two that are equal finance comes first, then insurance, then the resident.
"""

from __future__ import annotations

import msgspec

from yigongti_desktop.kernel.errors import Refused

#: All of it: 100 %.
WHOLE = 10_000
#: A million 元 a year: beyond it somebody has typed 分 for 元.
MOST_FEN = 100_000_000


class Shares(msgspec.Struct, frozen=True, kw_only=True):
    """What part of a price each of the three bears, in parts of ten thousand: 60 % is 6000."""

    finance: int = 0
    insurance: int = 0
    personal: int = 0


class Split(msgspec.Struct, frozen=True, kw_only=True):
    """What each of the three bears, in 分."""

    finance: int = 0
    insurance: int = 0
    personal: int = 0

    @property
    def total(self) -> int:
        """Return the price they make together, in 分."""
        return self.finance + self.insurance + self.personal


def by_percent(price_fen: int, shares: Shares) -> Split:
    """Return a price split by shares; the three always make the price.

    Raises:
        Refused: package_price, share_below_zero, shares_sum.
    """
    _check_price(price_fen)
    parts = _parts(shares)
    if (total := sum(parts.values())) != WHOLE:
        raise Refused("shares_sum", total=total, whole=WHOLE)
    amounts = {name: price_fen * part // WHOLE for name, part in parts.items()}
    remainders = {name: price_fen * part % WHOLE for name, part in parts.items()}
    left = price_fen - sum(amounts.values())
    for name in sorted(remainders, key=lambda name: -remainders[name])[:left]:
        amounts[name] += 1
    return Split(**amounts)


def by_amount(price_fen: int, split: Split) -> Split:
    """Return a split whose amounts were given.

    Raises:
        Refused: package_price, share_below_zero, amounts_sum.
    """
    _check_price(price_fen)
    _parts(split)
    if split.total != price_fen:
        raise Refused("amounts_sum", total=split.total, price=price_fen)
    return split


def _check_price(price_fen: int) -> None:
    if not 0 <= price_fen <= MOST_FEN:
        raise Refused("package_price", most=MOST_FEN // 100)


def _parts(given: Shares | Split) -> dict[str, int]:
    """Return the parts by name, finance first."""
    parts: dict[str, int] = msgspec.structs.asdict(given)
    for name, part in parts.items():
        if part < 0:
            raise Refused("share_below_zero", field=name)
    return parts

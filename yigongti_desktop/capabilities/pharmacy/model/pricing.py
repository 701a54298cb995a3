"""The price at which a lot is sent: what the central pharmacy says, else what the formulary has on the day."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.catalogue import Drug

#: A million 元 for one pack: beyond it somebody has typed 分 for 元 twice.
MOST_FEN = 100_000_000


def with_prices(drug: str, lots: Iterable[Lot], register: Lookup) -> tuple[Lot, ...]:
    """Return lots with the price of the formulary where they have none; it stays unknown where that has none."""
    known: Drug | None = register.get("drug", drug)
    price = known.price_fen if known is not None else None
    return tuple(replace(lot, price_fen=price) if lot.price_fen is None else lot for lot in lots)


def check_price(price_fen: int, place: int) -> None:
    """Refuse a price that nobody can mean.

    Raises:
        Refused: price_low, price_high, each with the line it is in.
    """
    if price_fen < 0:
        raise Refused("price_low", line=place)
    if price_fen > MOST_FEN:
        raise Refused("price_high", line=place, most=MOST_FEN // 100)

"""What to take from which shelf for a request: the lot that expires first goes first (近效期先出, PHA-13)."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date

import msgspec

from yigongti_desktop.capabilities.pharmacy.model import fefo
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skip
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.stock import LotKey

#: The room that has no name.
_PHARMACY = ""


class Pick(msgspec.Struct, frozen=True, kw_only=True):
    """Packs of one lot to be taken from one room; those that are nowhere have neither."""

    line: Line
    room: str = ""
    lot: str = ""
    expiry: date | None = None
    quantity: int
    #: Packs that the books do not have.
    is_short: bool = False


def pick(
    request: DrugRequest,
    shelves: Mapping[LotKey, int],
    today: date,
    held: Mapping[str, Mapping[str, Skip]],
) -> tuple[Pick, ...]:
    """Return where to take what is to be sent.

    Of a request that was sent, the lots that were; of one that is not sent yet, what was granted, or asked for where
    nobody has decided, allocated to the lots by expiry. A lot that lies in several rooms is taken from the first by
    name until it is empty there.

    Args:
        request: what is wanted.
        shelves: packs by lot and room.
        today: expired lots stay where they are.
        held: lots that may not be used: drug → lot → why.
    """
    found: list[Pick] = []
    for line in request.lines:
        here = {key: packs for key, packs in shelves.items() if key.drug == line.drug and packs > 0}
        if line.lots:
            wanted = [StockLot(lot=lot.lot, expiry=lot.expiry, quantity=lot.quantity) for lot in line.lots]
            found += _shelved(line, wanted, here)
            continue
        packs = line.requested if line.approved is None else line.approved
        lots = [StockLot(lot=key.lot, expiry=key.expiry, quantity=left) for key, left in here.items()]
        share = fefo.allocate(_together(lots), packs, today, held.get(line.drug, {}))
        found += _shelved(line, share.picks, here)
        if share.shortfall:
            found.append(Pick(line=line, quantity=share.shortfall, is_short=True))
    return tuple(found)


def _together(lots: Iterable[StockLot]) -> list[StockLot]:
    """Return each lot once, with what lies of it in all rooms."""
    summed: dict[tuple[str, date | None], int] = {}
    for one in lots:
        summed[one.lot, one.expiry] = summed.get((one.lot, one.expiry), 0) + one.quantity
    return [StockLot(lot=lot, expiry=expiry, quantity=packs) for (lot, expiry), packs in summed.items()]


def _shelved(line: Line, wanted: Iterable[StockLot], here: Mapping[LotKey, int]) -> list[Pick]:
    """Say from which rooms lots are taken; what no room has is taken from the pharmacy itself."""
    found: list[Pick] = []
    for one in wanted:
        left, taken = one.quantity, dict[str, int]()
        rooms = sorted(
            (key.room, packs) for key, packs in here.items() if (key.lot, key.expiry) == (one.lot, one.expiry)
        )
        for room, packs in rooms:
            taken[room] = min(left, packs)
            left -= taken[room]
        taken[_PHARMACY] = taken.get(_PHARMACY, 0) + left
        found += [
            Pick(line=line, room=room, lot=one.lot, expiry=one.expiry, quantity=packs)
            for room, packs in taken.items()
            if packs
        ]
    return found

"""How what came of an order is shared out among the villages it was made for (PHA-04), lot by lot.

Each village has its part of what came (`village.split`); the lot that expires first goes first. Nothing goes out that
has expired, is held, or is not on the shelf any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date

import msgspec

from yigongti_desktop.capabilities.pharmacy.model import fefo
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.fefo import Held
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.request import Share
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.village import split

#: Packs on the shelf, by drug, lot and expiry.
Shelf = Mapping[tuple[str, str, date], int]
#: Packs that villages have been given of a delivery, by the village's request and the drug.
Given = Mapping[tuple[str, str], int]


class Portion(msgspec.Struct, frozen=True, kw_only=True):
    """Packs of one lot for one village; without a lot where none is to be had."""

    #: Id of the village's request.
    request: str
    village: str
    #: Drug that came, which may be another than the one asked for.
    drug: str
    name: str
    strength: str = ""
    unit: str = ""
    #: Packs that were ordered for the village.
    asked: int
    #: Its part of what came, less what it was given already.
    due: int
    lot: str = ""
    expiry: date | None = None
    #: Packs of the lot that may be given to all villages together.
    there: int = 0
    quantity: int = 0
    #: Packs of its part that are not to be had, told at its last portion.
    lacking: int = 0


def serves_villages(request: DrugRequest) -> bool:
    """Say whether drugs have come that were ordered for villages."""
    return request.state is State.RECEIVED and any(line.shares and line.received for line in request.lines)


def portions(
    request: DrugRequest, given: Given, shelf: Shelf, held: Mapping[str, Held], today: date
) -> tuple[Portion, ...]:
    """Return what each village is proposed, village by village, the drugs in the order of the request."""
    found = [portion for line in request.lines if line.shares for portion in _of_line(line, given, shelf, held, today)]
    places = list(dict.fromkeys(portion.request for portion in found))
    return tuple(sorted(found, key=lambda portion: places.index(portion.request)))


def entries(chosen: Iterable[Portion], delivery: str) -> tuple[Entering, ...]:
    """Return one entry for each village that is given something.

    Args:
        chosen: what is given, with the packs that were decided on.
        delivery: number of the paper by which it came.
    """
    by_village: dict[str, list[Portion]] = {}
    for portion in chosen:
        if portion.quantity and portion.expiry is not None:
            by_village.setdefault(portion.request, []).append(portion)
    return tuple(
        Entering(
            kind=EntryKind.ISSUE_VILLAGE,
            lines=tuple(_entry_line(portion) for portion in some),
            partner_name=some[0].village,
            document=delivery,
            source=request,
        )
        for request, some in by_village.items()
    )


def _of_line(line: Line, given: Given, shelf: Shelf, held: Mapping[str, Held], today: date) -> Iterator[Portion]:
    left = {
        (lot.lot, lot.expiry): min(lot.received or 0, max(shelf.get((line.given, lot.lot, lot.expiry), 0), 0))
        for lot in line.lots
    }
    there = dict(left)
    barred = held.get(line.given, {})
    for share, part in zip(line.shares, split(line.received, line.requested, line.shares), strict=True):
        due = max(part - given.get((share.request, line.given), 0), 0)
        if not due:
            continue
        lots = [StockLot(lot=lot, expiry=expiry, quantity=packs) for (lot, expiry), packs in left.items()]
        allocation = fefo.allocate(lots, due, today, barred)
        for place, pick in enumerate(allocation.picks, start=1):
            key = (pick.lot, pick.expiry or date.max)
            left[key] -= pick.quantity
            lacking = allocation.shortfall if place == len(allocation.picks) else 0
            yield _portion(line, share, due, pick, there[key], lacking)
        if not allocation.picks:
            yield _portion(line, share, due, None, 0, allocation.shortfall)


def _portion(line: Line, share: Share, due: int, pick: StockLot | None, there: int, lacking: int) -> Portion:
    of = line.instead or line
    return Portion(
        request=share.request,
        village=share.village,
        drug=line.given,
        name=of.name,
        strength=of.strength,
        unit=line.given_unit,
        asked=share.quantity,
        due=due,
        lot=pick.lot if pick else "",
        expiry=pick.expiry if pick else None,
        there=there,
        quantity=pick.quantity if pick else 0,
        lacking=lacking,
    )


def _entry_line(portion: Portion) -> EntryLine:
    return EntryLine(
        drug=portion.drug,
        unit=portion.unit,
        quantity=portion.quantity,
        lot=portion.lot,
        expiry=portion.expiry or date.max,
    )

"""Hands at the counter: shortages that are written already, and people who may be waiting for a call."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

from tests.screens import Screen
from tests.sync.county import County
from tests.world import hu_xiaoyan
from yigongti_desktop.capabilities.pharmacy.messages import requests as r
from yigongti_desktop.capabilities.pharmacy.messages import shortages as m
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.shortage import Missing
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.store import shortages as store
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.storage import records

AMOXICILLIN, IBUPROFEN = "阿莫西林胶囊", "布洛芬"
UNLISTED = "他克莫司胶囊 0.5mg"


def registered(county: County, drug: str = AMOXICILLIN, *, who: str = "护士", days: int = 3, **fields: Any) -> Shortage:
    """Register a shortage at 岳口: of a listed drug, or with `name` of one that is not."""
    listed = {} if "name" in fields else {"drug": county.drug("岳口", drug)}
    until = day(county.clock.now()) + timedelta(days=days)
    given = {"quantity": 2, "patient": "邱传富", "phone": "13900000001", "needed_by": until, **listed, **fields}
    made: Shortage = by(county, who, m.RegisterShortage(missing=Missing(**given)))
    return made


def purchase(county: County, **fields: Any) -> Shortage:
    """Register a drug that is not listed."""
    return registered(county, name=UNLISTED, unit="盒", **fields)


def arrived(county: County, shortage: Shortage) -> Shortage:
    """Note that a drug has come."""
    came: Shortage = by(county, "药师", m.MarkShortageArrived(shortage=shortage.id))
    return came


def resident(county: County) -> str:
    """Register 胡小燕 at 岳口; return her id."""
    command = RegisterResident(identity=hu_xiaoyan())
    found: str = county.desks["岳口"].do(county.people["医生"], command).record.id
    return found


def delivered(county: County, request: DrugRequest, packs: int | None = None) -> None:
    """Have a request of 岳口 granted and sent whole, and counted: all of it, or so many packs of each line."""
    county.sync("岳口", "市一医")
    decisions = tuple(Decision(drug=line.drug, approved=line.requested) for line in request.lines)
    at_centre(county, r.ReviewDrugRequest(request=request.id, decisions=decisions))
    parcels = tuple(
        Parcel(drug=line.drug, lots=(Lot(lot="A1", expiry=date(2028, 6, 30), quantity=line.requested),))
        for line in request.lines
    )
    at_centre(county, r.DispatchDrugRequest(request=request.id, parcels=parcels))
    county.sync("市一医", "岳口")
    counts = tuple(
        Count(drug=line.drug, received=(line.requested if packs is None else packs,), difference="short")
        for line in request.lines
    )
    by(county, "药师", r.ReceiveDelivery(request=request.id, counts=counts))


def held(me: Screen, shortage: str) -> Shortage:
    """Return a shortage as the desk has it."""
    found = me.bench.read(records.load, store.SHORTAGE, shortage)
    assert found is not None
    return found


def shortages(me: Screen) -> list[Shortage]:
    """Return all shortages of the desk."""
    return [row.shortage for row in me.bench.read(store.rows)]


def begin(me: Screen) -> Any:
    """Begin a registration with F2 on the page, and return the page."""
    page = me.page("shortages")
    me.press("F2")
    me.settle()
    return page


def by(county: County, who: str, command: Any) -> Any:
    """Let somebody of 岳口 do something a minute later; return the record."""
    county.clock.advance(minutes=1)
    return county.desks["岳口"].do(county.people[who], command).record


def at_centre(county: County, command: Any) -> Any:
    """Let the central pharmacy do something a minute later; return the record."""
    county.clock.advance(minutes=1)
    return county.desks["市一医"].do(county.people["中心药房"], command).record

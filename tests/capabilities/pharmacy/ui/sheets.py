"""Hands that fill in sheets, and requests that are on their way already."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.screens import Screen
from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.messages.villages import AskForVillage
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.difference import case_of
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.store import requests as store
from yigongti_desktop.capabilities.pharmacy.store.differences import DIFFERENCE_CASE
from yigongti_desktop.capabilities.pharmacy.store.villages import VILLAGE_REQUEST
from yigongti_desktop.storage import records

AMOXICILLIN, IBUPROFEN = "阿莫西林胶囊", "布洛芬"


def stand_up(screens: Screens, me: Screen, desk: str) -> None:
    """Let somebody leave a desk, which is opened again for whoever comes next."""
    screens.leave(me)
    screens.county.reopened(desk)


def begin(me: Screen) -> Any:
    """Begin a new request with F2, and return the page."""
    page = me.page("pharmacy")
    me.press("F2")
    me.settle()
    return page


def lines(page: Any) -> list[dict[str, Any]]:
    """Return the lines of the sheet that is open."""
    return [dict(line) for line in page.work.table.view.lines.lines]


def column(page: Any, key: str) -> int:
    """Return where a column stands."""
    return [one.key for one in page.work.table.view.lines.columns].index(key)


def put(me: Screen, page: Any, row: int, key: str, typed: str) -> None:
    """Go to a cell and type into it, as with the arrows; Enter ends it."""
    page.work.table.view.go_to(row, column(page, key))
    if typed:
        me.type(typed)
        me.press("Return")
    else:
        me.press("Backspace")


def fault(page: Any, row: int, key: str) -> str:
    """Return what is wrong with a cell."""
    found: str = page.work.table.view.lines.fault(row, key)
    return found


def held(me: Screen, record: str) -> DrugRequest:
    """Return a request as the desk has it."""
    found = me.bench.read(records.load, store.DRUG_REQUEST, record)
    assert found is not None
    return found


def requests(me: Screen) -> list[DrugRequest]:
    """Return all requests of the desk."""
    return [row.request for row in me.bench.read(store.requests)]


def submitted(county: County, **quantities: int) -> DrugRequest:
    """Submit a request of the pharmacist at 岳口, and bring it to 市一医."""
    desk = county.desks["岳口"]
    wanted = tuple(
        Wanted(drug=county.drug("岳口", spelled), quantity=packs)
        for spelled, packs in (quantities or {AMOXICILLIN: 100, IBUPROFEN: 40}).items()
    )
    made: DrugRequest = desk.do(county.people["药师"], m.SubmitDrugRequest(lines=wanted, note="节前补充")).record
    county.sync("岳口", "市一医")
    return made


def reviewed(county: County, request: DrugRequest | None = None) -> DrugRequest:
    """Have a request granted as it was asked for."""
    request = request or submitted(county)
    decisions = tuple(Decision(drug=line.drug, approved=line.requested) for line in request.lines)
    return _lead(county, m.ReviewDrugRequest(request=request.id, decisions=decisions))


def dispatched(county: County, request: DrugRequest | None = None, *, less: int = 0) -> DrugRequest:
    """Have a request sent, each drug in one lot and so many packs less, and bring the news to 岳口."""
    request = request or reviewed(county)
    parcels = tuple(
        Parcel(
            drug=line.drug,
            lots=(Lot(lot=f"2026{place:02d}", expiry=date(2028, 6, 30), quantity=line.requested - less),),
            reason="库存不足" if less else "",
        )
        for place, line in enumerate(request.lines, 1)
    )
    sent = _lead(county, m.DispatchDrugRequest(request=request.id, parcels=parcels))
    county.sync("市一医", "岳口")
    return sent


def came(county: County, request: DrugRequest, *, less: int = 0) -> DrugRequest:
    """Have a request of 岳口 granted, sent and counted as it was sent, so many packs less of each drug."""
    county.sync("岳口", "市一医")
    sent = dispatched(county, reviewed(county, request), less=less)
    counts = tuple(Count(drug=line.drug, received=(line.dispatched,)) for line in sent.lines)
    done: DrugRequest = (
        county.desks["岳口"].do(county.people["药师"], m.ReceiveDelivery(request=request.id, counts=counts)).record
    )
    county.sync("岳口")
    return done


def asked(county: County, village: str, **quantities: int) -> VillageRequest:
    """Ask for a village at 岳口, and tell the hub."""
    wanted = tuple(
        Wanted(drug=county.drug("岳口", spelled), quantity=packs)
        for spelled, packs in (quantities or {AMOXICILLIN: 10}).items()
    )
    made: VillageRequest = (
        county.desks["岳口"].do(county.people["村医"], AskForVillage(village=village, lines=wanted)).record
    )
    county.sync("岳口")
    return made


def village(county: County, request: str, desk: str = "岳口") -> VillageRequest:
    """Return a village's request as a desk has it."""
    found = county.desks[desk].read(records.load, VILLAGE_REQUEST, request)
    assert found is not None
    return found


def differing(county: County) -> DifferenceCase:
    """Have a delivery counted in which two boxes of one drug lack and five of the other are too many; tell both."""
    request = dispatched(county)
    short, over = request.lines
    counts = (
        Count(drug=short.drug, received=(98,), difference="short", note="箱里少两盒"),
        Count(drug=over.drug, received=(45,), difference="over"),
    )
    county.desks["岳口"].do(county.people["药师"], m.ReceiveDelivery(request=request.id, counts=counts))
    county.sync("岳口", "市一医")
    return case(county, request.id)


def case(county: County, request: str, desk: str = "岳口") -> DifferenceCase:
    """Return the case of a request's delivery as a desk has it."""
    found = county.desks[desk].read(records.load, DIFFERENCE_CASE, case_of(request))
    assert found is not None
    return found


def _lead(county: County, command: Any) -> DrugRequest:
    done: DrugRequest = county.desks["市一医"].do(county.people["中心药房"], command).record
    return done

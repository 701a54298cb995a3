"""Requests of many months as both sides have them, written at once: what figures of the supply are made of."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import writing

UNIT, OTHER, CENTRE = "tianmen.yuekou", "tianmen.duobao", "tianmen.diyi"
AMOXICILLIN, IBUPROFEN = "阿莫西林胶囊", "布洛芬"


def noon(on: date) -> datetime:
    """Return noon of a day here."""
    return datetime(on.year, on.month, on.day, 4, tzinfo=UTC)


def line(requested: int, received: int | None, **facts: Any) -> Line:
    """Return a line of which so many packs were asked for and so many came, at ten yuan; None is under way."""
    price = facts.pop("price_fen", 1000)
    known: dict[str, Any] = {
        "drug": "d1",
        "name": AMOXICILLIN,
        "strength": "0.25g",
        "pack": "24粒",
        "unit": "盒",
        "essential": True,
        "approved": requested,
    }
    lots = (Lot(lot="A1", expiry=date(2029, 3, 31), quantity=received or 0, received=received, price_fen=price),)
    return Line(requested=requested, lots=lots if received else (), **(known | facts))


def request(serial: int, submitted: date, days: int | None, *lines: Line, **facts: Any) -> DrugRequest:
    """Return a request of 岳口 that took so many days; None has not come yet."""
    at = noon(submitted)
    known: dict[str, Any] = {
        "id": f"0192f3c4-0000-7000-8000-{serial:012d}",
        "number": f"岳口-{submitted:%Y%m%d}-A-{serial:03d}",
        "institution": UNIT,
        "institution_name": "岳口镇中心卫生院",
        "supplier": CENTRE,
        "supplier_name": "市第一人民医院",
        "requester": "刘小梅",
        "submitted_at": at,
        "reviewed_at": at,
        "lines": lines,
    }
    if days is None:
        return DrugRequest(**({"state": State.REVIEWED} | known | facts))
    received = noon(submitted + timedelta(days))
    sent = {"state": State.RECEIVED, "delivery": f"市一医-{serial:06d}", "received_at": received}
    return DrugRequest(**(known | sent | facts))


def supplied(county: County, desk: str, *requests: DrugRequest) -> None:
    """Write requests at a desk, as if they had come."""
    with writing(county.desks[desk].engine) as connection:
        records.save_many(connection, DRUG_REQUEST, requests)


def year(institution: str = UNIT, name: str = "岳口镇中心卫生院", first: int = 1) -> list[DrugRequest]:
    """Return a request for each month of 2026 until November but June, some of them short, and one under way."""
    found: list[DrugRequest] = []
    facts = {"institution": institution, "institution_name": name}
    for place, month in enumerate(one for one in range(1, 12) if one != 6):
        lines = (
            line(100, 100),
            line(40, 40 - place * 3, drug="d2", name=IBUPROFEN, unit="瓶", essential=False, short_reason="库存不足"),
            line(10, 0 if place % 4 == 1 else 10, drug="d3", name="头孢呋辛酯片", reason="缺货"),
        )
        found.append(request(first + place, date(2026, month, 5), 2 + place % 5, *lines, **facts))
    under_way = request(first + 50, date(2026, 11, 20), None, line(30, None), **facts)
    return [*found, under_way]

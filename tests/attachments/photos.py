"""Deliveries that differ, with photos; pictures of any size that are none when one looks closer."""

from __future__ import annotations

import os
from datetime import date

from tests.sync.county import County
from yigongti_desktop.attachments import store
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot

CLINIC, CENTRE = "岳口", "市一医"


def jpeg(size: int) -> bytes:
    """Return so many bytes that begin as a JPEG does and do not compress."""
    return b"\xff\xd8\xff" + os.urandom(size - 3)


def photo(line: str, name: str = "照片.jpg", size: int = 40_000) -> File:
    """Return a photo for a line."""
    return File(line=line, media_type="image/jpeg", name=name, content=jpeg(size))


def delivered(county: County) -> DrugRequest:
    """Bring two drugs on their way to 岳口."""
    wanted = tuple(
        Wanted(drug=county.drug(CLINIC, spelled), quantity=packs)
        for spelled, packs in (("阿莫西林胶囊", 100), ("布洛芬", 40))
    )
    request: DrugRequest = county.do(CLINIC, m.SubmitDrugRequest(lines=wanted))
    county.sync(CLINIC, CENTRE)
    decisions = tuple(Decision(drug=line.drug, approved=line.requested) for line in request.lines)
    county.do(CENTRE, m.ReviewDrugRequest(request=request.id, decisions=decisions))
    parcels = tuple(
        Parcel(drug=line.drug, lots=(Lot(lot="A1", expiry=date(2028, 6, 30), quantity=line.requested),))
        for line in request.lines
    )
    sent: DrugRequest = county.do(CENTRE, m.DispatchDrugRequest(request=request.id, parcels=parcels))
    county.sync(CENTRE, CLINIC)
    return sent


def differ(county: County, request: DrugRequest, *photos: File, desk: str = CLINIC) -> DrugRequest:
    """Count a delivery of which two packs of the first drug are broken, with photos of it."""
    first, second = request.lines
    counts = (
        Count(drug=first.drug, received=(98,), difference="damaged", note="压坏两盒"),
        Count(drug=second.drug, received=(second.dispatched,)),
    )
    done: DrugRequest = county.do(desk, m.ReceiveDelivery(request=request.id, counts=counts, photos=photos))
    return done


def held(county: County, desk: str, attachment: str) -> bytes | None:
    """Return the bytes of a file as a desk has them."""
    return county.desks[desk].read(store.content, attachment)

"""A county in which people have worked for a while: documents in every state, so that each act finds a fitting one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec

from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.machines.town import HOSPITAL
from tests.world import id_number
from yigongti_desktop.capabilities.pharmacy.messages import requests as drug
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip

_DESKS = ("岳口", "岳口二", "多宝", HOSPITAL)
_BACK = ReturnSlip(diagnosis="脑梗死", findings="梗死灶", plan="康复训练", doctor="熊卫东")


def lived_in(frozen: Frozen, folder: Path) -> Frozen:
    """Return a copy of a frozen county in which people have worked."""
    county = County(frozen, folder)
    county.open_line()
    county.sync(*_DESKS)
    slips = [_send(county, "岳口", serial) for serial in (501, 503, 505, 507)]
    slips.append(_send(county, "多宝", 509))
    county.do("岳口", m.SaveReferralDraft(slip=county.slip("岳口")))
    requests = [county.request("岳口", quantity).id for quantity in (10, 20, 30, 40)]
    lines = (Wanted(drug=county.drug("岳口"), quantity=50),)
    county.do("岳口", drug.SaveRequestDraft(lines=lines))
    county.sync(*_DESKS)
    _answer_slips(county, slips)
    _answer_requests(county, requests)
    county.sync(*reversed(_DESKS), *_DESKS)
    county.close()
    return replace(frozen, folder=folder)


def _send(county: County, name: str, serial: int) -> str:
    patient = county.slip(name).patient
    patient = msgspec.structs.replace(patient, name=f"病人{serial}", id_number=id_number(date(1959, 3, 12), serial))
    return county.send_referral(name, patient=patient).id


def _answer_slips(county: County, slips: list[str]) -> None:
    """Leave the first as it was sent; accept, see arrive, and send back one after the other; decline 多宝's."""
    _, accepted, arrived, returned, declined = slips
    for slip in (accepted, arrived, returned):
        county.do(HOSPITAL, m.AcceptReferral(referral=slip, reception="3 床"))
    for slip in (arrived, returned):
        county.do(HOSPITAL, m.RegisterArrival(referral=slip))
    county.do(HOSPITAL, m.SendBack(referral=returned, slip=_BACK))
    county.do(HOSPITAL, m.DeclineReferral(referral=declined, reason="床位已满"))


def _answer_requests(county: County, requests: list[str]) -> None:
    """Leave the first as it was submitted; review, dispatch, and send back for an explanation the others."""
    _, reviewed, dispatched, sent_back = requests
    item = county.drug("岳口")
    for request, quantity in ((reviewed, 20), (dispatched, 30)):
        decisions = (Decision(drug=item, approved=quantity),)
        county.do(HOSPITAL, drug.ReviewDrugRequest(request=request, decisions=decisions))
    parcel = Parcel(drug=item, lots=(Lot(lot="A1", expiry=date(2028, 1, 1), quantity=30),))
    county.do(HOSPITAL, drug.DispatchDrugRequest(request=dispatched, parcels=(parcel,)))
    county.do(HOSPITAL, drug.SendBackDrugRequest(request=sent_back, reason="请说明用量"))

"""The hub opens shortages by its own ledger, on a file and on a server, also within one batch that moves the stock."""

from __future__ import annotations

from datetime import date

import pytest

from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.messages.stock import EnterStock
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store import shortages
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip

pytestmark = pytest.mark.hub

CLINIC, HOSPITAL = "岳口", "市一医"
BACK = ReturnSlip(diagnosis="脑梗死", findings="左侧基底节区梗死。", plan="抗血小板治疗。", doctor="王建平")


@pytest.mark.policy("PHA-02")
def test_the_hub_opens_what_its_own_ledger_lacks(county: County) -> None:
    sent = county.send_referral(CLINIC)
    there, gone = (county.drug(CLINIC, name) for name in ("阿司匹林肠溶片", "阿托伐他汀钙片"))
    lines = tuple(EntryLine(drug=drug, quantity=5, lot="A1", expiry=date(2028, 3, 31)) for drug in (there, gone))
    county.do(CLINIC, EnterStock(entering=Entering(kind=EntryKind.OPENING, lines=lines)))
    county.sync(CLINIC, HOSPITAL)
    county.do(HOSPITAL, m.AcceptReferral(referral=sent.id))
    county.do(HOSPITAL, m.RegisterArrival(referral=sent.id))
    issue = Entering(kind=EntryKind.ISSUE_PATIENTS, lines=lines[1:])
    county.do(CLINIC, EnterStock(entering=issue))  # the hospital never hears of it, the hub does
    county.sync(CLINIC)
    drugs = tuple(SlipDrug(drug=drug, dose="1片", frequency="每日1次", quantity=2) for drug in (there, gone))
    county.do(HOSPITAL, m.SendBack(referral=sent.id, slip=BACK, drugs=drugs))
    county.sync(HOSPITAL, CLINIC)
    (row,) = county.desks[CLINIC].read(shortages.rows)
    assert (row.shortage.drug, row.shortage.quantity, row.shortage.source) == (gone, 2, sent.id)
    assert county.desks[HOSPITAL].read(shortages.rows) == []

"""Hands that write slips, and people who are known already."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.screens import Screen
from tests.sync.county import County
from tests.world import hu_xiaoyan
from tests.world import id_number
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import records

CHEN = id_number(date(1955, 3, 12), 302)
RETURN = ReturnSlip(diagnosis="脑梗死", findings="头颅 MRI：左侧基底节区梗死。", plan="抗血小板治疗。", doctor="熊卫东")


def begin(me: Screen) -> Any:
    """Begin a new slip with F2, and return the page."""
    page = me.page("referrals")
    me.press("F2")
    me.settle()
    assert me.focus().accessibleName() == "找居民"
    return page


def form_of(page: Any) -> FormView:
    """Return the fields of the slip that is being written."""
    form: FormView = page.work.form.form
    return form


def fill(me: Screen, page: Any, **other: str) -> None:
    """Write a whole slip for 陈桂兰; other words may be given, empty ones to leave a field as it is."""
    form = form_of(page)
    lines = {"name": "陈桂兰", "id_number": CHEN, "phone": "13872536640", "address": "岳口镇健康村二组"}
    me.fill(form, **{name: words for name, words in (lines | other).items() if name in lines and words})
    for name, words in {"department": "神经内科", "diagnosis": "I63.900"}.items():
        if typed := other.get(name, words):
            form.go_to(name)
            me.pick(typed)
    if history := other.get("history", "右侧肢体无力 3 小时。"):
        me.fill(form, history=history)
    if other.get("consent", "yes"):
        form.go_to("consent")
        me.press("Space")


def known_resident(county: County, desk: str = "岳口") -> Resident:
    """Register 胡小燕 at a desk."""
    identity = hu_xiaoyan(village="健康村二组")
    made: Resident = county.do(desk, RegisterResident(identity=identity))
    return made


def held(me: Screen, record: str) -> Referral:
    """Return a case as the desk has it."""
    found = me.bench.read(records.load, REFERRAL, record)
    assert found is not None
    return found


def cases(me: Screen) -> list[Referral]:
    """Return all cases of the desk."""
    from yigongti_desktop.capabilities.referrals.store import cases as store

    return [case.referral for case in me.bench.read(store.cases)]


def arrived(county: County) -> Referral:
    """Send a case that the hospital has received."""
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    county.do("市一医", m.AcceptReferral(referral=sent.id))
    county.do("市一医", m.RegisterArrival(referral=sent.id))
    county.sync("市一医", "岳口")
    return sent


def returned(county: County) -> Referral:
    """Send a case that the hospital has sent back."""
    sent = arrived(county)
    county.do("市一医", m.SendBack(referral=sent.id, slip=RETURN))
    county.sync("市一医", "岳口")
    return sent

"""Shortages that return slips open, on the register at the counter: where they come from, and when a case is closed."""

from __future__ import annotations

import pytest

from tests.capabilities.referrals.ui.slips import RETURN
from tests.capabilities.referrals.ui.slips import arrived
from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.store import shortages as store
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.states import Outcome

pytestmark = pytest.mark.gui

DRUG = "苯磺酸氨氯地平片"


def returned(county: County) -> Referral:
    """Let the hospital send somebody back who is to go on with a drug that 岳口 has not."""
    case = arrived(county)
    drug = SlipDrug(drug=county.drug("市一医", DRUG), dose="1片", frequency="每日1次", days=56, quantity=2)
    county.do("市一医", m.SendBack(referral=case.id, slip=RETURN, drugs=(drug,)))
    county.sync("市一医", "岳口")
    return case


@pytest.mark.policy("PHA-02")
def test_the_register_says_which_return_slip_it_comes_from_and_finds_it_by_its_number(screens: Screens) -> None:
    case = returned(screens.county)
    me = screens("药师")
    page = me.page("shortages")
    assert [row[1] for row in me.rows(page)] == [DRUG]
    assert me.says("缺药登记　回转缺药")
    assert me.says(f"回转单 {case.number}")
    assert me.says("1片　每日1次")
    assert "加入请领单" in me.buttons()
    page.on_typed(case.number.lower())
    assert len(me.rows(page)) == 1


def test_a_closed_case_leaves_it_and_says_so(screens: Screens) -> None:
    county = screens.county
    case = returned(county)
    county.do("岳口", m.CloseReferral(referral=case.id, outcome=Outcome.DIED))
    me = screens("药师")
    page = me.page("shortages")
    assert len(me.rows(page)) == 1
    assert me.says(f"转诊 {case.number} 已关闭")
    assert me.says("结局：死亡。请取消这条登记。")
    assert [row.shortage.source_outcome for row in me.bench.read(store.rows)] == ["died"]

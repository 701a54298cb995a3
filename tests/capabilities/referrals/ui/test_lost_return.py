"""A return slip that its paper alone has told: its hospital finds it in 今日, and writes it again from the paper."""

from __future__ import annotations

import shutil

import pytest

from tests.capabilities.referrals.ui.slips import RETURN
from tests.capabilities.referrals.ui.slips import arrived
from tests.capabilities.referrals.ui.slips import held
from tests.screens import Screens
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages.paper import PresentCode
from yigongti_desktop.capabilities.referrals.messages.paper import SealSlips
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.protocol import paper_code
from yigongti_desktop.storage.home import Home

pytestmark = [pytest.mark.gui, pytest.mark.policy("REF-08")]
DRUG = SlipDrug(
    name="阿司匹林肠溶片", strength="0.1g×30片", dose="1片", frequency="每日1次", days=30, quantity=1, unit="盒"
)


def test_a_return_slip_lost_with_its_disk_is_written_again_from_its_paper(screens: Screens) -> None:
    county = screens.county
    sent = arrived(county)
    disk = Home(county.folder / "市一医").database
    county.desks["市一医"].close()
    yesterday = shutil.copyfile(disk, disk.with_suffix(".yesterday"))
    county.reopened("市一医")
    county.do("市一医", m.SendBack(referral=sent.id, slip=RETURN, drugs=(DRUG,)))
    texts = county.do("市一医", SealSlips(referrals=(sent.id,), paper="return")).codes[sent.id]
    county.desks["市一医"].close()
    shutil.copyfile(yesterday, disk)
    county.reopened("市一医")
    county.do("岳口", PresentCode(code=paper_code.join(paper_code.parts_of("".join(texts)))))
    county.sync("岳口", "市一医")
    county.clock.advance(days=2)

    me = screens("专科医生")
    today = me.page("today")
    assert "补写" in [row[0] for row in me.rows(today)]
    assert {(one.title, one.detail) for one in today._news.records.records()} >= {("邱传富", "凭回转单收回")}
    page = me.page("referrals", sent.id)
    assert "补写回转单" in me.buttons()
    me.press("F7")
    me.settle()
    assert page.title == "补写回转单"
    form = page.work.form
    assert form.slip() == RETURN
    assert form.drugs.drugs() == (DRUG,)
    me.fill(form.form, findings="头颅 MRI：左侧基底节区梗死，详见影像。")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, sent.id).carried == ())
    me.settle()
    assert "补写回转单" not in me.buttons()
    county.sync("市一医", "岳口")
    whole = held(screens("医生"), sent.id)
    assert whole.state is State.RETURNED
    assert whole.return_slip is not None
    assert whole.return_slip.findings == "头颅 MRI：左侧基底节区梗死，详见影像。"
    assert whole.return_drugs == (DRUG,)

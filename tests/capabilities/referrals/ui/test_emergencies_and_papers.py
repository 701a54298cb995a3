"""Print first, fill in later; every print is counted, and the second says that it is one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.capabilities.reading import check_layout
from tests.capabilities.referrals.ui.papers import save_paper
from tests.capabilities.referrals.ui.slips import begin
from tests.capabilities.referrals.ui.slips import cases
from tests.capabilities.referrals.ui.slips import fill
from tests.capabilities.referrals.ui.slips import form_of
from tests.capabilities.referrals.ui.slips import held
from tests.capabilities.referrals.ui.slips import returned
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.kit.papers import PaperDialog

pytestmark = pytest.mark.gui


def test_an_emergency_is_sent_with_what_the_form_says_is_enough(screens: Screens) -> None:
    me = screens("医生")
    page = _emergency(me)
    assert me.says("必填只有姓名、出生日期、电话、去向和跟踪负责人")
    me.press("Ctrl+Return")
    me.until(lambda: cases(me))
    me.settle()
    (sent,) = cases(me)
    assert sent.slip.urgency is Urgency.EMERGENCY
    assert sent.incomplete
    assert me.says("急诊先印后补")
    assert me.rows(page)[0][5].startswith("补全")


def test_an_emergency_is_printed_first_and_completed_later(screens: Screens, tmp_path: Path) -> None:
    me = screens("医生")
    page = _emergency(me)
    me.press("Ctrl+P")
    me.until(lambda: cases(me))
    paper = save_paper(me, tmp_path / "slip.pdf")
    (sent,) = cases(me)
    assert "陈桂兰" in paper.flat
    assert sent.number in paper.flat
    assert held(me, sent.id).prints == 1
    me.sync()
    assert me.rows(page)[0][0] == "待补全"
    me.press("F7")
    me.settle()
    form = form_of(page)
    assert page.title == "补全转出单"
    assert all(form.editor(name).isReadOnly() for name in ("name", "birth", "id_number", "phone", "department"))
    assert not form.editor("urgency").isEnabled()
    assert "存草稿" not in me.buttons()
    assert "保存并打印" not in me.buttons()
    form.go_to("diagnosis")
    me.pick("ngs")
    me.fill(form, history="右侧肢体无力 3 小时。")
    form.go_to("sex")
    me.press("Right", "Right")
    form.go_to("consent")
    me.press("Space", "Ctrl+Return")
    me.until(lambda: page.work is None)
    me.settle()
    whole = held(me, sent.id)
    assert not whole.incomplete
    assert (whole.number, whole.slip.history) == (sent.number, "右侧肢体无力 3 小时。")
    assert not me.says("急诊先印后补")


def test_a_completion_that_is_left_is_kept(screens: Screens) -> None:
    me = screens("医生")
    page = _emergency(me)
    me.press("Ctrl+Return")
    me.until(lambda: cases(me))
    me.settle()
    me.press("F7")
    me.settle()
    me.fill(form_of(page), history="右侧肢体无力 3 小时。")
    me.press("Escape")
    me.settle()
    me.press("F7")
    me.settle()
    assert form_of(page).values()["history"] == "右侧肢体无力 3 小时。"
    assert form_of(page).editor("name").isReadOnly()


def test_a_second_print_says_so_and_stands_in_the_trail(screens: Screens, tmp_path: Path) -> None:
    sent = screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("referrals")
    me.press("Ctrl+P")
    first = save_paper(me, tmp_path / "first.pdf")
    me.press("Ctrl+P")
    second = save_paper(me, tmp_path / "second.pdf")
    check_layout(first)
    assert "重打" not in first.flat
    assert "重打" in second.flat
    assert sent.number in first.flat
    assert sent.number in second.flat
    assert held(me, sent.id).prints == 2
    me.settle()
    assert "转出单，第 2 次" in page.panel.trail.accessibleName()
    assert me.toasts[-1][0] == "已存成 PDF"


def test_where_there_is_no_printer_the_dialog_says_so_and_can_be_left(screens: Screens) -> None:
    screens.county.send_referral("岳口")
    me = screens("医生")
    me.page("referrals")
    me.press("Ctrl+P")
    me.until(lambda: me.front() is not me.window)
    assert me.says("这台电脑没有打印机，可以存成 PDF，换台电脑打印。")
    assert "打印" not in me.buttons()
    me.press("Escape")
    me.come_back()
    assert not me.window.findChildren(PaperDialog)


def test_a_paper_that_cannot_be_saved_says_why_and_stays(screens: Screens, tmp_path: Path) -> None:
    screens.county.send_referral("岳口")
    me = screens("医生")
    me.page("referrals")
    me.press("Ctrl+P")
    me.until(lambda: me.front() is not me.window)
    target = tmp_path / "slip.pdf"
    target.symlink_to(tmp_path / "no such folder" / "slip.pdf")
    me.answer(me.name_file(target))
    me.press("Ctrl+S")
    me.until(lambda: me.says("写不"))
    assert "存成 PDF" in me.buttons()
    me.press("Escape")
    me.come_back()


def test_the_return_slip_is_printed_at_the_clinic(screens: Screens, tmp_path: Path) -> None:
    sent = returned(screens.county)
    me = screens("医生")
    page = me.page("referrals")
    me.click("打印回转单")
    paper = save_paper(me, tmp_path / "return.pdf")
    assert "抗血小板治疗" in paper.flat
    assert held(me, sent.id).return_prints == 1
    assert page.current.referral.id == sent.id


def test_a_slip_can_be_sent_and_printed_in_one(screens: Screens, tmp_path: Path) -> None:
    me = screens("医生")
    page = begin(me)
    fill(me, page)
    me.press("Ctrl+P")
    paper = save_paper(me, tmp_path / "slip.pdf")
    check_layout(paper)
    (sent,) = cases(me)
    assert sent.number in paper.flat
    assert "脑梗死" in paper.flat
    assert page.work is None


def _emergency(me: Screen) -> Any:
    """Write the least of an emergency slip: name, birth, telephone, department."""
    page = begin(me)
    form = form_of(page)
    me.fill(form, name="陈桂兰", birth="1955-03-12", phone="13872536640")
    form.go_to("department")
    me.pick("sjnk")
    form.go_to("urgency")
    me.press("Right", "Right")
    return page

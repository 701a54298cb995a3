"""What is chosen above the preview is what comes out, and holds the next time; other papers; the day in one file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from tests.capabilities.reading import check_layout
from tests.capabilities.reading import in_order
from tests.capabilities.referrals.ui.further import choose_more
from tests.capabilities.referrals.ui.papers import save_paper
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.capabilities.referrals.messages.files import AttachFile
from yigongti_desktop.kit import pictures
from yigongti_desktop.kit.making import Making
from yigongti_desktop.kit.papers import PaperDialog
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.storage import records

pytestmark = pytest.mark.gui


def dialog(me: Screen) -> PaperDialog:
    me.until(lambda: isinstance(me.front(), PaperDialog))
    found = me.front()
    assert isinstance(found, PaperDialog)
    return found


def test_what_is_chosen_comes_out_and_holds_the_next_time(screens: Screens, tmp_path: Path) -> None:
    screens.county.send_referral("岳口")
    me = screens("医生")
    _let_county_have(me, slip_blocks=["number", "payment"], slip_letterhead="天门市医共体")
    me.page("referrals")
    me.press("Ctrl+P")
    shown = dialog(me)
    assert shown.choices is not None
    assert shown.choices.values == {"form": "local", "size": "a4", "copies": "1"}
    shown.choices.chips("form").choose("national")
    shown.choices.chips("size").setFocus()
    me.press("Right")
    shown.choices.chips("copies").setFocus()
    me.press("Right")
    me.settle()
    paper = save_paper(me, tmp_path / "first.pdf")
    check_layout(paper, (421, 595))
    assert "第二联接收单位留存" in paper.flat
    assert "支付方式" not in paper.flat
    me.press("Ctrl+P")
    again = dialog(me)
    assert again.choices is not None
    assert again.choices.values == {"form": "national", "size": "half", "copies": "2"}
    again.choices.chips("form").choose("local")
    me.settle()
    paper = save_paper(me, tmp_path / "second.pdf")
    assert "支付方式" in paper.flat
    assert "天门市医共体" in paper.flat


def test_the_consent_form_and_the_hand_over_list_are_handed_out(screens: Screens, tmp_path: Path) -> None:
    screens.county.send_referral("岳口")
    me = screens("医生")
    me.page("referrals")
    choose_more(me, "fd")
    shown = dialog(me)
    assert shown.choices is not None
    consent = save_paper(me, tmp_path / "consent.pdf")
    assert "转诊知情同意书" in consent.flat
    assert "邱传富" in consent.flat
    choose_more(me, "fd")
    shown = dialog(me)
    assert shown.choices is not None
    shown.choices.chips("kind").choose("handover")
    me.settle()
    assert "病历资料交接清单" in save_paper(me, tmp_path / "list.pdf").flat


@pytest.mark.policy("REF-17")
def test_what_was_put_to_a_case_is_on_its_hand_over_list(screens: Screens, tmp_path: Path) -> None:
    sent = screens.county.send_referral("岳口")
    Image.new("RGB", (900, 600), (200, 220, 210)).save(tmp_path / "化验单.jpg")
    photo = pictures.read_file(tmp_path / "化验单.jpg")
    file = File(media_type=photo.media_type, name=photo.name, content=photo.content)
    screens.county.do("岳口", AttachFile(referral=sent.id, file=file))
    me = screens("医生")
    me.page("referrals")
    choose_more(me, "fd")
    shown = dialog(me)
    assert shown.choices is not None
    shown.choices.chips("kind").choose("handover")
    me.settle()
    paper = save_paper(me, tmp_path / "list.pdf")
    assert in_order(paper.flat, "资料名称", "化验单.jpg", "1", "电子附件", "双向转诊单")
    check_layout(paper)


def test_the_slips_of_the_day_are_one_file(screens: Screens, tmp_path: Path) -> None:
    me = screens("医生")
    me.page("referrals")
    me.click("今日单据")
    me.settle()
    assert me.toasts[-1][0] == "今天还没有单据"
    for _ in range(3):
        screens.county.send_referral("岳口")
    me.click("今日单据")
    dialog(me)
    paper = save_paper(me, tmp_path / "day.pdf")
    assert paper.flat.count("双向转诊（转出）单") == 3
    check_layout(paper)
    assert not me.window.findChildren(Making)


def _let_county_have(me: Screen, **rules: object) -> None:
    made = [
        Rule(id=f"referral.{name}", versions=(RuleVersion(value=value, since=date(2026, 1, 1)),))
        for name, value in rules.items()
    ]
    me.desk.core.write(records.save_many, registry.RULE, made)

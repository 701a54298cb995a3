"""处方点评 by keyboard: numbers pasted, prescriptions drawn, judged line by line, sent back, answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.capabilities.pharmacy.test_reviews import judged
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.messages.reviews import OpenReview
from yigongti_desktop.capabilities.pharmacy.messages.reviews import ReturnReview
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import Finding
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewState
from yigongti_desktop.capabilities.pharmacy.store import reviews as store
from yigongti_desktop.capabilities.pharmacy.ui import review_today
from yigongti_desktop.kit.papers import PaperDialog

pytestmark = pytest.mark.gui

UNIT = "tianmen.yuekou"


def opened(screens: Screens, *numbers: str) -> PrescriptionReview:
    county = screens.county
    command = OpenReview(unit=UNIT, month="2026-11", numbers=numbers or ("1001", "1002"))
    known: PrescriptionReview = county.desks["市一医"].do(county.people["中心药房"], command).record
    return known


def returned(screens: Screens) -> PrescriptionReview:
    county = screens.county
    known = opened(screens)
    lines = [judged(line.number) for line in known.lines]
    lines[1] = replace(lines[1], finding=Finding.UNSUITABLE.value, words="无指征用抗菌药")
    command = ReturnReview(review=known.id, lines=tuple(lines))
    done: PrescriptionReview = county.desks["市一医"].do(county.people["中心药房"], command).record
    county.sync("市一医", "岳口")
    return done


def one(me: Screen) -> PrescriptionReview:
    (row,) = me.bench.read(store.rows)
    return row.review


@pytest.mark.policy("PHA-10")
def test_prescriptions_are_drawn_and_judged_with_the_keyboard_alone(screens: Screens) -> None:
    me = screens("中心药房")
    page = me.page("reviews")
    assert me.says("还没有处方点评")
    me.press("F2")
    me.settle()
    me.pick("岳口")
    me.press("Return")
    me.type("1001, 1002")
    assert me.says("共 2 个处方号")
    me.press("Ctrl+Return")
    me.until(lambda: me.bench.read(store.rows))
    me.settle()
    assert me.toasts[-1] == ("已存本机，待上传", "岳口镇中心卫生院　2 张里抽了 2 张")
    me.press("F7")
    me.settle()
    for doctor, finding in (("周建国", "="), ("李文静", "=")):
        me.type("2026-11-03")
        me.press("Return")
        me.type(doctor)
        me.press("Return")
        me.type("高血压")
        me.press("Return")
        me.type("2")
        me.press("Return")
        me.pick("否")
        me.pick("否")
        me.type("=")
        me.type("45.50")
        me.press("Return")
        me.type(finding)
        me.settle()
    assert me.says("抽 2 张　已评 2 张　合理率 100.0%")
    me.press("Ctrl+Return")
    me.until(lambda: one(me).state is ReviewState.RETURNED)
    me.settle()
    assert [line.doctor for line in one(me).lines] == ["周建国", "李文静"]
    assert [(line.essential, line.amount_fen, line.has_injection) for line in one(me).lines] == [(2, 4550, False)] * 2
    assert me.rows(page)[0][0] == "待上传"


def test_gaps_are_said_at_their_cells_and_what_stands_is_kept(screens: Screens) -> None:
    known = opened(screens)
    me = screens("中心药房")
    page = me.page("reviews", known.id)
    me.press("F7")
    me.settle()
    me.type("2026-11-03")
    me.press("Return", "Ctrl+Return")
    me.settle()
    assert me.says("处要改")
    assert one(me).state is ReviewState.OPEN
    me.press("Escape")
    me.settle()
    assert me.toasts[-1] == ("草稿已存本机", "下次打开接着写")
    me.press("F7")
    me.settle()
    assert me.says("接着上次没写完的")
    assert str(page.work.table.view.lines.line(0)["date"]) == "2026-11-03"
    me.press("Ctrl+S")
    me.until(lambda: one(me).lines[0].date is not None)


def test_the_unit_reads_the_findings_and_answers(screens: Screens) -> None:
    known = returned(screens)
    me = screens("药师")
    (todo,) = me.bench.read(review_today.todos, me.actor, me.desk.now())
    assert (todo.title, todo.detail, todo.badge) == ("2026年11月处方点评", "合理率 50.0%", "待答复")
    page = me.page("reviews", known.id)
    assert me.rows(page)[0][0] == "待答复"
    assert me.says("用药不适宜：无指征用抗菌药")
    me.press("F7", "Ctrl+Return")
    assert me.fault(page.panel.asking.form, "words") == "答复没有填。请补上。"
    me.type("已约谈当事医生，下月复查。")
    me.press("Ctrl+Return")
    me.until(lambda: one(me).state is ReviewState.ANSWERED)
    me.sync()
    assert me.rows(page)[0][0] == "已答复"
    me.click("看明细")
    me.settle()
    assert me.says("抽 2 张　已评 2 张　合理率 50.0%")
    assert "反馈给单位" not in me.buttons()


def test_numbers_come_from_a_file_too(screens: Screens, tmp_path: Path) -> None:
    file = tmp_path / "处方号.csv"
    file.write_text("处方号\n2001\n2002\n2003\n", encoding="utf-8")
    me = screens("中心药房")
    page = me.page("reviews", "new")
    met = me.answer(me.name_file(file))
    me.press("Ctrl+O")
    me.until(lambda: met)
    me.come_back()
    me.until(lambda: "2003" in page.work.form.values()["numbers"])
    assert me.says("共 3 个处方号")


def test_the_paper_is_shown_and_a_review_is_given_up_with_a_reason(screens: Screens) -> None:
    known = opened(screens)
    me = screens("中心药房")
    page = me.page("reviews", known.id)
    met = me.answer(lambda dialog: dialog.reject())
    me.press("Ctrl+P")
    me.until(lambda: met)
    assert isinstance(met[0], PaperDialog)
    me.come_back()
    me.click("作废")
    me.pick("单位")
    me.press("Return")
    me.until(lambda: one(me).state is ReviewState.CANCELLED)
    assert page.isVisible()


def test_a_prescription_number_finds_its_review(screens: Screens) -> None:
    opened(screens, "MZ20261103001", "MZ20261103002")
    me = screens("中心药房")
    page = me.page("reviews")
    for typed, count in (("mz20261103001", 1), ("岳口", 1), ("2026年11月", 1), ("mz9", 0)):
        page.on_typed(typed)
        assert len(me.rows(page)) == count

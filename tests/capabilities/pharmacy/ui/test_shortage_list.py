"""The register at the screen: by day, late ones in red, people to be called, what the lead hospital answers."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from tests.capabilities.pharmacy.ui.counter import AMOXICILLIN
from tests.capabilities.pharmacy.ui.counter import IBUPROFEN
from tests.capabilities.pharmacy.ui.counter import UNLISTED
from tests.capabilities.pharmacy.ui.counter import arrived
from tests.capabilities.pharmacy.ui.counter import at_centre
from tests.capabilities.pharmacy.ui.counter import by
from tests.capabilities.pharmacy.ui.counter import held
from tests.capabilities.pharmacy.ui.counter import purchase
from tests.capabilities.pharmacy.ui.counter import registered
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.messages import shortages as m
from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import CallResult
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.capabilities.pharmacy.ui import shortage_today
from yigongti_desktop.kit.papers import PaperDialog

pytestmark = pytest.mark.gui


def test_the_list_goes_by_the_day_and_marks_what_is_late(screens: Screens) -> None:
    registered(screens.county, IBUPROFEN, days=5, patient="胡小燕")
    registered(screens.county, days=1)
    me = screens("药师")
    page = me.page("shortages")
    seen = []
    for days in (0, 1, 2):
        screens.county.clock.advance(days=days)
        page.reload()
        me.settle()
        seen.append([(row[0], row[3]) for row in me.rows(page)])
    assert [rows[0] for rows in seen] == [("剩 1 天", "邱传富"), ("今天要", "邱传富"), ("超 2 天", "邱传富")]
    assert seen[2][1] == ("待上传", "胡小燕")
    assert page.facts.text() == "在办 2　超期 1"
    assert me.says("已过需要日期，药还没到")
    page.table.chips.choose("late")
    assert [row[3] for row in me.rows(page)] == ["邱传富"]


def test_a_resident_is_called_with_the_keyboard_until_they_are_reached_and_the_drug_is_fetched(
    screens: Screens,
) -> None:
    one = arrived(screens.county, registered(screens.county))
    me = screens("药师")
    page = me.page("shortages", one.id)
    page.table.chips.choose("call")
    me.settle()
    assert [row[0] for row in me.rows(page)] == ["待通知"]
    assert me.says("药到了，请通知患者")
    me.press("F7", "Right", "Right", "Return", "Ctrl+Return")
    me.until(lambda: held(me, one.id).call_result == CallResult.NO_ANSWER)
    me.settle()
    assert [row[0] for row in me.rows(page)] == ["没接通"]
    assert me.says("上次没接通，请再打")
    me.press("F7", "Right", "Return")
    me.type("周五来取")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, one.id).call_result == CallResult.COMING)
    me.settle()
    assert me.rows(page) == []
    page.table.chips.choose("fetch")
    me.settle()
    assert me.says("会来取　周五来取　刘小梅")
    me.press("F7")
    me.until(lambda: held(me, one.id).state is State.FETCHED)
    me.settle()
    assert me.toasts[-1] == ("已存本机，待上传", f"邱传富　{AMOXICILLIN}　已取走")


def test_a_call_without_a_result_is_refused_beside_its_field(screens: Screens) -> None:
    one = arrived(screens.county, registered(screens.county))
    me = screens("药师")
    page = me.page("shortages", one.id)
    me.press("F7", "Ctrl+Return")
    assert me.fault(page.panel.asking.form, "result") == "结果没有填。请补上。"
    assert held(me, one.id).state is State.ARRIVED


def test_what_the_other_desk_did_first_is_refused_in_words_in_the_form(screens: Screens) -> None:
    one = arrived(screens.county, registered(screens.county))
    me = screens("药师")
    page = me.page("shortages", one.id)
    me.press("F7", "Right", "Return")
    me.type("另一个人也来写")
    by(screens.county, "药师", m.HandOutShortage(shortage=one.id))
    me.press("Ctrl+Return")
    me.until(page.panel.asking.fault.text)
    assert "已取走" in page.panel.asking.fault.text()
    assert page.panel.asking.form.values()["note"] == "另一个人也来写"


def test_whoever_wrote_it_cancels_it_with_a_reason_and_no_more(screens: Screens) -> None:
    one = registered(screens.county)
    me = screens("护士")
    me.page("shortages", one.id)
    assert "加入请领单" not in me.buttons()
    assert "到货" not in me.buttons()
    me.click("取消")
    me.pick("ycf")
    me.press("Return")
    if held(me, one.id).state is State.OPEN:
        me.press("Ctrl+Return")
    me.until(lambda: held(me, one.id).state is State.CANCELLED)


@pytest.mark.policy("PHA-03")
def test_the_central_pharmacy_answers_a_purchase_and_the_unit_reads_it(screens: Screens) -> None:
    registered(screens.county)
    one = purchase(screens.county)
    screens.county.sync("岳口", "市一医")
    lead = screens("中心药房")
    page = lead.page("shortages")
    (row,) = lead.rows(page)
    assert row[:2] == ["待答复", UNLISTED]
    assert row[3] == "岳口镇中心卫生院"
    lead.press("F7", "Right", "Right", "Return", "Ctrl+Return")
    lead.until(page.panel.asking.fault.text)
    assert page.panel.asking.fault.text() == "说明没有填。请补上。"
    page.panel.asking.form.go_to("words")
    lead.type("厂家停产")
    lead.press("Ctrl+Return")
    lead.until(lambda: held(lead, one.id).answer == Answer.CANNOT_BUY)
    lead.settle()
    assert lead.buttons().count("改答复") == 1
    lead.sync()
    screens.county.sync("岳口")
    me = screens("药师")
    me.page("shortages", one.id)
    assert me.says("县院买不到")
    assert me.says("厂家停产。请告诉患者，再取消这条登记。")
    me.page("today")
    news = me.bench.read(shortage_today.news, me.actor, me.desk.now())
    assert [(item.title, item.detail) for item in news] == [(UNLISTED, "代购买不到　厂家停产　邱传富")]


def test_the_director_reads_and_changes_nothing(screens: Screens) -> None:
    one = arrived(screens.county, registered(screens.county))
    me = screens("院长")
    me.page("shortages", one.id)
    assert not {"登记电话", "已取走", "取消", "登记缺药"} & set(me.buttons())


@pytest.mark.parametrize(
    ("typed", "found"), [("amxljn", 1), ("阿莫", 1), ("qcf", 1), ("邱传", 1), ("0001", 1), ("长期", 1), ("没有", 0)]
)
def test_a_shortage_is_found_by_drug_person_telephone_and_remark(screens: Screens, typed: str, found: int) -> None:
    registered(screens.county, remark="长期用药")
    registered(screens.county, IBUPROFEN, patient="胡小燕", phone="13900000009")
    me = screens("药师")
    page = me.page("shortages")
    me.press("/")
    me.type(typed)
    me.press("Return")
    assert len(me.rows(page)) == found


def test_an_empty_register_says_how_one_begins(screens: Screens) -> None:
    me = screens("药师")
    me.page("shortages")
    assert me.says("还没有缺药登记")
    assert "登记缺药" in me.buttons()


def test_excel_gets_the_register_with_real_days(screens: Screens, tmp_path: Path) -> None:
    one = registered(screens.county, days=0)
    screens.county.clock.advance(days=2)
    arrived(screens.county, one)
    me = screens("药师")
    me.page("shortages")
    target = tmp_path / "缺药.xlsx"
    head, line = [[cell.value for cell in row] for row in me.exported(target).worksheets[0].iter_rows()]
    told = dict(zip(head, line, strict=True))
    assert (told["药品"], told["患者"], told["类别"]) == (f"{AMOXICILLIN} 0.25g×24粒", "邱传富", "缺药")
    assert (told["用时"], told["需要日期"]) == (2, datetime(2026, 11, 23))  # noqa: DTZ001 - Excel knows no zone


def test_the_register_of_some_days_is_printed_with_the_keyboard(screens: Screens) -> None:
    registered(screens.county)
    me = screens("药师")
    me.page("shortages")
    titles: list[str] = []

    def leave(dialog: QDialog) -> None:
        assert isinstance(dialog, PaperDialog)
        titles.append(dialog.windowTitle())
        me.press("Esc")

    me.press("Ctrl+P")
    me.answer(leave)
    me.press("Return", "Return")
    me.until(lambda: titles)
    me.come_back()
    assert titles == ["缺药登记表 2026-11-01 至 2026-11-23"]


def test_days_that_cannot_be_printed_are_said(screens: Screens) -> None:
    registered(screens.county)
    me = screens("药师")
    page = me.page("shortages")
    me.press("Ctrl+P")
    form = page.work.form
    me.fill(form, since="2026-11-20", until="2026-11-10")
    me.press("Ctrl+P")
    assert me.fault(form, "until") == "止日比起日早。请改。"
    me.fill(form, since="2026-10-01", until="2026-10-31")
    me.press("Ctrl+P")
    me.settle()
    assert me.says("这几天没有缺药登记。请换个日期范围。")
    me.press("Escape")
    me.settle()
    assert page.work is None


def test_today_says_who_waits_to_be_called_and_what_is_late(screens: Screens) -> None:
    registered(screens.county, days=0, patient="单桂兰")
    registered(screens.county, days=9, patient="不急")
    arrived(screens.county, registered(screens.county, IBUPROFEN))
    screens.county.clock.advance(days=2)
    me = screens("药师")
    assert _todos(me) == [("缺药", "单桂兰", date(2026, 11, 23), ""), ("通知", "邱传富", None, "待通知")]
    (figure,) = me.bench.read(shortage_today.figures, me.actor, me.desk.now())
    assert (figure.title, figure.value, figure.note, figure.tone) == (
        "缺药未到",
        "2",
        "超期 1 条，待通知 1 人",
        "danger",
    )
    assert me.bench.read(shortage_today.count, me.actor, me.desk.now()).number == 2
    me.page("today")
    assert me.says("超期 1 条，待通知 1 人")
    screens.leave(me)
    nurse = screens("护士")
    assert _todos(nurse) == []
    assert nurse.bench.read(shortage_today.figures, nurse.actor, nurse.desk.now()) == []


def test_today_of_the_central_pharmacy_says_what_is_to_be_answered(screens: Screens) -> None:
    first, _ = purchase(screens.county), purchase(screens.county, patient="单桂兰")
    screens.county.sync("岳口", "市一医")
    lead = screens("中心药房")
    assert [todo[:2] for todo in _todos(lead)] == [("代购", "岳口镇中心卫生院")] * 2
    at_centre(screens.county, m.AnswerShortage(shortage=first.id, answer=Answer.CAN_BUY))
    assert lead.bench.read(shortage_today.count, lead.actor, lead.desk.now()).number == 1
    (figure,) = lead.bench.read(shortage_today.figures, lead.actor, lead.desk.now())
    assert (figure.title, figure.value) == ("代购待答复", "1")


def _todos(me: Screen) -> list[tuple[str, str, date | None, str]]:
    found = me.bench.read(shortage_today.todos, me.actor, me.desk.now())
    return [(todo.kind, todo.title, todo.due_on, todo.badge) for todo in found]

"""A delivery that differs is answered line by line and settled by the clinic, by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection

from tests.capabilities.pharmacy.ui.sheets import case
from tests.capabilities.pharmacy.ui.sheets import column
from tests.capabilities.pharmacy.ui.sheets import differing
from tests.capabilities.pharmacy.ui.sheets import dispatched
from tests.capabilities.pharmacy.ui.sheets import fault
from tests.capabilities.pharmacy.ui.sheets import lines
from tests.capabilities.pharmacy.ui.sheets import put
from tests.capabilities.pharmacy.ui.sheets import stand_up
from tests.screens import Screen
from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.app.finding import find_everywhere
from yigongti_desktop.app.pages import MANIFESTS
from yigongti_desktop.capabilities.pharmacy.messages import differences as m
from yigongti_desktop.capabilities.pharmacy.model.difference import Answer
from yigongti_desktop.capabilities.pharmacy.model.difference import CaseState
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.difference import Reply
from yigongti_desktop.capabilities.pharmacy.model.owed import back_order_of
from yigongti_desktop.capabilities.pharmacy.store.differences import DIFFERENCE_CASE
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.shell.today import look
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading

pytestmark = [pytest.mark.gui, pytest.mark.policy("PHA-13")]

BOTH = (Reply(answer=Answer.RESEND), Reply(answer=Answer.KEEP))


def test_a_difference_is_counted_answered_and_settled_by_keyboard_and_everybody_agrees(screens: Screens) -> None:
    county = screens.county
    request = dispatched(county)
    clinic = screens("药师")
    page = clinic.page("pharmacy")
    clinic.press("Return")
    clinic.settle()
    clinic.type("98")
    clinic.press("Return")
    clinic.pick("ds")
    clinic.type("箱里少两盒")
    clinic.press("Return", "=", "Ctrl+Return")
    clinic.until(lambda: page.work is None)
    page = clinic.page("differences")
    assert clinic.rows(page)[0][:6] == [
        "待上传",
        request.number,
        request.delivery,
        "市第一人民医院",
        "1 行",
        "对方",
    ]
    clinic.sync()
    assert clinic.rows(page)[0][0] == "待答复"
    assert clinic.says("发 100，收 98，少 2 盒")
    stand_up(screens, clinic, "岳口")

    county.sync("市一医")
    centre, page = _centre(screens)
    assert centre.rows(page)[0][:4] == ["待答复", request.number, request.delivery, "岳口镇中心卫生院"]
    centre.press("F7")
    centre.settle()
    assert centre.workplace.current.title == "答复差异"  # type: ignore[union-attr]
    assert centre.propose("bf") == ["补发"]
    centre.press("Return")
    centre.press("Ctrl+Return")
    centre.until(lambda: case(county, request.id, "市一医").state is CaseState.ANSWERED)
    centre.settle()
    assert centre.toasts[-1] == ("已存本机，待上传", f"{request.number}　已答复")
    centre.sync()
    stand_up(screens, centre, "市一医")

    county.sync("岳口")
    clinic = screens("药师")
    page = clinic.page("differences")
    assert clinic.rows(page)[0][0] == "已答复"
    assert clinic.rows(page)[0][5] == "本院"
    assert clinic.says("→ 补发")
    assert clinic.says("会自动生成请领单")
    clinic.press("F7")
    clinic.until(lambda: case(county, request.id).state is CaseState.SETTLED)
    clinic.sync()
    assert clinic.rows(page)[0][0] == "已结清"
    county.sync("市一医", "岳口二")
    _agree(county, request.id)
    again = county.desks["市一医"].read(records.load, DRUG_REQUEST, back_order_of(case(county, request.id).id))
    assert again is not None
    assert [(line.name, line.requested) for line in again.lines] == [("阿莫西林胶囊", 2)]


def test_an_answer_that_the_clinic_disputes_is_given_again_with_the_old_one_at_hand(screens: Screens) -> None:
    county = screens.county
    found = differing(county)
    _answer(county, found, Reply(answer=Answer.WRITE_OFF), BOTH[1])
    director = screens("院长")
    page = director.page("differences")
    director.click("不同意")
    director.press("Ctrl+Return")
    assert director.fault(page.panel.asking.form, "reason") == "原因没有填。请补上。"
    director.pick("bty")
    director.until(lambda: case(county, found.request).state is CaseState.RAISED)
    director.sync()
    stand_up(screens, director, "岳口")

    county.sync("市一医")
    centre, page = _centre(screens)
    assert centre.rows(page)[0][0] == "待再答复"
    assert centre.says("不同意报损，请补发")
    centre.press("F7")
    centre.settle()
    assert [line["answer"] for line in lines(page)] == ["write_off", "keep"]
    put_answer(centre, page, 0, "bf")
    centre.press("Ctrl+Return")
    centre.until(lambda: case(county, found.request, "市一医").state is CaseState.ANSWERED)
    answered = case(county, found.request, "市一医")
    assert [line.answer for line in answered.lines] == ["resend", "keep"]
    assert not answered.dispute
    centre.sync()
    county.sync("岳口", "岳口二")
    _agree(county, found.request)


def test_a_line_is_proposed_only_the_answers_that_fit_it(screens: Screens) -> None:
    differing(screens.county)
    me, page = _open(screens)
    assert me.propose(" ") == ["补发", "退款", "报损", "不认可"]
    me.press("Escape")
    page.work.table.view.go_to(1, column(page, "answer"))
    assert me.propose(" ") == ["照收", "退回", "不认可"]


def test_lines_that_are_not_answered_are_said_at_their_cells(screens: Screens) -> None:
    found = differing(screens.county)
    me, page = _open(screens)
    me.press("Ctrl+Return")
    assert fault(page, 0, "answer") == "这一行还没有答复。请选补发、退款、报损、不认可。"
    assert fault(page, 1, "answer") == "这一行还没有答复。请选照收、退回、不认可。"
    assert me.says("2 处要改")
    me.press("=", "F8", "=")
    assert [line["answer"] for line in lines(page)] == ["resend", "keep"]
    assert not page.work.table.view.lines.faults()
    assert case(screens.county, found.request, "市一医").state is CaseState.RAISED


def test_whoever_does_not_accept_a_difference_says_why(screens: Screens) -> None:
    found = differing(screens.county)
    me, page = _open(screens)
    me.pick("brk")
    assert page.work.table.view.currentIndex().column() == column(page, "words")  # Enter stops there now
    me.press("Return", "=", "Ctrl+Return")
    assert fault(page, 0, "words") == "不认可的要写明理由。"
    put(me, page, 0, "words", "出库有监控，两人复核过")
    me.press("Ctrl+Return")
    me.until(lambda: case(screens.county, found.request, "市一医").state is CaseState.ANSWERED)
    assert case(screens.county, found.request, "市一医").lines[0].answer_note == "出库有监控，两人复核过"


def test_a_case_that_was_answered_elsewhere_meanwhile_is_refused_and_nothing_typed_is_lost(screens: Screens) -> None:
    found = differing(screens.county)
    me, page = _open(screens)
    me.pick("tk")
    me.press("=")
    screens.county.desks["市一医"].do(screens.county.people["中心药房"], m.AnswerCase(case=found.id, replies=BOTH))
    me.press("Ctrl+Return")
    me.until(page.banner.isVisible)
    assert me.says("没有存上")
    assert [line["answer"] for line in lines(page)] == ["credit", "keep"]


def test_a_half_done_answer_is_gone_on_with(screens: Screens) -> None:
    differing(screens.county)
    me, page = _open(screens)
    me.pick("tk")
    me.press("Escape")
    me.settle()
    assert page.work is None
    me.press("Return")
    me.settle()
    assert [line["answer"] for line in lines(page)] == ["credit", ""]
    assert me.says("接着上次没写完的")


def test_the_clinic_reads_what_it_cannot_answer(screens: Screens) -> None:
    differing(screens.county)
    me = screens("药师")
    page = me.page("differences")
    me.press("Return")
    me.settle()
    assert page.title == "差异单"
    assert not page.work.is_open
    me.press("Ctrl+Return")
    me.settle()
    assert page.work is not None
    me.press("Escape")
    me.settle()
    assert page.work is None


def test_today_calls_whoever_s_turn_it_is_and_nobody_else(screens: Screens) -> None:
    county = screens.county
    found = differing(county)
    assert _badges(county, "市一医", "中心药房") == ["待答复"]
    assert _badges(county, "岳口", "药师") == _badges(county, "岳口", "院长") == []
    _answer(county, found, *BOTH)
    assert _badges(county, "市一医", "中心药房") == []
    assert _badges(county, "岳口", "药师") == _badges(county, "岳口", "院长") == ["待确认"]
    assert _badges(county, "岳口", "医生") == []
    me = screens("药师")
    page = me.page("today")
    row = next(row for row in me.rows(page) if row[0] == "差异")
    assert (row[1].split()[0], row[3]) == (found.number, "待确认")
    page.first_focus()
    page.table.view.rest_on(lambda todo: todo.page == "differences")
    me.press("Return")
    me.settle()
    assert me.opened("differences").current.case.id == found.id


def test_a_case_is_found_by_the_numbers_on_its_papers(screens: Screens) -> None:
    county = screens.county
    found = differing(county)
    desk = county.desks["岳口"]
    for typed in (found.number, found.delivery):
        options = desk.read(find_everywhere, typed.lower(), county.people["药师"])
        assert f"differences {found.id}" in [option.key for option in options]
    assert not any("differences" in one.key for one in desk.read(find_everywhere, found.number, county.people["医生"]))


def put_answer(me: Screen, page: Any, row: int, typed: str) -> None:
    """Answer a line, in the place of what stands there."""
    page.work.table.view.go_to(row, column(page, "answer"))
    me.pick(typed)


def _centre(screens: Screens) -> tuple[Screen, Any]:
    me = screens("中心药房")
    return me, me.page("differences")


def _open(screens: Screens) -> tuple[Screen, Any]:
    """Sit the central pharmacy down, and open its first case."""
    me, page = _centre(screens)
    me.press("Return")
    me.settle()
    return me, page


def _answer(county: County, found: DifferenceCase, *replies: Reply) -> None:
    county.desks["市一医"].do(county.people["中心药房"], m.AnswerCase(case=found.id, replies=replies))
    county.sync("市一医", "岳口")


def _badges(county: County, desk: str, who: str) -> list[str]:
    """Return what 今日 calls somebody to do about differences."""
    found = county.desks[desk].read(look, MANIFESTS, county.people[who], county.clock.now())
    return [todo.badge for todo in found.todos if todo.page == "differences"]


def _agree(county: County, request: str) -> None:
    """Fail unless both units' desks and the hub have the same case."""
    with reading(county.hub.engine) as connection:
        at_hub = _load(connection, case(county, request).id)
    assert at_hub is not None
    for desk in ("岳口", "岳口二", "市一医"):
        assert case(county, request, desk) == at_hub, desk


def _load(connection: Connection, found: str) -> DifferenceCase | None:
    return records.load(connection, DIFFERENCE_CASE, found)

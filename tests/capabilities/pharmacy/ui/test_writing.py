"""A drug request is written line by line with the keyboard; what cannot be is said beside its line."""

from __future__ import annotations

import pytest

from tests.capabilities.pharmacy.ui.sheets import begin
from tests.capabilities.pharmacy.ui.sheets import column
from tests.capabilities.pharmacy.ui.sheets import fault
from tests.capabilities.pharmacy.ui.sheets import held
from tests.capabilities.pharmacy.ui.sheets import lines
from tests.capabilities.pharmacy.ui.sheets import put
from tests.capabilities.pharmacy.ui.sheets import requests
from tests.capabilities.pharmacy.ui.sheets import submitted
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency

pytestmark = pytest.mark.gui


def test_a_request_is_written_and_submitted_with_the_keyboard_alone(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    me.pick("amxljn")
    me.type("120")
    me.press("Return")
    me.pick("blf")
    me.type("40")
    me.press("Return")
    assert len(lines(page)) == 3  # a new line waits
    me.press("Ctrl+Return")
    me.until(lambda: requests(me))
    me.settle()
    (request,) = requests(me)
    assert request.state is State.SUBMITTED
    assert [(line.name, line.requested) for line in request.lines] == [
        ("阿莫西林胶囊", 120),
        (request.lines[1].name, 40),
    ]
    assert "布洛芬" in request.lines[1].name
    assert me.rows(page)[0][:2] == ["待上传", request.number]
    assert me.toasts[-1] == ("已存本机，待上传", f"{request.number}　已提交")


@pytest.mark.parametrize("typed", ["amxljn", "阿莫西林胶", "AMXLJN"])
def test_a_drug_is_found_by_initials_and_by_name(screens: Screens, typed: str) -> None:
    me = screens("药师")
    page = begin(me)
    assert me.propose(typed)[0] == "阿莫西林胶囊"
    me.press("Return")
    assert lines(page)[0]["name"] == "阿莫西林胶囊"
    assert lines(page)[0]["specification"] == "0.25g×24粒"


def test_a_drug_is_found_by_the_middle_of_its_name(screens: Screens) -> None:
    me = screens("药师")
    begin(me)
    assert any("青霉素" in title for title in me.propose("青霉素"))


def test_a_drug_that_stands_in_another_line_cannot_be_taken_again(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    _line(me, "amxljn", "10")
    me.propose("amxljn")
    field = me.focus()
    assert field._popup.current.barred == "已在第 1 行"  # type: ignore[attr-defined]
    me.press("Return")
    assert not lines(page)[1]["drug"]


def test_a_controlled_drug_cannot_be_taken_and_says_why(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    me.propose("吗啡注射液")
    field = me.focus()
    assert "凭印鉴卡办理" in field._popup.current.barred  # type: ignore[attr-defined]
    me.press("Return")
    assert not lines(page)[0]["drug"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0", "数量至少是 1。请改。"),
        ("-1", "数量至少是 1。请改。"),
        ("1000000000", "数量 1,000,000,000 太大，最多 99,999。请核对是不是多输了零。"),
        ("abc", "请领应为整数，现在是「abc」。请改。"),
        ("1.5", "请领应为整数，现在是「1.5」。请改。"),
        ("一百", "请领应为整数，现在是「一百」。请改。"),
    ],
)
def test_a_quantity_that_cannot_be_is_said_beside_its_line(screens: Screens, typed: str, words: str) -> None:
    me = screens("药师")
    page = begin(me)
    _line(me, "amxljn", "10")
    _line(me, "blf", typed)
    assert fault(page, 1, "requested") == words
    assert me.says(f"第 2 行：{words}")
    me.press("Ctrl+Return")
    me.settle()
    assert requests(me) == []
    model = page.work.table.view.lines
    requested = next(column for column in model.columns if column.key == "requested")
    assert model.words(1, requested).replace(",", "") == typed
    view = page.work.table.view
    assert (view.currentIndex().row(), view.lines.columns[view.currentIndex().column()].key) == (1, "requested")
    me.type("20")
    me.press("Return")
    assert not fault(page, 1, "requested")
    me.press("Ctrl+Return")
    me.until(lambda: requests(me))


def test_a_line_without_a_quantity_and_one_without_a_drug_are_both_said(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    me.pick("amxljn")
    me.press("Return", "Return")
    put(me, page, 1, "requested", "5")
    me.press("Ctrl+Return")
    me.settle()
    assert fault(page, 0, "requested") == "数量没有填。请补上。"
    assert fault(page, 1, "name") == "请从目录里选一种药。"
    assert me.says("2 处要改")
    assert requests(me) == []


def test_an_empty_sheet_is_not_submitted(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    me.press("Ctrl+Return")
    me.settle()
    assert requests(me) == []
    assert fault(page, 0, "name") == "请从目录里选一种药。"


def test_f8_leads_from_fault_to_fault(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    _line(me, "amxljn", "0")
    _line(me, "blf", "-1")
    view = page.work.table.view
    me.press("F8")
    first = view.currentIndex().row()
    me.press("F8")
    assert {first, view.currentIndex().row()} == {0, 1}


def test_a_line_is_taken_out_and_brought_back(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    _line(me, "amxljn", "10")
    page.work.table.view.go_to(0, 1)
    me.press("Delete")
    assert [line["drug"] for line in lines(page)] == [""]
    assert me.toasts[-1] == ("删了一行", "阿莫西林胶囊")
    me.press("Ctrl+Z")
    assert lines(page)[0]["name"] == "阿莫西林胶囊"


def test_escape_in_a_cell_leaves_the_cell_and_not_the_sheet(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    me.pick("amxljn")
    me.type("12")
    me.press("Escape")
    assert page.work is not None
    assert lines(page)[0]["requested"] is None


def test_what_stands_in_an_open_cell_counts_when_the_request_is_submitted(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    me.pick("amxljn")
    me.type("10")
    me.press("Return")
    page.work.table.view.go_to(0, column(page, "requested"))
    me.type("12")
    me.press("Ctrl+Return")
    me.until(lambda: requests(me))
    assert requests(me)[0].lines[0].requested == 12


def test_what_stands_in_an_open_cell_is_kept_when_the_sheet_is_closed(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    me.pick("amxljn")
    me.type("12")
    me.click("关闭")
    me.settle()
    begin(me)
    assert lines(page)[0]["requested"] == 12


def test_enter_goes_one_cell_on_and_no_further(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    view = page.work.table.view
    seen = []
    for typed in ("amxljn", "10"):
        me.propose(typed) if typed.isalpha() else me.type(typed)
        me.press("Return")
        here = view.currentIndex()
        seen.append((here.row(), view.lines.columns[here.column()].key))
    assert seen == [(0, "requested"), (1, "name")]


def test_the_urgent_mark_and_the_purpose_travel_with_the_request(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    _line(me, "amxljn", "10")
    page.work.urgency.setFocus()
    me.press("Right")
    page.work.note.setFocus()
    me.type("节前补充")
    me.press("Ctrl+Return")
    me.until(lambda: requests(me))
    (request,) = requests(me)
    assert (request.urgency, request.note) == (Urgency.URGENT, "节前补充")


def test_a_sheet_that_was_left_is_gone_on_with(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    _line(me, "amxljn", "10")
    _line(me, "blf", "abc")
    before = lines(page)
    me.press("Escape")
    me.settle()
    assert page.work is None
    assert me.toasts[-1][0] == "草稿已存本机"
    begin(me)
    assert lines(page) == before
    assert me.says("接着上次没写完的")
    me.click("从头写")
    me.settle()
    assert [line["drug"] for line in lines(page)] == [""]


def test_a_draft_record_stands_in_the_list_and_is_opened_by_enter(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    _line(me, "amxljn", "10")
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    me.settle()
    (draft,) = requests(me)
    assert (draft.state, draft.number) == (State.DRAFT, "")
    assert me.rows(page)[0][:2] == ["草稿", "还没有编号"]
    me.press("Return")
    me.settle()
    assert lines(page)[0]["requested"] == 10
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    me.settle()
    (sent,) = requests(me)
    assert (sent.id, sent.state) == (draft.id, State.SUBMITTED)


def test_what_was_sent_back_says_why_and_is_sent_again_with_its_numbers(screens: Screens) -> None:
    county = screens.county
    request = submitted(county)
    lead = county.people["中心药房"]
    county.desks["市一医"].do(lead, m.SendBackDrugRequest(request=request.id, reason="请说明用量为什么增加"))
    county.sync("市一医", "岳口")
    me = screens("药师")
    page = me.page("pharmacy")
    assert me.rows(page)[0][0] == "退回"
    assert me.says("请说明用量为什么增加")
    me.press("F7")
    me.settle()
    assert [line["requested"] for line in lines(page)] == [100, 40]
    assert me.says("您填的数没有动，补完后再送。")
    assert "补完后再送" in me.buttons()
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.SUBMITTED)


def test_a_request_is_withdrawn(screens: Screens) -> None:
    request = submitted(screens.county)
    me = screens("药师")
    me.page("pharmacy")
    me.click("撤回")
    me.pick("ycb")
    me.press("Return")
    me.until(lambda: held(me, request.id).state is State.WITHDRAWN)
    assert held(me, request.id).reason == "已从别处调剂"


@pytest.mark.parametrize(("typed", "found"), [("amxljn", 1), ("布洛芬", 1), ("节前", 1), ("A-001", 1), ("没有", 0)])
def test_a_request_is_found_by_drug_purpose_and_number(screens: Screens, typed: str, found: int) -> None:
    submitted(screens.county)
    me = screens("药师")
    page = me.page("pharmacy")
    me.press("/")
    me.type(typed)
    me.press("Return")
    assert len(me.rows(page)) == found


def test_what_is_known_of_the_drug_stands_beside_the_line(screens: Screens) -> None:
    submitted(screens.county)
    me = screens("药师")
    page = begin(me)
    me.pick("amxljn")
    me.settle()
    assert me.says("胶囊剂", page.work.side)
    assert me.says("领 100 盒", page.work.side)


def _line(me: Screen, spelled: str, packs: str) -> None:
    """Fill in the line that waits."""
    me.pick(spelled)
    me.type(packs)
    me.press("Return")

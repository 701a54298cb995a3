"""A scanner at a delivery: each code stays with the lot of its drug, is refused in words, and is found again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.capabilities.pharmacy.ui.sheets import column
from tests.capabilities.pharmacy.ui.sheets import dispatched
from tests.capabilities.pharmacy.ui.sheets import fault
from tests.capabilities.pharmacy.ui.sheets import held
from tests.capabilities.pharmacy.ui.sheets import lines
from tests.capabilities.pharmacy.ui.sheets import put
from tests.capabilities.pharmacy.ui.sheets import requests
from tests.capabilities.pharmacy.ui.sheets import reviewed
from tests.capabilities.pharmacy.ui.sheets import stand_up
from tests.capabilities.pharmacy.ui.sheets import submitted
from tests.capabilities.pharmacy.ui.stocked import AMOXICILLIN
from tests.capabilities.pharmacy.ui.stocked import IBUPROFEN
from tests.capabilities.pharmacy.ui.stocked import enter
from tests.capabilities.pharmacy.ui.stocked import entries
from tests.capabilities.pharmacy.ui.stocked import here
from tests.capabilities.pharmacy.ui.stocked import hold
from tests.capabilities.pharmacy.ui.test_fit import faults
from tests.capabilities.pharmacy.ui.test_scanning import NEW
from tests.capabilities.pharmacy.ui.test_scanning import A
from tests.capabilities.pharmacy.ui.test_scanning import B
from tests.capabilities.pharmacy.ui.test_scanning import code
from tests.capabilities.pharmacy.ui.test_scanning import scan
from tests.screens import Screen
from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry

pytestmark = [pytest.mark.gui, pytest.mark.policy("PHA-13")]


def sent(county: County, **quantities: int) -> DrugRequest:
    """Send 岳口 a delivery, after it has learned which heads are 阿莫西林 and which 布洛芬."""
    enter(county, EntryKind.RECEIPT, 5, "K1", codes=(code(A, 901),))
    enter(county, EntryKind.RECEIPT, 5, "K2", spelled=IBUPROFEN, codes=(code(B, 901),))
    return dispatched(county, reviewed(county, submitted(county, **(quantities or {AMOXICILLIN: 3, IBUPROFEN: 2}))))


def counting(screens: Screens) -> tuple[Screen, Any]:
    """Open the delivery to count it."""
    me = screens("药师")
    page = me.page("pharmacy")
    me.press("Return")
    me.settle()
    return me, page


def posted(me: Screen, request: DrugRequest) -> StockEntry:
    """Return the entry of a delivery: its id follows from the delivery, so that no order of entries can name it."""
    return next(one for one in entries(me) if one.document == request.delivery)


def stand(page: Any) -> list[tuple[Any, int]]:
    """Return of each line how many came, and how many codes it has."""
    return [(line["received"], len(line["codes"])) for line in lines(page)]


def scans(me: Screen, *codes: str) -> None:
    """Scan, and wait until the ledger was asked."""
    scan(me, *codes)
    me.settle()


def test_packs_are_scanned_in_any_order_and_stand_in_the_ledger_with_the_delivery(screens: Screens) -> None:
    request = sent(screens.county)
    me, page = counting(screens)
    scans(me, code(B, 1), code(A, 1), code(A, 2), code(B, 2), code(A, 3))
    assert stand(page) == [(3, 3), (2, 2)]
    assert me.says("2 批　已点 2 批　追溯码 5 个")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)
    entry = posted(me, request)
    assert entry.kind is EntryKind.RECEIPT
    assert [(one.lot, one.quantity, one.codes) for one in entry.lines] == [
        ("202601", 3, (code(A, 1), code(A, 2), code(A, 3))),
        ("202602", 2, (code(B, 1), code(B, 2))),
    ]
    me.settle()
    me.press("Return")
    me.settle()
    assert me.says(code(A, 3))  # the codes of the drug under the cursor stand beside the lines


def test_a_pack_that_is_scanned_leads_to_its_line_and_what_is_counted_by_hand_stands(screens: Screens) -> None:
    request = sent(screens.county, **{AMOXICILLIN: 100})
    me, page = counting(screens)
    scans(me, code(A, 1))
    assert (here(page), stand(page)) == ((0, "received"), [(1, 1)])
    me.type("100")
    me.press("Return")
    scans(me, code(A, 2))
    assert stand(page) == [(100, 2)]
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)
    assert [(one.quantity, len(one.codes)) for one in posted(me, request).lines] == [(100, 2)]


def test_a_pack_that_is_scanned_twice_is_refused_in_words(screens: Screens) -> None:
    sent(screens.county)
    me, page = counting(screens)
    scans(me, code(A, 1), code(B, 1), code(A, 1))
    assert stand(page) == [(1, 1), (1, 1)]
    assert me.says(f"追溯码 {code(A, 1)} 已经扫过了，在第 1 行，一盒只记一次。请扫下一盒。")
    scans(me, code(A, 2))
    assert not me.says("已经扫过了")


def test_a_pack_that_lies_here_already_is_not_received_again(screens: Screens) -> None:
    sent(screens.county)
    me, page = counting(screens)
    scans(me, code(A, 901))
    assert stand(page) == [(None, 0), (None, 0)]
    number = next(one.number for one in entries(me) if one.lines[0].lot == "K1")
    assert me.says(f"追溯码 {code(A, 901)} 已随 {number} 入库（阿莫西林胶囊　批号 K1），还在账上，不再收一次。")
    scans(me, code(A, 1))
    assert stand(page) == [(1, 1), (None, 0)]


def test_more_packs_than_were_sent_are_refused_until_the_count_says_so(screens: Screens) -> None:
    request = sent(screens.county)
    me, page = counting(screens)
    scans(me, *(code(B, serial) for serial in (1, 2, 3)))
    assert stand(page)[1] == (2, 2)
    assert me.says("批号 202602 发 2 ")
    assert me.says(f"2 个码都扫过了，追溯码 {code(B, 3)} 没有记。")
    assert here(page) == (1, "received")
    me.type("3")
    me.press("Return")
    scans(me, code(B, 3), code(B, 4))
    assert stand(page)[1] == (3, 3)
    assert me.says("批号 202602 实收 3 ")
    put(me, page, 0, "received", "3")
    page.work.table.view.go_to(1, column(page, "difference"))
    me.pick("df")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)


def test_fewer_packs_than_codes_are_said_at_their_cell(screens: Screens) -> None:
    request = sent(screens.county)
    me, page = counting(screens)
    scans(me, code(A, 1), code(A, 2), code(A, 3), code(B, 1), code(B, 2))
    put(me, page, 0, "received", "2")
    page.work.table.view.go_to(0, column(page, "difference"))
    me.pick("ds")
    me.press("Ctrl+Return")
    me.settle()
    assert fault(page, 0, "codes").startswith("实收 2，却扫了 3 个追溯码。")
    assert here(page) == (0, "codes")
    me.press("Backspace", "Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)
    assert [(one.quantity, len(one.codes)) for one in posted(me, request).lines] == [(2, 2), (2, 2)]


def test_what_is_no_code_is_refused_at_once(screens: Screens) -> None:
    sent(screens.county)
    me, page = counting(screens)
    put(me, page, 0, "codes", "1234567")
    me.settle()
    assert stand(page) == [(None, 0), (None, 0)]
    assert me.says("追溯码 1234567 不对：应是 8 至 32 位数字或字母。请重扫。")
    put(me, page, 0, "codes", "AB12345678")
    me.settle()
    assert stand(page) == [(1, 1), (None, 0)]


def test_a_code_that_is_taken_away_is_not_counted(screens: Screens) -> None:
    sent(screens.county)
    me, page = counting(screens)
    scans(me, code(A, 1), code(A, 2))
    put(me, page, 0, "codes", "")
    assert stand(page)[0] == (1, 1)
    put(me, page, 0, "codes", "")
    assert stand(page)[0] == (None, 0)


def test_a_head_that_nobody_knows_is_learned_in_the_cell_of_its_line(screens: Screens) -> None:
    request = sent(screens.county)
    me, page = counting(screens)
    scans(me, code(NEW, 1))
    assert stand(page) == [(None, 0), (None, 0)]
    assert me.says(f"追溯码 {code(NEW, 1)} 的前 7 位还没有记过是哪种药。请把光标移到它那一行的「追溯码」格，再扫一次")
    page.work.table.view.go_to(1, column(page, "codes"))
    scans(me, code(NEW, 1))
    page.work.table.view.go_to(0, column(page, "received"))
    scans(me, code(NEW, 2))
    assert stand(page) == [(None, 0), (2, 2)]
    put(me, page, 0, "received", "3")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)
    me.settle()
    dispatched(screens.county, reviewed(screens.county, submitted(screens.county, **{AMOXICILLIN: 3, IBUPROFEN: 2})))
    me.sync()
    page.find_record(next(one.id for one in _waiting(me)))
    me.settle()
    me.press("Return")
    me.settle()
    scans(me, code(NEW, 3))
    assert stand(page) == [(None, 0), (1, 1)]


def test_a_code_of_a_drug_that_was_not_sent_is_put_aside(screens: Screens) -> None:
    sent(screens.county, **{AMOXICILLIN: 3})
    me, page = counting(screens)
    scans(me, code(B, 1))
    assert stand(page) == [(None, 0)]
    assert me.says("这张单上没有发这种药。请另放，按差异写明。")


def test_a_code_of_another_drug_asks_for_a_reason(screens: Screens) -> None:
    request = sent(screens.county, **{AMOXICILLIN: 1})
    me, page = counting(screens)
    view = page.work.table.view
    assert view.isColumnHidden(column(page, "code_reason"))
    view.go_to(0, column(page, "codes"))
    scans(me, code(B, 1))
    assert not view.isColumnHidden(column(page, "code_reason"))
    me.press("Ctrl+Return")
    me.settle()
    assert "以前都记在「布洛芬" in fault(page, 0, "code_reason")
    me.type("厂家换了标识码")
    me.press("Return", "Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)
    assert posted(me, request).lines[0].code_reason == "厂家换了标识码"


def test_what_was_scanned_is_kept_when_the_page_is_left_and_the_desk_opened_again(screens: Screens) -> None:
    request = sent(screens.county)
    me, page = counting(screens)
    scans(me, code(A, 1), code(B, 1))
    me.press("Escape")
    me.settle()
    stand_up(screens, me, "岳口")
    me, page = counting(screens)
    assert stand(page) == [(1, 1), (1, 1)]
    scans(me, code(A, 1))
    assert me.says("已经扫过了")
    scans(me, code(A, 2), code(A, 3), code(B, 2))
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)
    assert [one.codes for one in posted(me, request).lines] == [
        (code(A, 1), code(A, 2), code(A, 3)),
        (code(B, 1), code(B, 2)),
    ]


def test_a_pack_that_another_paper_brought_meanwhile_is_taken_from_its_line_and_said(screens: Screens) -> None:
    request = sent(screens.county)
    me, page = counting(screens)
    scans(me, code(A, 1), code(A, 2), code(A, 3), code(B, 1), code(B, 2))
    enter(screens.county, EntryKind.RECEIPT, 1, "K9", codes=(code(A, 2),))
    me.press("Ctrl+Return")
    me.settle()
    assert held(me, request.id).state is State.DISPATCHED
    assert me.says(f"追溯码 {code(A, 2)} 已随 ")
    assert stand(page) == [(2, 2), (2, 2)]
    assert lines(page)[0]["codes"] == [code(A, 1), code(A, 3)]


def test_where_a_received_pack_went_is_found_by_its_code_and_its_lot(screens: Screens) -> None:
    request = sent(screens.county)
    me, _page = counting(screens)
    scans(me, *(code(A, serial) for serial in (1, 2, 3)), code(B, 1), code(B, 2))
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)
    enter(screens.county, EntryKind.ISSUE_DEPARTMENT, 1, "202601", request.lines[0].lots[0].expiry,
          codes=(code(A, 2),), partner_name="内科")  # fmt: skip
    hold(screens.county, "202601")
    stock = me.page("stock")
    me.until(lambda: stock.is_whole)
    stock.table.search.setText(code(A, 2))
    me.until(lambda: me.says("已出库：科室领用 内科"))
    assert [row[:2] for row in _rows(stock)] == [["验收入库", "市第一人民医院"], ["科室领用", "内科"]]
    assert request.delivery in _rows(stock)[0]
    stock.leave_work(quietly=True)
    stock.find_record(screens.county.drug("岳口", AMOXICILLIN))
    me.settle()
    stock.open_recall(stock.current, "202601")
    me.until(lambda: "3 个" in str(_rows(stock)))
    titles = [one.title for one in stock.work.table.view.records.columns]
    place = titles.index("追溯码")
    its = stock.work.table.view.records.columns[place]
    found = [its.export(stock.work.table.view.records.at(row)) for row in range(2)]
    assert found == ["、".join(code(A, serial) for serial in (1, 2, 3)), code(A, 2)]


@pytest.mark.slow
def test_what_is_scanned_and_what_is_refused_fit_their_window(screens: Screens) -> None:
    sent(screens.county, **{AMOXICILLIN: 3})
    me, page = counting(screens)
    view = page.work.table.view
    scans(me, code(A, 1), code(A, 1))
    assert faults(me, "twice") == []
    assert not view.isColumnHidden(column(page, "expiry"))  # the last day of use is looked at when a pack comes
    scans(me, code(A, 901))
    wrong = faults(me, "here")
    view.go_to(0, column(page, "codes"))
    scans(me, code(B, 1))
    me.press("Ctrl+Return")
    assert [one for one in wrong + faults(me, "other") if not one.endswith(": K1")] == []  # a lot is Latin by nature


def _rows(page: Any) -> list[list[str]]:
    records = page.work.table.view.records
    shown = [one for one in records.columns if one.title != "时间"]
    return [[one.text(records.at(row)) for one in shown] for row in range(records.rowCount())]


def _waiting(me: Screen) -> list[DrugRequest]:
    return [one for one in requests(me) if one.state is State.DISPATCHED]

"""A scanner at a paper of the store: codes go to the line of their drug, wherever the cursor stands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.capabilities.pharmacy.ui.sheets import column
from tests.capabilities.pharmacy.ui.sheets import fault
from tests.capabilities.pharmacy.ui.sheets import lines
from tests.capabilities.pharmacy.ui.sheets import put
from tests.capabilities.pharmacy.ui.stocked import AMOXICILLIN
from tests.capabilities.pharmacy.ui.stocked import IBUPROFEN
from tests.capabilities.pharmacy.ui.stocked import NEXT
from tests.capabilities.pharmacy.ui.stocked import begin
from tests.capabilities.pharmacy.ui.stocked import enter
from tests.capabilities.pharmacy.ui.stocked import entries
from tests.capabilities.pharmacy.ui.stocked import here
from tests.capabilities.pharmacy.ui.stocked import stocked
from tests.screens import Screen
from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind

pytestmark = pytest.mark.gui

A, B, NEW = "8333333", "8444444", "8555555"


def code(head: str, serial: int) -> str:
    """Return a trace code."""
    return f"{head}{serial:013d}"


def taught(county: County) -> None:
    """Fill the store, and let it learn which heads are 阿莫西林 and which 布洛芬."""
    stocked(county)
    enter(county, EntryKind.RECEIPT, 5, "A1", NEXT, codes=(code(A, 1), code(A, 2)))
    enter(county, EntryKind.RECEIPT, 5, "B1", spelled=IBUPROFEN, codes=(code(B, 1),))


def scan(me: Screen, *codes: str) -> None:
    """Scan codes one after another, without a pause: a scanner is a keyboard that ends with Enter."""
    for one in codes:
        me.type(one)
        me.press("Return")


def stand(page: Any) -> list[tuple[str, Any, int]]:
    """Return drug, quantity and number of codes of each line that has a drug."""
    return [(line["name"], line["quantity"], len(line["codes"])) for line in lines(page) if line["drug"]]


def test_packs_of_several_drugs_are_scanned_in_any_order_and_each_line_counts_its_own(screens: Screens) -> None:
    taught(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    scan(me, code(A, 1), code(B, 1), code(A, 2), code(A, 3), code(B, 2))
    assert stand(page)[:2] == [(AMOXICILLIN, 3, 3), (lines(page)[1]["name"], 2, 2)]
    assert IBUPROFEN in lines(page)[1]["name"]
    assert here(page) == (1, "codes")
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    found = entries(me)[0]
    assert [line.quantity for line in found.lines] == [3, 2]
    assert found.lines[0].codes == (code(A, 1), code(A, 2), code(A, 3))


@pytest.mark.parametrize("key", ["name", "quantity", "lot", "specification", "unit"])
def test_a_code_finds_its_drug_whatever_cell_the_cursor_is_on(screens: Screens, key: str) -> None:
    taught(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    me.pick("amxljn")
    me.type("2")
    me.press("Return")
    page.work.table.view.go_to(0, column(page, key))
    scan(me, code(B, 1), code(B, 2))
    assert [(line[1], line[2]) for line in stand(page)] == [(2, 0), (2, 2)]
    assert lines(page)[0]["lot"] == "A1"


def test_a_code_is_scanned_into_the_head_and_leaves_it_as_it_was(screens: Screens) -> None:
    taught(screens.county)
    me = screens("药师")
    me.page("stock")
    me.press("F2")
    me.settle()
    page = me.opened("stock")
    assert page.work.kind is EntryKind.RECEIPT
    scan(me, code(A, 9))
    assert (page.work.kind, page.work.head._kind.text()) == (EntryKind.RECEIPT, "验收入库")
    assert stand(page) == [(AMOXICILLIN, 1, 1)]


def test_what_was_scanned_before_the_heads_were_read_is_taken_when_they_are(screens: Screens) -> None:
    taught(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    scanner = page.work.scanner
    heads, scanner._heads = scanner._heads, None
    scan(me, code(A, 1), code(B, 1))
    assert stand(page) == []
    scanner.learn(heads)
    assert [(line[1], line[2]) for line in stand(page)] == [(1, 1), (1, 1)]


def test_a_head_that_nobody_knows_asks_for_its_drug_once(screens: Screens) -> None:
    taught(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    scan(me, code(NEW, 1))
    assert here(page) == (0, "name")
    assert (lines(page)[0]["drug"], lines(page)[0]["codes"]) == ("", [code(NEW, 1)])
    me.pick("amxljn")
    me.type("1")
    me.press("Return", "Ctrl+S")
    me.until(lambda: page.work is None)
    me.settle()
    page = begin(me, "fyck")
    scan(me, code(NEW, 2))
    assert stand(page) == [(AMOXICILLIN, 1, 1)]


def test_a_code_of_another_drug_is_warned_of_and_stands_with_a_reason(screens: Screens) -> None:
    taught(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    me.pick("amxljn")
    me.type("2")
    me.press("Return")
    assert page.work.table.view.isColumnHidden(column(page, "code_reason"))
    scan(me, code(B, 1))
    assert stand(page) == [(AMOXICILLIN, 2, 1)]  # its line waits for codes: whoever scans for it is told
    assert not page.work.table.view.isColumnHidden(column(page, "code_reason"))
    me.press("Ctrl+S")
    me.settle()
    assert here(page) == (0, "code_reason")
    assert "以前都记在「布洛芬" in fault(page, 0, "code_reason")
    me.type("厂家换了标识码")
    me.press("Return", "Ctrl+S")
    me.until(lambda: page.work is None)
    assert entries(me)[0].lines[0].code_reason == "厂家换了标识码"


def test_a_wrong_code_is_taken_away_again(screens: Screens) -> None:
    taught(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    me.pick("amxljn")
    me.type("2")
    me.press("Return")
    scan(me, code(B, 1))
    put(me, page, 0, "codes", "")
    assert stand(page) == [(AMOXICILLIN, 2, 0)]
    assert page.work.table.view.isColumnHidden(column(page, "code_reason"))
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)


def test_a_pack_is_scanned_once(screens: Screens) -> None:
    taught(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    scan(me, code(A, 1), code(B, 1), code(A, 1))
    assert [(line[1], line[2]) for line in stand(page)] == [(1, 1), (1, 1)]
    assert here(page) == (0, "codes")
    assert "已经扫过了" in fault(page, 0, "codes")


def test_scanned_packs_are_taken_from_the_next_lot_where_the_first_has_no_more(screens: Screens) -> None:
    county = screens.county
    enter(county, EntryKind.OPENING, 2, "A1", NEXT)
    enter(county, EntryKind.OPENING, 9, "A2", codes=(code(A, 1),))
    me = screens("药师")
    page = begin(me, "fyck")
    scan(me, *(code(A, serial) for serial in range(1, 5)))
    assert [(line["lot"], line["quantity"], len(line["codes"])) for line in lines(page) if line["drug"]] == [
        ("A1", 2, 2),
        ("A2", 2, 2),
    ]


def test_a_transfer_counts_the_packs_and_keeps_no_codes(screens: Screens) -> None:
    taught(screens.county)
    me = screens("药师")
    page = begin(me, "kfdb")
    page.work.table.view.go_to(0, column(page, "name"))
    scan(me, code(A, 1), code(A, 2))
    assert stand(page) == [(AMOXICILLIN, 2, 0)]

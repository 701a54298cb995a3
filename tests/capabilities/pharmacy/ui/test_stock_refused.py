"""A paper of the store that the hub did not take says what stands in it, and comes back into its sheet."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import pytest

from tests.capabilities.pharmacy.ui.sheets import lines
from tests.capabilities.pharmacy.ui.stocked import AMOXICILLIN
from tests.capabilities.pharmacy.ui.stocked import CODE
from tests.capabilities.pharmacy.ui.stocked import NEXT
from tests.capabilities.pharmacy.ui.stocked import stocked
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.messages.stock import StockEntered
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.refused import stock as refused

pytestmark = pytest.mark.gui


@dataclass(frozen=True)
class Act:
    """An act as 同步 holds it."""

    body: bytes
    kind: str = "stock.entered"
    record_kind: str = "stock_entry"
    record: str = "e-1"


def test_a_refused_paper_says_what_stands_in_it_and_is_taken_up_again(screens: Screens) -> None:
    county = screens.county
    stocked(county)
    drug = county.drug("岳口", AMOXICILLIN)
    line = EntryLine(drug=drug, unit="盒", quantity=7, lot="A1", expiry=NEXT, codes=(CODE,), over="漏记")
    gone = EntryLine(drug="no-such", name="停用的药", quantity=1, lot="Z", expiry=NEXT)
    entering = Entering(kind=EntryKind.ISSUE_DEPARTMENT, lines=(line, gone), partner_name="内科", reason="急用")
    act = Act(msgspec.json.encode(StockEntered(number="岳口-1", entering=entering)))
    me = screens("药师")
    assert me.bench.read(refused.contents, act) == [
        ("类别", "科室领用"),
        ("单号", "岳口-1"),
        ("对方", "内科"),
        ("说明", "急用"),
        ("药品", "阿莫西林胶囊　7 盒　批号 A1　2028-06-30　漏记"),
        ("", "停用的药　1　批号 Z　2028-06-30"),
    ]
    led = me.bench.write(refused.take_up, me.actor, act, me.desk.now())
    assert led == ("stock", "issue_department")
    opened = me.page(*led)
    me.settle()
    assert opened.title == "科室领用"
    assert (opened.work.head.partner.text(), opened.work.head.reason.text()) == ("内科", "急用")
    first, second = lines(opened)
    assert (first["name"], first["quantity"], first["lot"], first["codes"]) == (AMOXICILLIN, 7, "A1", [CODE])
    assert (second["drug"], second["quantity"], second["lot"]) == ("", 1, "Z")


def test_acts_on_other_things_are_left_to_others(screens: Screens) -> None:
    me = screens("药师")
    act = Act(b"{}", kind="lot.held", record_kind="lot_hold")
    assert me.bench.read(refused.contents, act) is None
    assert me.bench.write(refused.take_up, me.actor, act, me.desk.now()) is None

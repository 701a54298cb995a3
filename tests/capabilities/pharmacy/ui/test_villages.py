"""Village clinics ask, the township unit orders for all of them and gives each its part; by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.capabilities.pharmacy.ui.sheets import AMOXICILLIN
from tests.capabilities.pharmacy.ui.sheets import IBUPROFEN
from tests.capabilities.pharmacy.ui.sheets import asked
from tests.capabilities.pharmacy.ui.sheets import begin
from tests.capabilities.pharmacy.ui.sheets import came
from tests.capabilities.pharmacy.ui.sheets import column
from tests.capabilities.pharmacy.ui.sheets import fault
from tests.capabilities.pharmacy.ui.sheets import lines
from tests.capabilities.pharmacy.ui.sheets import put
from tests.capabilities.pharmacy.ui.sheets import requests
from tests.capabilities.pharmacy.ui.sheets import stand_up
from tests.capabilities.pharmacy.ui.sheets import village
from tests.screens import Screen
from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.app.pages import MANIFESTS
from yigongti_desktop.capabilities.pharmacy.messages import requests as ordering
from yigongti_desktop.capabilities.pharmacy.messages import stock as keeping
from yigongti_desktop.capabilities.pharmacy.model.gathering import gathered
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.model.village import VillageState
from yigongti_desktop.capabilities.pharmacy.store import stock
from yigongti_desktop.capabilities.pharmacy.store import villages as store
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import InstitutionKind
from yigongti_desktop.shell.today import Day
from yigongti_desktop.shell.today import look
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading

pytestmark = [pytest.mark.gui, pytest.mark.policy("PHA-04")]

UNIT = "tianmen.yuekou"


def test_villages_ask_are_ordered_for_and_given_their_part_and_everybody_agrees(screens: Screens) -> None:
    """A village doctor at one desk, the pharmacist at the other, the hub between them."""
    county = screens.county
    _ask_for_a_village(screens)
    county.clock.advance(minutes=1)
    second = asked(county, "新建村卫生室", **{AMOXICILLIN: 5})
    order = _order_for_all(screens)
    county.sync("岳口")
    assert village(county, second.id).state is VillageState.MERGED
    came(county, order, less=1)
    _share_out(screens)
    county.sync("岳口", "市一医")
    _agree(county, second.id)
    issued = [one for one in county.desks["岳口"].read(stock.entries, UNIT) if one.kind is EntryKind.ISSUE_VILLAGE]
    by = came_by(county, order)
    assert {(one.partner_name, one.document) for one in issued} == {("健康村卫生室", by), ("新建村卫生室", by)}
    assert not county.desks["市一医"].read(store.rows)  # what villages ask for stays in their unit


def test_a_village_is_called_as_it_was_before_or_as_the_registry_calls_it(screens: Screens) -> None:
    county = screens.county
    own = county.desks["岳口"].read(records.load, registry.INSTITUTION, UNIT)
    assert own is not None
    clinic = Institution(
        id="tianmen.yuekou.jiankang",
        name="健康村卫生室",
        place="健康村",
        kind=InstitutionKind.VILLAGE_CLINIC,
        memberships=own.memberships,
        parent=UNIT,
    )
    county.hub.counter.publish({"institution": [clinic]})
    asked(county, "新建村卫生室")
    me = screens("村医")
    page = _new(me)
    assert me.propose("jk") == ["健康村卫生室"]
    me.press("Return")
    assert me.focus() is page.work.table.view
    page.work.name.setFocus()
    page.work.name.clear()
    assert me.propose("") == ["健康村卫生室", "新建村卫生室"]


@pytest.mark.policy("PHA-05")
def test_a_drug_that_is_no_essential_medicine_is_marked_and_needs_its_reason(screens: Screens) -> None:
    county = screens.county
    drug = county.desks["岳口"].read(registry.one_drug, county.drug("岳口", IBUPROFEN))
    assert drug is not None
    county.hub.counter.publish({"drug": [replace(drug, essential=False)]})
    county.sync("岳口")
    me = screens("村医")
    page = _new(me)
    me.type("健康村")
    me.press("Return")
    _line(me, "amxljn", "10")
    me.pick("blf")
    me.type("4")
    me.press("Return")
    assert page.work.table.view.currentIndex().column() == column(page, "remark")  # passed over before, not now
    assert me.says("2 种　非基药 1 种")
    me.press("Ctrl+Return")
    assert fault(page, 1, "remark") == "村卫生室只配基本药物，这种不是。确实要用，请写明原因。"
    assert not _held(me)
    me.type("老病人常年在用")
    me.press("Return")
    put(me, page, 0, "remark", "儿童用")
    me.press("Ctrl+Return")
    me.until(lambda: _held(me))
    (request,) = _held(me)
    assert [(line.essential, line.reason, line.remark) for line in request.lines] == [
        (True, "", "儿童用"),
        (False, "老病人常年在用", ""),
    ]
    me.settle()
    assert me.says("非基药：老病人常年在用")


def test_a_village_without_a_name_or_a_line_that_cannot_be_is_said_where_it_stands(screens: Screens) -> None:
    me = screens("村医")
    page = _new(me)
    page.work.table.view.go_to(0, column(page, "name"))
    _line(me, "amxljn", "0")
    me.press("Ctrl+Return")
    assert me.says("请选或填写村卫生室的名字。")
    assert me.focus() is page.work.name
    assert fault(page, 0, "requested") == "数量至少是 1。请改。"
    me.type("健康村")
    me.press("Return", "Ctrl+Return")
    assert not me.says("请选或填写村卫生室的名字。")
    assert not _held(me)
    put(me, page, 0, "requested", "6")
    me.press("Ctrl+Return")
    me.until(lambda: _held(me))


def test_what_is_half_written_is_kept_and_what_was_asked_can_be_changed_or_dropped(screens: Screens) -> None:
    county = screens.county
    first = asked(county, "健康村")
    me = screens("村医")
    page = _new(me)
    me.type("新建村")
    me.press("Return")
    _line(me, "blf", "4")
    me.press("Escape")
    me.settle()
    me.press("F2")
    me.settle()
    assert (page.work.name.text(), lines(page)[0]["requested"]) == ("新建村", 4)
    me.press("Escape")
    me.settle()
    me.press("F7")
    me.settle()
    put(me, page, 0, "requested", "6")
    me.press("Ctrl+Return")
    me.until(lambda: village(county, first.id).lines[0].quantity == 6)
    assert village(county, first.id).number == first.number
    me.settle()
    me.click("作废")
    me.pick("tcl")
    me.press("Return")
    me.until(lambda: village(county, first.id).state is VillageState.DROPPED)


def test_only_the_chosen_are_merged_and_what_is_being_written_stays(screens: Screens) -> None:
    county = screens.county
    for name in ("健康村", "新建村", "徐越村"):
        county.clock.advance(minutes=1)
        asked(county, name, **{AMOXICILLIN: 10})
    me = screens("药师")
    page = begin(me)
    _line(me, "amxljn", "20")
    _line(me, "blf", "7")
    page = me.page("villages")
    assert "汇总全部 3 份" in me.buttons()
    me.press("Shift+Down")
    assert "汇总选中的 2 份" in me.buttons()
    me.press("F9")
    me.settle()
    page = me.opened("pharmacy")
    me.settle()
    assert [line["requested"] for line in lines(page)] == [40, 7]
    assert me.says("新建村 10 盒\n徐越村 10 盒")
    page = me.page("villages")
    page.table.view.clearSelection()
    me.press("F9")  # all of them now, and nothing counts twice
    me.settle()
    page = me.opened("pharmacy")
    me.settle()
    assert [line["requested"] for line in lines(page)] == [50, 7]
    me.press("Ctrl+Return")
    me.until(lambda: requests(me))
    assert [sum(share.quantity for share in line.shares) for line in requests(me)[0].lines] == [30, 0]


def test_a_line_that_asks_for_less_than_its_villages_is_refused_at_its_cell(screens: Screens) -> None:
    county = screens.county
    asked(county, "健康村")
    me = screens("药师")
    me.page("villages")
    me.press("F9")
    me.settle()
    page = me.opened("pharmacy")
    me.settle()
    put(me, page, 0, "requested", "9")
    me.press("Ctrl+Return")
    me.until(lambda: fault(page, 0, "requested"))
    assert fault(page, 0, "requested").startswith("村室的份额加起来超过了 9。")
    assert not requests(me)
    put(me, page, 0, "requested", "10")
    me.press("Ctrl+S")  # a draft has the shares as well
    me.until(lambda: requests(me))
    assert [share.quantity for share in requests(me)[0].lines[0].shares] == [10]


def test_what_is_given_out_stays_within_its_lot_and_the_rest_can_follow(screens: Screens) -> None:
    county = screens.county
    first, second = _come(county)
    me = screens("药师")
    page = me.page("villages")
    me.press("F7")
    me.settle()
    assert [(line["village"], line["quantity"]) for line in lines(page)] == [("健康村", 10), ("新建村", 5)]
    put(me, page, 0, "quantity", "11")
    assert fault(page, 0, "quantity") == "批号 202601 能发 15，几个村加起来多了 1。请改小。"
    put(me, page, 0, "quantity", "4")
    put(me, page, 1, "quantity", "0")
    me.press("Ctrl+Return")
    me.until(lambda: village(county, first.id).state is VillageState.ISSUED)
    assert village(county, first.id).lines[0].issued == 4
    assert village(county, second.id).state is VillageState.MERGED
    me.settle()
    me.page("villages", f"share {village(county, second.id).request}")
    me.settle()
    assert [(line["village"], line["quantity"]) for line in lines(page)] == [("健康村", 6), ("新建村", 5)]
    me.press("Ctrl+Return")
    me.until(lambda: village(county, second.id).state is VillageState.ISSUED)
    assert county.desks["岳口"].read(stock.lots, UNIT) == []
    me.settle()
    me.page("villages", f"share {village(county, second.id).request}")
    me.settle()
    assert me.says("各村的份额已经发完")
    assert page.work is None


def test_a_held_lot_is_not_proposed_and_one_that_is_held_meanwhile_is_refused_at_its_cell(screens: Screens) -> None:
    county = screens.county
    first, _ = _come(county)
    drug = first.lines[0].drug
    me = screens("药师")
    page = me.page("villages")
    me.press("F7")
    me.settle()
    county.desks["岳口"].do(county.people["药师"], keeping.HoldLot(drug=drug, lot="202601", reason="召回"))
    me.press("Ctrl+Return")
    me.until(lambda: fault(page, 0, "quantity"))
    assert fault(page, 0, "quantity") == "批号 202601 已停用：召回。不能发出，请换一批。"
    assert [lot.quantity for lot in county.desks["岳口"].read(stock.lots, UNIT)] == [15]  # all villages or none
    me.press("Escape")
    me.settle()
    me.press("F7")
    me.settle()
    assert [(line["lot"], line["quantity"]) for line in lines(page)] == [("", 0), ("", 0)]
    assert me.says("2 处不够分")


def test_today_counts_the_villages_that_wait_and_what_has_come_for_them(screens: Screens) -> None:
    county = screens.county
    asked(county, "健康村")
    asked(county, "新建村")
    today = _today(county, "药师")
    assert [(todo.title, todo.detail, todo.badge) for todo in today.todos] == [
        ("2 份村室请领", "健康村、新建村", "待汇总")
    ]
    assert [(one.title, one.value) for one in today.figures if one.page == "villages"] == [("村室待汇总", "2")]
    assert not [todo for todo in _today(county, "村医").todos if todo.page == "villages"]
    _come(county)
    found = [todo for todo in _today(county, "药师").todos if todo.page == "villages"]
    assert [(todo.badge, todo.detail) for todo in found] == [
        ("待汇总", "健康村、新建村"),
        ("待分发", "到货，分给 健康村、新建村"),
    ]
    me = screens("药师")
    page = me.page("today")
    page.first_focus()
    page.table.view.rest_on(lambda todo: todo.badge == "待分发")
    me.press("Return")
    me.settle()
    me.settle()
    assert me.opened("villages").title == "分发村室"


def came_by(county: County, order: DrugRequest) -> str:
    """Return the number of the delivery of an order."""
    found = county.desks["岳口"].read(store.sharing_of, order.id, day(county.clock.now()))
    assert found is not None
    return found.order.delivery


def _ask_for_a_village(screens: Screens) -> None:
    """Let the village doctor write a request, and tell the hub."""
    me = screens("村医")
    page = _new(me)
    me.type("健康村卫生室")
    me.press("Return")
    _line(me, "amxljn", "10")
    _line(me, "blf", "4")
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    me.settle()
    assert me.rows(page)[0][:2] == ["待上传", "健康村卫生室"]
    assert "汇总" not in "".join(me.buttons())  # that is the pharmacist's
    me.sync()
    stand_up(screens, me, "岳口")


def _order_for_all(screens: Screens) -> DrugRequest:
    """Let the pharmacist, at the other desk, order for all villages that wait."""
    screens.county.sync("岳口二")
    me = screens("药师", "岳口二")
    page = me.page("villages")
    assert [row[:2] for row in me.rows(page)] == [["待汇总", "新建村卫生室"], ["待汇总", "健康村卫生室"]]
    me.press("F9")
    me.settle()
    page = me.opened("pharmacy")
    me.settle()
    assert {line["name"]: line["requested"] for line in lines(page)}[AMOXICILLIN] == 15
    assert me.says("健康村卫生室 10 盒\n新建村卫生室 5 盒")
    assert me.says("村室请领已汇总进来")
    me.press("Ctrl+Return")
    me.until(lambda: requests(me))
    me.sync()
    (order,) = requests(me)
    assert sum(share.quantity for line in order.lines for share in line.shares) == 19
    stand_up(screens, me, "岳口二")
    return order


def _share_out(screens: Screens) -> None:
    """Let the pharmacist give what has come to the villages, from the request that was received."""
    screens.county.sync("岳口二")
    me = screens("药师", "岳口二")
    me.page("pharmacy")
    me.press("F9")
    me.settle()
    page = me.opened("villages")
    me.settle()
    assert page.title == "分发村室"
    assert sum(line["quantity"] for line in lines(page) if line["name"] == AMOXICILLIN) == 14
    assert me.says("2 个村，各记一张出库单")
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    me.settle()
    assert [row[0] for row in me.rows(page)] == ["待上传", "待上传"]
    me.sync()
    assert [row[0] for row in me.rows(page)] == ["已发", "已发"]


def _new(me: Screen) -> Any:
    page = me.page("villages")
    me.press("F2")
    me.settle()
    return page


def _line(me: Screen, typed: str, packs: str) -> None:
    me.pick(typed)
    me.type(packs)
    me.press("Return")


def _held(me: Screen) -> list[VillageRequest]:
    return [row.request for row in me.bench.read(store.rows)]


def _come(county: County) -> tuple[VillageRequest, VillageRequest]:
    """Have two villages' requests ordered, sent and counted: 10 and 5 boxes of one lot."""
    first, second = asked(county, "健康村"), asked(county, "新建村", **{AMOXICILLIN: 5})
    submit = ordering.SubmitDrugRequest(lines=gathered((), [first, second]))
    order: DrugRequest = county.desks["岳口"].do(county.people["药师"], submit).record
    came(county, order)
    return first, second


def _today(county: County, who: str) -> Day:
    return county.desks["岳口"].read(look, MANIFESTS, county.people[who], county.clock.now())


def _agree(county: County, request: str) -> None:
    """Fail unless both desks of the unit and the hub have the same villages' requests and the same stock."""
    with reading(county.hub.engine) as connection:
        at_hub = records.load(connection, store.VILLAGE_REQUEST, request)
        shelf = stock.lots(connection, UNIT)
    for desk in ("岳口", "岳口二"):
        assert village(county, request, desk) == at_hub
        assert county.desks[desk].read(stock.lots, UNIT) == shelf

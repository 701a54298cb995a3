"""What a request shows of each drug: there, used, proposed, and how that came about; sixty lines by keyboard."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest

from tests.capabilities.pharmacy.ui.sheets import begin
from tests.capabilities.pharmacy.ui.sheets import column
from tests.capabilities.pharmacy.ui.sheets import held
from tests.capabilities.pharmacy.ui.sheets import lines
from tests.capabilities.pharmacy.ui.sheets import put
from tests.capabilities.pharmacy.ui.sheets import requests
from tests.capabilities.pharmacy.ui.sheets import submitted
from tests.screens import Screen
from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.messages import stock
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import NOT_BY_REQUEST
from yigongti_desktop.storage import records

pytestmark = [pytest.mark.gui, pytest.mark.policy("PHA-16")]

FIRST, SECOND = date(2028, 3, 31), date(2029, 1, 31)


def enter(county: County, who: str, kind: EntryKind, quantity: int, lot: str = "A1", expiry: date = FIRST) -> None:
    """Enter boxes of 阿莫西林胶囊."""
    desk = "市一医" if who == "中心药房" else "岳口"
    line = EntryLine(drug=county.drug(desk), quantity=quantity, lot=lot, expiry=expiry)
    actor = county.people[who]
    county.desks[desk].do(actor, stock.EnterStock(entering=Entering(kind=kind, lines=(line,))))


@pytest.fixture
def used(screens: Screens) -> Screens:
    """A clinic that had 200 boxes in November and gave out 30 in each of the three months that followed."""
    county = screens.county
    enter(county, "药师", EntryKind.RECEIPT, 200)
    for month in (date(2026, 12, 10), date(2027, 1, 10), date(2027, 2, 10)):
        county.clock.at = county.clock.at.replace(year=month.year, month=month.month, day=month.day)
        county.sync("岳口")
        enter(county, "药师", EntryKind.ISSUE_PATIENTS, 30)
    county.clock.at = county.clock.at.replace(month=3, day=23)
    county.sync("岳口")
    return screens


def words(page: Any, row: int, key: str) -> str:
    """Return what a cell says."""
    model = page.work.table.view.lines
    return str(model.words(row, model.columns[column(page, key)]))


def test_a_line_shows_what_is_there_and_used_and_equals_takes_the_proposal(used: Screens) -> None:
    me = used("药师")
    page = begin(me)
    me.pick("amxljn")
    me.until(lambda: words(page, 0, "on_hand"))
    shown = {key: words(page, 0, key) for key in ("on_hand", "used", "lasts", "proposed")}
    assert shown == {"on_hand": "110", "used": "30", "lasts": "110", "proposed": "0"}
    assert me.says("现存和在途够用，不必请领")


def test_the_person_sees_how_the_proposal_came_about_and_types_another_figure(used: Screens) -> None:
    enter(used.county, "药师", EntryKind.ISSUE_PATIENTS, 100)  # this month: it is no whole month yet
    me = used("药师")
    page = begin(me)
    me.pick("amxljn")
    me.until(lambda: words(page, 0, "proposed"))
    assert [words(page, 0, key) for key in ("on_hand", "used", "lasts", "proposed")] == ["10", "30", "10", "50"]
    for said in ("近 3 个月用量", "备货 60 天", "现存", "建议请领"):
        assert me.says(said), said
    assert {"90 盒", "30 盒", "60 盒", "10 盒", "50 盒"} <= set(me.words())
    me.press("=")
    assert lines(page)[0]["requested"] == 50
    put(me, page, 0, "requested", "80")
    me.press("Ctrl+Return")
    me.until(lambda: requests(me))
    assert requests(me)[0].lines[0].requested == 80


def test_what_was_typed_is_never_overwritten_by_a_proposal(used: Screens) -> None:
    enter(used.county, "药师", EntryKind.ISSUE_PATIENTS, 100)
    me = used("药师")
    page = begin(me)
    me.pick("amxljn")
    me.type("7")
    me.press("Return")
    page.work._on_supply(page.work._supply)
    assert lines(page)[0]["requested"] == 7


def test_a_drug_without_history_says_so_and_proposes_nothing(screens: Screens) -> None:
    enter(screens.county, "药师", EntryKind.RECEIPT, 5)
    me = screens("药师")
    page = begin(me)
    me.pick("amxljn")
    me.until(lambda: words(page, 0, "on_hand") == "5")
    assert words(page, 0, "proposed") == ""
    assert me.says("没有用量记录，请自己估")


def test_the_central_pharmacy_sees_its_own_stock_while_it_decides(screens: Screens) -> None:
    enter(screens.county, "中心药房", EntryKind.OPENING, 1240)
    submitted(screens.county)
    me, page = _open(screens)
    me.until(lambda: words(page, 0, "on_hand") == "1,240")


def test_another_drug_is_given_and_the_rest_stays_owed(screens: Screens) -> None:
    request = submitted(screens.county)
    me, page = _open(screens)
    put(me, page, 0, "approved", "60")
    page.work.table.view.go_to(0, column(page, "reason"))
    me.pick("xnqh")
    page.work.table.view.go_to(0, column(page, "rest"))
    me.pick("补发")
    page.work.table.view.go_to(1, column(page, "instead_name"))
    me.pick("amxlkl")
    page.work.table.view.go_to(1, column(page, "reason"))
    me.pick("ytdp")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.REVIEWED)
    first, second = held(me, request.id).lines
    assert (first.approved, first.back_order, first.instead) == (60, True, None)
    assert second.instead is not None
    assert (second.instead.name, second.reason) == ("阿莫西林颗粒", "有替代品种")


def test_lots_to_send_are_proposed_first_expired_first(screens: Screens) -> None:
    county = screens.county
    enter(county, "中心药房", EntryKind.OPENING, 500, "B2", SECOND)
    enter(county, "中心药房", EntryKind.OPENING, 30, "A1", FIRST)
    request = submitted(county)
    decisions = tuple(
        Decision(drug=line.drug, approved=line.requested if place == 0 else 0, reason="缺货")
        for place, line in enumerate(request.lines)
    )
    county.desks["市一医"].do(county.people["中心药房"], m.ReviewDrugRequest(request=request.id, decisions=decisions))
    me, page = _open(screens)
    me.settle()
    assert [(line["lot"], line["expiry"], line["sent"]) for line in lines(page)] == [
        ("A1", FIRST, 30),
        ("B2", SECOND, 70),
    ]
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.DISPATCHED)
    assert [(lot.lot, lot.quantity) for lot in held(me, request.id).lines[0].lots] == [("A1", 30), ("B2", 70)]


def test_sixty_lines_are_entered_by_the_keyboard_alone(screens: Screens) -> None:
    me = screens("药师")
    drugs = me.bench.read(registry.everything, registry.DRUG)
    today = me.county.clock.now().date() + timedelta(hours=8)
    wanted = [one for one in drugs if one.control not in NOT_BY_REQUEST and not (one.until and one.until < today)]
    page = begin(me)
    for place, drug in enumerate(wanted[:60]):
        me.propose(drug.name)
        field: Any = me.focus()
        options = field._popup._options
        here = next(at for at, option in enumerate(options) if option.key == drug.id)
        me.press(*["Down"] * here, "Return")
        me.settle()
        me.type(str(place + 1))
        me.press("Return")
    assert page.work.table.view.lines.rowCount() == 61
    me.press("Ctrl+Return")
    me.until(lambda: requests(me))
    (request,) = requests(me)
    assert [(line.drug, line.requested) for line in request.lines] == [
        (drug.id, place + 1) for place, drug in enumerate(wanted[:60])
    ]
    assert me.bench.read(records.load, DRUG_REQUEST, request.id) == request


def _open(screens: Screens) -> tuple[Screen, Any]:
    me = screens("中心药房")
    page = me.page("pharmacy")
    me.press("F7")
    me.until(lambda: page.work is not None)
    me.settle()
    return me, page

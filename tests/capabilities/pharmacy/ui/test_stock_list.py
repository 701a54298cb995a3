"""The list of the stock: what is wrong with a drug, how near its lots expire, how long it lasts, how it is found."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMenu

from tests.capabilities.pharmacy.ui.stocked import AMOXICILLIN
from tests.capabilities.pharmacy.ui.stocked import FAR
from tests.capabilities.pharmacy.ui.stocked import IBUPROFEN
from tests.capabilities.pharmacy.ui.stocked import SOON
from tests.capabilities.pharmacy.ui.stocked import UNIT
from tests.capabilities.pharmacy.ui.stocked import add_room
from tests.capabilities.pharmacy.ui.stocked import enter
from tests.capabilities.pharmacy.ui.stocked import hold
from tests.capabilities.pharmacy.ui.stocked import stocked
from tests.screens import Screen
from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store import shelf as store
from yigongti_desktop.capabilities.pharmacy.ui import stock_state as state
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

pytestmark = pytest.mark.gui


def shown(me: Screen, page: Any) -> dict[str, list[str]]:
    """Return the rows of the list by drug, once their averages are reckoned."""
    me.until(lambda: page.is_whole)
    return {row[1]: row for row in me.rows(page)}


def under(me: Screen, page: Any, chip: str) -> list[str]:
    """Return the drugs under a chip."""
    page.table.chips.choose(chip)
    me.settle()
    return [row[1] for row in me.rows(page)]


def used_for_months(county: County, **drugs: tuple[int, int]) -> None:
    """Let drugs be used at so much a month for three months that are over, and leave so much of each."""
    for spelled, (packs, left) in drugs.items():
        enter(county, EntryKind.OPENING, packs * 3 + left, "U1", FAR, spelled=spelled)
    for days in (15, 30, 30):
        county.clock.advance(days=days)
        for spelled, (packs, _left) in drugs.items():
            enter(county, EntryKind.ISSUE_PATIENTS, packs, "U1", FAR, spelled=spelled)
    county.clock.advance(days=30)


def test_a_row_says_how_much_there_is_and_which_lot_expires_first(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = me.page("stock")
    rows = shown(me, page)
    assert rows[AMOXICILLIN][2:6] == ["0.25g×24粒", "160 盒", "2028-06-30", "2"]
    ibuprofen = next(row for name, row in rows.items() if IBUPROFEN in name)
    assert ibuprofen[0] == "近效期"
    assert ibuprofen[4] == SOON.isoformat()
    assert me.says("2 种　7 天内用完 0 种")


def test_the_chips_show_what_is_wrong_the_worst_first(screens: Screens) -> None:
    county = screens.county
    enter(county, EntryKind.OPENING, 10, "A0", date(2026, 9, 30))
    stocked(county)
    enter(county, EntryKind.ISSUE_PATIENTS, 40, "B1", SOON, spelled=IBUPROFEN, over="账面漏记")
    enter(county, EntryKind.OPENING, 5, "C1", spelled="头孢呋辛酯片")
    hold(county, "C1", "头孢呋辛酯片")
    me = screens("药师")
    page = me.page("stock")
    rows = shown(me, page)
    assert {row[0] for row in rows.values()} == {"账面不足", "有过期", "有停用"}
    page.table.view.records.sort_by(0)
    assert [row[0] for row in me.rows(page)] == ["账面不足", "有过期", "有停用"]
    assert [IBUPROFEN in name for name in under(me, page, "short")] == [True]
    assert under(me, page, "expired") == [AMOXICILLIN]
    assert under(me, page, "held") == ["头孢呋辛酯片"]
    assert under(me, page, "near") == []
    assert {chip.key: chip.count for chip in page.table.chips._chips} == {
        "all": 3,
        "near": 0,
        "expired": 1,
        "short": 1,
        "held": 1,
        "slow": 0,
    }


@pytest.mark.policy("PHA-16")
def test_a_drug_that_runs_out_says_when_and_is_found_by_its_days(screens: Screens) -> None:
    county = screens.county
    used_for_months(county, 阿莫西林胶囊=(90, 20), 头孢呋辛酯片=(30, 300))
    me = screens("药师")
    page = me.page("stock")
    row = shown(me, page)[AMOXICILLIN]
    assert row[0] == "7 天内用完"
    assert (row[3], row[7]) == ("20 盒", "7 天")
    assert "天内用完 1 种" in page.facts.text()
    for days, count in (("7", 1), ("14", 1), ("30", 1), ("", 2)):
        page.spans.choose(days)
        assert len(me.rows(page)) == count


def test_what_was_taken_back_is_no_use(screens: Screens) -> None:
    county = screens.county
    enter(county, EntryKind.OPENING, 500, "U1", FAR)
    county.clock.advance(days=10)
    wrong = enter(county, EntryKind.ISSUE_PATIENTS, 300, "U1", FAR)
    enter(county, EntryKind.RETURN_IN, 1, "U1", FAR)
    from yigongti_desktop.capabilities.pharmacy.messages.stock import ReverseEntry

    county.desks["岳口"].do(county.people["药师"], ReverseEntry(entry=wrong.id, reason="数量录错"))
    used = county.desks["岳口"].read(store.usage, UNIT, date(2026, 1, 1))
    (its,) = used.values()
    assert sum(its.used.values()) == -1
    assert sum(its.moved.values()) == 501


@pytest.mark.parametrize(
    ("typed", "found"), [("amxl", 1), ("AMXL", 1), ("阿莫西林", 1), ("emxl", 1), ("blf", 1), ("没有", 0)]
)
def test_a_drug_is_found_by_initials_by_a_wrong_reading_and_by_name(screens: Screens, typed: str, found: int) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = me.page("stock")
    shown(me, page)
    me.press("/")
    me.type(typed)
    me.press("Return")
    assert len(me.rows(page)) == found


def test_a_drug_is_found_by_the_code_of_the_community(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = me.page("stock")
    shown(me, page)
    code = page._records[0].shelf.code
    if code:
        page.on_typed(code.lower())
        assert [row[1] for row in me.rows(page)] == [page._records[0].shelf.name]


def test_a_chip_without_rows_says_how_many_kinds_of_drugs_there_are(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = me.page("stock")
    page.table.chips.choose("expired")
    me.settle()
    assert me.says("本机共有 2 种库存。")


def test_an_empty_store_says_how_it_begins(screens: Screens) -> None:
    me = screens("药师")
    page = me.page("stock")
    me.until(lambda: page.is_whole)
    assert me.says("还没有库存")
    me.click("期初入账")
    me.settle()
    assert page.title == "期初入账"


def test_a_director_reads_and_writes_nothing(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("院长")
    page = me.page("stock")
    shown(me, page)
    assert "入库" not in me.buttons()
    assert "出库" not in me.buttons()
    assert not page.begin_new()


def test_what_another_desk_entered_is_shown_when_it_comes(screens: Screens) -> None:
    county = screens.county
    me = screens("药师")
    page = me.page("stock")
    assert me.rows(page) == []
    stocked(county)
    page.reload()
    me.until(lambda: page._records)
    assert AMOXICILLIN in shown(me, page)


@pytest.mark.parametrize("most", [1, 2, 3, 20])
def test_the_first_rows_are_those_of_the_whole_list(screens: Screens, most: int) -> None:
    county = screens.county
    stocked(county)
    for room in ("急诊", "二库"):
        add_room(county, room)
    enter(county, EntryKind.TRANSFER, 10, "A2", FAR, other_room="急诊")
    enter(county, EntryKind.OPENING, 5, "C1", spelled="头孢呋辛酯片", room="二库")
    bench = county.desks["岳口"]
    whole = bench.read(store.shelves, UNIT)
    assert [one.name for one in whole] == sorted(one.name for one in whole)
    assert len(whole) == 3
    assert bench.read(store.first_shelves, UNIT, most) == whole[:most]
    assert bench.read(store.first_shelves, "nobody", most) == []


def test_a_drug_without_any_stock_stays_in_sight(screens: Screens) -> None:
    county = screens.county
    enter(county, EntryKind.OPENING, 5, "A1")
    enter(county, EntryKind.ISSUE_PATIENTS, 5, "A1")
    me = screens("药师")
    row = shown(me, me.page("stock"))[AMOXICILLIN]
    assert (row[0], row[3], row[4]) == ("没有库存", "0 盒", "—")


@pytest.mark.policy("PHA-16")
def test_slow_stock_stands_under_its_chip_says_why_and_is_exported(screens: Screens, tmp_path: Path) -> None:
    county = screens.county
    used_for_months(county, 阿莫西林胶囊=(10, 200), 头孢呋辛酯片=(30, 60), 布洛芬=(1, 0))
    enter(county, EntryKind.OPENING, 40, "B9", FAR, spelled=IBUPROFEN)
    enter(county, EntryKind.OPENING, 7, "D1", FAR, spelled="左氧氟沙星氯化钠注射液")
    county.clock.advance(days=100)
    enter(county, EntryKind.ISSUE_PATIENTS, 30, "U1", FAR, spelled="头孢呋辛酯片")
    me = screens("药师")
    page = me.page("stock")
    shown(me, page)
    assert under(me, page, "slow") == [name for name in under(me, page, "all") if "头孢" not in name]
    page.table.chips.choose("slow")
    me.settle()
    rows = {row.shelf.name: row for row in page.table.view.records.records()}
    assert state.slow_words(rows[AMOXICILLIN]) == "130 天没有出库"  # nothing was used in the months that are over
    assert state.slow_words(rows["左氧氟沙星氯化钠注射液"]) == "100 天没有出库"
    target = tmp_path / "呆滞.xlsx"
    head, *lines = me.exported(target).worksheets[0].iter_rows(values_only=True)
    idle = {line[head.index("药品")]: line[head.index("闲置")] for line in lines}
    assert (len(lines), idle[AMOXICILLIN]) == (3, 130)


@pytest.mark.policy("PHA-16")
def test_stock_for_more_months_than_the_county_allows_is_slow_though_it_is_used(screens: Screens) -> None:
    county = screens.county
    used_for_months(county, 阿莫西林胶囊=(10, 70), 头孢呋辛酯片=(10, 50))
    me = screens("药师")
    page = me.page("stock")
    shown(me, page)
    assert under(me, page, "slow") == [AMOXICILLIN]
    assert state.slow_words(page.current) == "够用 7 个月"
    assert me.says("够用 7 个月")


def test_the_county_says_what_is_near_and_what_is_slow(screens: Screens) -> None:
    county = screens.county
    stocked(county)
    me = screens("药师")
    page = me.page("stock")
    shown(me, page)
    assert under(me, page, "near") == [name for name in under(me, page, "all") if IBUPROFEN in name]
    page.spans.choose("strong")
    assert [row[1] for row in me.rows(page)] != []
    screens.leave(me)
    rules = {"stock.warn_months": 2, "stock.strong_months": 1, "stock.idle_days": 1}
    county.hub.counter.publish(
        {"rule": [Rule(id=name, versions=(RuleVersion(value=value),)) for name, value in rules.items()]}
    )
    county.reopened("岳口")
    county.sync("岳口")
    county.clock.advance(days=1)
    her = screens("药师")
    page = her.page("stock")
    shown(her, page)
    assert under(her, page, "near") == []  # two months and a week are left
    assert len(under(her, page, "slow")) == 2
    page.spans._open()
    assert [action.text() for action in page.spans.findChild(QMenu).actions()][-1] == "1 个月内到期"
    page.spans.findChild(QMenu).close()


def test_another_page_asks_for_the_list_under_a_chip_or_within_a_term(screens: Screens) -> None:
    county = screens.county
    used_for_months(county, 阿莫西林胶囊=(90, 20), 头孢呋辛酯片=(30, 300))
    me = screens("药师")
    page = me.page("stock", "show 7")
    shown(me, page)
    assert (page.spans.key, page.table.chips.key, len(me.rows(page))) == ("7", "all", 1)
    me.page("stock", "show slow")
    assert (page.spans.key, page.table.chips.key) == ("", "slow")
    assert [row[1] for row in me.rows(page)] == ["头孢呋辛酯片"]

"""供应指标: figures of a period, their plots, and how each is opened to the lines it is made of."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from tests.capabilities.pharmacy.ui import stocked as shelf
from tests.capabilities.pharmacy.ui.measured import IBUPROFEN
from tests.capabilities.pharmacy.ui.measured import OTHER
from tests.capabilities.pharmacy.ui.measured import line
from tests.capabilities.pharmacy.ui.measured import noon
from tests.capabilities.pharmacy.ui.measured import request
from tests.capabilities.pharmacy.ui.measured import supplied
from tests.capabilities.pharmacy.ui.measured import year
from tests.capabilities.pharmacy.ui.sheets import differing
from tests.capabilities.pharmacy.ui.test_stock_list import used_for_months
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.messages.stock import ReverseEntry
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store import measures as store
from yigongti_desktop.capabilities.pharmacy.ui import measures_today
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.periods import Period
from yigongti_desktop.kernel.periods import Span
from yigongti_desktop.kernel.periods import period
from yigongti_desktop.kit.figure_words import percent
from yigongti_desktop.registry import store as registry

pytestmark = pytest.mark.gui

NOVEMBER = period(Span.MONTH, date(2026, 11, 23))


def opened(me: Screen) -> Any:
    """Open the page, and wait until the stock is reckoned too."""
    page = me.page("measures")
    me.until(lambda: page.is_whole)
    return page


def table(me: Screen, page: Any) -> dict[str, list[str]]:
    """Return the rows in sight by their month or unit."""
    shown = page.units if page.units.isVisible() else page.months
    return {row[0]: row[1:] for row in me.rows(SimpleNamespace(table=shown))}


def listed(me: Screen, page: Any) -> list[list[str]]:
    """Return the rows of the list that a figure was opened to."""
    assert page.listed is not None
    return me.rows(page.listed)


def tile(page: Any, key: str) -> str:
    """Return the figure of a tile."""
    value: str = page.strip.tiles[key].value
    return value


@pytest.mark.policy("PHA-15")
def test_a_rate_is_opened_to_the_lines_that_lower_it(screens: Screens) -> None:
    supplied(screens.county, "岳口", *year())
    me = screens("药师")
    page = opened(me)
    assert page.facts.text() == "2025-12 至 2026-11　请领 30 行，来齐 18 行　在途 1 张"
    assert page.fill.figures == "按行 60 %　按数量 89 %"
    assert table(me, page)["2026年11月"][:4] == ["3", "1", "33 %", "75 %"]
    page.months.view.setFocus()
    me.press("Down", "Return")
    me.settle()
    assert page.title == "满足率　2026年11月"
    assert len(listed(me, page)) == 3
    page.listed.table.chips.choose("short")
    assert [(row[0], row[1]) for row in listed(me, page)] == [("缺 27", IBUPROFEN), ("没有来", "头孢呋辛酯片")]
    me.press("Escape")
    me.settle()
    assert (page.listed, page.title, me.focus()) == (None, "供应指标", page.months.view)


def test_enter_on_a_line_opens_its_request(screens: Screens) -> None:
    supplied(screens.county, "岳口", *year())
    me = screens("药师")
    page = opened(me)
    page.months.view.setFocus()
    me.press("Return")
    me.settle()
    number = page.listed.table.view.current().number
    me.press("Return")
    me.settle()
    assert me.opened("pharmacy").current.request.number == number


@pytest.mark.policy("PHA-15")
def test_the_lead_time_says_its_middle_and_nine_of_ten_and_is_walked_month_by_month(screens: Screens) -> None:
    supplied(screens.county, "岳口", *year())
    me = screens("药师")
    page = opened(me)
    assert page.lead.figures == "中位 4 天　九成 6 天"
    plot = page.lead.plot
    plot.setFocus()
    assert plot.readout == "2026年11月　中位数 6 天　九成不超过 6 天"
    me.press("Home")
    assert plot.readout == "2025年12月　中位数 —　九成不超过 —"
    me.press("End", "Left", "Return")
    me.settle()
    assert page.title == "到货天数　2026年10月"
    assert [row[-1] for row in listed(me, page)] == ["5 天"]
    me.press("Escape")
    me.settle()
    page.lead.details.click()
    me.settle()
    page.listed.table.chips.choose("open")
    assert [row[0] for row in listed(me, page)] == ["已审"]


@pytest.mark.policy("PHA-14")
def test_essential_medicines_are_told_by_line_and_by_money(screens: Screens) -> None:
    lines = line(10, 10), line(10, 10, essential=False), line(10, 10, essential=False, price_fen=None)
    supplied(screens.county, "岳口", request(1, date(2026, 11, 2), 3, *lines))
    me = screens("药师")
    page = opened(me)
    assert page.essential.figures == "按行 33 %　按金额 50 %"
    assert table(me, page)["合计"][-1] == "1"
    page.essential.details.click()
    me.settle()
    counts = {chip.text: chip.count for chip in page.listed.table.chips._chips}
    assert counts == {"全部": 3, "基本药物": 1, "不是基本药物": 2, "没有单价": 1}


def test_where_there_is_nothing_to_divide_by_stands_a_dash(screens: Screens) -> None:
    me = screens("药师")
    page = opened(me)
    assert page.fill.figures == "按行 —　按数量 —"
    assert page.lead.figures == "中位 —　九成 —"
    assert tile(page, "villages") == "—"
    assert table(me, page)["2026年11月"][:4] == ["0", "0", "—", "—"]
    assert "按行 0 %" not in page.fill.plot.accessibleDescription()
    page.fill.details.click()
    me.settle()
    assert me.says("没有可列的")


def test_a_period_is_chosen_and_the_months_around_it_are_shown_pale(screens: Screens) -> None:
    supplied(screens.county, "岳口", *year())
    me = screens("药师")
    page = opened(me)
    page.period.spans.setFocus()
    me.press("Right")
    me.settle()
    assert page.facts.text() == "2026年11月　请领 3 行，来齐 1 行　在途 1 张"
    assert page.fill.plot.chart.quiet == frozenset(range(11))
    page.period.which.choose("5")
    me.settle()
    assert page.facts.text().startswith("2026年6月　请领 0 行")
    assert page.fill.figures == "按行 —　按数量 —"
    page.period.spans.choose("quarter")
    me.settle()
    assert page.facts.text().startswith("2026年第4季度　请领 6 行，来齐 3 行")
    page.period.spans.choose("year")
    page.period.which.choose("1")
    me.settle()
    assert page.facts.text().startswith("2025年　请领 0 行")
    assert page.fill.plot.chart.names[-1] == "2025年12月"


@pytest.mark.policy("PHA-15")
def test_the_central_pharmacy_sees_every_unit_and_chooses_one(screens: Screens) -> None:
    supplied(screens.county, "市一医", *year()[:3], *year(OTHER, "多宝镇卫生院", 200))
    her = screens("中心药房")
    page = opened(her)
    assert tile(page, "covered") == "2/16"
    page.views.choose("units")
    rows = table(her, page)
    assert rows["多宝镇卫生院"][:4] == ["30", "18", "60 %", "89 %"]
    assert rows["岳口镇中心卫生院"][0] == "9"
    assert rows["干驿镇卫生院"][:4] == ["0", "0", "—", "—"]
    page.units.view.rest_on(lambda row: row.title == "多宝镇卫生院")
    page.units.view.setFocus()
    her.press("Return")
    her.settle()
    assert page.title == "满足率　多宝镇卫生院　2025-12 至 2026-11"
    assert {row[1] for row in listed(her, page)} == {"多宝镇卫生院"}
    her.press("Escape")
    page.unit.choose("tianmen.yuekou")
    her.settle()
    assert page.facts.text().startswith("2025-12 至 2026-11　请领 9 行")
    assert list(table(her, page)) == ["合计", "岳口镇中心卫生院"]


def test_a_unit_sees_neither_units_nor_what_others_asked_for(screens: Screens) -> None:
    supplied(screens.county, "岳口", request(1, date(2026, 11, 2), 3, line(5, 5)))
    me = screens("院长")
    page = opened(me)
    assert not page.views.isVisible()
    assert not page.unit.isVisible()
    assert not page.strip.tiles["covered"].isVisible()
    assert page.facts.text() == "2025-12 至 2026-11　请领 1 行，来齐 1 行"


@pytest.mark.policy("PHA-05")
def test_what_went_to_villages_is_told_and_opened(screens: Screens) -> None:
    county = screens.county
    shelf.stocked(county)
    shelf.enter(county, EntryKind.ISSUE_VILLAGE, 3, "A1", shelf.NEXT, partner_name="健康村卫生室")
    wrong = shelf.enter(county, EntryKind.ISSUE_VILLAGE, 1, "B1", shelf.SOON, spelled=IBUPROFEN, partner_name="健康村")
    county.desks["岳口"].do(county.people["药师"], ReverseEntry(entry=wrong.id, reason="数量录错"))
    shelf.enter(county, EntryKind.ISSUE_DEPARTMENT, 1, "A1", shelf.NEXT, partner_name="内科")
    me = screens("药师")
    page = opened(me)
    assert tile(page, "villages") == "100 %"
    page.strip.tiles["villages"].setFocus()
    me.press("Return")
    me.settle()
    assert [row[:3] for row in listed(me, page)] == [["基药", "健康村卫生室", "阿莫西林胶囊"]]


def test_a_drug_that_the_formulary_does_not_list_as_essential_is_none_for_villages(screens: Screens) -> None:
    county = screens.county
    shelf.stocked(county)
    drug = county.desks["岳口"].read(registry.one_drug, county.drug("岳口", shelf.AMOXICILLIN))
    assert drug is not None
    county.hub.counter.publish({"drug": [replace(drug, essential=False)]})
    county.sync("岳口")
    shelf.enter(county, EntryKind.ISSUE_VILLAGE, 3, "A1", shelf.NEXT, partner_name="健康村卫生室")
    me = screens("药师")
    page = opened(me)
    assert tile(page, "villages") == "0 %"


@pytest.mark.policy("PHA-16")
def test_figures_of_the_stock_open_the_stock_with_those_drugs(screens: Screens) -> None:
    county = screens.county
    used_for_months(county, 阿莫西林胶囊=(90, 20), 头孢呋辛酯片=(30, 300))
    soon = date(2027, 3, 20)
    assert (soon - day(county.clock.now())).days < 60
    shelf.enter(county, EntryKind.OPENING, 5, "B1", soon, spelled=IBUPROFEN)
    me = screens("药师")
    page = opened(me)
    found = {key: tile(page, key) for key in ("7", "14", "30", "strong", "near", "expired", "slow")}
    assert found == {"7": "1", "14": "1", "30": "1", "strong": "1", "near": "1", "expired": "0", "slow": "1"}
    for key, count in found.items():
        me.page("measures")
        page.strip.tiles[key].click()
        me.settle()
        there = me.opened("stock")
        me.until(lambda: there.is_whole)  # noqa: B023 - waited for at once
        assert len(me.rows(there)) == int(count)


@pytest.mark.policy("PHA-13")
def test_open_differences_are_listed_line_by_line_and_lead_to_their_case(screens: Screens) -> None:
    case = differing(screens.county)
    for who, other in (("药师", None), ("中心药房", "岳口镇中心卫生院")):
        me = screens(who)
        page = opened(me)
        assert tile(page, "cases") == "1"
        page.strip.tiles["cases"].click()
        me.settle()
        rows = listed(me, page)
        assert [row[-3] for row in rows] == ["少 2", "多 5"]
        assert other is None or {row[1] for row in rows} == {other}
        me.press("Return")
        me.settle()
        assert me.opened("differences").current.case.id == case.id


def test_what_stands_on_the_page_is_exported_with_real_shares_days_and_money(screens: Screens, tmp_path: Path) -> None:
    supplied(screens.county, "市一医", *year())
    her = screens("中心药房")
    opened(her)
    target = tmp_path / "指标.xlsx"
    book = her.exported(target)
    assert book.sheetnames == ["按月", "按单位", "现状"]
    head, whole, november, *_ = book["按月"].iter_rows(values_only=True)
    row = dict(zip(head, whole, strict=True))
    assert (row["按行满足率"], row["到货中位"], row["到货金额（元）"]) == (0.6, 4, 13350)
    assert november[0] == "2026年11月"
    assert book["按月"]["D2"].number_format == "0.0%"
    units = {line[0]: line for line in book["按单位"].iter_rows(values_only=True)}
    assert units["干驿镇卫生院"][3] is None
    assert ("未结差异", 0) in list(book["现状"].iter_rows(values_only=True))


def test_the_lines_of_a_figure_are_exported_with_real_dates(screens: Screens, tmp_path: Path) -> None:
    supplied(screens.county, "岳口", *year())
    me = screens("药师")
    page = opened(me)
    page.fill.details.click()
    me.settle()
    page.listed.table.chips.choose("short")
    assert page.listed.name == "满足率 2025-12 至 2026-11 没来齐"
    target = tmp_path / "明细.xlsx"
    head, first, *rest = me.exported(target).worksheets[0].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["缺"], row["日期"], len(rest)) == (27, datetime(2026, 11, 11), 11)  # noqa: DTZ001 - Excel knows no zone


def test_figures_change_when_a_delivery_is_counted_and_so_does_an_open_list(screens: Screens) -> None:
    supplied(screens.county, "岳口", *year())
    me = screens("药师")
    page = opened(me)
    page.fill.details.click()
    me.settle()
    supplied(screens.county, "岳口", request(90, date(2026, 11, 20), 2, line(7, 7)))
    me.desk.changed.emit(frozenset({"pharmacy.requests"}))
    me.settle()
    assert len(listed(me, page)) == 31
    me.press("Escape")
    me.settle()
    assert "请领 31 行" in page.facts.text()


def test_the_regions_are_walked_by_f6(screens: Screens) -> None:
    me = screens("药师")
    page = opened(me)
    seen = set()
    for _ in range(8):
        me.press("F6")
        seen |= {part for part in (page.strip, page._plots, page.months) if part.isAncestorOf(me.focus())}
    assert len(seen) == 3


# what is read


def test_a_day_of_the_period_is_one_of_people_here(screens: Screens) -> None:
    county = screens.county
    late = request(1, date(2026, 10, 28), 3, line(1, 1))
    bounds = {
        "2026-10-31T15:59:59": False,
        "2026-10-31T16:00:00": True,
        "2026-11-30T15:59:59": True,
        "2026-11-30T16:00:00": False,
    }
    bench = county.desks["岳口"]
    for moment, is_in in bounds.items():
        supplied(county, "岳口", replace(late, received_at=datetime.fromisoformat(f"{moment}+00:00")))
        found = bench.read(store.supply, shelf.UNIT, NOVEMBER, is_lead=False)
        assert bool(found.lines) is is_in, moment
        assert bool(found.requests) is is_in, moment


def test_what_was_turned_down_counts_on_the_day_it_was(screens: Screens) -> None:
    county = screens.county
    turned = replace(
        request(1, date(2026, 10, 28), None, line(5, None)),
        state=State.REJECTED,
        reviewed_at=noon(date(2026, 11, 3)),
    )
    supplied(county, "岳口", turned)
    found = county.desks["岳口"].read(store.supply, shelf.UNIT, NOVEMBER, is_lead=False)
    assert [(one.on, one.received) for one in found.lines] == [(date(2026, 11, 3), 0)]
    assert found.requests == ()


def test_what_was_withdrawn_or_never_sent_off_counts_nowhere(screens: Screens) -> None:
    county = screens.county
    for place, state in enumerate((State.DRAFT, State.PROPOSED, State.SENT_BACK, State.WITHDRAWN)):
        supplied(county, "岳口", replace(request(place, date(2026, 11, 3), None, line(5, None)), state=state))
    assert county.desks["岳口"].read(store.supply, shelf.UNIT, NOVEMBER, is_lead=False) == store.Supply()


def test_the_units_of_a_central_pharmacy_are_those_of_its_community(screens: Screens) -> None:
    bench = screens.county.desks["市一医"]
    found = bench.read(store.units, "tianmen.diyi", date(2026, 11, 23))
    assert len(found) == 16
    assert "岳口镇中心卫生院" in {one.name for one in found}
    assert not any("医院" in one.name.replace("卫生院", "") for one in found)
    assert bench.read(store.units, "tianmen.yuekou", date(2026, 11, 23)) == ()


def test_today_has_the_rate_of_the_month_once_anything_was_counted(screens: Screens) -> None:
    county = screens.county
    bench, who = county.desks["岳口"], county.people["药师"]
    assert bench.read(measures_today.figures, who, county.clock.now()) == []
    supplied(county, "岳口", *year())
    (figure,) = bench.read(measures_today.figures, who, county.clock.now())
    assert (figure.value, figure.unit, figure.note) == ("33", "%", "3 行，缺 2 行")
    assert bench.read(measures_today.figures, county.people["医生"], county.clock.now()) == []


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(1, 3, "33 %"), (2, 3, "67 %"), (999, 1000, "99 %"), (1, 1000, "1 %"), (0, 5, "0 %"), (5, 5, "100 %")],
)
def test_a_share_is_100_only_when_it_is_whole_and_0_only_when_it_is_nothing(part: int, whole: int, words: str) -> None:
    assert percent(Fraction(part, whole)) == words
    assert percent(None) == "—"


def test_the_period_of_the_last_twelve_months_moves_with_the_day(screens: Screens) -> None:
    me = screens("药师")
    page = opened(me)
    screens.county.clock.advance(days=10)
    page.reload()
    me.settle()
    assert page.period.chosen == Period(date(2026, 1, 1), date(2026, 12, 31))

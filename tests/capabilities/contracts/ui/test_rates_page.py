"""签约指标: each figure beside its definition and target, opened by Enter to its people, walked by keys alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.capabilities.contracts.seeded import UNIT
from tests.capabilities.contracts.seeded import seed
from tests.capabilities.contracts.seeded import team
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.contracts.model.breakdown import Cut
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.store import rates as store
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.capabilities.contracts.ui.rates_words import TITLES
from yigongti_desktop.capabilities.contracts.ui.rates_words import percent
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.registry.store import RULE
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.gui
SOURCE = "某县签约方案〔2026〕3号"
WANTED = {"coverage": 60, "key_groups": 40, "items": 75}


def filled(county: Any, **targets: int) -> None:
    """Write a unit of 90 people, 60 of them signed, and what an invented county wants of its figures."""
    bench = county.desks["岳口"]
    rules = [
        Rule(
            id=f"contract.target.{name}",
            versions=(RuleVersion(value=value, since=date(2026, 1, 1), source=SOURCE),),
        )
        for name, value in targets.items()
    ]
    with writing(bench.engine) as connection:
        seed(connection, day(bench.clock.now()), people=90, signed=60, places=6)
        records.save_many(connection, RULE, rules)


def opened(me: Screen) -> Any:
    """Open the page, and wait until the figure under the cursor is shown closely."""
    page = me.page("rates")
    me.until(lambda: page.closer is not None)
    me.settle()
    return page


def figures(me: Screen, page: Any) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in me.rows(SimpleNamespace(table=page.figures))}


def move_to(me: Screen, page: Any, definition: Definition) -> None:
    """Walk down to a figure, and wait for its months."""
    page.figures.view.setFocus()
    me.press("Home", *["Down"] * list(Definition).index(definition))
    me.until(lambda: page.closer is not None and page.closer.definition is definition)
    me.settle()


def known(me: Screen) -> dict[Definition, store.Figure]:
    found = me.bench.read(store.overview, UNIT, day(me.desk.now()))
    return {one.definition: one for one in found.figures}


@pytest.mark.policy("FDC-11")
def test_each_figure_stands_beside_what_the_county_wants(screens: Screens) -> None:
    filled(screens.county, **WANTED)
    me = screens("公卫")
    page = opened(me)
    rows, said = figures(me, page), known(me)
    assert list(rows) == [TITLES[one] for one in Definition]
    for definition, one in said.items():
        assert rows[TITLES[definition]][0] == percent(one.count.share)
    coverage = said[Definition.COVERAGE].count
    assert rows["签约率"][1:5] == [f"{coverage.of}", f"{coverage.base}", f"{coverage.missing}", "60 %"]
    assert rows["低收入人口签约率"] == ["—", "0", "0", "0", "—", "—"]
    assert f"目标 60 %（{SOURCE}）" in page.card.words
    assert "每年应提高 1–3 个百分点" in page.card.words


@pytest.mark.policy("FDC-08")
def test_the_definition_of_each_figure_is_said_when_the_cursor_comes_to_it(screens: Screens) -> None:
    filled(screens.county)
    me = screens("院长")
    page = opened(me)
    said = set()
    for definition in Definition:
        move_to(me, page, definition)
        said.add(page.card.words)
        assert len(page.card.plot.chart.labels) == 12
    assert len(said) == len(Definition)
    assert any("近 12 个月最近一次随访达标" in one for one in said)
    assert not any("目标" in one for one in said)


@pytest.mark.policy("FDC-13")
def test_enter_lists_who_is_missing_then_who_is_in_and_escape_leads_back(screens: Screens) -> None:
    filled(screens.county)
    me = screens("公卫")
    page = opened(me)
    count = known(me)[Definition.COVERAGE].count
    page.figures.view.setFocus()
    me.press("Return")
    me.settle()
    assert page.title == "签约率"
    assert page.listed.height() > 0.7 * page.height()  # it stands in the place of all the blocks
    rows = me.rows(page.listed)
    assert len(rows) == count.missing
    assert {row[0] or "未签约" for row in rows} == {"未签约"}
    page.listed.table.chips.setFocus()
    me.press("Right")
    assert len(me.rows(page.listed)) == count.of
    me.press("Right")
    assert len(me.rows(page.listed)) == count.base
    me.press("Escape")
    assert page.listed is None
    assert page.title == "签约指标"
    assert me.focus() is page.figures.view


@pytest.mark.policy("FDC-12")
def test_a_person_of_the_list_is_found_and_opened(screens: Screens) -> None:
    filled(screens.county)
    me = screens("公卫")
    page = opened(me)
    page.figures.view.setFocus()
    me.press("Return")
    me.settle()
    name = me.rows(page.listed)[3][1]
    me.press("/")
    me.type(name)
    me.until(lambda: {row[1] for row in me.rows(page.listed)} == {name})
    page.listed.table.view.setFocus()
    me.press("Return")
    me.settle()
    assert me.workplace.current_name == "residents"


@pytest.mark.policy("FDC-16")
def test_a_part_opens_its_own_tasks(screens: Screens) -> None:
    filled(screens.county)
    me = screens("公卫")
    page = opened(me)
    move_to(me, page, Definition.ITEMS)
    assert page.parts.chips.keys == ("village", "team", "doctor", "item")
    page.parts.chips.setFocus()
    me.press("Right", "Right", "Right")
    rows = me.rows(page.parts)
    assert {row[0] for row in rows} == {"健康体检", "健康教育", "高血压随访", "糖尿病随访"}
    page.parts.table.view.setFocus()
    me.press("Return")
    me.settle()
    assert page.title == f"履约率（按项）　{rows[0][0]}"
    assert f"{len(me.rows(page.listed))}" == rows[0][4]
    assert {row[3] for row in me.rows(page.listed)} == {rows[0][0]}


def test_what_only_some_figures_can_be_cut_by_goes_with_them(screens: Screens) -> None:
    filled(screens.county)
    me = screens("公卫")
    page = opened(me)
    page.parts.chips.choose(Cut.GROUP.value)
    assert {row[0] for row in me.rows(page.parts)} <= {"0–6 岁儿童", "65 岁及以上老年人"}
    move_to(me, page, Definition.RENEWAL)
    assert page.parts.chips.keys == ("village", "team", "doctor")
    assert page.parts.chips.key == "village"
    page.parts.chips.choose(Cut.TEAM.value)
    move_to(me, page, Definition.PEOPLE)
    assert page.parts.chips.key == "team"


@pytest.mark.policy("FDC-16")
def test_a_month_of_the_plot_opens_its_list(screens: Screens) -> None:
    filled(screens.county)
    me = screens("公卫")
    page = opened(me)
    move_to(me, page, Definition.ITEMS)
    page.card.plot.setFocus()
    me.press("Left", "Left")
    assert page.card.plot.readout.startswith("2026年9月　履约率（按项）")
    me.press("Return")
    me.settle()
    assert page.title == "履约率（按项）　2026年9月"
    page.listed.table.chips.choose("all")
    assert len(me.rows(page.listed)) == page.closer.months[9].count.base
    me.press("Escape")
    assert me.focus() is page.card.plot


@pytest.mark.policy("FDC-06")
def test_an_earlier_day_is_looked_at(screens: Screens) -> None:
    filled(screens.county)
    me = screens("公卫")
    page = opened(me)
    page.on.choose("2026-06-30")
    me.until(lambda: page.closer.months[-1].period.last == date(2026, 6, 30))
    before = me.bench.read(store.overview, UNIT, date(2026, 6, 30)).figures[0].count
    assert figures(me, page)["签约率"][1] == f"{before.of}"
    assert page.facts.text().startswith("2026年6月30日")


def test_figures_and_an_open_list_follow_what_comes(screens: Screens) -> None:
    filled(screens.county)
    me = screens("公卫")
    page = opened(me)
    page.figures.view.setFocus()
    me.press("Return")
    me.settle()
    with writing(me.bench.engine) as connection:
        records.save_many(connection, TEAM, [team(0, ("健康村", "健结村", "健河村", "健桥村"), "赵新来")])
    me.desk.changed.emit(frozenset({"contracts.teams"}))
    me.settle()
    assert "赵新来" in {row[-2] for row in me.rows(page.listed)}


def test_figures_are_exported_with_their_definitions_and_people_with_their_villages(
    screens: Screens, tmp_path: Path
) -> None:
    filled(screens.county, **WANTED)
    me = screens("院长")
    page = opened(me)
    target = tmp_path / "指标.xlsx"
    book = me.exported(target)
    assert book.sheetnames == ["指标", "签约率走势", "签约率分项"]
    head, first, *rest = book["指标"].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    count = known(me)[Definition.COVERAGE].count
    assert (row["指标"], row["已有"], row["应有"], row["目标"]) == ("签约率", count.of, count.base, 0.6)
    assert row["比例"] == pytest.approx(count.of / count.base)
    assert (row["目标出处"], len(rest)) == (SOURCE, len(Definition) - 1)
    assert "除以那一天属于本院" in str(row["算法"])
    assert book["签约率走势"].max_row == 13
    assert {line[0] for line in book["签约率分项"].iter_rows(min_row=2, values_only=True)} == {
        "按村",
        "按团队",
        "按医生",
        "按人群",
    }
    page.figures.view.setFocus()
    me.press("Return")
    me.settle()
    assert page.listed.name == "签约率 未签约"
    people = tmp_path / "名单.xlsx"
    head, *rows = me.exported(people).worksheets[0].iter_rows(values_only=True)
    assert len(rows) == count.missing
    assert {"姓名", "村", "医生", "电话"} <= set(head)


def test_the_regions_are_walked_by_f6(screens: Screens) -> None:
    filled(screens.county)
    me = screens("公卫")
    page = opened(me)
    seen = set()
    for _ in range(8):
        me.press("F6")
        seen |= {
            part for part in (page._controls, page.figures, page.card, page.parts) if part.isAncestorOf(me.focus())
        }
    assert len(seen) == 4


def test_a_small_window_shows_one_block_at_a_time(screens: Screens) -> None:
    filled(screens.county)
    me = screens("公卫")
    me.window.resize(911, 512)
    page = opened(me)
    me.until(lambda: page.is_compact)
    assert page.figures.isVisible()
    assert not page.card.isVisible()
    page.views.setFocus()
    me.press("Right")
    assert page.card.isVisible()
    assert not page.figures.isVisible()
    me.press("Right")
    assert page.parts.isVisible()
    assert page.facts.text() == "签约率"

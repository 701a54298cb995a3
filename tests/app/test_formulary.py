"""A list of drugs into the hub's formulary: mapped, checked, and then all of it or nothing (PHA-08)."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from tests.cluster import Cluster
from tests.fakes.time import StoppedClock
from tests.kernel.hands import full_width
from tests.world import WORDS
from yigongti_desktop.app.formulary import Counts
from yigongti_desktop.app.formulary import FormularyImport
from yigongti_desktop.app.formulary import Plan
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub import init
from yigongti_desktop.hub.tables import marks
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.home import Home

HERE, THERE = "tianmen-1", "tianmen-2"
HEAD = ("通用名", "规格", "单位", "包装", "单价", "特殊管理")
ROWS = (
    ("阿莫西林胶囊", "0.25g", "盒", "24粒", "12.50", ""),
    ("地西泮片", "2.5mg", "瓶", "100片", "3", "二类精神"),
    ("龙胆泻肝丸", "3g", "盒", "10袋", "18.8", ""),
)
JANUARY, JUNE = date(2026, 1, 1), date(2026, 6, 1)
EVE = JUNE - timedelta(days=1)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """天门市's hub with an empty formulary."""
    made = init(Home(tmp_path / "hub"), "tianmen", WORDS, "127.0.0.1:1", clock=StoppedClock())
    yield made
    made.engine.dispose()


def csv_file(folder: Path, rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> Path:
    file = folder / "list.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as sheet:
        csv.writer(sheet).writerows([head, *rows])
    return file


def excel(folder: Path, rows: Sequence[Sequence[Any]]) -> Path:
    file = folder / "list.xlsx"
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(file)
    return file


def take(
    hub: Hub, file: Path, since: date | None = JANUARY, communities: Sequence[str] = (HERE,), *, dry: bool = False
) -> Plan:
    with FormularyImport(hub, communities, since=since) as taking:
        taking.read(file)
        plan = taking.check()
        return plan if dry or plan.faulty else taking.apply()


def formulary(hub: Hub, on: date, community: str = HERE) -> dict[str, int | None]:
    """Return name and price of all that is listed on a day."""
    listed = (drug.on(on) for drug in drugs(hub) if drug.community == community)
    return {drug.name: drug.price_fen for drug in listed if drug}


def drugs(hub: Hub) -> list[Drug]:
    with reading(hub.engine) as connection:
        return store.everything(connection, store.DRUG)


def position(hub: Hub) -> int:
    with reading(hub.engine) as connection:
        return int(connection.scalar(select(marks.c.last).where(marks.c.name == "position")) or 0)


@pytest.mark.policy("PHA-08")
def test_a_new_list_begins_changes_and_ends_on_its_day_and_deletes_nothing(hub: Hub, tmp_path: Path) -> None:
    first = take(hub, csv_file(tmp_path, ROWS))
    assert first.counts == {HERE: Counts(new=3)}
    second = [(*ROWS[0][:4], "11.00", ""), ROWS[1], ("银杏叶片", "19.2mg", "盒", "24片", "30", "")]
    plan = take(hub, csv_file(tmp_path, second), JUNE)
    assert plan.counts == {HERE: Counts(new=1, changed=1, unchanged=1, ended=1)}
    assert formulary(hub, EVE) == {"阿莫西林胶囊": 1250, "地西泮片": 300, "龙胆泻肝丸": 1880}
    assert formulary(hub, JUNE) == {"阿莫西林胶囊": 1100, "地西泮片": 300, "银杏叶片": 3000}
    assert formulary(hub, JANUARY - timedelta(days=1)) == {}
    assert len(drugs(hub)) == 4


def test_the_same_list_once_more_changes_no_record_and_sends_nothing(hub: Hub, tmp_path: Path) -> None:
    file = csv_file(tmp_path, ROWS)
    take(hub, file)
    before, mark = drugs(hub), position(hub)
    assert take(hub, file).counts == {HERE: Counts(unchanged=3)}
    assert take(hub, file, JUNE).counts == {HERE: Counts(unchanged=3)}
    assert (drugs(hub), position(hub)) == (before, mark)


def test_a_supplement_ends_nothing_and_puts_right_what_it_names(hub: Hub, tmp_path: Path) -> None:
    take(hub, csv_file(tmp_path, ROWS))
    more = [(*ROWS[0][:4], "11.00", ""), ("银杏叶片", "19.2mg", "盒", "24片", "30", "")]
    assert take(hub, csv_file(tmp_path, more), None).counts == {HERE: Counts(new=1, changed=1)}
    assert formulary(hub, JUNE) == {"阿莫西林胶囊": 1100, "地西泮片": 300, "龙胆泻肝丸": 1880, "银杏叶片": 3000}


def test_a_supplement_does_not_bring_back_unseen_what_was_ended(hub: Hub, tmp_path: Path) -> None:
    take(hub, csv_file(tmp_path, ROWS))
    take(hub, csv_file(tmp_path, ROWS[:2]), JUNE)
    plan = take(hub, csv_file(tmp_path, [ROWS[2]]), None)
    assert [(fault.row, fault.code, fault.facts) for fault in plan.faults] == [
        (2, "drug_ended", {"until": "2026-05-31"})
    ]
    assert "龙胆泻肝丸" not in formulary(hub, JUNE)


def test_a_list_for_two_communities_counts_for_each_and_ends_only_what_is_its_own(hub: Hub, tmp_path: Path) -> None:
    take(hub, csv_file(tmp_path, ROWS), communities=(HERE, THERE))
    plan = take(hub, csv_file(tmp_path, ROWS[:1]), JUNE, communities=(THERE,))
    assert plan.counts == {THERE: Counts(unchanged=1, ended=2)}
    assert [len(formulary(hub, JUNE, community)) for community in (HERE, THERE)] == [3, 1]


def test_a_dry_run_says_what_would_be_and_changes_nothing(hub: Hub, tmp_path: Path) -> None:
    take(hub, csv_file(tmp_path, ROWS))
    mark = position(hub)
    plan = take(hub, csv_file(tmp_path, ROWS[1:]), JUNE, dry=True)
    assert (plan.good, plan.faulty, plan.counts) == (2, 0, {HERE: Counts(unchanged=2, ended=1)})
    assert (len(formulary(hub, JUNE)), position(hub)) == (3, mark)


BAD: list[list[Any]] = [
    ["天门市第一医共体统一用药目录", None, None],
    ["编制单位：药学部"],
    ["院内码", "通用名", "规格", "单位", "包装", "单价", "特殊管理", "启用日期", "停用日期", "药品本位码", "医保代码"],
    ["YP1", "甲片", "1g", "盒", "10片×2板/盒", full_width("12.5"), "", "2026年1月1日", None, 86978377000315, None],
    ["YP2", "乙片", "=A1&A2", "盒", "24粒", 3.3, "", 46027, date(2026, 12, 31), None, None],
    ["YP1", "丙片", "1g", "盒", "24粒", 3.3, "", None, None, None, None],
    ["YP4", "丁" * 40_000, "1g", "盒", "24粒", 3.3, "", None, None, None, None],
    ["YP5", "戊片", "1g", "盒", "24粒", "3.333", "", None, None, None, None],
    [],
    ["YP6", "己片", "1g", "盒", "24粒", 3.3, "重的", None, None, None, None],
    ["YP7", "庚片", "1g", "盒", "24粒", 3.3, "", 46027, "明天", None, None],
    ["YP8", "辛片", "1g", "盒", "24粒", 3.3, "", None, None, 86978377000316, None],
    ["YP9", "壬片", "1g", "盒", "24粒", 3.3, "", None, None, None, "XC08CAB037A001020180517"],
    ["YP10", "癸片", "1g", "盒", "24粒", 3.3, "", None, None, None, "xc08cab037a001020180517"],
]


def test_a_list_with_bad_rows_is_told_row_by_row_and_not_one_drug_of_it_is_taken(hub: Hub, tmp_path: Path) -> None:
    mark = position(hub)
    with FormularyImport(hub, [HERE], since=JANUARY) as taking:
        columns = taking.read(excel(tmp_path, BAD))
        plan = taking.check()
        assert columns.row == 3
        assert (plan.good, plan.faulty) == (2, 8)
        assert {fault.row: fault.code for fault in plan.faults} == {
            5: "cell_formula",
            6: "code_twice",
            7: "field_long",
            8: "price_decimals",
            10: "control_unknown",
            11: "day_format",
            12: "standard_code_check",
            14: "code_twice",
        }
        facts = {fault.row: fault.facts for fault in plan.faults}
        assert facts[6] == {"field": "local_code", "typed": "YP1", "first": 4}
        assert facts[14] == {"field": "insurance_code", "typed": "XC08CAB037A001020180517", "first": 13}
        assert facts[5] == {"column": "规格"}
        with pytest.raises(Refused, match="list_faulty"):
            taking.apply()
        assert list(taking.faults()) == list(plan.faults)
    assert (drugs(hub), position(hub)) == ([], mark)


def test_of_many_faults_the_first_two_hundred_are_told_and_all_are_counted(hub: Hub, tmp_path: Path) -> None:
    rows = [("", "1g", "盒", "24粒", "1", "")] * 700
    plan = take(hub, csv_file(tmp_path, rows))
    assert (plan.faulty, len(plan.faults), plan.faults[-1].row) == (700, 200, 201)


@pytest.mark.parametrize("step", ["read", "compare"])
def test_a_cancelled_import_has_imported_nothing(hub: Hub, tmp_path: Path, step: str) -> None:
    file = csv_file(tmp_path, [(f"药{number}", "1g", "盒", "24粒", "1", "") for number in range(5000)])
    mark, heard = position(hub), list[int]()

    def go_on(doing: str, done: int) -> bool:
        heard.append(done)
        return doing != step or done < 2_500

    with FormularyImport(hub, [HERE], since=JANUARY, progress=go_on) as taking:
        with pytest.raises(Refused, match="import_cancelled"):
            _all_steps(taking, file)
        assert max(heard) >= 2_500
    assert (drugs(hub), position(hub)) == ([], mark)


def test_a_fault_in_the_middle_of_writing_leaves_nothing_written(hub: Hub, tmp_path: Path) -> None:
    rows = [(f"药{number}", "1g", "盒", "24粒", "1", "") for number in range(5000)]
    with FormularyImport(hub, [HERE], since=JUNE) as taking:
        taking.read(csv_file(tmp_path, rows))
        assert taking.check().faulty == 0
        # Meanwhile somebody else has put a later list in force for the last of these drugs.
        take(hub, csv_file(tmp_path, [(*rows[-1][:4], "2", "")]), date(2026, 9, 1))
        with pytest.raises(Refused, match="list_earlier") as caught:
            taking.apply()
        assert caught.value.facts["line"] == 5001
    assert [drug.name for drug in drugs(hub)] == ["药4999"]


def test_only_what_a_list_changes_goes_out_to_the_desks(hub: Hub, tmp_path: Path) -> None:
    take(hub, csv_file(tmp_path, ROWS))
    mark = position(hub)
    take(hub, csv_file(tmp_path, [(*ROWS[0][:4], "11.00", ""), *ROWS[1:]]), JUNE)
    assert position(hub) == mark + 1
    (changed,) = [drug for drug in drugs(hub) if drug.former]
    assert (changed.name, changed.revision) == ("阿莫西林胶囊", 2)


def test_a_hub_on_a_database_server_takes_a_list_just_so(cluster: Cluster, tmp_path: Path) -> None:
    url = cluster.url(cluster.fresh())
    hub = init(Home(tmp_path / "hub"), "tianmen", WORDS, "127.0.0.1:1", database=url, clock=StoppedClock())
    take(hub, csv_file(tmp_path, ROWS))
    plan = take(hub, csv_file(tmp_path, [(*ROWS[0][:4], "11.00", ""), ROWS[1]]), JUNE)
    assert plan.counts == {HERE: Counts(changed=1, unchanged=1, ended=1)}
    assert formulary(hub, EVE) == {"阿莫西林胶囊": 1250, "地西泮片": 300, "龙胆泻肝丸": 1880}
    assert formulary(hub, JUNE) == {"阿莫西林胶囊": 1100, "地西泮片": 300}
    hub.engine.dispose()


def test_the_memory_that_a_list_takes_does_not_grow_with_its_rows(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    peaks = []
    for count in (500, 5_000, 20_000):
        rows = [(f"药品{number}号胶囊", "0.25g", "盒", "24粒", "12.5", "") for number in range(count)]
        file = csv_file(tmp_path, rows)
        told = subprocess.run(
            [sys.executable, "-c", _IMPORT, str(tmp_path / f"hub{count}"), str(file), WORDS],
            capture_output=True, text=True, encoding="utf-8", check=True,
        )  # fmt: skip
        imported, peak = told.stdout.split()
        assert int(imported) == count
        peaks.append(int(peak))
    assert peaks[2] - peaks[1] < 30 * 1024  # kilobytes; 15,000 rows held at once would be a hundred megabytes


_IMPORT = """
import resource, sys
from datetime import date
from pathlib import Path
from yigongti_desktop.app.formulary import FormularyImport
from yigongti_desktop.app.hub import init
from yigongti_desktop.storage.home import Home
hub = init(Home(Path(sys.argv[1])), "tianmen", sys.argv[3], "127.0.0.1:1")
with FormularyImport(hub, ["tianmen-1"], since=date(2026, 1, 1)) as taking:
    taking.read(Path(sys.argv[2]))
    taking.check()
    print(taking.apply().counts["tianmen-1"].new, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _all_steps(taking: FormularyImport, file: Path) -> None:
    steps: tuple[Callable[[], object], ...] = (lambda: taking.read(file), taking.apply)
    for step in steps:
        step()

"""A list of residents goes into the register of a desk: each row whole or not at all, with a word on every other."""

from __future__ import annotations

import csv
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from tests.storage import acts_kept
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import freeze
from tests.world import hu_xiaoyan
from tests.world import id_number
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.service import importing
from yigongti_desktop.registry.service import people
from yigongti_desktop.registry.service.census import Taken
from yigongti_desktop.registry.service.importing import ResidentImport
from yigongti_desktop.registry.service.list_import import Plan
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records

HEAD = ("姓名", "身份证号", "出生日期", "联系电话", "村组", "户号", "与户主关系", "人群分类")
FATHER = ("胡国华", id_number(date(1955, 6, 1), 301), "", "13900000001", "健康村", "1", "户主", "高血压")
MOTHER = ("王秀芳", id_number(date(1957, 6, 1), 302), "", "", "健康村", "1", "配偶", "高血压、糖尿病")
CHILD = ("胡小宝", "", "2026-11-01", "", "健康村", "1", "孙子", "儿童")
ROWS = (FATHER, MOTHER, CHILD)


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """天门市 at rest."""
    return freeze(tmp_path_factory.mktemp("frozen"))


@pytest.fixture
def county(frozen: Frozen, tmp_path: Path) -> Iterator[County]:
    """A copy of 天门市, the line open."""
    made = County(frozen, tmp_path / "county")
    made.open_line()
    yield made
    made.close()


def written(folder: Path, rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> Path:
    file = folder / "list.csv"
    with file.open("w", encoding="gb18030", newline="") as sheet:
        csv.writer(sheet).writerows([head, *rows])
    return file


def opened(county: County, desk: str = "岳口", progress: Callable[[str, int], bool] | None = None) -> ResidentImport:
    return ResidentImport(county.desks[desk], county.people[desk], progress=progress or (lambda _step, _done: True))


def checked(county: County, file: Path) -> Plan:
    with opened(county) as taking:
        taking.read(file)
        return taking.check()


def taken(county: County, file: Path, *, also_similar: bool = False, desk: str = "岳口") -> Taken:
    with opened(county, desk) as taking:
        taking.also_similar = also_similar
        taking.read(file)
        return taking.apply()


def everybody(county: County, desk: str = "岳口") -> list[Resident]:
    return sorted(county.desks[desk].read(people.residents_from, 0, 10_000), key=lambda one: one.birth)


def codes(faults: Sequence[RowFault]) -> list[tuple[int, str]]:
    return [(fault.row, fault.code) for fault in faults]


def test_a_dry_run_says_what_would_be_and_changes_nothing(county: County, tmp_path: Path) -> None:
    plan = checked(county, written(tmp_path, ROWS))
    assert (plan.good, plan.faulty, plan.without_number, plan.counts) == (3, 0, 1, Taken(new=3))
    assert everybody(county) == []
    assert county.desks["岳口"].read(acts_kept.counts) == {}


@pytest.mark.policy("FDC-12")
def test_a_list_becomes_people_households_and_groups_here_and_at_the_hub(county: County, tmp_path: Path) -> None:
    assert taken(county, written(tmp_path, ROWS)) == Taken(new=3)
    father, mother, child = everybody(county)
    assert [tag.group for tag in mother.groups] == ["diabetes", "hypertension"]
    assert (child.no_id_reason, child.groups) == ("名册中没有证件号", ())
    household = county.desks["岳口"].read(people.members, father.household)
    assert [(one.name, one.relation) for one in household] == [
        ("胡国华", Relation.HEAD),
        ("王秀芳", Relation.SPOUSE),
        ("胡小宝", Relation.GRANDCHILD),
    ]
    county.sync("岳口", "岳口二")
    assert set(county.desks["岳口"].read(acts_kept.counts)) == {outbox.ACCEPTED}
    assert everybody(county, "岳口二") == everybody(county)
    with county.hub.engine.connect() as connection:
        assert records.load(connection, store.RESIDENT, mother.id) == everybody(county)[1]


def test_the_same_list_again_changes_nothing_and_sends_nothing(county: County, tmp_path: Path) -> None:
    file = written(tmp_path, ROWS)
    taken(county, file)
    before = county.desks["岳口"].read(acts_kept.counts)
    assert checked(county, file).counts == Taken(unchanged=3)
    assert taken(county, file) == Taken(unchanged=3)
    assert county.desks["岳口"].read(acts_kept.counts) == before


def test_what_is_empty_is_filled_and_what_is_otherwise_is_reported_and_not_changed(
    county: County, tmp_path: Path
) -> None:
    taken(county, written(tmp_path, ROWS))
    filled = (*MOTHER[:3], "13900000002", *MOTHER[4:])
    other = (*FATHER[:3], "13900000009", *FATHER[4:])
    moved = (*CHILD[:5], "2", *CHILD[6:])
    done = taken(county, written(tmp_path, [filled, other, moved]))
    assert (done.changed, codes(done.faults)) == (1, [(3, "resident_differs"), (4, "resident_differs")])
    assert [fault.facts["fields"] for fault in done.faults] == [["phone"], ["household"]]
    father, mother, _ = everybody(county)
    assert (father.phone, mother.phone) == ("13900000001", "13900000002")


def test_bad_rows_are_told_and_never_stop_the_good_ones(county: County, tmp_path: Path) -> None:
    bad = ("李明", "1.23E+17", "", "", "健康村", "", "", "")
    twice = ("王明", FATHER[1], "", "", "健康村", "", "", "")
    file = written(tmp_path, [FATHER, bad, twice, MOTHER])
    plan = checked(county, file)
    assert (plan.good, plan.faulty, codes(plan.faults)) == (2, 2, [(3, "id_number_excel"), (4, "id_twice")])
    assert taken(county, file).new == 2
    assert [one.name for one in everybody(county)] == ["胡国华", "王秀芳"]


def test_a_row_of_which_one_part_cannot_be_leaves_no_part_of_it(county: County, tmp_path: Path) -> None:
    """Who is known in another household keeps it, and the phone of that row is not filled in either."""
    taken(county, written(tmp_path, [(*MOTHER[:5], "7", *MOTHER[6:])]))
    before = everybody(county)
    done = taken(county, written(tmp_path, [(*MOTHER[:3], "13900000002", *MOTHER[4:])]))
    assert codes(done.faults) == [(2, "resident_differs")]
    assert everybody(county) == before


def test_somebody_who_may_be_known_is_asked_about_and_taken_only_when_told(county: County, tmp_path: Path) -> None:
    county.do("岳口", RegisterResident(identity=hu_xiaoyan(village="健康村")))
    known = hu_xiaoyan()
    same = (known.name, "", known.birth.isoformat(), "", "健康村", "", "", "")
    file = written(tmp_path, [same, MOTHER])
    plan = checked(county, file)
    assert (plan.similar, codes(plan.faults), plan.counts) == (1, [(2, "resident_similar")], Taken(new=1))
    assert taken(county, file).new == 1
    assert taken(county, file, also_similar=True) == Taken(new=1, unchanged=1)
    assert len(everybody(county)) == 3


def test_two_desks_that_import_the_same_list_off_line_make_the_same_people(county: County, tmp_path: Path) -> None:
    file = written(tmp_path, ROWS)
    for desk in ("岳口", "岳口二"):
        assert taken(county, file, desk=desk).new == 3
    county.sync("岳口", "岳口二", "岳口")
    assert everybody(county) == everybody(county, "岳口二")
    assert len(everybody(county)) == 3
    for desk in ("岳口", "岳口二"):
        assert set(county.desks[desk].read(acts_kept.counts)) == {outbox.ACCEPTED}, desk


def many(count: int) -> list[Sequence[Any]]:
    return [(f"王{place:05d}", "", "1980-01-01", "", f"{place % 9}村", "", "", "") for place in range(count)]


def test_a_list_that_was_stopped_goes_on_behind_its_last_row(county: County, tmp_path: Path) -> None:
    file = written(tmp_path, many(2300))
    with opened(county, progress=lambda step, done: step != "write" or done < importing.SLICE * 2) as taking:
        taking.read(file)
        with pytest.raises(Refused, match="import_stopped") as caught:
            taking.apply()
        assert caught.value.facts == {"done": 2000}
    assert len(everybody(county)) == 2000
    county.reopened("岳口")
    plan = checked(county, file)
    assert (plan.begun, plan.counts) == (2001, Taken(new=300, unchanged=2000))
    seen: list[int] = []

    def see(step: str, done: int) -> bool:
        seen.extend([done] if step == "write" else [])
        return True

    with opened(county, progress=see) as taking:
        taking.read(file)
        assert taking.apply() == Taken(new=300)
    assert seen == [0]
    assert len(everybody(county)) == 2300
    assert checked(county, file).begun == 0


def until(stopped: str) -> Callable[[str, int], bool]:
    """Return a progress that is told to stop when a step begins."""
    return lambda step, _done: step != stopped


def read_and_check(taking: ResidentImport, file: Path) -> None:
    taking.read(file)
    taking.check()


def test_a_check_that_is_cancelled_changes_nothing(county: County, tmp_path: Path) -> None:
    file = written(tmp_path, many(1300))
    for stopped in ("read", "compare"):
        with opened(county, progress=until(stopped)) as taking, pytest.raises(Refused, match="import_cancelled"):
            read_and_check(taking, file)
    assert everybody(county) == []


def test_a_workbook_whose_numbers_became_figures_is_recognised(county: County, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["某县居民名册（2026 年）"])
    sheet.append(["序号", "姓名", "身份证号", "村"])
    sheet.append([1, "胡国华", int(FATHER[1]), "健康村"])
    sheet.append([2, "王秀芳", float(MOTHER[1].replace("X", "0")), "健康村"])
    sheet.append([3, "李明", id_number(date(1980, 1, 1), 303), date(2026, 1, 1)])
    file = tmp_path / "list.xlsx"
    book.save(file)
    plan = checked(county, file)
    assert codes(plan.faults)[-1] == (4, "cell_digits")
    assert plan.columns.title("village") == "村"
    assert plan.columns.unused() == ["序号"]


def test_each_row_is_judged_by_the_rules_of_registering(county: County, tmp_path: Path) -> None:
    """The body that goes up is the one that a form would have sent."""
    taken(county, written(tmp_path, [FATHER]))
    (act, *_) = county.desks["岳口"].read(acts_kept.waiting, 0, 10)
    sent = msgspec.json.decode(act.body)["identity"]
    assert (act.kind, sent["name"], sent["id_number"], sent["sex"]) == (
        "resident.registered",
        "胡国华",
        FATHER[1],
        "male",
    )

"""Lists of staff as they really come: odd heads, half broken, in any encoding; told by row, taken in whole or not."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.kernel.hands import full_width
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from tests.screens import Staffed
from tests.sync.county import County
from tests.world import id_number
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.service.census import Taken
from yigongti_desktop.registry.service.staff_import import StaffImport
from yigongti_desktop.registry.service.staff_list import all_staff

TODAY = date(2026, 11, 23)
HEAD = (
    "姓名",
    "身份证号",
    "科室",
    "编制性质",
    "入职日期",
    "职称",
    "执业证书",
    "证书编号",
    "有效期至",
    "执业类别",
    "执业范围",
)
ZHOU = ("周建国", id_number(date(1980, 5, 6), 301), "内科", "在编", "2003.7.1",
        "主治医师", "执业医师", "1104200001", "", "临床", "内科专业")  # fmt: skip
XU = ("许小兰", id_number(date(1993, 2, 1), 302), "护理部", "聘用", "20150801",
      "主管护师", "护士执业证书", "201542000177", "2027-01", "", "")  # fmt: skip


@pytest.fixture
def county(town: County, staffed: Staffed) -> County:
    """天门 with the clerk of 岳口 at their desk, and the staffing office at the lead hospital."""
    town.people |= {"岳口": staffed.people["排班"], "市一医": staffed.people["人力"]}
    return town


def sheet(folder: Path, *rows: Sequence[Any], head: Sequence[str] = HEAD) -> Path:
    file = folder / "名册.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as written:
        csv.writer(written).writerows([head, *rows])
    return file


def taken(
    county: County, file: Path, desk: str = "岳口", *, also_similar: bool = False
) -> tuple[Taken, list[RowFault]]:
    """Return what a list would do, checked without changing anything, and then does."""
    with StaffImport(county.desks[desk], county.people[desk], also_similar=also_similar) as taking:
        taking.read(file)
        before = staff(county, desk)
        plan = taking.check()
        assert staff(county, desk) == before
        faults = list(taking.faults())
        for fault in faults:
            said = VOCABULARY.say(fault.code, dict(fault.facts))
            assert VOCABULARY.knows(fault.code), fault
            assert "{" not in said, said
        done = taking.apply()
    assert (done.new, done.changed, done.unchanged) == (plan.counts.new, plan.counts.changed, plan.counts.unchanged)
    return done, faults


def staff(county: County, desk: str = "岳口") -> list[Staff]:
    found: list[Staff] = county.desks[desk].read(all_staff)
    return found


def only(county: County) -> Staff:
    (one,) = staff(county)
    return one


def test_a_row_becomes_somebody_with_post_place_title_and_licence(county: County, tmp_path: Path) -> None:
    done, faults = taken(county, sheet(tmp_path, ZHOU))
    assert (done.new, faults) == (1, [])
    one = only(county)
    assert (one.name, one.profession, one.birth) == ("周建国", Profession.DOCTOR, date(1980, 5, 6))
    assert (one.home_on(date(2003, 7, 1)), one.works_at(date(2003, 6, 30))) == (YUEKOU, "")
    assert one.title_on(TODAY) is Level.MIDDLE
    practice = one.practice_on(TODAY)
    assert practice is not None
    assert (practice.category, practice.scope, practice.until) == (Category.CLINICAL, "内科专业", None)
    place = one.place_on(TODAY)
    assert place is not None
    assert place.department == "内科"


def test_the_same_list_again_changes_nothing(county: County, tmp_path: Path) -> None:
    file = sheet(tmp_path, ZHOU, XU)
    assert taken(county, file)[0].new == 2
    again, faults = taken(county, file)
    assert (again.new, again.changed, again.unchanged, faults) == (0, 0, 2, [])


def test_the_end_of_a_month_is_meant_where_only_a_month_is_written(county: County, tmp_path: Path) -> None:
    taken(county, sheet(tmp_path, XU))
    one = only(county)
    assert one.licences[0].until == date(2027, 1, 31)
    assert one.posts[0].establishment is Establishment.HIRED


def test_a_renewed_licence_and_an_empty_field_are_filled_and_what_differs_is_told(
    county: County, tmp_path: Path
) -> None:
    taken(county, sheet(tmp_path, XU))
    renewed = (*XU[:8], "2032-01-31", "", "")
    done, faults = taken(county, sheet(tmp_path, renewed))
    assert (done.changed, faults) == (1, [])
    one = only(county)
    assert [licence.until for licence in one.licences] == [date(2027, 1, 31), date(2032, 1, 31)]
    other = (*XU[:5], "副主任护师", *renewed[6:])
    done, (fault,) = taken(county, sheet(tmp_path, other))
    assert (fault.code, fault.facts["fields"]) == ("staff_differs", ["titles"])
    assert only(county).title_on(TODAY) is Level.MIDDLE


def test_two_licences_of_one_person_stand_in_two_rows(county: County, tmp_path: Path) -> None:
    narcotic = (*ZHOU[:6], "麻精处方权", "MJ-7", "2027-06-30", "", "")
    done, faults = taken(county, sheet(tmp_path, ZHOU, narcotic))
    assert (done.new, done.changed, faults) == (1, 1, [])
    assert only(county).licensed(LicenceKind.NARCOTIC, date(2027, 6, 30))


def test_two_people_of_one_name_are_kept_apart_by_their_numbers(county: County, tmp_path: Path) -> None:
    other = ("周建国", id_number(date(1991, 9, 9), 301), *ZHOU[2:7], "1104200002", *ZHOU[8:])
    done, faults = taken(county, sheet(tmp_path, ZHOU, other))
    assert (done.new, faults) == (2, [])


def test_a_namesake_without_a_number_is_taken_in_only_when_told(county: County, tmp_path: Path) -> None:
    taken(county, sheet(tmp_path, ZHOU))
    unknown = ("周建国", "", *ZHOU[2:])
    done, (fault,) = taken(county, sheet(tmp_path, unknown))
    assert (done.new, fault.code) == (0, "staff_similar")
    done, faults = taken(county, sheet(tmp_path, unknown), also_similar=True)
    assert (done.new, faults) == (1, [])


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"姓名": ""}, "field_empty", "name"),
        ({"身份证号": "4.29006E+17"}, "id_number_excel", "id_number"),
        ({"身份证号": "429006198005061235"}, "id_number_check", "id_number"),
        ({"编制性质": "铁饭碗"}, "establishment_unknown", "establishment"),
        ({"入职日期": "前年"}, "day_format", "since"),
        ({"职称": "大夫"}, "title_unknown", "title"),
        ({"执业证书": "驾照"}, "licence_unknown", "licence"),
        ({"执业证书": ""}, "field_empty", "licence"),
        ({"有效期至": "2027-13-01"}, "day_format", "licence_until"),
        ({"执业类别": "全科"}, "category_unknown", "category"),
        ({"科室": "内" * 61}, "field_long", ""),
        ({"科室": "内" * 300}, "field_long", "department"),
        ({"姓名": "周\x00建国", "身份证号": "42900619800506"}, "id_number_length", "id_number"),
    ],
)
def test_a_bad_row_is_told_and_the_others_come_in(
    county: County, tmp_path: Path, changes: dict[str, str], code: str, field: str
) -> None:
    spoiled = [changes.get(title, cell) for title, cell in zip(HEAD, ZHOU, strict=True)]
    done, (fault,) = taken(county, sheet(tmp_path, spoiled, XU))
    assert (done.new, fault.row, fault.code) == (1, 2, code)
    assert not field or fault.facts.get("field") == field
    assert only(county).name == "许小兰"


def test_a_row_that_is_there_twice_and_a_number_of_two_people_are_told(county: County, tmp_path: Path) -> None:
    thief = ("邱海棠", *ZHOU[1:])
    _, faults = taken(county, sheet(tmp_path, ZHOU, ZHOU, thief))
    assert [(fault.row, fault.code, fault.facts["first"]) for fault in faults] == [
        (3, "row_repeated", 2),
        (4, "id_twice", 2),
    ]


def test_the_office_takes_in_whole_units_and_a_clerk_only_the_own(county: County, tmp_path: Path) -> None:
    head = (*HEAD, "所属单位")
    rows = [(*ZHOU, "岳口"), (*XU, "多宝镇卫生院"), ("邱海棠", "", *ZHOU[2:], "不存在的卫生院")]
    done, (fault,) = taken(county, sheet(tmp_path, *rows, head=head), "市一医")
    assert (done.new, fault.code, fault.row) == (2, "institution_unknown", 4)
    assert {one.home_on(TODAY) for one in staff(county, "市一医")} == {YUEKOU, "tianmen.duobao"}
    done, faults = taken(county, sheet(tmp_path, (*XU, "多宝"), head=head), "岳口")
    assert [fault.code for fault in faults] == ["staff_not_ours"]
    assert LEAD not in {one.home_on(TODAY) for one in staff(county)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_encoding_full_width_and_a_title_above_the_head_are_read(
    county: County, tmp_path: Path, encoding: str
) -> None:
    lines = [
        "岳口镇中心卫生院职工花名册,,,",
        "姓 名,身份证号码,职　称,手机",
        f"单桂兰,{full_width(XU[1])},护师,{full_width('13900000041')}",
    ]
    file = tmp_path / "花名册.csv"
    file.write_bytes("\n".join(lines).encode(encoding))
    done, faults = taken(county, file)
    assert (done.new, faults) == (1, [])
    one = only(county)
    assert (one.phone, one.profession, one.posts[0].since) == ("13900000041", Profession.NURSE, TODAY)


def test_an_excel_file_with_real_days_is_read(county: County, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["姓名", "人员类别", "入职日期", "合同开始", "合同到期", "职称", "职称级别"])
    page.append(["何长贵", "村医", date(2019, 1, 1), date(2025, 1, 1), date(2027, 12, 31), "乡村全科", "初级"])
    page.append([None] * 7)
    file = tmp_path / "名册.xlsx"
    book.save(file)
    done, faults = taken(county, file)
    assert (done.new, faults) == (1, [])
    one = only(county)
    assert one.posts[0].establishment is Establishment.VILLAGE
    assert (one.contracts[0].until, one.titles[0].name) == (date(2027, 12, 31), "乡村全科")


def test_a_list_of_something_else_and_a_broken_file_are_refused(county: County, tmp_path: Path) -> None:
    with StaffImport(county.desks["岳口"], county.people["岳口"]) as taking:
        with pytest.raises(Refused, match="column_missing"):
            taking.read(sheet(tmp_path, ("阿莫西林", "0.25g"), head=("通用名", "规格")))
        file = tmp_path / "坏.xlsx"
        file.write_bytes(b"PK\x03\x04 not a workbook")
        with pytest.raises(Refused) as caught:
            taking.read(file)
        assert VOCABULARY.knows(caught.value.code)


def test_what_was_taken_in_is_judged_alike_by_the_hub(county: County, tmp_path: Path) -> None:
    taken(county, sheet(tmp_path, ZHOU, XU))
    county.sync("岳口", "市一医")
    assert staff(county, "市一医") == staff(county)
    assert [one.revision for one in staff(county)] == [1, 1]

"""The roster in Excel for people: as on the wall, with colours, and sums that can be reckoned with."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from tests.capabilities.staffing.months import duties
from tests.capabilities.staffing.walls import a_wall
from tests.capabilities.staffing.walls import change
from tests.capabilities.staffing.walls import of
from tests.capabilities.staffing.walls import roster
from yigongti_desktop.capabilities.staffing.model.reading.names import Known
from yigongti_desktop.capabilities.staffing.model.reading.reader import read_roster
from yigongti_desktop.capabilities.staffing.model.reading.roster import Wanted
from yigongti_desktop.capabilities.staffing.model.reading.roster import taken
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.wall import Wall
from yigongti_desktop.capabilities.staffing.model.wall import wall
from yigongti_desktop.capabilities.staffing.printing.roster_book import write_roster_book
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.storage import laid_sheets

#: What `write_roster_book` wrote of such a month, opened and saved again by a free spreadsheet program.
_SAVED_AGAIN = Path(__file__).resolve().parents[2] / "goldens" / "rosters" / "saved_again.xlsx"


def written(shown: Wall, folder: Path) -> Any:
    write_roster_book(folder / "班表.xlsx", shown)
    return openpyxl.load_workbook(folder / "班表.xlsx").worksheets[0]


def test_the_sheet_looks_like_the_wall(tmp_path: Path) -> None:
    shown = a_wall(17)
    sheet = written(shown, tmp_path)
    assert sheet.title == "2026年10月"
    assert sheet["A1"].value == "岳口镇中心卫生院 2026年10月排班表"
    assert sheet["A2"].value == "已公示　17 人"
    assert {"A1:AL1", "C3:I3", "A4:A5", "AH4:AH5"} <= {str(one) for one in sheet.merged_cells.ranges}
    assert (sheet["C3"].value, sheet["L3"].value) == ("国庆节", "班")
    assert [sheet.cell(4, column).value for column in range(3, 34)] == list(range(1, 32))
    assert "".join(str(sheet.cell(5, column).value) for column in range(3, 10)) == "四五六日一二三"
    assert sheet.freeze_panes == "C6"
    for place, row in enumerate(shown.rows):
        cells = [sheet.cell(6 + place, column).value for column in range(1, 39)]
        assert cells[:2] == [row.name, row.department or None]
        assert cells[2:33] == [cell.text for cell in row.cells]
        assert cells[33:] == [row.duties, row.nights, row.weekends, row.holidays, row.minutes // 60]
        assert all(isinstance(one, int) for one in cells[33:])


def test_duties_and_days_off_have_their_colours(tmp_path: Path) -> None:
    shown = a_wall(17)
    sheet = written(shown, tmp_path)
    grounds: dict[str, set[str]] = {}
    for place, row in enumerate(shown.rows):
        for column, cell in enumerate(row.cells, start=3):
            if cell.text in {"D", "E", "N", "P"}:
                grounds.setdefault(cell.text, set()).add(sheet.cell(6 + place, column).fill.start_color.rgb)
    assert all(len(some) == 1 for some in grounds.values())
    assert len(set.union(*grounds.values())) == 4
    assert sheet["C4"].fill.start_color.rgb != sheet["J4"].fill.start_color.rgb


def test_coverage_is_counted_and_what_is_lacking_stands_out(tmp_path: Path) -> None:
    shown = a_wall(17)
    sheet = written(shown, tmp_path)
    for place, cover in enumerate(shown.covers):
        row = 6 + 17 + place
        assert sheet.cell(row, 1).value == cover.duty.name
        for column, (count, short) in enumerate(zip(cover.counts, cover.short, strict=True), start=3):
            assert sheet.cell(row, column).value == (f"缺{short}" if short else count)
        assert sheet.cell(row, 34).value == sum(cover.counts)


def test_legend_changes_and_warnings_stand_there_as_well(tmp_path: Path) -> None:
    made = of(12)
    fallen_ill = change(made.people[0].id, date(2026, 10, 3), "D", "", "发热", "王芳")
    shown = wall(replace(roster(made), changes=(fallen_ill,)), made, duties(12), built_in(), "岳口镇中心卫生院")
    texts = [row[0].value for row in written(shown, tmp_path).iter_rows() if row[0].value]
    assert "D = 白班 08:00–16:00，8 小时" in texts
    assert "1. 10月3日 周建国 白班 改为 休息，发热，余秋月 改，已告知王芳" in texts
    assert any(text.startswith("排班人：") and text.endswith("负责人：") for text in texts)
    draft = written(a_wall(12, State.DRAFT, date(2027, 1, 1)), tmp_path)
    assert draft["A2"].value == "草稿　12 人　未发布　2027 年放假安排未发布：节假日和补班可能变，发布后要再核对。"


def test_hours_that_are_not_whole_stay_numbers(tmp_path: Path) -> None:
    halves = tuple(replace(duty, minutes=450) for duty in duties(12))
    made = of(12)
    shown = wall(roster(made), made, halves, built_in(), "岳口镇中心卫生院")
    hours = written(shown, tmp_path).cell(6, 38).value
    assert hours == shown.rows[0].minutes / 60


@pytest.mark.parametrize(("people", "paper", "high"), [(12, "9", 1), (45, "8", 1), (90, "8", 0)])
def test_it_is_printed_lying_on_one_page_as_long_as_it_can_be_read(
    people: int, paper: str, high: int, tmp_path: Path
) -> None:
    sheet = written(a_wall(people), tmp_path)
    setup = sheet.page_setup
    assert (setup.orientation, str(setup.paperSize), setup.fitToWidth, setup.fitToHeight) == (
        "landscape",
        paper,
        1,
        high,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$5"
    assert sheet.print_area.endswith(f"$A$1:$AL${sheet.max_row}")
    assert sheet.page_margins.left < 0.5


def test_the_longest_name_has_room_and_what_is_longer_is_made_smaller_not_cut(tmp_path: Path) -> None:
    sheet = written(a_wall(17), tmp_path)
    assert sheet["A8"].value == "阿依古丽·买买提江"
    assert sheet.column_dimensions["A"].width == 18.0
    assert sheet["A8"].alignment.shrink_to_fit
    assert sheet["A8"].font.name == "微软雅黑"
    assert not sheet.cell(sheet.max_row, 1).alignment.shrink_to_fit, "what wraps does not shrink"


def test_a_sheet_that_another_program_saved_again_is_read_back_as_it_was() -> None:
    made = of(17)
    known = tuple(Known(id=one.id, name=one.staff.name) for one in made.people)
    wanted = Wanted(made.first, made.days, known, tuple(duties(17)))
    reading = read_roster(laid_sheets.read(_SAVED_AGAIN), wanted)
    assert reading.questions == ()
    assert taken(reading) == roster(made).lines

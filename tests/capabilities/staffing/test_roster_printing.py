"""The roster on the wall read back from its PDF: everything that it has to say, on A4 and A3, for few and for many."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.capabilities.reading import A3
from tests.capabilities.reading import A4
from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import read
from tests.capabilities.staffing.months import duties
from tests.capabilities.staffing.walls import AT
from tests.capabilities.staffing.walls import OCTOBER
from tests.capabilities.staffing.walls import a_wall
from tests.capabilities.staffing.walls import change
from tests.capabilities.staffing.walls import of
from tests.capabilities.staffing.walls import roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.wall import Mark
from yigongti_desktop.capabilities.staffing.model.wall import wall
from yigongti_desktop.capabilities.staffing.printing.rosters import roster_sheet
from yigongti_desktop.capabilities.staffing.printing.slips import personal_slips
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.registry.model.staff.codes import Level

UNIT = "岳口镇中心卫生院"
#: In which 春节 moves work to two weekend days, and of which there are fewer days than in any other month.
FEBRUARY = date(2026, 2, 1)


# What hangs there


@pytest.mark.parametrize("is_a3", [False, True])
@pytest.mark.parametrize("people", [17, 60])
def test_a_month_has_everybody_every_day_and_each_sum_and_nothing_lies_upon_anything(
    people: int, *, is_a3: bool
) -> None:
    shown = a_wall(people)
    sheets = read(roster_sheet(shown, AT, is_a3=is_a3))
    check_layout(sheets, A3 if is_a3 else A4)
    assert all(page.width > page.height for page in sheets.pages)
    text = sheets.flat
    assert all(flat(row.name) in text for row in shown.rows)
    for words in ("岳口镇中心卫生院2026年10月排班表", "已公示", f"{people}人", "国庆节", "班", "排班人：", "负责人："):
        assert words in text, words
    for row in shown.rows:
        assert flat("".join(cell.text for cell in row.cells)) in text, row.name


def test_the_heads_come_again_on_every_page_and_each_says_which_of_how_many_it_is() -> None:
    sheets = read(roster_sheet(a_wall(60), AT))
    count = len(sheets.pages)
    assert count == 3
    for number, page in enumerate(sheets.pages, start=1):
        text = flat(page.text)
        for words in (
            "姓名",
            "班次",
            "夜班",
            "工时",
            "国庆节",
            "岳口镇中心卫生院2026年10月排班表",
            f"第{number}页，共{count}页",
        ):
            assert words in text, (number, words)
        assert "1四2五3六4日5一" in text
        assert "29四30五31六" in text
    assert ["续" in page.text for page in sheets.pages] == [False, True, True]


def test_few_people_have_one_page_and_higher_rows() -> None:
    assert [len(read(roster_sheet(a_wall(people), AT)).pages) for people in (3, 12, 20)] == [1, 1, 1]


def test_the_legend_says_each_letter_its_hours_and_what_is_no_duty() -> None:
    text = read(roster_sheet(a_wall(17), AT)).flat
    for words in ("D白班08:00–16:00，8小时", "N夜班22:00–次日08:00，8小时", "休休息", "假请假"):
        assert words in text, words


def test_days_of_which_people_are_lacking_say_how_many_and_why_the_count_may_look_enough() -> None:
    shown = a_wall(17)
    assert any(any(one.short) for one in shown.covers)
    text = read(roster_sheet(shown, AT)).flat
    assert "缺1" in text
    assert "少1个符合要求的人" in text


@pytest.mark.parametrize(
    ("state", "words"), [(State.DRAFT, "草稿"), (State.WITHDRAWN, "已撤回"), (State.PUBLISHED, "已公示")]
)
def test_a_paper_says_how_far_its_roster_has_come(state: State, words: str) -> None:
    sheets = read(roster_sheet(a_wall(17, state), AT))
    assert all(words in flat(page.text) for page in sheets.pages)


def test_a_draft_has_its_state_across_every_page_as_well() -> None:
    for page in read(roster_sheet(a_wall(60, State.DRAFT), AT)).pages:
        tall = [box for box in page.boxes if box.top - box.bottom > 80]
        assert len(tall) >= 1
    for page in read(roster_sheet(a_wall(60), AT)).pages:
        assert not [box for box in page.boxes if box.top - box.bottom > 40]


def test_a_month_of_a_year_without_a_notice_says_that_it_is_unpublished() -> None:
    sheets = read(roster_sheet(a_wall(17, first=date(2027, 1, 1)), AT))
    check_layout(sheets)
    assert "未发布2027年放假安排未发布" in sheets.flat
    assert "未发布" not in read(roster_sheet(a_wall(17), AT)).flat


def test_a_make_up_day_bears_its_mark_and_no_shade() -> None:
    shown = a_wall(12, first=FEBRUARY, days=28)
    marked = [day.day for day in shown.days if day.kind.value == "make_up"]
    assert marked == [date(2026, 2, 14), date(2026, 2, 28)]
    assert not any(day.is_off for day in shown.days if day.day in marked)
    sheets = read(roster_sheet(shown, AT))
    check_layout(sheets)
    assert "春节" in sheets.flat


def test_what_was_changed_after_publication_is_listed_with_its_reason_and_who_was_told() -> None:
    made = of(17)
    changes = tuple(
        change(
            made.people[place % 17].id,
            date(2026, 10, 1 + place),
            "D" if place % 2 else "",
            "N",
            "何秀芳发热，请假两天，家里老人住院",
            "王芳",
            "阿依古丽·买买提江",
        )
        for place in range(28)
    )
    shown = wall(replace(roster(made), changes=changes), made, duties(17), built_in(), UNIT)
    assert sum(cell.is_changed for row in shown.rows for cell in row.cells) == 28
    sheets = read(roster_sheet(shown, AT))
    check_layout(sheets)
    assert "28.10月28日" in sheets.flat
    assert "白班改为夜班，何秀芳发热，请假两天，家里老人住院，余秋月改，已告知王芳、阿依古丽·买买提江" in sheets.flat
    assert "粗框：公示后改过" in sheets.flat


def test_long_codes_long_names_and_rare_characters_keep_inside_their_fields() -> None:
    own = tuple(
        replace(duty, code=code)
        for duty, code in zip(duties(12), ("上午门诊", "E2", "大夜", "公卫下乡", "巡"), strict=True)
    )
    made = of(12)
    renamed = [
        replace(
            line,
            codes=tuple(
                {"D": "上午门诊", "E": "E2", "N": "大夜", "P": "公卫下乡"}.get(code or "", code) for code in line.codes
            ),
        )
        for line in roster(made).lines
    ]
    shown = wall(
        replace(roster(made), lines=tuple(renamed)), made, own, built_in(), UNIT + "（石家河分院康复护理院区）"
    )
    for is_a3 in (False, True):
        sheets = read(roster_sheet(shown, AT, is_a3=is_a3))
        check_layout(sheets, A3 if is_a3 else A4)
        assert "𠮷䶮㛃" in sheets.flat
        assert "阿依古丽·买买提江" in sheets.flat


# What is counted


def test_counters_and_coverage_are_those_of_the_roster() -> None:
    shown = a_wall(17)
    row = shown.rows[0]
    codes = [cell.text for cell in row.cells if cell.mark is Mark.DUTY]
    assert (row.duties, row.nights, row.minutes) == (len(codes), codes.count("N"), 480 * len(codes))
    worked = {day.day for day, cell in zip(shown.days, row.cells, strict=True) if cell.mark is Mark.DUTY}
    assert row.holidays == len(worked & {date(2026, 10, day) for day in range(1, 8)})
    assert row.weekends == sum(bool(worked & {date(2026, 10, day), date(2026, 10, day + 1)}) for day in (3, 17, 24)) + (
        date(2026, 10, 11) in worked
    ) + (date(2026, 10, 31) in worked)
    for cover in shown.covers:
        column = [[r.cells[place].text for r in shown.rows].count(cover.duty.code) for place in range(31)]
        assert list(cover.counts) == column


def test_a_need_for_a_title_is_lacking_although_there_are_enough_people() -> None:
    made = of(12)
    juniors = tuple(
        replace(one, staff=replace(one.staff, titles=tuple(replace(t, level=Level.JUNIOR) for t in one.staff.titles)))
        for one in made.people
    )
    months = replace(made, people=juniors)
    shown = wall(roster(months), months, duties(12), built_in(), UNIT)
    night = next(one for one in shown.covers if one.duty.code == "N")
    assert max(night.counts) >= 2
    assert min(night.short) == 1


def test_letters_of_what_is_no_duty_give_way_to_a_duty_that_bears_them() -> None:
    own = tuple(replace(duty, code="休" if duty.code == "E" else duty.code) for duty in duties(12))
    shown = a_wall(12, some=own)
    assert ("息", "休息") in shown.letters


def test_who_is_not_at_the_unit_has_a_dash_and_an_unsettled_day_nothing() -> None:
    made = of(12)
    gone = replace(made.people[0], staff=replace(made.people[0].staff, places=(), posts=()))
    months = replace(made, people=(gone, *made.people[1:]), leave=())
    given = roster(months)
    lines = (replace(given.lines[0], codes=("",) * 31), replace(given.lines[1], codes=(None,) * 31), *given.lines[2:])
    shown = wall(replace(given, lines=lines), months, duties(12), built_in(), UNIT)
    assert {cell.mark for cell in shown.rows[0].cells} == {Mark.AWAY}
    assert {cell.text for cell in shown.rows[0].cells} == {"—"}
    assert {cell.mark for cell in shown.rows[1].cells} == {Mark.OPEN}
    assert "—不在本单位" in read(roster_sheet(shown, AT)).flat


def test_days_that_are_no_whole_month_are_named_from_one_to_another() -> None:
    assert a_wall(12, first=date(2026, 10, 12), days=14).span == "2026年10月12日至2026年10月25日"
    assert a_wall(12, first=FEBRUARY, days=28).span == "2026年2月"


# One person's month


def test_a_slip_has_every_day_with_its_duty_its_hours_and_the_sums() -> None:
    shown = a_wall(17)
    row = shown.rows[2]
    sheets = read(personal_slips(shown, [row.person], AT))
    check_layout(sheets)
    text = sheets.flat
    for words in (
        "阿依古丽·买买提江2026年10月排班",
        "周一周二周三周四周五周六周日",
        f"班次{row.duties}夜班{row.nights}周末{row.weekends}假日{row.holidays}工时{row.minutes // 60}小时",
        "夜班22:00–次日08:00，8小时",
        "国庆节",
        "第1页，共1页",
    ):
        assert words in text, words
    assert text.count("夜班") >= row.nights
    assert row.name in text


def test_slips_of_all_come_one_after_another_each_counted_by_itself() -> None:
    shown = a_wall(17)
    sheets = read(personal_slips(shown, [row.person for row in shown.rows], AT))
    check_layout(sheets)
    assert len(sheets.pages) == 17
    assert all(
        "第1页，共1页" in flat(page.text) and flat(row.name) in flat(page.text)
        for page, row in zip(sheets.pages, shown.rows, strict=True)
    )


def test_a_slip_names_the_leave_and_the_changes_of_its_own_person_only() -> None:
    made = of(17)
    swapped = change(made.people[0].id, OCTOBER, "D", "", "对调")
    shown = wall(replace(roster(made), changes=(swapped,)), made, duties(17), built_in(), UNIT)
    on_leave = next(row for row in shown.rows if any(cell.mark is Mark.LEAVE for cell in row.cells))
    assert "年休假" in read(personal_slips(shown, [on_leave.person], AT)).flat
    own, other = (read(personal_slips(shown, [shown.rows[place].person], AT)).flat for place in (0, 5))
    assert "公示后改动：10月1日周建国白班改为休息，对调，余秋月改" in own
    assert "公示后改动" not in other
    with pytest.raises(KeyError):
        personal_slips(shown, ["nobody"], AT)


def test_two_people_of_one_name_do_not_get_each_other_s_changes() -> None:
    made = of(12)
    twin = replace(made.people[1], staff=replace(made.people[1].staff, name=made.people[0].staff.name))
    months = replace(made, people=(made.people[0], twin, *made.people[2:]))
    swapped = change(made.people[0].id, OCTOBER, "D", "", "对调")
    shown = wall(replace(roster(months), changes=(swapped,)), months, duties(12), built_in(), UNIT)
    own, other = (read(personal_slips(shown, [row.person], AT)).flat for row in shown.rows[:2])
    assert "公示后改动" in own
    assert "公示后改动" not in other


def test_a_month_that_touches_six_weeks_fits_one_page() -> None:
    sheets = read(personal_slips(a_wall(12, first=date(2026, 8, 1)), ["s00"], AT))
    check_layout(sheets)
    assert len(sheets.pages) == 1

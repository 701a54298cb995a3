"""A 值班表 is read out of Excel: days or weeks one way, duties the other, names in the cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.staffing.nasty import DAYS
from tests.capabilities.staffing.nasty import DUTIES
from tests.capabilities.staffing.nasty import OCTOBER
from tests.capabilities.staffing.nasty import PEOPLE
from tests.capabilities.staffing.nasty import WEEK
from tests.capabilities.staffing.nasty import book
from tests.capabilities.staffing.nasty import read
from yigongti_desktop.capabilities.staffing.model.reading import questions as q
from yigongti_desktop.capabilities.staffing.model.reading.cell_names import names_in
from yigongti_desktop.capabilities.staffing.model.reading.questions import Ask
from yigongti_desktop.capabilities.staffing.model.reading.reader import answered
from yigongti_desktop.capabilities.staffing.model.reading.reader import proposed
from yigongti_desktop.capabilities.staffing.model.reading.reader import read_roster
from yigongti_desktop.capabilities.staffing.model.reading.roster import Reading
from yigongti_desktop.capabilities.staffing.model.reading.roster import Wanted
from yigongti_desktop.capabilities.staffing.model.reading.roster import taken
from yigongti_desktop.capabilities.staffing.ui.reading_words import asked
from yigongti_desktop.kernel.grids import Grid

DATES = [f"10月{day}日" for day in DAYS]
PAIR = ["周建国", "何秀芳"]


def said(reading: Reading, person: str, days: int = 7) -> str:
    line = next(one for one in taken(reading) if one.person == person)
    return "".join("?" if code is None else code or "." for code in line.codes[:days])


def plain(folder: Path, *, is_turned: bool) -> Reading:
    rows: list[list[Any]] = [
        ["日期", "星期", "白班", "夜班"],
        *(
            [date, week, PAIR[day % 2], PAIR[1 - day % 2]]
            for day, (date, week) in enumerate(zip(DATES, WEEK, strict=False))
        ),
    ]
    if is_turned:
        rows = [list(column) for column in zip(*rows, strict=True)]
    return read(book(folder, [["岳口镇卫生院 2026年10月值班表"], *rows]))


@pytest.mark.parametrize("is_turned", [False, True])
def test_days_go_either_way_and_days_without_a_name_are_left_as_they_are(tmp_path: Path, *, is_turned: bool) -> None:
    reading = plain(tmp_path, is_turned=is_turned)
    assert reading.questions == ()
    assert (said(reading, "zhou"), said(reading, "he")) == ("DNDNDND", "NDNDNDN")
    assert {one.text: one.code for one in reading.made} == {"白班": "D", "夜班": "N"}
    assert "li" in reading.missing


def test_several_names_stand_in_a_cell_with_titles_behind_them(tmp_path: Path) -> None:
    cells = ["周建国主治医师、何秀芳", "李文静 副主任医师\n何秀芳（护士）", "周 建 国/王大山13900000099"]
    rows = [["日期", "夜班"], *([date, cells[day % 3]] for day, date in enumerate(DATES))]
    reading = read(book(tmp_path, rows))
    assert reading.questions == ()
    assert said(reading, "zhou", 6) == "N?NN?N"
    assert said(reading, "he", 6) == "NN?NN?"
    assert said(reading, "li", 6) == "?N??N?"
    assert said(reading, "wangd", 6) == "??N??N"


def test_nicknames_and_strangers_are_asked_once_and_who_is_left_out_is_named(tmp_path: Path) -> None:
    cells = ["周建国、老何", "郑外人、何秀芳"]
    rows = [["日期", "夜班"], *([date, cells[day % 2]] for day, date in enumerate(DATES))]
    reading = read(book(tmp_path, rows))
    by_text = {one.text: one for one in reading.questions}
    assert [(one.ask, one.text, len(one.cells)) for one in reading.questions] == [
        (Ask.NAME, "老何", 16),
        (Ask.NAME, "郑外人", 15),
    ]
    assert by_text["老何"].proposal == q.person("he")
    assert "不读这个名字" in asked(by_text["郑外人"])
    done = answered(reading, proposed(reading) | {by_text["郑外人"].id: q.SKIP})
    assert done.questions == ()
    assert said(done, "he", 4) == "NNNN"
    assert {(one.text) for one in done.passed} == {"郑外人"}
    assert len(done.passed) == 15, "each cell of which something was not read is named"
    assert [(one.text, one.person) for one in done.named] == [("老何", "he")]


def test_two_people_of_one_name_and_duties_that_are_not_known_are_asked(tmp_path: Path) -> None:
    rows = [["日期", "夜班", "一线", "备注"], *([date, "王芳", "周建国", "电话畅通"] for date in DATES)]
    reading = read(book(tmp_path, rows))
    assert [(one.ask, one.text) for one in reading.questions] == [(Ask.SHARED, "王芳"), (Ask.UNKNOWN, "一线")]
    name, duty = reading.questions
    done = answered(reading, {name.id: q.person("wang2"), duty.id: q.duty("D")})
    assert (said(done, "wang2", 3), said(done, "zhou", 3)) == ("NNN", "DDD")


def test_two_duties_on_one_day_are_asked_once_for_all_days(tmp_path: Path) -> None:
    rows = [["日期", "白班", "夜班"], *([date, "周建国", "周建国"] for date in DATES)]
    reading = read(book(tmp_path, rows))
    (question,) = reading.questions
    assert (question.ask, len(question.cells)) == (Ask.TWO, 62)
    assert said(answered(reading, {question.id: q.duty("N")}), "zhou", 3) == "NNN"


def test_weeks_give_each_of_their_days(tmp_path: Path) -> None:
    rows = [
        ["周次", "值班日期", "夜班", "休假"],
        ["第一周", "10月1日-10月4日", "周建国", "李文静"],
        ["第二周", "10.5—10.11", "何秀芳、周建国", ""],
        ["第三周", "10.12-10.18", "何秀芳", ""],
    ]
    reading = read(book(tmp_path, rows))
    assert reading.questions == ()
    assert said(reading, "zhou", 12) == "NNNNNNNNNNN?"
    assert said(reading, "he", 12) == "????NNNNNNNN"
    (leave,) = reading.leave
    assert (leave.person, leave.first, (leave.last - leave.first).days) == ("li", OCTOBER, 3)


def test_names_are_told_apart_from_titles_and_telephones() -> None:
    people = PEOPLE
    assert names_in("周建国(带班) 13800138000", people) == ["周建国"]
    assert names_in("主治医师", people) == []
    assert names_in("周建国 何秀芳", people) == ["周建国", "何秀芳"]
    assert names_in("王 大 山", people) == ["王大山"]
    assert names_in("", people) == []


_CELLS = st.sampled_from(
    ["周建国", "何秀芳、李文静", "王芳", "老王", "休", "-", "", "张三/李四", "夜", "13900000099", "一线"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=6, max_size=12))
def test_answering_ends_and_only_who_is_named_gets_a_duty(cells: list[tuple[str, str, str]]) -> None:
    rows = (("日期", "白班", "夜班", "一线"), *((f"10月{day}日", *some) for day, some in enumerate(cells, 1)))
    rest = ((f"10月{day}日", "周建国", "", "") for day in range(len(cells) + 1, 32))
    grid = Grid((*rows, *rest), ())
    reading = read_roster(grid, Wanted(OCTOBER, 31, PEOPLE, DUTIES))
    for _ in range(30):
        if not reading.questions:
            break
        first = reading.questions[0]
        reading = answered(reading, {first.id: first.choices[0].value})
    assert reading.questions == ()
    for line in reading.ready:
        for place, code in enumerate(line.codes[: len(cells)]):
            assert code is None or any(cells[place]), "nobody has a duty on a day without a name"

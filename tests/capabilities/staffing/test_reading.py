"""Last month's roster is read out of Excel as units keep it: what is plain is taken, what is not is asked."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from tests.capabilities.staffing.nasty import DAYS
from tests.capabilities.staffing.nasty import DUTIES
from tests.capabilities.staffing.nasty import OCTOBER
from tests.capabilities.staffing.nasty import PEOPLE
from tests.capabilities.staffing.nasty import ROUND
from tests.capabilities.staffing.nasty import WEEK
from tests.capabilities.staffing.nasty import book
from tests.capabilities.staffing.nasty import codes
from tests.capabilities.staffing.nasty import read
from tests.capabilities.staffing.nasty import row
from yigongti_desktop.capabilities.staffing.model.reading import questions as q
from yigongti_desktop.capabilities.staffing.model.reading.codes import How
from yigongti_desktop.capabilities.staffing.model.reading.questions import Ask
from yigongti_desktop.capabilities.staffing.model.reading.questions import Question
from yigongti_desktop.capabilities.staffing.model.reading.reader import answered
from yigongti_desktop.capabilities.staffing.model.reading.reader import proposed
from yigongti_desktop.capabilities.staffing.model.reading.roster import Reading
from yigongti_desktop.capabilities.staffing.model.reading.roster import Wanted
from yigongti_desktop.capabilities.staffing.model.reading.roster import taken
from yigongti_desktop.capabilities.staffing.service.roster_sheets import look
from yigongti_desktop.capabilities.staffing.ui.reading_words import asked
from yigongti_desktop.capabilities.staffing.ui.reading_words import chosen
from yigongti_desktop.capabilities.staffing.ui.reading_words import leave_words
from yigongti_desktop.capabilities.staffing.ui.reading_words import made_words
from yigongti_desktop.capabilities.staffing.ui.reading_words import summary
from yigongti_desktop.capabilities.staffing.ui.reading_words import where
from yigongti_desktop.kernel.errors import Refused

HEAD = ["姓名", *DAYS]
PLAIN = codes("D", "D", "N", "")


def full_width(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) for one in text)


def only(reading: Reading) -> Question:
    (question,) = reading.questions
    return question


def lines(reading: Reading) -> dict[str, tuple[str | None, ...]]:
    return {line.person: line.codes for line in taken(reading)}


def asks(reading: Reading) -> list[tuple[Ask, str]]:
    return [(one.ask, one.text) for one in reading.questions]


# Days


@pytest.mark.parametrize(
    "head",
    [
        DAYS,
        [f"{day}日" for day in DAYS],
        [f"{day}号" for day in DAYS],
        [str(day) for day in DAYS],
        [full_width(str(day)) for day in DAYS],
        [f"10/{day}" for day in DAYS],
        [f"10月{day}日" for day in DAYS],
        [f"10-{day}" for day in DAYS],
        [float(f"10.{day}") for day in DAYS],
        [f"10.{day}" for day in DAYS],
        [f"2026-10-{day:02}" for day in DAYS],
        [datetime(2026, 10, day) for day in DAYS],  # noqa: DTZ001 - as Excel has it
        [(date(2026, 10, day) - date(1899, 12, 30)).days for day in DAYS],
        [f"{day}\n周{weekday}" for day, weekday in zip(DAYS, WEEK, strict=False)],
        [f"{day}（{weekday}）" for day, weekday in zip(DAYS, WEEK, strict=False)],
    ],
    ids=lambda head: str(head[9]),
)
def test_days_are_found_however_they_are_written(head: list[Any], tmp_path: Path) -> None:
    reading = read(book(tmp_path, [["姓名", *head], row("周建国", *ROUND)]))
    assert reading.questions == ()
    assert lines(reading) == {"zhou": PLAIN}


def test_the_head_is_found_below_titles_and_beside_other_columns(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["岳口镇中心卫生院2026年10月排班表"],
        ["制表：余秋月", None, None, "2026.9.25"],
        ["序号", "科室", "姓名", *DAYS, "夜班数", "工时"],
        [None, None, None, *WEEK[:31]],
        [1, "内科", *row("周建国", *ROUND, more=[7, "=SUM(D5:AH5)"])],
        [2, "内科", *row("何秀芳", *ROUND, more=[7, 184])],
    ]
    reading = read(book(tmp_path, rows, "A1:AJ1", "A3:A4", "B3:B4", "C3:C4"))
    assert reading.questions == ()
    assert lines(reading) == {"zhou": PLAIN, "he": PLAIN}


def test_a_sheet_whose_days_go_downwards_is_read_as_well_and_its_cells_are_named_as_the_file_does(
    tmp_path: Path,
) -> None:
    turned: list[list[Any]] = [
        ["日期", "周建国", "何秀芳"],
        *([day, ROUND[place % 4], "两头" if place == 4 else "白"] for place, day in enumerate(DAYS)),
    ]
    question = only(reading := read(book(tmp_path, turned)))
    assert (question.ask, question.text, question.cells) == (Ask.UNKNOWN, "两头", ("C6",))
    assert [line.person for line in reading.ready] == ["zhou"]
    done = answered(reading, {question.id: q.duty("N")})
    assert lines(done)["he"] == tuple("N" if place == 4 else "D" for place in range(31))


def test_a_month_in_two_blocks_is_put_together(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["姓名", *DAYS[:15]],
        row("周建国", *ROUND, days=15),
        row("何秀芳", "白", days=15),
        [],
        ["姓名", *DAYS[15:]],
        row("何秀芳", "夜", days=16),
        row("周建国", "休", days=16),
    ]
    assert lines(read(book(tmp_path, rows))) == {
        "zhou": (*PLAIN[:15], *("",) * 16),
        "he": ("D",) * 15 + ("N",) * 16,
    }


@pytest.mark.parametrize("title", [[], ["2026年10月排班"]])
def test_a_month_week_by_week_is_put_together_and_days_of_other_months_are_asked_about(
    title: list[str], tmp_path: Path
) -> None:
    monday = date(2026, 9, 28)
    rows: list[list[Any]] = [title] if title else []
    for week in range(5):
        days = [(monday + timedelta(7 * week + place)).day for place in range(7)]
        rows += [["姓名", *days], row("周建国", "白", days=7), row("何秀芳", "夜", days=7), []]
    question = only(reading := read(book(tmp_path, rows)))
    assert (question.ask, question.facts["days"]) == (Ask.DAYS_BEYOND, "9 月 28–30 日、11 月 1 日")
    assert lines(answered(reading, proposed(reading))) == {"zhou": ("D",) * 31, "he": ("N",) * 31}


def test_weeks_that_begin_and_end_with_the_month_are_read_however_short(tmp_path: Path) -> None:
    rows: list[list[Any]] = []
    for days in ([*DAYS[:3]], [*DAYS[3:10]], [*DAYS[10:17]], [*DAYS[17:24]], [*DAYS[24:30]], [31]):
        rows += [["姓名", *days], row("周建国", "白", days=len(days))]
    assert lines(read(book(tmp_path, rows))) == {"zhou": ("D",) * 31}


def test_a_roster_from_the_26th_to_the_25th_is_read_over_the_turn_of_the_month(tmp_path: Path) -> None:
    first = date(2026, 9, 26)
    days = [(first + timedelta(place)).day for place in range(30)]
    file = book(tmp_path, [["2026年10月排班"], ["姓名", *days], row("周建国", *ROUND, days=30)])
    assert lines(read(file, first=first, days=30)) == {"zhou": codes("D", "D", "N", "", days=30)}


def test_another_month_is_asked_about_and_nothing_is_read_until_somebody_says_so(tmp_path: Path) -> None:
    file = book(tmp_path, [["岳口镇中心卫生院 2026年9月 排班表"], ["姓名", *DAYS[:30]], row("周建国", *ROUND, days=30)])
    question = only(reading := read(file))
    assert question.ask is Ask.MONTH
    assert asked(question).startswith("表上是 2026年9月，要读的是 2026年10月。请核对")
    assert reading.ready == ()
    done = answered(reading, {question.id: q.USE})
    assert (done.first, done.days) == (date(2026, 9, 1), 30)
    assert lines(done) == {"zhou": codes("D", "D", "N", "", days=30)}


@pytest.mark.parametrize("head", [[f"9/{day}" for day in range(1, 31)], [datetime(2025, 10, day) for day in DAYS]])  # noqa: DTZ001 - as Excel has it
def test_another_month_or_year_in_the_head_is_noticed_without_a_title(head: list[Any], tmp_path: Path) -> None:
    reading = read(book(tmp_path, [["姓名", *head], row("周建国", *ROUND, days=len(head))]))
    assert only(reading).ask is Ask.MONTH


def test_a_title_that_is_a_slip_is_passed_over_when_somebody_says_so(tmp_path: Path) -> None:
    question = only(reading := read(book(tmp_path, [["2026年9月排班表"], HEAD, row("周建国", *ROUND)])))
    assert [chosen(question, one) for one in question.choices] == [
        "照表上的月份读",
        "表上的月份写错了，就是要读的这个月",
    ]
    done = answered(reading, {question.id: q.KEEP})
    assert (done.first, lines(done)) == (OCTOBER, {"zhou": PLAIN})
    in_head = read(book(tmp_path, [["姓名", *(f"9/{day}" for day in range(1, 31))], row("周建国", "白", days=30)]))
    assert [one.value for one in only(in_head).choices] == [q.USE]


def test_the_day_on_which_a_sheet_was_made_is_not_its_month(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["制表日期：2026年9月25日"], ["2026年10月排班表"], HEAD, row("周建国", *ROUND)]
    assert lines(read(book(tmp_path, rows))) == {"zhou": PLAIN}


def test_days_of_the_week_give_another_month_away(tmp_path: Path) -> None:
    file = book(tmp_path, [HEAD, [None, *[*"二三四五六日一"] * 5][:32], row("周建国", *ROUND)])
    question = only(reading := read(file))
    assert question.ask is Ask.WEEKDAYS
    assert asked(question).startswith("表上 1 日写的是周二，2026年10月1日是周四：可能是别的月份的表。")
    assert reading.ready == ()
    assert lines(answered(reading, {question.id: q.USE})) == {"zhou": PLAIN}


def test_days_that_a_sheet_lacks_are_asked_about(tmp_path: Path) -> None:
    question = only(reading := read(book(tmp_path, [["姓名", *DAYS[:30]], row("周建国", *ROUND, days=30)])))
    assert (question.ask, question.facts["days"], question.proposal) == (Ask.DAYS_LACKING, "31 日", q.OPEN)
    assert lines(answered(reading, {question.id: q.OPEN})) == {"zhou": (*PLAIN[:30], None)}
    assert lines(answered(reading, {question.id: q.OFF})) == {"zhou": (*PLAIN[:30], "")}


def test_a_31st_in_a_month_of_30_days_is_passed_over_when_empty_and_asked_about_when_not(tmp_path: Path) -> None:
    september = date(2026, 9, 1)
    empty = read(book(tmp_path, [HEAD, row("周建国", *ROUND, days=30)]), first=september, days=30)
    assert len(lines(empty)["zhou"]) == 30
    question = only(reading := read(book(tmp_path, [HEAD, row("周建国", *ROUND)]), first=september, days=30))
    assert (question.ask, question.cells) == (Ask.DAYS_BEYOND, ("AF1",))
    assert "10 月 1 日" in asked(question)
    assert len(lines(answered(reading, proposed(reading)))["zhou"]) == 30


def test_morning_and_afternoon_under_one_merged_day_are_one_day(tmp_path: Path) -> None:
    head = ["姓名", *(value for day in DAYS for value in (day, None))]
    halves = ["白", "白"] * 30 + ["白", "休"]
    rows: list[list[Any]] = [head, [None, *["上午", "下午"] * 31], ["周建国", *halves]]
    from openpyxl.utils import get_column_letter

    spans = [f"{get_column_letter(2 * day)}1:{get_column_letter(2 * day + 1)}1" for day in DAYS]
    question = only(reading := read(book(tmp_path, rows, *spans)))
    assert (question.ask, question.text, question.proposal) == (Ask.HALF, "白/休", q.duty("D"))
    assert lines(answered(reading, proposed(reading))) == {"zhou": ("D",) * 31}


def test_a_sheet_without_days_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="roster_head_missing"):
        read(book(tmp_path, [["姓名", "身份证号"], ["周建国", "1"]]))


def test_a_sheet_without_anybody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="roster_names_missing"):
        read(book(tmp_path, [HEAD, row("合计", 3)]))


# People


@pytest.mark.parametrize(
    ("written", "likely"),
    [
        ("老周", ["zhou"]),
        ("周医生", ["zhou"]),
        ("建国", ["zhou"]),
        ("周建囯", ["zhou"]),
        ("小李", ["li"]),
        ("李医师", ["li"]),
        ("古丽", ["ayi"]),
        ("王医生", ["wangd"]),
        ("王护士", ["wang", "wang2"]),
        ("老王", ["wang", "wang2", "wangd"]),
        ("内科周建国", ["zhou"]),
        ("周建国/何秀芳", ["zhou", "he"]),
        ("赵六", []),
    ],
)
def test_nicknames_short_names_and_slips_are_proposed_and_never_taken(
    written: str, likely: list[str], tmp_path: Path
) -> None:
    question = only(reading := read(book(tmp_path, [HEAD, row(written, *ROUND)])))
    assert (question.ask, question.cells, question.id) == (Ask.NAME, ("A2",), "name:A2")
    assert [one.value for one in question.choices][: len(likely)] == [q.person(one) for one in likely]
    assert question.proposal == (q.person(likely[0]) if len(likely) == 1 else "")
    assert len(question.choices) == len(PEOPLE) + 1
    assert reading.ready == ()
    assert written in asked(question)
    done = answered(reading, {question.id: q.person("li")})
    assert lines(done) == {"li": PLAIN}
    assert [(one.text, one.person) for one in done.named] == [(written, "li")]


def test_a_row_that_is_left_out_leaves_the_others(tmp_path: Path) -> None:
    question = only(reading := read(book(tmp_path, [HEAD, row("外援张", "白"), row("周建国", *ROUND)])))
    done = answered(reading, {question.id: q.SKIP})
    assert lines(done) == {"zhou": PLAIN}
    assert [one.text for one in done.passed] == ["外援张"]


def test_two_people_of_one_name_are_asked_apart_unless_department_or_number_say_it(tmp_path: Path) -> None:
    question = only(read(book(tmp_path, [HEAD, row("王芳", *ROUND)])))
    assert question.ask is Ask.SHARED
    assert [one.label for one in question.choices[:-1]] == ["王芳　内科　003", "王芳　外科　004"]
    assert asked(question) == "「王芳」有几个同名的人：王芳　内科　003、王芳　外科　004。选是谁。"
    by_department = [["科室", *HEAD], ["外科", *row("王芳", *ROUND)], ["内科", *row("王芳", "白")]]
    assert lines(read(book(tmp_path, by_department))) == {"wang": ("D",) * 31, "wang2": PLAIN}
    by_number = [["工号", *HEAD], ["004", *row("王芳", *ROUND)], ["003", *row("王芳", "白")]]
    assert lines(read(book(tmp_path, by_number))) == {"wang": ("D",) * 31, "wang2": PLAIN}


def test_a_number_that_belongs_to_another_name_is_asked_about(tmp_path: Path) -> None:
    question = only(read(book(tmp_path, [["工号", *HEAD], ["001", *row("何秀芳", *ROUND)]])))
    assert (question.ask, question.proposal) == (Ask.NAME, q.person("zhou"))


def test_blanks_and_remarks_in_a_name_do_no_harm_and_are_told(tmp_path: Path) -> None:
    rows: list[list[Any]] = [HEAD, row("周 建 国", *ROUND), row("何秀芳（护士长）", "白"), row("李文静*", "白")]
    reading = read(book(tmp_path, rows))
    assert set(lines(reading)) == {"zhou", "he", "li"}
    assert [(one.text, one.person) for one in reading.named] == [("何秀芳（护士长）", "he"), ("李文静*", "li")]


def test_one_person_on_two_rows_with_the_same_days_is_asked_about(tmp_path: Path) -> None:
    question = only(reading := read(book(tmp_path, [HEAD, row("周建国", *ROUND), row("周建国", "夜")])))
    assert (question.ask, question.cells) == (Ask.TWICE, ("A2", "A3"))
    assert asked(question).startswith("周建国 写在好几行")
    assert [chosen(question, one) for one in question.choices] == ["A2 那一行", "A3 那一行"]
    assert reading.ready == ()
    assert lines(answered(reading, {question.id: q.row("A3")})) == {"zhou": ("N",) * 31}


def test_two_rows_under_one_merged_name_are_one_person(tmp_path: Path) -> None:
    rows: list[list[Any]] = [HEAD, row("周建国", "白"), [None, *["白"] * 30, "休"], row("何秀芳", "夜")]
    question = only(reading := read(book(tmp_path, rows, "A2:A3")))
    assert (question.ask, question.text, question.cells) == (Ask.HALF, "白/休", ("AF2",))
    assert lines(answered(reading, proposed(reading))) == {"zhou": ("D",) * 31, "he": ("N",) * 31}


def test_a_row_of_duties_without_a_name_is_asked_about(tmp_path: Path) -> None:
    question = only(reading := read(book(tmp_path, [HEAD, row("周建国", *ROUND), row("", "白")])))
    assert (question.ask, question.cells) == (Ask.NAMELESS, ("A3",))
    assert lines(answered(reading, {question.id: q.person("li")}))["li"] == ("D",) * 31


def test_sums_groups_legends_and_signatures_are_nobody_and_are_told(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEAD,
        ["护理组"],
        row("周建国", *ROUND),
        row("白班", 3, 2),
        row("夜班人数", "1人"),
        row("合计", 5),
        row("", 4, "缺1"),
        ["备注：D=白班，夜班次日休息"],
        ["排班人：", None, None, "余秋月", None, None, "负责人："],
    ]
    reading = read(book(tmp_path, rows, "A8:AF8"))
    assert lines(reading) == {"zhou": PLAIN}
    assert [one.text for one in reading.passed] == [
        "护理组", "白班", "夜班人数", "合计", "4", "备注：D=白班，夜班次日休息", "排班人：",
    ]  # fmt: skip
    assert reading.missing == ("he", "wang", "wang2", "wangd", "li", "ayi")
    assert "7 行不是人，没有读" in summary(reading)
    assert "本单位有 6 人不在表上" in summary(reading)


# Cells


@pytest.mark.parametrize(
    ("written", "code", "how"),
    [
        ("D", "D", How.CODE),
        (full_width("d"), "D", How.CODE),
        ("d", "D", How.CODE),
        ("N班", "N", How.NAME),
        ("白", "D", How.NAME),
        ("白班", "D", How.NAME),
        ("夜 班", "N", How.NAME),
        ("公卫", "P", How.NAME),
        ("休", "", How.OFF),
        ("补休", "", How.OFF),
        ("off", "", How.OFF),
        ("下夜", "", How.OFF),
        ("·", "", How.OFF),
        ("—", "", How.AWAY),
        ("/", "", How.AWAY),
        ("进修", "", How.AWAY),
        ("年休假", "", How.LEAVE),
        ("病", "", How.LEAVE),
    ],
)
def test_what_units_write_into_cells_is_understood(written: str, code: str, how: How, tmp_path: Path) -> None:
    reading = read(book(tmp_path, [HEAD, row("周建国", written)]))
    assert lines(reading) == {"zhou": (code,) * 31}
    ((made),) = reading.made
    assert (made.text, made.how, made.code, made.cells) == (written.replace("　", " "), how, code, 31)


@pytest.mark.parametrize(
    ("written", "ask", "proposal"),
    [
        ("白/休", Ask.HALF, "duty:D"),
        ("休/夜", Ask.HALF, "duty:N"),
        ("上午白", Ask.HALF, "duty:D"),
        ("白（上）", Ask.HALF, "duty:D"),
        ("白半", Ask.HALF, "duty:D"),
        ("半天", Ask.HALF, ""),
        ("上午休", Ask.HALF, ""),
        ("上白下休", Ask.UNKNOWN, ""),
        ("白休", Ask.HALF, "duty:D"),
        ("白/夜", Ask.TWO, ""),
        ("白夜", Ask.TWO, ""),
        ("白、夜", Ask.TWO, ""),
        ("D+N", Ask.TWO, ""),
        ("白(替何秀芳)", Ask.REMARK, "duty:D"),
        ("两头", Ask.UNKNOWN, ""),
        ("公", Ask.UNKNOWN, "duty:P"),
        ("8", Ask.UNKNOWN, ""),
        ("×", Ask.UNKNOWN, ""),
    ],
)
def test_half_days_two_duties_remarks_and_unknown_letters_are_asked_about(
    written: str, ask: Ask, proposal: str, tmp_path: Path
) -> None:
    rows: list[list[Any]] = [HEAD, row("周建国", "白", written, days=31), row("何秀芳", "夜")]
    question = only(reading := read(book(tmp_path, rows)))
    assert (question.ask, question.text, question.proposal) == (ask, written, proposal)
    assert len(question.cells) == 15
    assert where(question) == "C2、E2、G2、I2、K2、M2 等 15 格"
    assert [chosen(question, one) for one in question.choices] == ["D 白班", "N 夜班", "P 公卫", "休息", "先空着，不算"]
    assert [line.person for line in reading.ready] == ["he"]
    with pytest.raises(Refused, match="roster_reading_open") as refused:
        taken(reading)
    assert refused.value.facts == {"count": 1}
    for answer, code in (("duty:P", "P"), (q.OFF, ""), (q.OPEN, None)):
        done = answered(reading, {question.id: answer})
        assert lines(done)["zhou"] == codes("D", code)
        assert any(one.how is How.SAID and one.code == code for one in done.made)


def test_empty_cells_are_asked_about_once_with_the_likelier_meaning_first(tmp_path: Path) -> None:
    written = only(reading := read(book(tmp_path, [HEAD, row("周建国", "白", None), row("何秀芳", "休", None)])))
    assert (written.ask, len(written.cells), written.proposal) == (Ask.BLANKS, 30, q.OPEN)
    assert asked(written).startswith("有 30 个空格。表里另写了「休」")
    assert lines(answered(reading, {written.id: q.OPEN})) == {"zhou": codes("D", None), "he": codes("", None)}
    bare = only(read(book(tmp_path, [HEAD, row("周建国", "白", None)])))
    assert bare.proposal == q.OFF
    assert "多半是休息" in asked(bare)


def test_merged_leave_is_leave_on_each_of_its_days_and_is_told(tmp_path: Path) -> None:
    rows: list[list[Any]] = [HEAD, ["周建国", *["白"] * 9, "产假", *[None] * 10, *["白"] * 11]]
    reading = read(book(tmp_path, rows, "K2:U2"))
    assert lines(reading) == {"zhou": ("D",) * 9 + ("",) * 11 + ("D",) * 11}
    assert leave_words(reading, {"zhou": "周建国"}) == ["周建国 10月10日至10月20日：产假"]


def test_formulas_are_read_by_their_result_and_asked_about_without_one(tmp_path: Path) -> None:
    rows: list[list[Any]] = [HEAD, ["周建国", '=IF(1=1,"白","夜")', *["白"] * 30]]
    question = only(reading := read(book(tmp_path, rows)))
    assert (question.ask, question.cells, question.facts["code"]) == (Ask.FAULT, ("B2",), "cell_formula")
    assert asked(question).startswith("这一格是公式，没有算出来。选这一天是什么班，或在 Excel 里改好再读。")
    assert lines(answered(reading, {question.id: q.duty("N")})) == {"zhou": ("N", *("D",) * 30)}


def test_a_legend_on_the_sheet_teaches_its_letters(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEAD,
        row("周建国", "A", "B", "X"),
        [],
        ["图例：A" + full_width("=") + "白班 8:00-16:00，B：夜班（22:00-8:00）；X=休息"],
    ]
    reading = read(book(tmp_path, rows, "A4:AF4"))
    assert lines(reading) == {"zhou": codes("D", "N", "")}
    assert {(one.text, one.how) for one in reading.made} == {("A", How.LEGEND), ("B", How.LEGEND), ("X", How.LEGEND)}


def test_a_legend_that_gives_our_letter_another_meaning_is_asked_about(tmp_path: Path) -> None:
    question = only(read(book(tmp_path, [HEAD, row("周建国", "D"), ["D=夜班"]])))
    assert (question.ask, question.text, question.proposal) == (Ask.UNKNOWN, "D", q.duty("N"))


def test_a_name_that_two_duties_bear_is_no_name(tmp_path: Path) -> None:
    twins = (*DUTIES, replace(DUTIES[0], code="D2"))
    file = book(tmp_path, [HEAD, row("周建国", "白"), row("何秀芳", "D2")])
    reading = look(file, Wanted(OCTOBER, 31, PEOPLE, twins)).reading
    assert asks(reading) == [(Ask.UNKNOWN, "白")]


# Answers


def test_an_answer_that_was_not_offered_is_refused_and_one_that_was_given_may_be_changed(tmp_path: Path) -> None:
    reading = read(book(tmp_path, [HEAD, row("老周", "两头")]))
    assert asks(reading) == [(Ask.NAME, "老周"), (Ask.UNKNOWN, "两头")]
    for wrong in ({"name:A2": "person:nobody"}, {"text:X": q.OFF}, {"name:A9": q.SKIP}):
        with pytest.raises(Refused, match="roster_answer_unknown"):
            answered(reading, wrong)
    once = answered(reading, {"name:A2": q.person("zhou")})
    assert asks(once) == [(Ask.UNKNOWN, "两头")]
    twice = answered(once, {"text:两头": q.OFF, "name:A2": q.person("he")})
    assert lines(twice) == {"he": ("",) * 31}


def test_everything_left_out_leaves_nothing_to_take(tmp_path: Path) -> None:
    reading = read(book(tmp_path, [HEAD, row("赵六", "白")]))
    with pytest.raises(Refused, match="roster_reading_empty"):
        taken(answered(reading, {"name:A2": q.SKIP}))


def test_what_was_made_of_each_text_is_said_in_words(tmp_path: Path) -> None:
    reading = read(book(tmp_path, [HEAD, row("周建国", "夜", "年假", "—")]))
    names = {duty.code: duty.name for duty in DUTIES}
    assert [made_words(one, names) for one in reading.made] == [
        "「夜」 → 夜班（班次名称），11 格",
        "「年假」 → 休息（请假，记为休息；导入以后可以照它提交请假单），10 格",
        "「—」 → 休息（不在本单位，记为休息），10 格",
    ]


def test_every_question_has_a_sentence_that_says_what_to_do() -> None:
    from tests.capabilities.staffing.test_reading_property import every_kind

    said = {question.ask: asked(question) for question in every_kind()}
    assert set(said) == set(Ask)
    for sentence in said.values():
        assert any(verb in sentence for verb in ("选", "核对")), sentence
        assert "{" not in sentence


# Files


def test_of_several_sheets_the_one_of_the_month_is_read(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.worksheets[0].title = "说明"
    for name, code in (("9月", "夜"), ("10月", "白"), ("2026.11", "休")):
        sheet = made.create_sheet(name)
        sheet.append(HEAD)
        sheet.append(row("周建国", code))
    made.save(tmp_path / "全年.xlsx")
    wanted = Wanted(OCTOBER, 31, PEOPLE, DUTIES)
    looked = look(tmp_path / "全年.xlsx", wanted)
    assert (looked.sheet, looked.sheets) == ("10月", ("说明", "9月", "10月", "2026.11"))
    assert lines(looked.reading) == {"zhou": ("D",) * 31}
    other = look(tmp_path / "全年.xlsx", wanted, "2026.11")
    assert only(other.reading).ask is Ask.MONTH
    with pytest.raises(Refused, match="sheet_missing"):
        look(tmp_path / "全年.xlsx", wanted, "12月")


def test_a_text_file_is_read_as_well(tmp_path: Path) -> None:
    file = tmp_path / "班表.csv"
    file.write_text("\n".join(",".join(map(str, line)) for line in (HEAD, row("周建国", *ROUND))), encoding="gb18030")
    assert lines(read(file)) == {"zhou": PLAIN}

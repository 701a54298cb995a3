"""Whatever is written for people is read back as it was; and no sheet at all is read by halves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.staffing.nasty import DUTIES
from tests.capabilities.staffing.nasty import OCTOBER
from tests.capabilities.staffing.nasty import PEOPLE
from tests.capabilities.staffing.walls import a_wall
from tests.capabilities.staffing.walls import of
from tests.capabilities.staffing.walls import roster
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.reading import asking
from yigongti_desktop.capabilities.staffing.model.reading import questions as q
from yigongti_desktop.capabilities.staffing.model.reading.codes import How
from yigongti_desktop.capabilities.staffing.model.reading.codes import Meaning
from yigongti_desktop.capabilities.staffing.model.reading.names import Known
from yigongti_desktop.capabilities.staffing.model.reading.names import Match
from yigongti_desktop.capabilities.staffing.model.reading.questions import Question
from yigongti_desktop.capabilities.staffing.model.reading.reader import answered
from yigongti_desktop.capabilities.staffing.model.reading.reader import read_roster
from yigongti_desktop.capabilities.staffing.model.reading.roster import Wanted
from yigongti_desktop.capabilities.staffing.model.reading.roster import taken
from yigongti_desktop.capabilities.staffing.model.reading.rows import Found
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.wall import wall
from yigongti_desktop.capabilities.staffing.printing.roster_book import write_roster_book
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.grids import Grid
from yigongti_desktop.kernel.grids import Merge
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.storage import laid_sheets

_CODES = ["D", "N", "白", "夜1", "上午门诊", "1", "E", "公", "休", "A+", "=1"]
_NAMES = ["白班", "大夜班", "门诊", "公卫下乡", "急诊", "巡诊", "二线", "夜班"]


def every_kind() -> Iterator[Question]:
    """Return a question of each kind."""
    found = Found(rows=(1,), name="老王", cell="A2")
    yield asking.of_month("B1", OCTOBER.replace(month=9), OCTOBER, is_titled=True)
    yield asking.of_weekdays("B1", 1, OCTOBER)
    yield asking.of_days_lacking("B1", "31 日")
    yield asking.of_days_beyond(["AF1"], "31 日")
    yield asking.of_name(found, Match(maybe=("wang",)), PEOPLE)
    yield asking.of_name(found, Match(maybe=("wang", "wang2"), is_shared=True), PEOPLE)
    yield asking.of_name(replace_name(found), Match(), PEOPLE)
    yield asking.of_rows("twice:zhou", "zhou", [found, found])
    for how in (How.UNKNOWN, How.HALF, How.TWO, How.REMARK):
        yield asking.of_text("X", "x", Meaning(how=how, code=None), ["B2"], DUTIES)
    yield asking.of_fault("B2", "cell_error", DUTIES)
    yield asking.of_blanks(["B2"], has_off=True)


def replace_name(found: Found) -> Found:
    return Found(rows=found.rows, name="", cell=found.cell)


@st.composite
def rosters(draw: st.DrawFn) -> tuple[tuple[Duty, ...], list[tuple[str | None, ...]]]:
    """Return duties with letters of all kinds, and the codes of some people."""
    count = draw(st.integers(1, 4))
    letters = draw(st.lists(st.sampled_from(_CODES), min_size=count, max_size=count, unique=True))
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=count, max_size=count, unique=True))
    made = tuple(
        Duty(code=code, name=name, begin=time(8), end=time(16), minutes=480, is_night="夜" in name)
        for code, name in zip(letters, names, strict=True)
    )
    cell = st.sampled_from([*letters, "", None])
    people = draw(st.lists(st.lists(cell, min_size=31, max_size=31).map(tuple), min_size=2, max_size=5))
    return made, people


@settings(max_examples=30, deadline=None)
@given(rosters(), st.sampled_from(State), st.booleans())
def test_a_roster_that_is_written_for_people_is_read_back_as_it_was(
    given_: tuple[tuple[Duty, ...], list[tuple[str | None, ...]]],
    state: State,
    has_leave: bool,  # noqa: FBT001 - drawn
) -> None:
    duties, people = given_
    made = of(len(people))
    made = made if has_leave else replace(made, leave=())
    lines = tuple(
        Line(person=one.id, name=one.staff.name, codes=codes) for one, codes in zip(made.people, people, strict=True)
    )
    shown = wall(replace(roster(made, state), lines=lines), made, duties, built_in(), "岳口镇中心卫生院")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "班表.xlsx"
        write_roster_book(file, shown)
        grid = laid_sheets.read(file)
    known = tuple(Known(id=one.id, name=one.staff.name) for one in made.people)
    reading = read_roster(grid, Wanted(OCTOBER, 31, known, duties))
    assert {one.id for one in reading.questions} <= {asking.BLANK}
    expected = tuple(
        replace(
            line,
            codes=tuple(
                "" if code is None and made.leave_of(line.person, day) else code
                for code, day in zip(line.codes, made.dates(), strict=True)
            ),
        )
        for line in lines
    )
    assert taken(answered(reading, {one.id: q.OPEN for one in reading.questions})) == expected


_WORDS = ["白", "夜", "休", "—", "两头", "白/休", "姓名", "周建国", "何秀芳", "王芳", "老王", "合计", "备注"]
_LONGER = ["10月1日", "2026年9月", "D=夜班", "A：白班"]
#: Of the sheets that are drawn.
_CELLS = 8 * 12
_TEXTS = st.sampled_from(_WORDS + _LONGER) | st.integers(1, 9) | st.sampled_from(["", None, 31, 10.1, 46296])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(_TEXTS, max_size=12).map(tuple), max_size=8),
    st.lists(st.tuples(*[st.integers(0, 8)] * 4), max_size=3),
    st.booleans(),
)
def test_no_sheet_makes_it_fall_and_answering_all_questions_ends(
    rows: list[tuple[object, ...]],
    spans: list[tuple[int, int, int, int]],
    has_head: bool,  # noqa: FBT001 - drawn
) -> None:
    head = [("姓名", *range(1, 12))] if has_head else []
    merges = tuple(Merge(min(a, b), min(c, d), max(a, b), max(c, d)) for a, b, c, d in spans)
    try:
        reading = read_roster(Grid((*head, *rows), merges), Wanted(OCTOBER, 11, PEOPLE, DUTIES))
    except Refused as refused:
        assert refused.code in {"roster_head_missing", "roster_names_missing"}  # noqa: PT017 - either may be right
        return
    for _ in range(_CELLS + len(head) + len(rows)):  # a question for each cell and each name at most
        if not reading.questions:
            break
        assert len({one.id for one in reading.questions}) == len(reading.questions)
        first = reading.questions[0]
        assert first.proposal in {"", *(one.value for one in first.choices)}
        reading = answered(reading, {first.id: first.proposal or first.choices[-1].value})
    assert not reading.questions
    assert all(len(line.codes) == reading.days for line in reading.ready)
    assert len({line.person for line in reading.ready}) == len(reading.ready)


@pytest.mark.parametrize("title", ["2026年10月", "2026年8月"])
def test_a_sheet_without_names_is_refused_before_anything_is_asked_of_its_month(title: str) -> None:
    sheet = Grid(((title,), ("姓名", *range(1, 12))))
    with pytest.raises(Refused, match="roster_names_missing"):
        read_roster(sheet, Wanted(OCTOBER, 11, PEOPLE, DUTIES))


def test_the_export_of_a_large_month_is_read_back_without_a_question(tmp_path: Path) -> None:
    file = tmp_path / "班表.xlsx"
    write_roster_book(file, a_wall(60))
    known = tuple(Known(id=one.id, name=one.staff.name) for one in of(60).people)
    from tests.capabilities.staffing.months import duties

    reading = read_roster(laid_sheets.read(file), Wanted(OCTOBER, 31, known, duties(60)))
    assert taken(reading) == roster(of(60)).lines

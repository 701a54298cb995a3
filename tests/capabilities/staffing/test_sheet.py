"""A roster drawn by hand: each step is one, undo gives back exactly what was, redo the same again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import invariant
from hypothesis.stateful import precondition
from hypothesis.stateful import rule
from msgspec.structs import replace

from tests.capabilities.staffing.sheets import CODES
from tests.capabilities.staffing.sheets import drawn
from tests.capabilities.staffing.sheets import ground
from tests.capabilities.staffing.sheets import sheet
from yigongti_desktop.capabilities.staffing.model.sheet import Block
from yigongti_desktop.capabilities.staffing.model.sheet import Lines
from yigongti_desktop.capabilities.staffing.model.sheet import Sheet

#: 4 people, 14 days from Friday 1 May 2026 on.
GROUND = ground()
PEOPLE, DAYS = 4, 14
PLACES, ON = st.integers(0, PEOPLE - 1), st.integers(0, DAYS - 1)
CELLS = st.tuples(PLACES, ON)
CODE = st.sampled_from(CODES)
AWAY = next(iter(GROUND.away))


def blank() -> Sheet:
    return sheet(GROUND, drawn(GROUND, codes=(None,)))


def free(person: int) -> list[int]:
    return [day for day in range(DAYS) if GROUND.may(person, day)]


class Drawing(RuleBasedStateMachine):
    """Anything that hands do on the grid, beside a plain list of what stood there before each step."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = sheet(GROUND, drawn(GROUND, seed=3))
        self.history: list[Lines] = [self.sheet.lines]
        self.place = 0
        self.block: Block | None = None

    def did(self, count: Any) -> None:
        if not count:
            assert self.sheet.lines is self.history[self.place]
            return
        self.history[self.place + 1 :] = [self.sheet.lines]
        self.place += 1

    @rule(cells=st.sets(CELLS, max_size=9), code=CODE)
    def put(self, cells: set[tuple[int, int]], code: str | None) -> None:
        self.did(self.sheet.put(cells, code))

    @rule(cells=st.sets(CELLS, max_size=9), pinned=st.booleans())
    def pin(self, cells: set[tuple[int, int]], *, pinned: bool) -> None:
        self.did(self.sheet.pin(cells, pinned=pinned))

    @rule(one=CELLS, other=CELLS)
    def swap(self, one: tuple[int, int], other: tuple[int, int]) -> None:
        self.did(self.sheet.swap(one, other))

    @rule(person=PLACES, day=ON)
    def copy_week(self, person: int, day: int) -> None:
        self.block = self.sheet.week(range(person, person + 1), day)

    @precondition(lambda self: self.block is not None)
    @rule(cell=CELLS)
    def paste(self, cell: tuple[int, int]) -> None:
        assert self.block is not None
        self.did(self.sheet.paste(self.block, cell))

    @rule(person=PLACES, cells=st.sets(CELLS, max_size=9))
    def fill(self, person: int, cells: set[tuple[int, int]]) -> None:
        self.did(self.sheet.fill_from(person, cells))

    @rule(code=CODE.filter(bool))
    def take(self, code: str) -> None:
        people = GROUND.asked.month.people
        self.did(self.sheet.take({person.id: (code,) * DAYS for person in people}))

    @rule()
    def undo(self) -> None:
        assert self.sheet.undo() == (self.place > 0)
        self.place = max(self.place - 1, 0)

    @rule()
    def redo(self) -> None:
        assert self.sheet.redo() == (self.place < len(self.history) - 1)
        self.place = min(self.place + 1, len(self.history) - 1)

    @invariant()
    def stands_where_history_says(self) -> None:
        assert self.sheet.lines == self.history[self.place]
        assert self.sheet.may_undo == (self.place > 0)
        assert self.sheet.may_redo == (self.place < len(self.history) - 1)
        assert self.sheet.is_changed == bool(self.sheet.changes())

    @invariant()
    def nobody_who_is_away_has_a_duty(self) -> None:
        assert not any(self.sheet.code(cell) for cell in GROUND.away)

    def teardown(self) -> None:
        while self.sheet.undo():
            pass
        assert self.sheet.lines == self.history[0]
        while self.sheet.redo():
            pass
        assert self.sheet.lines == self.history[-1]


TestDrawing = Drawing.TestCase
TestDrawing.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_a_range_is_one_step() -> None:
    one = blank()
    assert one.put([(person, day) for person in range(PEOPLE) for day in range(DAYS)], "D") == sum(
        len(free(person)) for person in range(PEOPLE)
    )
    assert one.undo()
    assert not one.undo()
    assert not one.is_changed


def test_who_is_on_leave_can_be_off_and_nothing_else() -> None:
    one = blank()
    assert one.put([AWAY], "D") == 0
    assert one.put([AWAY], None) == 1
    assert one.put([AWAY], "") == 1
    there = next((person, day) for person in range(PEOPLE) for day in free(person))
    one.put([there], "N")
    assert one.swap(AWAY, there) == 0
    assert one.code(there) == "N"


def test_a_week_is_pasted_on_the_same_days_of_the_week() -> None:
    one = blank()
    person = next(place for place in range(PEOPLE) if len(free(place)) == DAYS)
    other = next(place for place in range(PEOPLE) if place != person and len(free(place)) == DAYS)
    for day, code in ((3, "D"), (4, "E"), (9, "N")):  # Monday, Tuesday and Sunday of the first whole week
        one.put([(person, day)], code)
    week = one.week(range(person, person + 1), 6)
    assert len(week.rows[0]) == 7
    one.paste(week, (other, 13))  # a Thursday: its week begins on the 11th
    assert [one.code((other, day)) for day in range(10, 14)] == ["D", "E", None, None]
    cut = one.week(range(person, person + 1), 0)
    assert cut.weekday == 4
    assert len(cut.rows[0]) == 3
    one.put([(person, 1)], "P")
    one.paste(one.week(range(person, person + 1), 0), (person, 5))
    assert one.code((person, 8)) == "P"


def test_what_is_drawn_leaves_pins_alone() -> None:
    one = blank()
    day = free(0)[0]
    one.put([(0, day)], "N")
    assert one.pin([(0, day), (0, free(0)[1])], pinned=True) == 1, "where nothing stands there is nothing to hold"
    one.take({GROUND.asked.month.people[0].id: ("D",) * DAYS})
    assert one.code((0, day)) == "N"
    assert all(one.code((0, other)) == "D" for other in free(0)[1:])


def test_what_others_changed_comes_in_beside_what_was_typed_here() -> None:
    one = blank()
    mine, theirs = free(0)[0], free(1)[0]
    one.put([(0, mine)], "D")
    record = list(one.base)
    record[1] = replace(
        record[1], codes=tuple("N" if day == theirs else code for day, code in enumerate(record[1].codes))
    )
    one.come_after(tuple(record))
    assert one.code((0, mine)) == "D"
    assert one.code((1, theirs)) == "N"
    assert list(one.changes()) == [one.lines[0].person]
    assert not one.may_undo


def test_both_changed_one_line_and_the_person_decides() -> None:
    one = blank()
    first, second = free(0)[:2]
    one.put([(0, first)], "D")
    seen = one.base[0]
    theirs = replace(seen, codes=tuple("N" if day == second else code for day, code in enumerate(seen.codes)))
    one.come_after((theirs, *one.base[1:]))
    assert one.changes()[seen.person][0] == seen, "saving says what was seen, so that the conflict is found"
    one.stand({seen.person: theirs})
    assert one.changes()[seen.person][0] == theirs
    one.give_way({seen.person: theirs})
    assert not one.is_changed
    assert one.undo()
    assert one.code((0, first)) == "D"


def test_a_draft_is_gone_on_with_over_what_was_seen_then() -> None:
    before = blank()
    before.put([(0, free(0)[0])], "E")
    kept = before.changes()
    again = blank()
    assert again.restore(kept)
    assert again.changes() == kept
    assert not again.restore(kept), "nothing new in it"
    strange = replace(again.lines[0], person="nobody")
    assert not again.restore({"nobody": (strange, strange)})


@pytest.mark.parametrize("cell", [(-1, 0), (PEOPLE, 0), (0, -1), (0, DAYS)])
def test_cells_beside_the_grid_are_left_alone(cell: tuple[int, int]) -> None:
    assert blank().put([cell], "D") == 0

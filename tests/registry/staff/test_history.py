"""A dated history: on no day two parts hold, whatever is laid into it, taken out of it or ended."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import invariant
from hypothesis.stateful import precondition
from hypothesis.stateful import rule

from yigongti_desktop.registry.model.staff import history
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.parts import Title

FIRST, SPAN = date(2026, 1, 1), 40
WINDOW = [FIRST + timedelta(days=place) for place in range(-3, SPAN * 2)]
days = st.integers(0, SPAN).map(lambda place: FIRST + timedelta(days=place))


@st.composite
def parts(draw: st.DrawFn) -> Title:
    since = draw(days)
    lasts = draw(st.none() | st.integers(0, 15))
    until = None if lasts is None else since + timedelta(days=lasts)
    return Title(since=since, until=until, level=draw(st.sampled_from(Level)), name=draw(st.sampled_from("甲乙")))


def content(line: tuple[Title, ...]) -> dict[date, tuple[Level, str] | None]:
    """Return what holds on each day, read without the code that is tried."""
    found: dict[date, tuple[Level, str] | None] = {}
    for day in WINDOW:
        holding = [one for one in line if one.since <= day and (one.until is None or day <= one.until)]
        assert len(holding) <= 1, (day, holding)
        found[day] = (holding[0].level, holding[0].name) if holding else None
    return found


@given(st.lists(parts(), max_size=12), parts())
def test_what_is_laid_holds_on_its_days_and_nothing_else_changes(before: list[Title], wanted: Title) -> None:
    line: tuple[Title, ...] = ()
    for one in before:
        line = history.laid(line, one)
    known, after = content(line), content(history.laid(line, wanted))
    for day in WINDOW:
        is_inside = wanted.since <= day and (wanted.until is None or day <= wanted.until)
        assert after[day] == ((wanted.level, wanted.name) if is_inside else known[day])


@given(st.lists(parts(), max_size=12), parts())
def test_to_lay_the_same_twice_is_to_lay_it_once(before: list[Title], wanted: Title) -> None:
    line: tuple[Title, ...] = ()
    for one in before:
        line = history.laid(line, one)
    once = history.laid(line, wanted)
    assert history.laid(once, wanted) == once


@given(st.lists(parts(), max_size=12), days)
def test_nothing_holds_after_the_end_and_everything_before_stays(before: list[Title], last: date) -> None:
    line: tuple[Title, ...] = ()
    for one in before:
        line = history.laid(line, one)
    known, after = content(line), content(history.ended(line, last))
    assert all(after[day] == (known[day] if day <= last else None) for day in WINDOW)


@given(st.lists(parts(), max_size=12), parts())
def test_what_is_inside_a_span_is_what_holds_on_its_days(before: list[Title], span: Title) -> None:
    line: tuple[Title, ...] = ()
    for one in before:
        line = history.laid(line, one)
    known, cut = content(line), content(history.inside(line, span))
    assert all(cut[day] == (known[day] if span.holds(day) else None) for day in WINDOW)


@given(parts(), parts())
def test_a_title_laid_over_another_and_withdrawn_leaves_no_gap_behind(first: Title, second: Title) -> None:
    line = history.laid((first,), second)
    back = content(history.without(line, second, holds_on=True))
    covered = content((first,))
    assert all(back[day] == covered[day] for day in WINDOW if first.since < second.since and covered[day])


class Working(RuleBasedStateMachine):
    """A working life with every act that the rules know; a plain map of days is the measure."""

    def __init__(self) -> None:
        super().__init__()
        self.line: tuple[Title, ...] = ()
        self.known: dict[date, tuple[Level, str] | None] = dict.fromkeys(WINDOW)

    @rule(part=parts())
    def lay(self, part: Title) -> None:
        self.line = history.laid(self.line, part)
        for day in WINDOW:
            if part.holds(day):
                self.known[day] = (part.level, part.name)

    @rule(last=days)
    def end(self, last: date) -> None:
        self.line = history.ended(self.line, last)
        self.known = {day: held if day <= last else None for day, held in self.known.items()}

    @precondition(lambda self: self.line)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        part = data.draw(st.sampled_from(self.line))
        self.line = history.without(self.line, part, holds_on=False)
        after = content(self.line)
        assert all(after[day] == self.known[day] for day in WINDOW if not part.holds(day))
        self.known = after

    @invariant()
    def on_each_day_one_holds_at_the_most(self) -> None:
        assert content(self.line) == self.known
        assert not any(history.meet(one, other) for one, other in combinations(self.line, 2))
        assert [one.since for one in self.line] == sorted(one.since for one in self.line)


Working.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestWorking = Working.TestCase

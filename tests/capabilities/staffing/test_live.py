"""What is said while a roster is drawn is what the checker says of the whole, and it is said at once."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.staffing.sheets import CODES
from tests.capabilities.staffing.sheets import drawn
from tests.capabilities.staffing.sheets import ground
from tests.capabilities.staffing.sheets import numbered
from tests.capabilities.staffing.sheets import sheet
from yigongti_desktop.capabilities.staffing.model import live as module
from yigongti_desktop.capabilities.staffing.model.live import Live
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.sheet import Lines
from yigongti_desktop.capabilities.staffing.model.tally import Ground
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.rostering.checker import Finding
from yigongti_desktop.rostering.checker import check

GROUND = ground(6, days=14)
SETTLED = CODES[1:]
#: Rule, person, days, by how much.
Said = tuple[str, int | None, tuple[int, ...], int]


def said(live: Live) -> list[Said]:
    return _sorted(live.findings())


def whole(known: Ground, lines: Lines) -> list[Said]:
    return _sorted(check(known.asked.task, numbered(known.asked, lines)))


def _sorted(found: Iterable[Finding]) -> list[Said]:
    return sorted(((one.rule.id, one.person, one.days, one.amount) for one in found), key=str)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 99),
    steps=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 13), st.sampled_from(SETTLED)), max_size=12),
)
def test_looking_at_what_changed_says_what_looking_at_all_says(
    seed: int, steps: list[tuple[int, int, str | None]]
) -> None:
    hand = sheet(GROUND, drawn(GROUND, seed, SETTLED))
    live = Live(GROUND.asked, hand.lines)
    for person, day, code in steps:
        hand.put([(person, day)], code)
        live.look(hand.lines)
    assert said(live) == whole(GROUND, hand.lines)
    while hand.undo():
        live.look(hand.lines)
    assert said(live) == whole(GROUND, hand.lines)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 999))
def test_what_is_open_is_held_against_nobody_but_the_duties_that_lack_people(seed: int) -> None:
    lines = drawn(GROUND, seed)
    live = Live(GROUND.asked, lines)
    assert set(said(live)) <= set(whole(GROUND, lines))
    open_ = {(person, day) for person, line in enumerate(lines) for day, code in enumerate(line.codes) if code is None}
    for one in live.findings():
        assert one.person is None or not any((one.person, day) in open_ for day in one.days)
    gaps = [one for one in check(GROUND.asked.task, numbered(GROUND.asked, lines)) if one.person is None]
    assert sum(one.person is None for one in live.findings()) == len(gaps)


def test_an_empty_roster_lacks_people_and_breaks_nothing() -> None:
    live = Live(GROUND.asked, drawn(GROUND, codes=(None,)))
    assert live.broken == 0
    least = sum(asking.least for asking in GROUND.asking.values())
    assert live.short == least


def test_problems_come_day_by_day_and_each_is_marked_where_it_is() -> None:
    live = Live(GROUND.asked, drawn(GROUND, 5, SETTLED))
    days = [one.day for one in live.problems]
    assert days == sorted(days)
    assert live.broken
    assert live.short
    for one in live.problems:
        if one.person is not None and len(one.finding.days) <= 7:
            assert live.mark((one.person, one.day)) is True
            assert one.finding in live.at((one.person, one.day))
        elif one.person is None:
            assert live.lacking(one.day, one.duty) > 0
    counted = {(one.day, one.duty): live.lacking(one.day, one.duty) for one in live.problems if one.person is None}
    assert live.short == sum(counted.values())


def test_a_day_after_a_night_is_marked_on_the_second_day_with_its_words() -> None:
    known = ground(6, days=14)
    place = next(place for place in range(6) if all(known.may(place, day) for day in range(14)))
    hand = sheet(known, drawn(known, codes=("",)))
    hand.put([(place, 9)], "N")
    hand.put([(place, 10)], "D")
    live = Live(known.asked, hand.lines)
    assert live.mark((place, 10)) is True
    musts = [one for one in live.at((place, 10)) if one.is_must]
    assert any("夜班" in live.sentence(one).text for one in musts)
    assert all(live.sentence(one).source for one in musts)
    hand.put([(place, 10)], "")
    live.look(hand.lines)
    assert live.mark((place, 10)) is not True


def test_lines_of_other_people_and_unknown_codes_are_not_looked_at() -> None:
    lines = drawn(GROUND)
    with pytest.raises(ValueError, match="people"):
        Live(GROUND.asked, lines[:2])
    with pytest.raises(ValueError, match="X"):
        Live(GROUND.asked, (replace(lines[0], codes=("X",) * 14), *lines[1:]))


def test_of_sixty_people_only_the_row_and_the_day_of_a_cell_are_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = ground(60, days=31)
    hand = sheet(known, drawn(known, codes=SETTLED))
    live = Live(known.asked, hand.lines)
    looked: list[str] = []

    def counted(name: str) -> Callable[..., Any]:
        check = getattr(module, name)

        def told(*given: Any) -> Any:
            looked.append(name)
            return check(*given)

        return told

    for name in ("check_row", "check_day"):
        monkeypatch.setattr(module, name, counted(name))
    for day in range(20):
        hand.put([(day, day)], "" if hand.code((day, day)) else "D")
        live.look(hand.lines)
        _ = live.problems, live.mark((0, 0)), live.short
        assert sorted(looked) == ["check_day", "check_row"]
        looked.clear()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999))
def test_figures_are_what_counting_by_hand_gives(seed: int) -> None:
    known = ground(6, days=31)
    lines = drawn(known, seed)
    by_code = {duty.code: duty for duty in known.asked.duties}
    calendar = built_in()
    for line in lines:
        tally = known.tally(line)
        worked = [date(2026, 5, day) for day, code in enumerate(line.codes, 1) if code]
        assert tally.nights == line.codes.count("N")
        assert tally.minutes == sum(by_code[code].minutes for code in line.codes if code)
        assert tally.holidays == sum(calendar.name(day) != "" and not calendar.is_working(day) for day in worked)
        resting = {day for day in worked if not calendar.is_working(day) and day.weekday() >= 5}
        assert tally.weekends == len({day.toordinal() - day.weekday() for day in resting})
    counts = known.counts(lines)
    assert sum(counts.values()) == sum(bool(code) for line in lines for code in line.codes)


def test_hours_are_said_without_a_needless_nought() -> None:
    known = ground(4, days=14)
    line = Line(person="s00", codes=("D", *(None,) * 13))
    assert known.tally(line).hours == "8"

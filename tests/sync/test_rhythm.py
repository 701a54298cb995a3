"""The rhythm of a desk: soon after a save, seldom after weather, never at one moment with a whole county."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import invariant
from hypothesis.stateful import precondition
from hypothesis.stateful import rule

from yigongti_desktop.sync.rhythm import AFTER_REFUSAL
from yigongti_desktop.sync.rhythm import AFTER_SAVE
from yigongti_desktop.sync.rhythm import FIRST_BACK_OFF
from yigongti_desktop.sync.rhythm import LONGEST_ASKED
from yigongti_desktop.sync.rhythm import LONGEST_BACK_OFF
from yigongti_desktop.sync.rhythm import LONGEST_SAVE
from yigongti_desktop.sync.rhythm import REGULAR
from yigongti_desktop.sync.rhythm import SPREAD
from yigongti_desktop.sync.rhythm import Rhythm

pytestmark = pytest.mark.sync

draws = st.floats(0, 1, exclude_max=True)


def at_rest(draw: float = 0.5) -> Rhythm:
    """Return the rhythm of a desk that has just talked at second 0."""
    rhythm = Rhythm("d", lambda: draw)
    rhythm.begin(0, at_once=True)
    rhythm.begun()
    rhythm.ended(0, "")
    return rhythm


def due(rhythm: Rhythm) -> float:
    """Return when it is due, which has to be known."""
    assert rhythm.due is not None
    return rhythm.due


def test_a_save_is_sent_after_a_short_pause() -> None:
    rhythm = at_rest()
    rhythm.saved(10)
    assert due(rhythm) == 10 + AFTER_SAVE


def test_while_somebody_types_on_it_waits_for_a_pause_but_not_for_ever() -> None:
    rhythm = at_rest()
    for second in range(10, 40):
        rhythm.saved(second)
    assert due(rhythm) == 10 + LONGEST_SAVE


def test_what_is_saved_while_a_talk_runs_is_sent_by_the_next() -> None:
    rhythm = at_rest()
    rhythm.begun()
    rhythm.saved(11)
    assert rhythm.due is None
    rhythm.ended(20, "")
    assert due(rhythm) == 20


@given(draws)
def test_with_nothing_to_do_it_asks_about_every_two_minutes(draw: float) -> None:
    assert 0.75 * REGULAR <= due(at_rest(draw)) <= 1.25 * REGULAR


@given(st.integers(1, 40), draws)
def test_after_weather_it_tries_ever_more_seldom_up_to_a_limit(times: int, draw: float) -> None:
    rhythm = Rhythm("d", lambda: draw)
    rhythm.begin(0, at_once=True)
    for _ in range(times):
        rhythm.begun()
        rhythm.ended(0, "hub_unreachable")
    most = min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** (times - 1))
    assert most / 2 <= due(rhythm) <= most


def test_a_save_does_not_hammer_a_line_that_is_down() -> None:
    rhythm = at_rest()
    for _ in range(10):
        rhythm.begun()
        rhythm.ended(0, "line_cut")
    wait = due(rhythm)
    rhythm.saved(1)
    assert due(rhythm) == wait


def test_the_first_good_talk_ends_the_waiting() -> None:
    rhythm = at_rest()
    for code in ("line_cut", "line_cut", ""):
        rhythm.begun()
        rhythm.ended(0, code)
    rhythm.saved(1)
    assert due(rhythm) == 1 + AFTER_SAVE


@given(st.floats(1, LONGEST_ASKED), st.sampled_from(["hub_busy", ""]), draws)
def test_the_hubs_own_wish_is_kept(seconds: float, code: str, draw: float) -> None:
    rhythm = Rhythm("d", lambda: draw)
    rhythm.begin(0, at_once=True)
    rhythm.begun()
    rhythm.ended(0, code, retry_after=seconds)
    assert due(rhythm) >= seconds


def test_no_hub_can_silence_a_desk_for_a_day() -> None:
    rhythm = at_rest()
    rhythm.begun()
    rhythm.ended(0, "hub_busy", retry_after=1e9)
    assert due(rhythm) <= 1.25 * LONGEST_ASKED


def test_a_new_network_is_tried_soon_after_long_weather() -> None:
    rhythm = at_rest()
    for _ in range(12):
        rhythm.begun()
        rhythm.ended(0, "hub_unreachable")
    rhythm.line_changed(5)
    assert 5 < due(rhythm) <= 5 + 11
    assert rhythm.failures == 0


def test_a_device_that_was_stopped_asks_seldom() -> None:
    rhythm = at_rest()
    rhythm.begun()
    rhythm.ended(0, "device_revoked")
    assert AFTER_REFUSAL / 2 <= due(rhythm) <= AFTER_REFUSAL


def test_a_desk_with_nothing_yet_begins_at_once() -> None:
    rhythm = Rhythm("d", lambda: 0.9)
    rhythm.begin(7, at_once=True)
    assert due(rhythm) == 7


@pytest.mark.parametrize("seed", range(5))
def test_a_thousand_desks_switched_on_together_do_not_arrive_together(seed: int) -> None:
    source = random.Random(seed)  # noqa: S311 - a test
    arrivals: Counter[int] = Counter()
    for number in range(1000):
        rhythm = Rhythm(f"device {number}", source.random)
        rhythm.begin(0, at_once=False)
        arrivals[int(due(rhythm))] += 1
    assert max(arrivals.values()) <= 3 * 1000 / SPREAD
    assert len(arrivals) >= SPREAD * 0.9


@pytest.mark.parametrize("seed", range(5))
def test_a_hub_that_comes_back_is_not_met_by_all_at_once(seed: int) -> None:
    source = random.Random(seed)  # noqa: S311 - a test
    arrivals: Counter[int] = Counter()
    for number in range(1000):
        rhythm = Rhythm(f"device {number}", source.random)
        rhythm.begin(0, at_once=True)
        for _ in range(6):
            rhythm.begun()
            rhythm.ended(0, "hub_unreachable")
        arrivals[int(due(rhythm))] += 1
    assert max(arrivals.values()) <= 40


class Desk(RuleBasedStateMachine):
    """A desk whose person saves, asks and goes away, on a line with weather."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.wish = 0.0
        self.rhythm = Rhythm("device", random.Random(1).random)  # noqa: S311 - a test
        self.rhythm.begin(0, at_once=False)
        self.talking = False

    @rule(seconds=st.floats(0, 400))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def save(self) -> None:
        self.rhythm.saved(self.now)

    @rule()
    def change_line(self) -> None:
        self.rhythm.line_changed(self.now)
        self.wish = 0.0

    @precondition(lambda self: not self.talking)
    @rule()
    def begin_when_due_or_asked(self) -> None:
        self.rhythm.begun()
        self.talking = True

    @precondition(lambda self: self.talking)
    @rule(
        code=st.sampled_from(["", "stopped", "line_cut", "hub_unreachable", "hub_busy", "device_revoked"]),
        asked=st.sampled_from([0.0, 30.0, 900.0]),
    )
    def end(self, code: str, asked: float) -> None:
        self.rhythm.ended(self.now, code, retry_after=asked)
        self.talking = False
        self.wish = self.now + asked

    @invariant()
    def a_next_talk_is_always_known_and_never_far(self) -> None:
        if self.talking:
            assert self.rhythm.due is None
        else:
            assert due(self.rhythm) <= self.now + 1.25 * LONGEST_ASKED

    @invariant()
    def the_hubs_wish_holds_until_the_line_changes(self) -> None:
        if not self.talking:
            assert due(self.rhythm) >= self.wish


TestDesk = Desk.TestCase

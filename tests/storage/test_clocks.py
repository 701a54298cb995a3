"""The desk's clock: suspected when it cannot be right, corrected by hand or by the hub, believed again when mended."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import initialize
from hypothesis.stateful import invariant
from hypothesis.stateful import rule

from tests.fakes.time import NOON
from tests.fakes.time import StoppedClock
from tests.storage.conftest import KEY
from tests.storage.desks import Frozen
from tests.storage.desks import is_known
from tests.storage.desks import opened
from tests.storage.desks import send
from tests.storage.desks import state_of
from yigongti_desktop.app.words import say
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.referrals.messages.cases import LogContact
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.clocks import DeskClock
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.tables import facts as table

#: What a machine says whose battery is dead, and one that somebody set wrong.
DEAD = datetime(2009, 1, 1, tzinfo=UTC)
FUTURE = datetime(2099, 6, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("machine", "code"), [(DEAD, "clock_behind"), (FUTURE, "clock_ahead")])
def test_no_paper_bears_a_date_that_cannot_be_right(frozen: Frozen, home: Home, machine: datetime, code: str) -> None:
    desk = opened(home)
    sent = send(desk, frozen.zhou)
    desk.close()
    desk = opened(home, StoppedClock(machine))
    before = state_of(desk)
    with pytest.raises(Refused, match=code) as caught:
        send(desk, frozen.zhou, serial=303)
    assert state_of(desk) == before
    assert is_known(desk, sent)
    assert f"{machine.year}年" in say(caught.value)
    assert "2026年11月23日" in say(caught.value)
    desk.close()


def test_a_clock_that_goes_wrong_while_the_desk_is_open_is_noticed(
    desk: Workbench, frozen: Frozen, clock: StoppedClock
) -> None:
    send(desk, frozen.zhou)
    clock.at = DEAD
    with pytest.raises(Refused, match="clock_behind"):
        send(desk, frozen.zhou)
    clock.at = NOON + HOUR
    assert send(desk, frozen.zhou).number == "岳口-20261123-A-002"


def test_a_wrong_clock_stops_papers_only(desk: Workbench, frozen: Frozen, clock: StoppedClock) -> None:
    sent = send(desk, frozen.zhou)
    clock.at = DEAD
    desk.do(frozen.zhou, LogContact(referral=sent.id, said="已通知家属"))
    assert desk.log_in("zhou", frozen.passwords["zhou"]).login == "zhou"


@pytest.mark.parametrize("ahead", [timedelta(minutes=-59), timedelta(), timedelta(days=399)])
def test_a_clock_that_may_be_right_is_believed(
    desk: Workbench, frozen: Frozen, clock: StoppedClock, ahead: timedelta
) -> None:
    send(desk, frozen.zhou)
    clock.at += ahead
    send(desk, frozen.zhou)


@pytest.mark.parametrize("machine", [DEAD, FUTURE, datetime(1970, 1, 1, tzinfo=UTC)])
def test_the_time_that_a_person_sets_is_worked_by_and_kept_over_a_restart(
    frozen: Frozen, home: Home, machine: datetime
) -> None:
    clock = StoppedClock(machine)
    desk = opened(home, clock)
    true = NOON + timedelta(days=1)
    desk.set_clock(true)
    clock.advance(hours=2)
    assert desk.clock.now() == true + 2 * HOUR
    assert send(desk, frozen.zhou).number == "岳口-20261124-A-001"
    desk.close()
    clock.advance(hours=2)
    desk = opened(home, clock)
    assert desk.clock.now() == true + 4 * HOUR
    assert send(desk, frozen.zhou).number == "岳口-20261124-A-002"
    desk.close()


def test_a_desk_that_stood_a_year_in_a_cupboard_goes_on_when_somebody_confirms_the_time(
    frozen: Frozen, home: Home
) -> None:
    later = NOON + timedelta(days=700)
    desk = opened(home, StoppedClock(later))
    with pytest.raises(Refused, match="clock_ahead"):
        send(desk, frozen.zhou)
    desk.set_clock(later)
    assert send(desk, frozen.zhou).number == "岳口-20281023-A-001"
    desk.close()


def test_a_clock_that_was_months_ahead_does_not_stop_papers_for_months(
    desk: Workbench, frozen: Frozen, clock: StoppedClock
) -> None:
    clock.at = NOON + timedelta(days=300)  # somebody set the wrong month, and nobody noticed for an hour
    send(desk, frozen.zhou)
    clock.at = NOON + HOUR
    with pytest.raises(Refused, match="clock_behind"):
        send(desk, frozen.zhou)
    desk.set_clock(NOON + HOUR)
    assert send(desk, frozen.zhou).number == "岳口-20261123-A-001"
    assert desk.clock.offset == timedelta()


def test_a_machine_whose_clock_was_put_right_is_believed_at_once(
    desk: Workbench, frozen: Frozen, clock: StoppedClock
) -> None:
    send(desk, frozen.zhou)
    clock.at = DEAD
    desk.set_clock(NOON + HOUR)
    send(desk, frozen.zhou)
    clock.at = NOON + 2 * HOUR  # the technician has been here; the desk stayed open
    assert send(desk, frozen.zhou).number == "岳口-20261123-A-003"
    assert desk.clock.now() == NOON + 2 * HOUR


def test_a_machine_whose_clock_was_put_right_is_believed_at_the_next_start(frozen: Frozen, home: Home) -> None:
    desk = opened(home, StoppedClock(DEAD))
    desk.set_clock(NOON + HOUR)
    desk.close()
    desk = opened(home, StoppedClock(NOON + 2 * HOUR))
    assert desk.clock.now() == NOON + 2 * HOUR
    send(desk, frozen.zhou)
    desk.close()


def test_a_time_before_the_hubs_last_word_is_not_taken(desk: Workbench, clock: StoppedClock) -> None:
    clock.at = DEAD
    before = desk.clock.now()
    with pytest.raises(Refused, match="clock_behind"):
        desk.set_clock(NOON - timedelta(days=1))
    assert desk.clock.now() == before
    assert desk.fact("clock_offset") in {"", "0"}


def test_a_time_may_be_given_as_the_wall_shows_it(desk: Workbench, frozen: Frozen, clock: StoppedClock) -> None:
    clock.at = DEAD
    desk.set_clock(datetime(2026, 11, 24, 8, 0, tzinfo=timezone(timedelta(hours=8))))
    assert desk.clock.now() == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    send(desk, frozen.zhou)
    assert facts.moment(desk.fact("clock_latest")) == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


def test_setting_the_clock_is_written_down(desk: Workbench, clock: StoppedClock) -> None:
    clock.at = DEAD
    desk.set_clock(NOON)
    assert [(line.act, line.at) for line in desk.read(audit.latest, 1)] == [("set_clock", NOON)]


class Clocks(RuleBasedStateMachine):
    """Whatever the machine says and whoever corrects it: after a true word of the hub, papers bear the true day."""

    @initialize()
    def be_set_up(self) -> None:
        self.engine = open_desk(Path(":memory:"), KEY)
        self.held = self.engine.connect()
        table.create(self.held)
        facts.put(self.held, **{facts.PLACE: "岳口", facts.LETTER: "A"})
        self.true = NOON
        self.wrong = timedelta()
        self.machine = StoppedClock(NOON)
        self.clock = DeskClock(self.machine)

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.held.close()
            self.engine.dispose()

    @rule(hours=st.integers(0, 24 * 30))
    def pass_time(self, hours: int) -> None:
        self.true += hours * HOUR
        self.machine.at = self.true + self.wrong

    @rule(days=st.integers(-7000, 30_000) | st.just(0), hours=st.integers(-20, 20))
    def have_the_machine_set(self, days: int, hours: int) -> None:
        self.wrong = timedelta(days=days, hours=hours)
        self.machine.at = self.true + self.wrong

    @rule()
    def start_again(self) -> None:
        self.clock = DeskClock(self.machine)
        self.clock.load(self.held)

    @rule()
    def write_a_paper(self) -> None:
        try:
            self.clock.check(self.held)
        except Refused as refusal:
            assert refusal.code in {"clock_behind", "clock_ahead"}  # noqa: PT017 - either is right
        self.clock.note(self.held)

    @rule()
    def hear_the_hub(self) -> None:
        facts.put(self.held, **{facts.HUB_TIME: facts.stamp(self.true)})
        self.clock.set(self.held, self.true)
        self._work()

    @rule()
    def ask_a_person(self) -> None:
        self.clock.set(self.held, self.true)
        self._work()

    def _work(self) -> None:
        self.clock.check(self.held)
        assert abs(self.clock.now() - self.true) <= timedelta(minutes=10)
        self.clock.note(self.held)

    @invariant()
    def no_paper_is_dated_before_the_hub_spoke(self) -> None:
        heard = facts.get(self.held, facts.HUB_TIME)
        try:
            self.clock.check(self.held)
        except Refused:
            return
        assert not heard or self.clock.now() >= facts.moment(heard) - HOUR


TestClocks = Clocks.TestCase
TestClocks.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)

"""The hub tells a desk the time: a wrong machine is put right by it, and a cut line never sets a clock back."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from datetime import timedelta

import pytest

from tests.fakes.time import NOON
from tests.fakes.time import StoppedClock
from tests.world import WORDS
from tests.world import World
from yigongti_desktop.app.workbench import open_home
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import vault as vaults

pytestmark = pytest.mark.sync
DEAD = datetime(2009, 1, 1, tzinfo=UTC)
FUTURE = datetime(2099, 6, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("wrong", [DEAD, FUTURE, NOON + 8 * HOUR, NOON - 8 * HOUR, NOON + timedelta(days=300)])
def test_a_wrong_machine_is_put_right_by_a_sync_and_papers_bear_the_true_day(world: World, wrong: datetime) -> None:
    machine = StoppedClock(NOON)
    desk = world.desk("岳口", clock=machine)
    world.send_referral("岳口")
    machine.at = wrong
    desk.sync()
    assert desk.clock.now() == NOON
    assert world.send_referral("岳口").number == "岳口-20261123-A-002"


@pytest.mark.parametrize("wrong", [DEAD, FUTURE])
def test_a_desk_that_is_enrolled_under_a_wrong_clock_is_right_from_the_first_sync(
    world: World, wrong: datetime
) -> None:
    world.desk("岳口", clock=StoppedClock(wrong))
    assert world.send_referral("岳口").number == "岳口-20261123-A-001"


def test_what_a_wrong_clock_has_seen_does_not_stop_papers_after_the_hub_has_spoken(world: World) -> None:
    # Somebody set the wrong month; papers were written, and only then the clock was put right.
    machine = StoppedClock(NOON)
    desk = world.desk("岳口", clock=machine)
    machine.at = NOON + timedelta(days=60)
    world.send_referral("岳口")
    machine.at = NOON
    with pytest.raises(Refused, match="clock_behind"):
        world.send_referral("岳口")
    desk.sync()
    assert world.send_referral("岳口").number == "岳口-20261123-A-001"


def test_a_line_that_is_cut_after_the_clock_was_put_right_leaves_it_right(world: World) -> None:
    machine = StoppedClock(DEAD)
    desk = world.desk("岳口", clock=machine)
    world.cut_line()
    for passed in (HOUR, timedelta(days=1), timedelta(days=3)):
        machine.at += passed
        world.clock.at += passed
        assert desk.sync().code == "hub_unreachable"
        assert desk.clock.now() == world.clock.at
    assert world.send_referral("岳口").number == "岳口-20261127-A-001"


def test_the_correction_is_kept_over_a_restart_without_a_line(world: World) -> None:
    machine = StoppedClock(DEAD)
    desk = world.desk("岳口", clock=machine)
    world.cut_line()
    desk.close()
    machine.advance(hours=5)
    again = open_home(desk.home, lambda path: vaults.open_with_words(path, WORDS), clock=machine)
    assert again.clock.now() == NOON + 5 * HOUR
    again.close()


def test_a_machine_that_was_put_right_is_believed_and_the_hub_agrees(world: World) -> None:
    machine = StoppedClock(DEAD)
    desk = world.desk("岳口", clock=machine)
    world.send_referral("岳口")
    machine.at = world.clock.at = NOON + HOUR  # the technician has been here
    assert world.send_referral("岳口").number == "岳口-20261123-A-002"
    assert desk.clock.offset == timedelta()
    desk.sync()
    assert desk.clock.now() == NOON + HOUR
    assert desk.clock.offset == timedelta()


def test_a_few_minutes_are_left_to_the_machine(world: World) -> None:
    machine = StoppedClock(NOON + timedelta(minutes=9))
    desk = world.desk("岳口", clock=machine)
    desk.sync()
    assert desk.clock.now() == machine.at


def test_the_hub_has_the_last_word_over_a_person(world: World) -> None:
    machine = StoppedClock(DEAD)
    desk = world.desk("岳口", clock=machine)
    desk.set_clock(NOON + timedelta(days=40))
    desk.sync()
    assert desk.clock.now() == NOON
    assert world.send_referral("岳口").number == "岳口-20261123-A-001"

"""When a desk looks for a new version by itself, and when it offers one: once a day, spread, at a quiet time."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.time import NOON
from yigongti_desktop.app import update_plan as plan
from yigongti_desktop.app.update_plan import Known
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DRAWS = st.floats(0, 1, exclude_max=True)
ALTERED = Refused("update_altered", mark="1f")


def test_nothing_is_due_before_the_first_talk_has_planned_it() -> None:
    assert not plan.is_due(Known(), NOON)
    planned = plan.begun(Known(), NOON, 0.5)
    assert not plan.is_due(planned, NOON + 2 * HOUR - MINUTE)
    assert plan.is_due(planned, NOON + 2 * HOUR)
    assert plan.begun(planned, NOON + HOUR, 0.9) == planned


@given(draws=st.lists(DRAWS, min_size=1, max_size=9), minutes=st.lists(st.integers(9, 600), min_size=40, max_size=40))
def test_a_desk_asks_at_most_once_a_day_and_never_stops_asking(draws: list[float], minutes: list[int]) -> None:
    known, now, asks = Known(), NOON, list[datetime]()
    for place, step in enumerate(minutes):
        now += step * MINUTE
        known = plan.begun(known, now, draws[place % len(draws)])
        if plan.is_due(known, now):
            asks.append(now)
            known = plan.asked(known, now, draws[place % len(draws)], has_come=False)
    gaps = [later - earlier for earlier, later in pairwise(asks)]
    assert all(plan.DAY <= gap <= plan.DAY + plan.SPREAD + 10 * HOUR for gap in gaps)
    assert now - (asks[-1] if asks else NOON) <= plan.DAY + plan.SPREAD + 10 * HOUR


def test_the_desks_of_a_county_ask_at_different_moments() -> None:
    moments = [plan.begun(Known(), NOON, draw / 100).due for draw in range(100)]
    assert len(set(moments)) == 100
    assert max(one for one in moments if one) - NOON > 3 * HOUR


def test_a_plan_from_a_clock_that_was_years_ahead_keeps_nobody_waiting() -> None:
    ahead = plan.asked(Known(), NOON + timedelta(days=900), 0, has_come=False)
    assert plan.is_due(ahead, NOON)


def test_after_a_line_that_failed_it_is_asked_again_in_an_hour() -> None:
    known = plan.failed(Known(due=NOON), Unavailable("hub_unreachable"), NOON, 0.5)
    assert known.turned is None
    assert not plan.is_due(known, NOON + HOUR - MINUTE)
    assert plan.is_due(known, NOON + HOUR)


def test_a_refusal_that_does_not_lie_with_the_file_blames_no_file() -> None:
    assert plan.failed(Known(due=NOON), Refused("device_revoked"), NOON, 0.5).turned is None


def test_a_file_that_was_refused_is_left_alone_for_a_week_and_told_so_long() -> None:
    known = plan.failed(Known(due=NOON), ALTERED, NOON, 0)
    assert plan.left_alone(known, NOON + 6 * plan.DAY) == "1f"
    assert known.turned is not None
    assert (known.turned.code, known.turned.facts) == ("update_altered", {})
    kept = plan.asked(known, NOON + 6 * plan.DAY, 0, has_come=False)
    assert kept.turned == known.turned
    assert plan.left_alone(kept, NOON + 7 * plan.DAY) == ""
    assert plan.asked(kept, NOON + 7 * plan.DAY, 0, has_come=False).turned is None
    assert plan.asked(known, NOON + plan.DAY, 0, has_come=True).turned is None


def test_what_is_remembered_is_kept_as_it_was() -> None:
    fault: Fault = Refused("update_other_product", product="yigongti-hub", mark="1f")
    known = plan.put_off(plan.failed(Known(), fault, NOON, 0.3), "0.1.1", NOON)
    assert plan.read(plan.write(known)) == known
    assert plan.read("") == plan.read('{"due": 7}') == Known()


@pytest.mark.parametrize(("minutes", "offered"), [(0, False), (2, False), (3, True), (-1, True)])
def test_a_version_is_offered_when_nobody_has_typed_for_some_minutes(minutes: int, offered: bool) -> None:  # noqa: FBT001
    typed_at = NOON - minutes * MINUTE  # a key that was pressed later than now came before the clock was put back
    assert plan.may_offer(Known(), "0.1.1", NOON, typed_at, is_writing=False) is offered


def test_a_version_is_not_offered_over_something_half_written() -> None:
    assert not plan.may_offer(Known(), "0.1.1", NOON, NOON - HOUR, is_writing=True)


def test_a_version_that_was_put_off_is_silent_until_tomorrow_and_the_next_one_is_not() -> None:
    known = plan.put_off(Known(), "0.1.1", NOON)
    later = NOON + 2 * HOUR
    assert not plan.may_offer(known, "0.1.1", later, NOON, is_writing=False)
    assert plan.may_offer(known, "0.1.2", later, NOON, is_writing=False)
    assert plan.may_offer(known, "0.1.1", NOON + plan.DAY, NOON, is_writing=False)

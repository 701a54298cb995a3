"""Ids: in order and unique whatever the clock does; derived ones the same on every machine."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC
from datetime import datetime
from datetime import timedelta

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.fakes.time import StoppedClock
from yigongti_desktop.kernel.ids import TimeOrderedIds
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.ids import is_keyed
from yigongti_desktop.kernel.ids import keyed_id

KEY = bytes(range(32))


def test_an_id_is_a_uuid_of_version_7_and_begins_with_its_milliseconds() -> None:
    at = datetime(2026, 11, 23, 4, 0, 0, 123000, tzinfo=UTC)
    made = uuid.UUID(TimeOrderedIds(StoppedClock(at)).new())
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == int(at.timestamp() * 1000)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-1_000_000_000, 1_000_000_000), min_size=1, max_size=60))
def test_ids_of_one_machine_rise_however_its_clock_jumps(seconds: list[int]) -> None:
    clock = StoppedClock()
    ids = TimeOrderedIds(clock)
    made = []
    for jump in seconds:
        clock.at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=jump)
        made.append(ids.new())
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {(uuid.UUID(one).version, uuid.UUID(one).variant) for one in made} == {(7, uuid.RFC_4122)}


def test_a_clock_of_1970_and_one_of_9999_make_ids_too() -> None:
    for at in (datetime(1970, 1, 1, tzinfo=UTC), datetime(1969, 12, 31, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        ids = TimeOrderedIds(StoppedClock(at))
        assert ids.new() < ids.new()


def test_randomness_that_is_used_up_runs_over_into_the_next_millisecond() -> None:
    ids = TimeOrderedIds(StoppedClock(), entropy=lambda count: b"\xff" * count)
    made = [ids.new() for _ in range(1000)]
    assert made == sorted(set(made))


def test_two_machines_with_one_wrong_clock_never_make_the_same_id() -> None:
    dead_battery = StoppedClock(datetime(2009, 1, 1, tzinfo=UTC))
    one, other = TimeOrderedIds(dead_battery), TimeOrderedIds(dead_battery)
    made = [machine.new() for _ in range(2000) for machine in (one, other)]
    assert len(set(made)) == len(made)


def test_ids_made_by_eight_threads_at_once_are_all_different() -> None:
    ids = TimeOrderedIds(StoppedClock())
    made: list[list[str]] = [[] for _ in range(8)]

    def work(own: list[str]) -> None:
        own.extend(ids.new() for _ in range(500))

    threads = [threading.Thread(target=work, args=(own,)) for own in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one for own in made for one in own}) == 8 * 500
    assert all(own == sorted(own) for own in made)


def test_a_derived_id_is_the_same_for_ever() -> None:
    # Kept values: a reaction done on another version of the program must make the same record.
    assert derived_id("follow_up", "referral-1") == "8346c598-e9f1-5383-86dc-bf8fca94049b"
    assert derived_id("drug", "tianmen-1", "A001") == "a9ae90da-06fe-5502-8191-d1b981daca36"


def test_parts_of_a_derived_id_do_not_run_together() -> None:
    assert derived_id("ab", "c") != derived_id("a", "bc")
    assert keyed_id(KEY, "ab", "c") != keyed_id(KEY, "a", "bc")


def test_a_keyed_id_is_the_same_for_ever_and_on_every_desk() -> None:
    assert keyed_id(KEY, "11010519491231002X") == "a6675545-3b10-8dce-a0cf-a264214ae59f"


def test_a_keyed_id_is_another_under_another_key() -> None:
    assert keyed_id(KEY, "11010519491231002X") != keyed_id(bytes(32), "11010519491231002X")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30))
def test_a_keyed_id_has_a_form_of_its_own(text: str) -> None:
    made = uuid.UUID(keyed_id(KEY, text))
    assert made.version == 8
    assert made.variant == uuid.RFC_4122
    assert is_keyed(str(made))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40))
def test_no_other_id_is_taken_for_a_keyed_one(text: str) -> None:
    assert not is_keyed(text)
    assert not is_keyed(derived_id(text))
    assert not is_keyed(TimeOrderedIds(StoppedClock()).new())

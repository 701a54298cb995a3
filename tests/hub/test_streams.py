"""Streams and housekeeping: no reader passes a position that is still to come; the hub's own acts spare nobody."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import event
from sqlalchemy import text

from tests.hub.liar import Liar
from tests.sync.county import County
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.capabilities.referrals.messages.cases import AcceptReferral
from yigongti_desktop.capabilities.referrals.messages.cases import RegisterArrival
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.hub.streams import Page
from yigongti_desktop.hub.streams import count_up
from yigongti_desktop.hub.streams import enter
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.registry.model.catalogue import Diagnosis
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.engine import is_file
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.hub


def test_a_reader_beside_many_writers_misses_nothing(county: County) -> None:
    """A cursor that has passed position 8 must never have missed position 7."""
    hub = county.hub
    start = _last(county)
    done = threading.Event()
    seen: list[str] = []

    def write(turn: int) -> None:
        for number in range(10):
            hub.counter.publish({"diagnosis": [Diagnosis(id=f"Z{turn}{number}.000", name=f"测试 {turn}-{number}")]})

    def read() -> None:
        cursor, last_turn = start, False
        while not last_turn:
            last_turn = done.is_set()
            with reading(hub.engine) as connection:
                page = Page(connection, CATALOGUE).fill(["county"], {"county": cursor}, 3)
                seen.extend(row[0] for rows in page.rows() for row in rows.rows)
                last_turn = last_turn and not page.left
            cursor = page.cursors["county"]

    with ThreadPoolExecutor(5) as pool:
        reader = pool.submit(read)
        list(pool.map(write, range(4)))
        done.set()
        reader.result()
    assert sorted(seen) == sorted(f"Z{turn}{number}.000" for turn in range(4) for number in range(10))


def test_a_record_stands_once_in_a_stream_at_its_last_change(county: County) -> None:
    with writing(county.hub.engine) as connection:
        first = enter(connection, [("s", "k", "a", 0, "", ""), ("s", "k", "b", 0, "", "")])
        again = enter(connection, [("s", "k", "a", 0, "3 phone", "")])
        query = "SELECT record, position, previous, changed FROM stream_entries WHERE stream = 's' ORDER BY 2"
        rows = [tuple(row) for row in connection.exec_driver_sql(query)]
    assert rows == [("b", first + 1, 0, ""), ("a", first + 2, first, "3 phone")]
    assert again == first + 2


def test_entering_nothing_takes_no_position(county: County) -> None:
    before = _last(county)
    with writing(county.hub.engine) as connection:
        assert enter(connection, []) == 0
    assert _last(county) == before


def test_a_counter_begins_at_one_and_goes_on(county: County) -> None:
    with writing(county.hub.engine) as connection:
        assert [count_up(connection, "new"), count_up(connection, "new", 5), count_up(connection, "new")] == [1, 6, 7]


def test_publishing_what_has_not_changed_wakes_no_desk(county: County) -> None:
    unit = county.keeper.institution("多宝")
    before = _last(county)
    county.hub.counter.publish({"institution": [unit, replace(unit, revision=0)]})
    assert _last(county) == before
    county.hub.counter.publish({"institution": [replace(unit, phone="0728-4000000")]})
    assert _last(county) == before + 1


def test_what_is_left_is_told_over_all_streams(liar: Liar) -> None:
    token = liar.token()
    answer = liar.exchange(Exchange(cursors={}, room=10), token)
    total = answer.left + 10
    rest = liar.exchange(Exchange(cursors=dict(answer.cursors), room=2000), token)
    assert sum(len(rows.rows) for rows in rest.rows) == total - 10
    assert rest.left == 0


def test_a_page_that_is_just_full_ends_where_one_with_room_does(liar: Liar) -> None:
    """Else a desk that has everything is told what is bulky, and its trails, once more."""
    token = liar.token()
    roomy = liar.exchange(Exchange(cursors={}, room=2000), token)
    total = sum(len(rows.rows) for rows in roomy.rows)
    full = liar.exchange(Exchange(cursors={}, room=total), token)
    assert (full.left, full.cursors) == (0, roomy.cursors)
    less = liar.exchange(Exchange(cursors={}, room=total - 1), token)
    assert (less.left, less.cursors == roomy.cursors) == (1, False)


def test_a_desk_never_gets_more_than_the_most_records_of_a_page(liar: Liar) -> None:
    many = [Diagnosis(id=f"Z{number:04d}", name="测试") for number in range(2500)]
    liar.county.hub.counter.publish({"diagnosis": list(many)})
    answer = liar.exchange(Exchange(cursors={}, room=10**9))
    assert sum(len(rows.rows) for rows in answer.rows) == 2000
    assert answer.left > 0


# Housekeeping.


def test_a_slip_whose_patient_did_not_come_lapses_at_the_hub_and_both_sides_are_told(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    county.clock.advance(days=7)
    assert county.hub.keep_house() == 0  # 有效期 7 天，当天还有效
    county.clock.advance(days=1)
    assert county.hub.keep_house() == 1
    assert county.hub.keep_house() == 0
    county.sync("岳口", "市一医")
    for name in ("岳口", "市一医"):
        held = county.desks[name].read(records.load, REFERRAL, sent.id)
        assert held is not None
        assert held.state is State.EXPIRED
        steps = county.desks[name].read(trails.of_record, sent.id)
        assert (steps[-1].act, steps[-1].account) == ("referral.expired", "hub")


def test_a_patient_who_has_arrived_does_not_lapse(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    county.do("市一医", AcceptReferral(referral=sent.id))
    county.do("市一医", RegisterArrival(referral=sent.id))
    county.sync("市一医")
    county.clock.advance(days=30)
    assert county.hub.keep_house() == 0


def test_one_damaged_slip_does_not_keep_the_others_from_lapsing(county: County) -> None:
    first, second = county.send_referral("岳口"), county.send_referral("岳口")
    county.sync("岳口")
    with writing(county.hub.engine) as connection:
        connection.execute(text("UPDATE referrals SET slip = '{' WHERE id = :id"), {"id": first.id})
    county.clock.advance(days=8)
    assert county.hub.keep_house() == 1
    with reading(county.hub.engine) as connection:
        held = records.load(connection, REFERRAL, second.id)
    assert held is not None
    assert held.state is State.EXPIRED


def test_housekeeping_that_finds_the_database_busy_tries_again_the_next_hour(
    county: County, caplog: pytest.LogCaptureFixture
) -> None:
    """The keeper imports a long list just then."""

    def impatient(raw: Any, _record: Any) -> None:
        raw.execute("SET lock_timeout = 1")
        raw.commit()

    if is_file(county.hub.engine):
        county.hub.engine.get_execution_options()["pen"]._patience = 0.001
    else:
        event.listen(county.hub.engine, "connect", impatient)
        county.hub.engine.dispose()
    stopped = threading.Event()
    with writing(county.hub.engine):
        thread = county.hub.keep_house_hourly(stopped)
        while "housekeeping: database_busy" not in caplog.text:
            stopped.wait(0.001)
        assert thread.is_alive()
    stopped.set()
    thread.join(60)
    assert not thread.is_alive()


def _last(county: County) -> int:
    with reading(county.hub.engine) as connection:
        return int(connection.exec_driver_sql("SELECT last FROM marks WHERE name = 'position'").scalar() or 0)

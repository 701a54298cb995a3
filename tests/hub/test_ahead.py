"""Batches judged before their turn: what others have written meanwhile counts, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.capabilities.referrals import slots
from tests.sync.county import County
from tests.world import hu_xiaoyan
from yigongti_desktop.capabilities.referrals.messages.cases import SendReferral
from yigongti_desktop.capabilities.referrals.model.holds import State
from yigongti_desktop.hub.ahead import Ahead
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.hub

ONE, TWO = "岳口", "岳口二"


class Watched:
    """A hub that judges ahead, whose turns at the pen are seen, and before which something may happen."""

    def __init__(self, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
        self.county = county
        #: Of each batch: judged ahead and good, judged ahead in vain, or not at all.
        self.turns: list[bool | None] = []
        self._between: list[Callable[[], Any]] = []
        counter, holds = county.hub.counter, Ahead.holds
        counter.ahead_from = 1
        judge = counter._ahead

        def judged(device: str, batch: Any) -> Ahead | None:
            found = judge(device, batch)
            if found is None:
                self.turns.append(None)
            if self._between:
                self._between.pop()()
            return found

        def looked(ahead: Ahead, *args: Any) -> bool:
            is_so = holds(ahead, *args)
            self.turns.append(is_so)
            return is_so

        monkeypatch.setattr(counter, "_ahead", judged)
        monkeypatch.setattr(Ahead, "holds", looked)

    def before_the_turn(self, happens: Callable[[], Any]) -> None:
        """Let something happen between the next judging and its turn."""
        self._between.append(happens)


@pytest.fixture
def watched(county: County, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """The county's hub, judging ahead on either database."""
    return Watched(county, monkeypatch)


def registered(county: County) -> Resident:
    """Return somebody whom both desks of 岳口 know."""
    made: Resident = county.do(ONE, RegisterResident(identity=hu_xiaoyan()))
    county.sync(ONE, TWO)
    return made


def at_hub(county: County, resident: str) -> Resident:
    with reading(county.hub.engine) as connection:
        found = records.load(connection, store.RESIDENT, resident)
    assert found is not None
    return found


def correct(county: County, desk: str, resident: Resident, **changes: tuple[str, str]) -> None:
    county.do(desk, CorrectResident(resident=resident.id, changes=changes))


def test_what_was_judged_ahead_stands_with_its_receipt_its_time_and_its_steps(watched: Watched) -> None:
    county = watched.county
    someone = registered(county)
    assert watched.turns == [True]
    county.clock.advance(hours=1)
    correct(county, ONE, someone, phone=(someone.phone, "13900000001"))
    watched.before_the_turn(lambda: county.clock.advance(minutes=1))
    county.sync(ONE)
    assert watched.turns == [True, True]
    assert at_hub(county, someone.id).phone == "13900000001"
    (line,) = county.journal("resident.corrected")
    assert (line.hub_at, line.code) == (county.clock.now(), "")
    assert county.desks[ONE].read(status).refused == 0
    county.sync(TWO)
    assert county.desks[TWO].read(store.one_resident, someone.id) == at_hub(county, someone.id)


def test_a_record_that_another_has_written_meanwhile_is_judged_anew(watched: Watched) -> None:
    county = watched.county
    someone = registered(county)
    correct(county, ONE, someone, phone=(someone.phone, "13900000001"))
    correct(county, TWO, someone, phone=(someone.phone, "13900000002"))
    watched.before_the_turn(lambda: county.sync(TWO))
    county.sync(ONE)
    assert watched.turns == [True, True, False], "the one that came between was good, the other was judged anew"
    assert at_hub(county, someone.id).phone == "13900000002"
    (asked,) = county.desks[ONE].read(outbox.in_states, outbox.NEEDS_PERSON, 10)
    assert asked.record == someone.id


def test_somebody_who_was_not_there_and_is_meanwhile_is_found(watched: Watched) -> None:
    county = watched.county
    for desk in (ONE, TWO):
        county.do(desk, RegisterResident(identity=hu_xiaoyan()))
    watched.before_the_turn(lambda: county.sync(TWO))
    county.sync(ONE)
    assert watched.turns == [True, False]
    with reading(county.hub.engine) as connection:
        (known,) = records.load_many(connection, store.RESIDENT, _residents(county)).values()
    assert known.revision == len(county.journal("resident.registered"))


def test_an_account_that_is_stopped_meanwhile_does_nothing(watched: Watched) -> None:
    county = watched.county
    someone = registered(county)
    correct(county, ONE, someone, phone=(someone.phone, "13900000001"))
    (account,) = (one for one in county.keeper.accounts() if one.id == county.people[ONE].account)
    since = county.clock.now() - timedelta(hours=1)
    watched.before_the_turn(lambda: county.keeper.stop_account(account, since))
    county.sync(ONE)
    assert watched.turns[-1] is False
    assert [entry.code for entry in county.journal("resident.corrected")] == ["account_stopped"]
    assert at_hub(county, someone.id).phone == someone.phone


def test_a_batch_that_comes_twice_at_once_is_done_once(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    county = watched.county
    serve = county.hub.counter.serve
    answers: list[Answer] = []

    def twice(device: str, ask: Exchange) -> Answer:
        if ask.batch is not None and not answers:
            answers.append(Answer(hub_time=county.clock.now(), cursors={}, left=0))
            watched.before_the_turn(lambda: answers.append(serve(device, ask)))
        return serve(device, ask)

    monkeypatch.setattr(county.hub.counter, "serve", twice)
    someone = registered(county)
    assert answers[1].receipt is not None
    assert [entry.record for entry in county.journal("resident.registered")] == [someone.id]
    assert at_hub(county, someone.id).revision == 1


def test_what_asks_a_ledger_waits_for_the_pen(watched: Watched) -> None:
    """Of a slot that is held nothing but all holds together says whether it is free."""
    county = watched.county
    slots.publish(county, slots.opening(reserved=1))
    county.sync(slots.LEAD, ONE)
    (line,) = slots.lines(county)
    watched.turns.clear()
    county.do(ONE, SendReferral(slip=county.slip(ONE), hold=line.id))
    county.sync(ONE)
    assert None in watched.turns
    (hold,) = slots.all_holds(county)
    assert hold.state is State.HELD


def _residents(county: County) -> list[str]:
    return [entry.record for entry in county.journal("resident.registered")]

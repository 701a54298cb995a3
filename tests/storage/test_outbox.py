"""Acts on their way: answered once, kept for people, in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import invariant
from hypothesis.stateful import rule
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from tests.fakes.time import NOON
from tests.storage import acts_kept
from tests.storage.conftest import KEY
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import pending
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.outbox import Act
from yigongti_desktop.storage.tables import METADATA
from yigongti_desktop.storage.tables import outbox as table


def event(name: str, record: str = "r") -> Event:
    """Return an act of nobody."""
    return Event(
        id=name, kind="referral.sent", record=record, seen=3, body='{"a":"周"}'.encode(), institution="i",
        account="a", at=NOON, answers="x", cause="y",
    )  # fmt: skip


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_desk(tmp_path / "data.db", KEY)
    with writing(made) as connection:
        METADATA.create_all(connection)
    yield made
    made.dispose()


def add(engine: Engine, *names: str) -> None:
    with writing(engine) as connection:
        for name in names:
            outbox.append(connection, event(name), "referral")


def answer(engine: Engine, *outcomes: Outcome) -> None:
    with writing(engine) as connection:
        outbox.record_answers(connection, outcomes, NOON + timedelta(hours=1))


def find(engine: Engine, name: str) -> Act:
    with reading(engine) as connection:
        return outbox.find(connection, name)


def test_an_act_comes_back_as_it_was_put_in(engine: Engine) -> None:
    add(engine, "e")
    act = find(engine, "e")
    assert (act.event, act.kind, act.record_kind, act.record, act.seen) == ("e", "referral.sent", "referral", "r", 3)
    assert (act.body, act.account, act.at, act.answers, act.cause) == ('{"a":"周"}'.encode(), "a", NOON, "x", "y")
    assert (act.state, act.revision, act.code, act.facts, act.answered_at) == (outbox.WAITING, 0, "", {}, None)


def test_one_act_is_never_put_in_twice(engine: Engine) -> None:
    add(engine, "e")
    with pytest.raises(IntegrityError):
        add(engine, "e")
    with reading(engine) as connection:
        assert acts_kept.counts(connection) == {outbox.WAITING: 1}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome(event="e", revision=7), outbox.ACCEPTED),
        (Outcome(event="e", code="conflict", facts={"field": "phone"}), outbox.REFUSED),
        (Outcome(event="e", code="hub_fault", quarantined=True), outbox.QUARANTINED),
        (Outcome(event="e", code="not_followed"), outbox.SETTLED),
    ],
)
def test_an_answer_is_kept_with_its_reason(engine: Engine, outcome: Outcome, state: str) -> None:
    add(engine, "e")
    answer(engine, outcome)
    act = find(engine, "e")
    assert (act.state, act.revision, act.code, act.facts) == (state, outcome.revision, outcome.code, outcome.facts)
    assert act.answered_at == NOON + timedelta(hours=1)


def test_the_first_answer_stands_however_often_another_comes(engine: Engine) -> None:
    add(engine, "e")
    answer(engine, Outcome(event="e", code="conflict"))
    answer(engine, Outcome(event="e", revision=9))
    assert find(engine, "e").state == outbox.REFUSED


def test_an_answer_to_an_act_that_is_not_here_is_passed_over(engine: Engine) -> None:
    add(engine, "e")
    answer(engine, Outcome(event="from before the restore", revision=9))
    assert find(engine, "e").state == outbox.WAITING


def test_a_refused_act_leaves_the_list_when_somebody_has_dealt_with_it_and_is_still_there(engine: Engine) -> None:
    add(engine, "e", "f", "g")
    answer(engine, Outcome(event="e", code="conflict"), Outcome(event="f", code="x", quarantined=True))
    with writing(engine) as connection:
        assert [act.event for act in outbox.in_states(connection, outbox.NEEDS_PERSON)] == ["f", "e"]
        for name in ("e", "f", "g"):
            outbox.settle(connection, name)
        assert outbox.in_states(connection, outbox.NEEDS_PERSON) == []
    assert find(engine, "e").code == "conflict"
    assert find(engine, "g").state == outbox.WAITING  # what waits cannot be waved away


def test_an_act_that_is_not_here_is_refused(engine: Engine) -> None:
    with pytest.raises(Refused, match="act_unknown"):
        find(engine, "e")


def test_records_that_wait_are_known_by_kind(engine: Engine) -> None:
    with writing(engine) as connection:
        for name, record, kind in (("e", "1", "referral"), ("f", "1", "referral"), ("g", "2", "resident")):
            outbox.append(connection, event(name, record), kind)
        assert pending.waiting(connection, "referral") == {"1"}
        outbox.record_answers(connection, [Outcome(event="e", revision=1)], NOON)
        assert pending.waiting(connection, "referral") == {"1"}
        outbox.record_answers(connection, [Outcome(event="f", revision=2)], NOON)
        assert pending.waiting(connection, "referral") == frozenset()


class Line(RuleBasedStateMachine):
    """Acts come, answers come in any order and again: what waits is always what was never answered, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = open_desk(Path(":memory:"), KEY)
        self.held = self.engine.connect()
        METADATA.tables[table.name].create(self.held)
        self.put: list[str] = []
        self.answered: dict[str, str] = {}

    def teardown(self) -> None:
        self.held.close()
        self.engine.dispose()

    @rule()
    def act(self) -> None:
        self.put.append(f"e{len(self.put)}")
        outbox.append(self.held, event(self.put[-1]), "referral")

    @rule(data=st.data(), code=st.sampled_from(["", "conflict", "hub_fault"]))
    def be_answered(self, data: st.DataObject, code: str) -> None:
        some = data.draw(st.lists(st.sampled_from([*self.put, "unknown"]), unique=True))
        outcomes = [Outcome(event=name, revision=1, code=code, quarantined=code == "hub_fault") for name in some]
        outbox.record_answers(self.held, outcomes, NOON)
        state = {"": outbox.ACCEPTED, "conflict": outbox.REFUSED, "hub_fault": outbox.QUARANTINED}[code]
        for name in some:
            if name in self.put:
                self.answered.setdefault(name, state)

    @rule(data=st.data())
    def be_settled(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from([*self.put, "unknown"]))
        outbox.settle(self.held, name)
        if self.answered.get(name) in outbox.NEEDS_PERSON:
            self.answered[name] = outbox.SETTLED

    @invariant()
    def nothing_is_lost_and_nothing_changes_places(self) -> None:
        waiting = [act.event for act in acts_kept.waiting(self.held, 0, 1000)]
        assert waiting == [name for name in self.put if name not in self.answered]
        assert [act.event for act in outbox.of_record(self.held, "referral", "r")] == self.put
        for name, state in self.answered.items():
            assert outbox.find(self.held, name).state == state
        assert sum(acts_kept.counts(self.held).values()) == len(self.put)


TestLine = Line.TestCase
TestLine.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)

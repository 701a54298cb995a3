"""Many acts in bulk leave behind, byte for byte, what the same acts leave that are done one by one."""

from __future__ import annotations

import random
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from sqlalchemy import event

from tests.storage.desks import Frozen
from tests.storage.desks import opened
from tests.storage.desks import send
from tests.storage.desks import state_of
from tests.world import id_number
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.ids import TimeOrderedIds
from yigongti_desktop.registry import messages as m
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.county import THE_COUNTY
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.resident import resident_id
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.model.standing import Tag
from yigongti_desktop.storage import records
from yigongti_desktop.storage.bulk import bulk
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.unit_of_work import UnitOfWork
from yigongti_desktop.storage.unit_of_work import unit_of_work

Script = list[tuple[str, int, msgspec.Struct]]
BIRTH = date(1959, 3, 12)
NEW, OLD = ("", Relation.NONE), ("h1", Relation.HEAD)


class UndoneError(Exception):
    """What a test has done is taken back."""


def who(number: int) -> Identity:
    return Identity(
        name=f"曾国{'华明秀'[number]}", sex=Sex.MALE, birth=BIRTH, id_number=id_number(BIRTH, 301 + 2 * number)
    )


def bodies(number: int) -> st.SearchStrategy[tuple[str, int, msgspec.Struct]]:
    """Return acts on one of three people: some stand, some are refused, some lead to others."""
    other = (number + 1) % 3
    tag = Tag(group="copd", since=date(2020, 1, 1))
    return st.sampled_from(
        [
            ("resident.registered", number, m.ResidentRegistered(identity=who(number))),
            (
                "resident.registered",
                number,
                m.ResidentRegistered(identity=msgspec.structs.replace(who(number), phone="13900000001")),
            ),
            ("resident.registered", number, m.ResidentRegistered(identity=who(other))),
            ("resident.corrected", number, m.ResidentCorrected(changes={"village": ("", "健康村")})),
            ("resident.corrected", number, m.ResidentCorrected(changes={"village": ("健康村", "新堰村")})),
            ("resident.tagged", number, m.ResidentTagged(tag=tag)),
            ("resident.housed", number, m.ResidentHoused(seen=NEW, household="h1", relation=Relation.HEAD)),
            ("resident.housed", number, m.ResidentHoused(seen=OLD, household="", relation=Relation.NONE)),
            ("resident.merged", number, m.ResidentMerged(into=str(other), reason="重复建档")),
            ("resident.parted", number, m.ResidentParted(kept=str(other), reason="不是一个人")),
            ("resident.moved", number, m.ResidentMoved(unit="tianmen.duobao", reason="搬家")),
        ]
    )


scripts = st.lists(st.integers(0, 2).flatmap(bodies), max_size=14)


@pytest.fixture(scope="module")
def homes(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workbench, Workbench]]:
    """The same desk twice."""
    folder = tmp_path_factory.mktemp("bulk")
    two = opened(frozen.copied(folder / "one")), opened(frozen.copied(folder / "other"))
    yield two
    for desk in two:
        desk.close()


@contextmanager
def working(desk: Workbench, frozen: Frozen, *, keep: bool = False) -> Iterator[UnitOfWork]:
    """Open a unit of work whose ids can be foreseen; nothing of it stays unless it is to be kept."""
    dice = random.Random(7)  # noqa: S311 - ids of nobody
    ids = TimeOrderedIds(desk.clock, dice.randbytes)
    if keep:
        with unit_of_work(desk.engine, desk.catalogue, desk.clock, ids, frozen.zhou) as work:
            yield work
        return
    with suppress(UndoneError), writing(desk.engine) as connection:
        yield UnitOfWork(connection, desk.catalogue, desk.clock, ids, frozen.zhou)
        raise UndoneError


def play(work: UnitOfWork, script: Script) -> list[str]:
    """Do the acts of a script; return what became of each."""
    county = work.register.get("county", THE_COUNTY)
    assert county is not None
    ids = [resident_id(county.resident_key, who(number), "") for number in range(3)]
    became = []
    for name, number, body in script:
        if isinstance(body, m.ResidentMerged):
            body = msgspec.structs.replace(body, into=ids[int(body.into)])  # noqa: PLW2901 - the id is only known here
        if isinstance(body, m.ResidentParted):
            body = msgspec.structs.replace(body, kept=ids[int(body.kept)])  # noqa: PLW2901 - the same
        try:
            after = work.emit(work.catalogue.event(name), ids[number], body)
            became.append(msgspec.json.encode(after).decode())
        except Refused as fault:
            became.append(fault.code)
    return became


def whole(connection: Any) -> dict[str, list[Any]]:
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
    query = 'SELECT * FROM "{}"'
    return {name: sorted(map(repr, connection.exec_driver_sql(query.format(name)).all())) for name in names}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=scripts, script=scripts)
def test_acts_in_bulk_are_the_same_acts(
    homes: tuple[Workbench, Workbench], frozen: Frozen, before: Script, script: Script
) -> None:
    one, other = homes
    with working(one, frozen) as work:
        play(work, before)
        became = play(work, script)
        topics, state = work.topics, whole(work.connection)
    with working(other, frozen) as work:
        play(work, before)
        work_topics = work.topics
        with bulk(work) as many:
            assert play(many, script) == became
        assert whole(work.connection) == state
        assert work_topics == topics


def test_a_fault_in_the_middle_of_many_acts_leaves_nothing(desk: Workbench, frozen: Frozen) -> None:
    before = state_of(desk)

    def stumble(many: UnitOfWork) -> None:
        play(many, [("resident.registered", 0, m.ResidentRegistered(identity=who(0)))])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), working(desk, frozen, keep=True) as work, bulk(work) as many:
        stumble(many)
    assert state_of(desk) == before


def test_whoever_is_held_is_read_once_and_what_was_done_is_seen_by_the_next_act(
    desk: Workbench, frozen: Frozen
) -> None:
    sent = send(desk, frozen.zhou)
    patient = sent.slip.patient.resident
    with working(desk, frozen, keep=True) as work, bulk(work) as many:
        many.hold(store.RESIDENT, [patient, "nobody"])
        assert many.find(store.RESIDENT, "nobody") is None
        body = m.ResidentCorrected(changes={"village": ("", "健康村")})
        many.emit(many.catalogue.event("resident.corrected"), patient, body)
        assert many.get(store.RESIDENT, patient).village == "健康村"
        assert records.load(many.connection, store.RESIDENT, patient).village == ""  # type: ignore[union-attr]
    assert desk.read(records.load, store.RESIDENT, patient).village == "健康村"  # type: ignore[union-attr]


def test_two_thousand_acts_take_as_many_statements_as_twenty(desk: Workbench, frozen: Frozen) -> None:
    counted: list[str] = []

    def count(act: Callable[[], Any]) -> int:
        counted.clear()
        act()
        return len(counted)

    def do(amount: int) -> None:
        real = unit_of_work(desk.engine, desk.catalogue, desk.clock, desk.ids, frozen.zhou)
        with real as work, bulk(work) as many:
            for place in range(amount):
                birth = date(1950, 1, 1 + place % 28)
                identity = Identity(name="王明", sex=Sex.MALE, birth=birth, no_id_reason="未带证件")
                body = m.ResidentRegistered(identity=identity)
                many.held["resident", f"{amount}-{place}"] = None
                many.emit(many.catalogue.event("resident.registered"), f"{amount}-{place}", body)

    event.listen(desk.engine, "before_cursor_execute", lambda *given: counted.append(given[2]))
    assert count(lambda: do(2000)) == count(lambda: do(20))

"""Several workers on one database: no reader passes a position, no record is judged twice at once.

A number of a database's sequence does not stand in the order of the commits: the first test shows what is lost by it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import insert
from sqlalchemy import select

from tests.cluster import Cluster
from tests.hub.databases import in_file
from tests.hub.databases import on_server
from tests.hub.liar import Liar
from tests.storage.locks import is_held
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import freeze
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.capabilities.referrals.messages.cases import ReferralWithdrawn
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.hub.streams import Page
from yigongti_desktop.hub.streams import enter
from yigongti_desktop.hub.tables import stream_entries
from yigongti_desktop.protocol.batch import Receipt
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.registry.model.catalogue import Diagnosis
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import is_file
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.hub


@pytest.fixture
def engine(cluster: Cluster) -> Iterator[Engine]:
    """An empty hub's database on a server."""
    with on_server(cluster) as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Engine]:
    """An empty hub's database in a file."""
    with in_file(tmp_path) as made:
        yield made


@dataclass(frozen=True)
class Source:
    """How positions are taken, and in which kind of transaction."""

    begin: Callable[[Engine], AbstractContextManager[Connection]]
    enter: Callable[[Connection, str], None]


def _from_a_sequence(connection: Connection, record: str) -> None:
    position = connection.exec_driver_sql("SELECT nextval('bare')").scalar()
    connection.execute(insert(stream_entries).values(stream="s", kind="k", record=record, position=position, gone=0))


def _ours(connection: Connection, record: str) -> None:
    enter(connection, [("s", "k", record, 0, "", "")])


SEQUENCE = Source(lambda engine: engine.begin(), _from_a_sequence)
COUNTER = Source(lambda engine: engine.begin(), _ours)
PEN = Source(writing, _ours)


def followed(engine: Engine, source: Source) -> list[str]:
    """Let a slow writer take the first position and a quick one the second; return what a reader gets to see."""
    slow_has_entered, slow_may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with source.begin(engine) as connection:
            source.enter(connection, "slow")
            slow_has_entered.set()
            assert slow_may_commit.wait(30)

    def quick() -> None:
        assert slow_has_entered.wait(30)
        with source.begin(engine) as connection:
            source.enter(connection, "quick")

    seen: list[str] = []
    with ThreadPoolExecutor(2) as pool:
        writers = [pool.submit(slow), pool.submit(quick)]
        assert slow_has_entered.wait(30)
        while not writers[1].done() and not _somebody_waits(engine):
            threading.Event().wait(0.001)
        cursor = _read(engine, 0, seen)
        slow_may_commit.set()
        for writer in writers:
            writer.result(30)
        _read(engine, cursor, seen)
    return seen


def _read(engine: Engine, cursor: int, seen: list[str]) -> int:
    entry = stream_entries.c
    with reading(engine) as connection:
        query = select(entry.record, entry.position).where(entry.position > cursor).order_by(entry.position)
        for record, position in connection.execute(query):
            seen.append(record)
            cursor = position
    return cursor


def _somebody_waits(engine: Engine) -> bool:
    if is_file(engine):
        return is_held(Path(str(engine.get_execution_options()["pen"]._line)))
    with engine.connect() as connection:
        return bool(connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").scalar())


def test_with_a_bare_sequence_a_reader_passes_a_position_that_is_still_to_come(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SEQUENCE bare")
    assert followed(engine, SEQUENCE) == ["quick"]  # the slow one's record never arrives


@pytest.mark.parametrize("source", [COUNTER, PEN], ids=["counter", "pen"])
def test_ours_become_visible_in_their_order(engine: Engine, source: Source) -> None:
    with engine.begin() as connection:
        enter(connection, [("other", "k", "first", 0, "", "")])  # the counter has its row
        connection.execute(stream_entries.delete())
    assert followed(engine, source) == ["slow", "quick"]


def test_in_a_file_they_do_too(file: Engine) -> None:
    assert followed(file, PEN) == ["slow", "quick"]


# Several workers on one database.


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def at_rest(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """天门市 at rest, in a file and on a server."""
    cluster: Cluster | None = request.getfixturevalue("cluster") if request.param == "postgresql" else None
    return freeze(tmp_path_factory.mktemp("at-rest"), cluster=cluster)


@pytest.fixture
def county(at_rest: Frozen, tmp_path: Path) -> Iterator[County]:
    """A copy of it, the line open."""
    made = County(at_rest, tmp_path)
    made.open_line()
    yield made
    made.close()


@pytest.fixture
def workers(county: County) -> Iterator[list[Hub]]:
    """Three workers with connections of their own, as processes would have."""
    made = [Hub(county.hub.home, county.hub._vault, county.open_database(), county.clock) for _ in range(3)]
    yield made
    for hub in made:
        hub.engine.dispose()


def test_readers_beside_the_writers_of_several_workers_miss_nothing(county: County, workers: list[Hub]) -> None:
    turns, each = 6, 12
    wanted = {f"Z{turn}{number:02d}.000" for turn in range(turns) for number in range(each)}
    with reading(county.hub.engine) as connection:
        entry = stream_entries.c
        start = max(connection.scalars(select(entry.position)))
    done = threading.Event()

    def write(turn: int) -> None:
        for number in range(each):
            made = Diagnosis(id=f"Z{turn}{number:02d}.000", name=f"测试 {turn}-{number}")
            workers[turn % 3].counter.publish({"diagnosis": [made]})

    def read(hub: Hub) -> list[str]:
        cursor, seen, is_last = start, [], False
        while not is_last:
            is_last = done.is_set()
            with reading(hub.engine) as connection:
                page = Page(connection, CATALOGUE).fill(["county"], {"county": cursor}, 5)
                seen += [row[0] for rows in page.rows() for row in rows.rows]
            cursor = page.cursors["county"]
            is_last = is_last and not page.left
        return seen

    with ThreadPoolExecutor(turns + 2) as pool:
        readers = [pool.submit(read, hub) for hub in workers[:2]]
        list(pool.map(write, range(turns)))
        done.set()
        for reader in readers:
            assert sorted(reader.result(60)) == sorted(wanted)


def test_of_two_desks_that_end_one_slip_at_two_workers_at_once_one_is_refused(
    county: County, workers: list[Hub]
) -> None:
    """A record that one worker has read is not changed by another before it is written."""
    slips = [county.send_referral("岳口").id for _ in range(8)]
    county.sync("岳口", "岳口二")
    body = ReferralWithdrawn(reason="家属改主意")
    with Liar(county, "岳口") as one, Liar(county, "岳口二") as two, ThreadPoolExecutor(2) as pool:
        for slip in slips:
            both = threading.Barrier(2)

            def tell(liar: Liar, hub: Hub, slip: str = slip, both: threading.Barrier = both) -> list[tuple[str, int]]:
                batch = liar.sign(liar.batch(liar.event("referral.withdrawn", slip, body)))
                token = liar.token()
                both.wait(30)
                answer = hub.counter.exchange(token, Exchange(cursors={}, batch=batch, room=1))
                assert answer.receipt is not None
                return [(one.code, one.revision) for one in decode(answer.receipt.payload, Receipt).outcomes]

            told: list[Any] = [pool.submit(tell, one, workers[0]), pool.submit(tell, two, workers[1])]
            outcomes = [outcome for one_told in told for outcome in one_told.result(60)]
            assert sorted(bool(code) for code, _ in outcomes) == [False, True], outcomes
    with reading(county.hub.engine) as connection:
        held = records.load_many(connection, REFERRAL, slips)
    assert {record.revision for record in held.values()} == {2}


def test_the_numbers_of_receipts_are_given_once_by_all_workers(county: County, workers: list[Hub]) -> None:
    names = ["岳口", "岳口二", "多宝"]
    numbers: list[str] = []

    def talk(name: str, hub: Hub) -> None:
        with Liar(county, name) as liar:
            token = liar.token()
            for _ in range(8):
                batch = liar.sign(liar.batch())
                answer = hub.counter.exchange(token, Exchange(cursors={}, batch=batch, room=1))
                assert answer.receipt is not None
                numbers.append(decode(answer.receipt.payload, Receipt).number)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(talk, names, workers))
    assert len(set(numbers)) == 24

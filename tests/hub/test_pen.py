"""The pen: many share one commit, one that fails stands alone, nobody is answered before the commit."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import event
from sqlalchemy import insert
from sqlalchemy import text

from tests.cluster import Cluster
from tests.hub.databases import in_file
from tests.hub.databases import on_server
from yigongti_desktop.hub import pen as pens
from yigongti_desktop.hub.pen import Pen
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.tables import facts as table

pytestmark = pytest.mark.hub


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty hub's database of either kind."""
    is_file = request.param == "sqlite"
    with in_file(tmp_path) if is_file else on_server(request.getfixturevalue("cluster")) as made:
        yield made


@pytest.fixture
def served(cluster: Cluster) -> Iterator[Engine]:
    """An empty hub's database on a server."""
    with on_server(cluster) as made:
        yield made


def known(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        return {name: value for name, value in facts.everything(connection).items() if name.startswith("n")}


def note(name: str) -> Any:
    def work(connection: Connection) -> str:
        facts.put(connection, **{name: "1"})
        return name

    return work


class Held:
    """The first piece of work, which holds the pen until it is let go, so that others have to wait behind it."""

    def __init__(self, pen: Pen, pool: ThreadPoolExecutor) -> None:
        self._begun, self._go = threading.Event(), threading.Event()
        self.result = pool.submit(pen.write, self._work)
        assert self._begun.wait(30)

    def _work(self, connection: Connection) -> str:
        self._begun.set()
        assert self._go.wait(30)
        facts.put(connection, n_held="1")
        return "held"

    def let_go(self, pen: Pen, waiting: int) -> None:
        while len(pen._waiting) < waiting:
            threading.Event().wait(0.001)
        self._go.set()


def test_all_who_wait_share_one_commit(engine: Engine) -> None:
    commits: list[Any] = []
    event.listen(engine, "commit", commits.append)
    pen = Pen(engine)
    with ThreadPoolExecutor(21) as pool:
        held = Held(pen, pool)
        others = [pool.submit(pen.write, note(f"n{number}")) for number in range(20)]
        held.let_go(pen, 20)
        assert [other.result(30) for other in others] == [f"n{number}" for number in range(20)]
    assert len(commits) == 1
    assert len(known(engine)) == 21


def test_one_that_fails_stands_alone(engine: Engine) -> None:
    def refused(connection: Connection) -> None:
        facts.put(connection, n_refused="1")
        raise Refused("not_yours")

    def broken(connection: Connection) -> None:
        connection.execute(insert(table).values(name="n_broken", value="1"))
        connection.execute(insert(table).values(name="n_broken", value="2"))

    def a_bug(connection: Connection) -> None:
        facts.put(connection, n_bug="1")
        raise ZeroDivisionError

    pen = Pen(engine)
    with ThreadPoolExecutor(7) as pool:
        held = Held(pen, pool)
        jobs = [note("n1"), refused, note("n2"), broken, note("n3"), a_bug]
        done = [pool.submit(pen.write, job) for job in jobs]
        held.let_go(pen, 6)
        faults = [type(one.exception(30)).__name__ for one in done]
    assert sorted(faults) == sorted(
        ["NoneType", "Refused", "NoneType", "IntegrityError", "NoneType", "ZeroDivisionError"]
    )
    assert known(engine).keys() == {"n_held", "n1", "n2", "n3"}


def test_nobody_is_answered_before_the_commit(engine: Engine) -> None:
    """What somebody was told stands in the database at that moment, for whoever looks."""
    pen = Pen(engine)

    def tell(number: int) -> bool:
        return f"n{pen.write(note(f'n{number}'))[1:]}" in known(engine)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(tell, range(100)))


def test_a_commit_that_fails_is_told_to_all_who_were_in_it_and_the_next_goes_on(engine: Engine) -> None:
    pen = Pen(engine)
    raised: list[BaseException] = []

    def failing(_connection: Any) -> None:
        if not raised:
            raised.append(OSError(28, "no room"))
            raise raised[0]

    event.listen(engine, "commit", failing)
    with ThreadPoolExecutor(4) as pool:
        held = Held(pen, pool)
        others = [pool.submit(pen.write, note(f"n{number}")) for number in range(3)]
        held.let_go(pen, 3)
        codes = {str(one.exception(30)) for one in (held.result, *others)}
    assert codes == {"disk_full"}
    assert known(engine) == {}
    assert pen.write(note("n9")) == "n9"
    assert known(engine).keys() == {"n9"}


def test_more_than_may_wait_are_asked_to_come_later(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pens, "MOST_WAITING", 2)
    pen = Pen(engine)
    with ThreadPoolExecutor(3) as pool:
        held = Held(pen, pool)
        others = [pool.submit(pen.write, note(f"n{number}")) for number in range(2)]
        while len(pen._waiting) < 2:
            threading.Event().wait(0.001)
        with pytest.raises(Unavailable, match="hub_busy"):
            pen.write(note("n3"))
        held.let_go(pen, 2)
        assert [other.result(30) for other in others] == ["n0", "n1"]
    assert pen.write(note("n4")) == "n4"


def test_one_transaction_takes_a_bounded_number(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pens, "_MOST", 4)
    commits: list[Any] = []
    event.listen(engine, "commit", commits.append)
    pen = Pen(engine)
    with ThreadPoolExecutor(12) as pool:
        held = Held(pen, pool)
        others = [pool.submit(pen.write, note(f"n{number}")) for number in range(11)]
        held.let_go(pen, 11)
        assert len({other.result(30) for other in others}) == 11
    assert len(commits) == 3


def test_a_transaction_that_lost_against_another_is_done_again(served: Engine) -> None:
    """PostgreSQL ends one of two that wait for each other; nobody sees any of it."""
    with writing(served) as connection:
        facts.put(connection, na="0", nb="0")
    lock = text("UPDATE facts SET value = value || '1' WHERE name = :name")
    first_has_a, second_has_b = threading.Event(), threading.Event()
    tries: list[int] = []

    def mine(connection: Connection) -> None:
        tries.append(1)
        if len(tries) > 1:
            other.result(30)  # else it might come before the other again, and lose again
        connection.execute(lock, {"name": "na"})
        first_has_a.set()
        assert second_has_b.wait(30)
        connection.execute(lock, {"name": "nb"})

    def stranger() -> None:
        with served.begin() as connection:
            connection.exec_driver_sql("SET LOCAL deadlock_timeout = '60s'")  # the other one is to find out
            assert first_has_a.wait(30)
            connection.execute(lock, {"name": "nb"})
            second_has_b.set()
            connection.execute(lock, {"name": "na"})

    with ThreadPoolExecutor(2) as pool:
        other = pool.submit(stranger)
        Pen(served).write(mine)
    assert len(tries) == 2
    assert known(served) == {"na": "011", "nb": "011"}


def test_a_transaction_that_always_loses_is_given_up_at_last(served: Engine) -> None:
    tries: list[int] = []

    def losing(connection: Connection) -> None:
        tries.append(1)
        connection.exec_driver_sql("DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$")

    with pytest.raises(Unavailable, match="database_busy"):
        Pen(served).write(losing)
    assert len(tries) == 4

"""Balances by the beginning of their accounts, on a server whose language orders texts in a way of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.cluster import Cluster
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import open_hub_at
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.tables import postings as posted

pytestmark = [pytest.mark.hub, pytest.mark.migration]

ROWS = [
    ("stock|tianmen.yuekou||d1|2028-03-31|A1", "e1", 5),
    ("stock|tianmen.yuekou||d1|2028-03-31|A1", "e2", -2),
    ("stock|tianmen.yuekou|药库|d1|2028-03-31|B-1", "e1", 4),
    ("stock|tianmen.yuekoudong||d1|2028-03-31|A1", "e3", 7),
    ("stock|tianmenyuekou||d1|2028-03-31|A1", "e4", 9),
    ("Stock|tianmen.yuekou||d1|2028-03-31|A1", "e5", 9),
]


@pytest.fixture
def engine(cluster: Cluster) -> Iterator[Engine]:
    """A database whose language leaves out strokes and points when it compares."""
    name = "strokes"
    options = "LOCALE_PROVIDER icu ICU_LOCALE 'zh-u-ka-shifted' LOCALE 'C'"
    cluster.say(f'CREATE DATABASE "{name}" TEMPLATE template0 {options}')
    made = open_hub_at(cluster.url(name))
    yield made
    made.dispose()
    cluster.drop(name)


def test_only_accounts_that_begin_just_so_are_found_by_their_index(engine: Engine) -> None:
    migrate.upgrade(engine)
    with writing(engine) as connection:
        records.append(connection, posted, ("account", "record", "amount"), ROWS)
    with reading(engine) as connection:
        found = postings.balances(connection, "stock|tianmen.yuekou|")
        assert found == {"stock|tianmen.yuekou||d1|2028-03-31|A1": 3, "stock|tianmen.yuekou|药库|d1|2028-03-31|B-1": 4}
        connection.exec_driver_sql("SET enable_seqscan = off")
        query = "EXPLAIN SELECT sum(amount) FROM postings WHERE account ~>=~ 'stock|x|' AND account ~<~ 'stock|x~'"
        plan = "\n".join(str(row[0]) for row in connection.exec_driver_sql(query))
    assert "ix_postings_account_begins" in plan


def test_the_index_goes_with_the_migration_that_brought_it(engine: Engine) -> None:
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", "0009")
        migrate.run(connection, "downgrade", "0008")
        migrate.run(connection, "upgrade", "0009")

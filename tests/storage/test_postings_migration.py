"""A database of before postings were records is upgraded with its data; postings go back and forth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import inspect
from sqlalchemy import text

from tests.capabilities.staffing.posted import agreement
from tests.capabilities.staffing.posted import posting
from tests.storage.earlier import at_version
from yigongti_desktop.capabilities.staffing.model.postings import Missing
from yigongti_desktop.capabilities.staffing.model.postings import Month
from yigongti_desktop.capabilities.staffing.store import agreements
from yigongti_desktop.capabilities.staffing.store import postings
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.migration

BEFORE, AFTER = "0020", "0021"
TABLES = {"staff_postings", "staff_agreements"}
RULE = text("INSERT INTO rules (id, versions) VALUES ('shortage.days', '[]')")
MONTHS = (Month(first=date(2026, 12, 1), missing=(Missing(day=date(2026, 12, 5), reason="开会"),)),)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the version before."""
    with at_version(BEFORE, request, tmp_path) as made:
        yield made


def test_what_was_there_stays_and_postings_are_kept_as_they_were_written(engine: Engine) -> None:
    kept = (posting("p1", months=MONTHS), posting("p2", person=None))
    with writing(engine) as connection:
        connection.execute(RULE)
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, postings.POSTING, kept)
        records.save_many(connection, agreements.AGREEMENT, [agreement()])
    with reading(engine) as connection:
        assert sorted(postings.everything(connection), key=lambda one: one.id) == list(kept)
        assert agreements.everything(connection) == [agreement()]
        assert connection.scalar(text("SELECT versions FROM rules WHERE id = 'shortage.days'")) == "[]"


def test_it_goes_back_with_the_rest_of_its_data(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(RULE)
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, postings.POSTING, [posting("p1")])
        migrate.run(connection, "downgrade", BEFORE)
    assert not TABLES & set(inspect(engine).get_table_names())
    with writing(engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM rules")) == 1
        migrate.run(connection, "upgrade", AFTER)
    assert set(inspect(engine).get_table_names()) >= TABLES

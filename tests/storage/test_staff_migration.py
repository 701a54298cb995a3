"""A database of before there was staff is upgraded with its data, and goes on as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import inspect
from sqlalchemy import text

from tests.registry.staff.people import hired
from tests.storage.earlier import at_version
from yigongti_desktop.registry import store
from yigongti_desktop.registry.service.staff_list import all_staff
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.migration

BEFORE, AFTER = "0016", "0017"
RESIDENT = text("INSERT INTO residents (id, name, sex, birth) VALUES ('r-1', '胡小燕', 'female', '1975-06-01')")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the version before."""
    with at_version(BEFORE, request, tmp_path) as made:
        yield made


def test_what_was_there_stays_and_staff_can_be_kept(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(RESIDENT)
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, store.STAFF, [hired()])
    with reading(engine) as connection:
        (one,) = all_staff(connection)
        assert one == hired()
        assert one.works_at(date(2026, 11, 23)) == "tianmen.yuekou"
        found = store.one_resident(connection, "r-1")
        assert found is not None
        assert found.name == "胡小燕"


def test_it_goes_back_and_keeps_what_was_there_before(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(RESIDENT)
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, store.STAFF, [hired()])
        migrate.run(connection, "downgrade", BEFORE)
    assert "staff" not in inspect(engine).get_table_names()
    with reading(engine) as connection:
        assert store.one_resident(connection, "r-1") is not None

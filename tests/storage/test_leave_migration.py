"""A database of before there was leave is upgraded with its data, and goes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import inspect
from sqlalchemy import text

from tests.capabilities.staffing.test_leave import asked
from tests.storage.earlier import at_version
from yigongti_desktop.capabilities.staffing.store.leave import LEAVE
from yigongti_desktop.registry import store
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.migration

BEFORE, AFTER = "0019", "0020"
RESIDENT = text("INSERT INTO residents (id, name, sex, birth) VALUES ('r-1', '胡小燕', 'female', '1975-06-01')")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the version before."""
    with at_version(BEFORE, request, tmp_path) as made:
        yield made


def test_what_was_there_stays_and_leave_can_be_kept(engine: Engine) -> None:
    slip = asked(from_noon=True)
    with writing(engine) as connection:
        connection.execute(RESIDENT)
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, LEAVE, [slip])
    with reading(engine) as connection:
        assert records.load(connection, LEAVE, slip.id) == slip
        assert store.one_resident(connection, "r-1") is not None


def test_it_goes_back_and_keeps_what_was_there_before(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(RESIDENT)
        migrate.run(connection, "upgrade", AFTER)
        migrate.run(connection, "downgrade", BEFORE)
    assert "leave_slips" not in inspect(engine).get_table_names()
    with reading(engine) as connection:
        assert store.one_resident(connection, "r-1") is not None

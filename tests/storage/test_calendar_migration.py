"""A database of before the calendar was written down is upgraded with its data; the years of it go back and forth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import inspect
from sqlalchemy import text

from tests.registry.calendars import NEXT
from tests.registry.calendars import published
from tests.storage.earlier import at_version
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.calendar_year import CalendarYear
from yigongti_desktop.registry.model.calendar_year import record_id
from yigongti_desktop.registry.service import calendar as service
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.migration

BEFORE, AFTER = "0017", "0018"
RULE = text("INSERT INTO rules (id, versions) VALUES ('shortage.days', '[]')")
YEARS = (
    CalendarYear(id=record_id(2027), revision=3, year=2027, holidays=NEXT, source="国办发明电〔2026〕1号"),
    CalendarYear(id=record_id(2020), year=2020, holidays=published(2020).holidays),
    CalendarYear(id=record_id(2028), year=2028),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the version before."""
    with at_version(BEFORE, request, tmp_path) as made:
        yield made


def test_what_was_there_stays_and_years_are_kept_as_they_were_written(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(RULE)
        migrate.run(connection, "upgrade", AFTER)
        assert service.calendar(connection).published == built_in().published
        records.save_many(connection, store.CALENDAR_YEAR, YEARS)
    with reading(engine) as connection:
        found = {one.year: one for one in store.everything(connection, store.CALENDAR_YEAR)}
        assert tuple(found[one.year] for one in YEARS) == YEARS
        assert service.calendar(connection).edition(2027) == found[2027].notice.edition  # type: ignore[union-attr] # kept
        assert connection.scalar(text("SELECT versions FROM rules WHERE id = 'shortage.days'")) == "[]"


def test_it_goes_back_with_the_rest_of_its_data(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(RULE)
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, store.CALENDAR_YEAR, YEARS)
        migrate.run(connection, "downgrade", BEFORE)
    assert "calendar_years" not in inspect(engine).get_table_names()
    with writing(engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM rules")) == 1
        migrate.run(connection, "upgrade", AFTER)
    assert "calendar_years" in inspect(engine).get_table_names()

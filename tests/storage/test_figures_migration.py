"""A desk with contracts of before figures were kept is upgraded with its data, and goes on as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import inspect
from sqlalchemy import text

from tests.capabilities.contracts.seeded import UNIT
from tests.capabilities.contracts.seeded import seed
from tests.storage.conftest import KEY
from tests.storage.earlier import at_version
from yigongti_desktop.capabilities.contracts.store import rates
from yigongti_desktop.capabilities.contracts.store import sums
from yigongti_desktop.capabilities.contracts.store import tasks
from yigongti_desktop.capabilities.contracts.store.contracts import load_of_team
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.migration

TODAY = date(2026, 11, 23)
BEFORE, AFTER = "0014", "0015"
NEW = {"figure_closers", "figure_shares", "figure_sums", "touched"}
VILLAGE = "健康村"
CONTRACT = text(
    "INSERT INTO contracts (id, resident, name, village, team) VALUES (:id, :resident, :name, :village, :team)"
)
AGREEMENT = text(
    "INSERT INTO agreements (record, number, institution, team, since, last, resident, until)"
    " VALUES (:id, :number, :unit, :team, :since, :last, :resident, :last)"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the version before."""
    with at_version(BEFORE, request, tmp_path) as made:
        yield made


def put(engine: Engine) -> None:
    """Write two contracts as a program of that version has written them."""
    with writing(engine) as connection:
        for place, last in enumerate(("2027-06-30", "2026-06-30")):
            row = {"id": f"c-{place}", "resident": f"r-{place}", "name": "胡小燕", "village": VILLAGE, "team": "team-1"}
            connection.execute(CONTRACT, row)
            its = {"number": f"n-{place}", "unit": UNIT, "since": "2025-07-01", "last": last}
            connection.execute(AGREEMENT, row | its)


def indexes(engine: Engine) -> set[str | None]:
    """Return the indexes of contracts and agreements."""
    found = inspect(engine)
    return {one["name"] for table in ("contracts", "agreements") for one in found.get_indexes(table)}


def test_contracts_stay_and_are_counted_by_their_team_and_village(engine: Engine) -> None:
    put(engine)
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", AFTER)
    assert set(inspect(engine).get_table_names()) >= NEW
    assert {"ix_contracts_village", "ix_agreements_team_term"} <= indexes(engine)
    assert "ix_agreements_team_last" not in indexes(engine)
    with reading(engine) as connection:
        assert load_of_team(connection, "team-1", TODAY) == 1
        assert tasks.villages(connection) == [VILLAGE]
        assert connection.scalar(text("SELECT count(*) FROM figure_sums")) == 0


def test_it_goes_back_with_its_data(engine: Engine) -> None:
    put(engine)
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", AFTER)
        migrate.run(connection, "downgrade", BEFORE)
    assert not set(inspect(engine).get_table_names()) & NEW
    assert "ix_agreements_team_last" in indexes(engine)
    with reading(engine) as connection:
        assert load_of_team(connection, "team-1", TODAY) == 1


def test_figures_are_kept_on_a_desk_that_was_upgraded(tmp_path: Path) -> None:
    made = open_desk(tmp_path / "data.db", KEY)
    with writing(made) as connection:
        migrate.run(connection, "upgrade", BEFORE)
        migrate.run(connection, "upgrade", AFTER)
        seed(connection, TODAY, people=12, signed=8, places=4)
    for _ in range(2):
        with reading(made) as connection:
            kept = sums.overview(connection, UNIT, TODAY)
            assert kept.overview == rates.overview(connection, UNIT, TODAY)
        assert kept.changes is not None
        with writing(made) as connection:
            sums.keep(connection, kept.changes)
    with reading(made) as connection:
        assert sums.overview(connection, UNIT, TODAY).changes is None
    made.dispose()

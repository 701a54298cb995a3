"""A database with contracts of before there were notices is upgraded with its data, and goes back with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import inspect
from sqlalchemy import text

from tests.fakes.time import NOON
from tests.storage.earlier import at_version
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.notices import store
from yigongti_desktop.notices.model import Notice
from yigongti_desktop.notices.model import Rival
from yigongti_desktop.notices.model import State
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.migration

BEFORE, AFTER = "0015", "0016"
UNIT, OTHER = "tianmen.yuekou", "tianmen.duobao"
CONTRACT = text("INSERT INTO contracts (id, resident, name) VALUES ('c-1', 'r-1', '胡小燕')")
NOTICE = Notice(
    id="n-1",
    revision=1,
    state=State.ASKED,
    record_kind="contract",
    record="c-1",
    part="岳口-20261123-A-001",
    institution=UNIT,
    event="e-1",
    rival=Rival(institution=OTHER, institution_name="多宝镇卫生院", team="多宝团队", on=day(NOON)),
    asked_at=NOON,
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the version before."""
    with at_version(BEFORE, request, tmp_path) as made:
        yield made


def test_contracts_stay_and_notices_about_them_can_be_kept_and_found(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(CONTRACT)
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, store.NOTICE, [NOTICE])
    someone = Actor("account-1", "周建国", frozenset(), UNIT, "device-1")
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT name FROM contracts")) == "胡小燕"
        assert store.untold(connection, someone, "contract") == store.about(connection, "c-1", UNIT) == [NOTICE]
        assert store.about(connection, "c-1", OTHER) == []


def test_it_goes_back_with_its_contracts(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(CONTRACT)
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, store.NOTICE, [NOTICE])
        migrate.run(connection, "downgrade", BEFORE)
    assert "notices" not in inspect(engine).get_table_names()
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT name FROM contracts")) == "胡小燕"

"""A database of before there was reserved capacity is upgraded with its cases, and goes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import inspect
from sqlalchemy import text

from tests.capabilities.referrals.slots import published
from tests.storage.earlier import at_version
from yigongti_desktop.capabilities.referrals.model.capacity import slot_of
from yigongti_desktop.capabilities.referrals.model.holds import SlotHold
from yigongti_desktop.capabilities.referrals.model.holds import State
from yigongti_desktop.capabilities.referrals.model.holds import hold_id
from yigongti_desktop.capabilities.referrals.store.capacity import HOLD
from yigongti_desktop.capabilities.referrals.store.capacity import LINE
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.migration

BEFORE, AFTER = "0025", "0026"
KEPT = '{"booked":"神经内科　王建平","mood":"calm"}'


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the version before, with two cases of which one knows what a newer hub has sent."""
    with at_version(BEFORE, request, tmp_path) as made:
        with writing(made) as connection:
            insert = text("INSERT INTO referrals (id, state, slip, extra) VALUES (:id, 'sent', '{}', :extra)")
            connection.execute(insert, [{"id": "r-1", "extra": KEPT}, {"id": "r-2", "extra": "{}"}])
        yield made


def test_lines_and_holds_can_be_kept_and_what_was_laid_aside_gets_its_place(engine: Engine) -> None:
    line = published()
    held = SlotHold(
        id=hold_id("r-1", line.kind),
        referral="r-1",
        origin="tianmen.yuekou",
        institution=line.institution,
        kind=line.kind,
        state=State.HELD,
        line=line.id,
        slot=slot_of(line),
        asked_at=line.opened_at,
    )
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, LINE, [line])
        records.save_many(connection, HOLD, [held])
    with reading(engine) as connection:
        assert records.load(connection, LINE, line.id) == line
        assert records.load(connection, HOLD, held.id) == held
        cases = connection.execute(text("SELECT booked, extra FROM referrals ORDER BY id")).all()
    assert [tuple(one) for one in cases] == [("神经内科　王建平", '{"mood":"calm"}'), ("", "{}")]


def test_it_goes_back_and_keeps_the_cases(engine: Engine) -> None:
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", AFTER)
        migrate.run(connection, "downgrade", BEFORE)
    assert not {"capacity_lines", "slot_holds"} & set(inspect(engine).get_table_names())
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM referrals")) == 2

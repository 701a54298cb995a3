"""A database of before there was leave is upgraded with its data, and goes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy import inspect
from sqlalchemy import text

from tests.capabilities.staffing.judges import UNIT
from tests.capabilities.staffing.judges import ruling
from tests.capabilities.staffing.test_handover import given_
from tests.capabilities.staffing.test_leave import asked
from tests.capabilities.staffing.test_swaps import offer
from tests.capabilities.staffing.test_swaps import unit as swapping
from tests.capabilities.staffing.test_wishes import unit as wishing
from tests.capabilities.staffing.test_wishes import write
from tests.storage.earlier import at_version
from yigongti_desktop.capabilities.staffing.model import handover
from yigongti_desktop.capabilities.staffing.model import wish_rules
from yigongti_desktop.capabilities.staffing.store.handover import HANDOVER
from yigongti_desktop.capabilities.staffing.store.leave import LEAVE
from yigongti_desktop.capabilities.staffing.store.swaps import SWAP
from yigongti_desktop.capabilities.staffing.store.wishes import WISH
from yigongti_desktop.capabilities.staffing.store.wishes import WISH_RULES
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry import store
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind
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


def test_what_was_there_stays_and_leave_wishes_swaps_and_shifts_can_be_kept(engine: Engine) -> None:
    rules = wish_rules.settle(None, {"most": (4, 6)}, ruling("排班", record=wish_rules.rules_id(UNIT)))
    made: list[tuple[RecordKind[Any], Record]] = [
        (LEAVE, asked(from_noon=True)),
        (WISH, write(wishing())),
        (WISH_RULES, rules),
        (SWAP, offer(swapping())),
        (HANDOVER, handover.add_note(given_(), "血常规已回", ruling("许"))),
    ]
    with writing(engine) as connection:
        connection.execute(RESIDENT)
        migrate.run(connection, "upgrade", AFTER)
        for kind, record in made:
            records.save_many(connection, kind, [record])
    with reading(engine) as connection:
        for kind, record in made:
            assert records.load(connection, kind, record.id) == record
        assert store.one_resident(connection, "r-1") is not None


def test_it_goes_back_and_keeps_what_was_there_before(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(RESIDENT)
        migrate.run(connection, "upgrade", AFTER)
        migrate.run(connection, "downgrade", BEFORE)
    assert {"leave_slips", "wish_slips", "wish_rules", "swaps", "handovers"}.isdisjoint(
        inspect(engine).get_table_names()
    )
    with reading(engine) as connection:
        assert store.one_resident(connection, "r-1") is not None

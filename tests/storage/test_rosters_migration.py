"""A database of before rosters is upgraded with its data; duties and rosters are kept in it as they were written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from datetime import date
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import inspect
from sqlalchemy import text

from tests.registry.staff.people import hired
from tests.storage.earlier import at_version
from yigongti_desktop.capabilities.staffing.model.roster import Change
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.capabilities.staffing.model.unit_duty import UnitDuty
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.store.duties import DUTY
from yigongti_desktop.capabilities.staffing.store.duties import duties_of
from yigongti_desktop.capabilities.staffing.store.rosters import ROSTER
from yigongti_desktop.capabilities.staffing.store.rosters import one_roster
from yigongti_desktop.registry import store
from yigongti_desktop.registry.service.staff_list import all_staff
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.migration

BEFORE, AFTER = "0018", "0019"
UNIT, FIRST = "tianmen.yuekou", date(2026, 12, 1)
DUTIES = tuple(
    UnitDuty(id=f"d{place}", unit=UNIT, duty=duty, place=place, until=date(2027, 1, 31) if place else None)
    for place, duty in enumerate(starting())
)
DRAFT = Roster(id="r1", unit=UNIT, group="护理", first=FIRST, days=2, lines=(Line(person="s1", codes=("夜", None)),))
PUBLISHED = Roster(
    id="r2",
    revision=4,
    unit=UNIT,
    first=FIRST,
    days=2,
    state=State.PUBLISHED,
    lines=(Line(person="s1", name="何秀芳", codes=("", "白"), pins=(1,)),),
    changes=(
        Change(
            person="s1", name="何秀芳", day=FIRST, before="夜", after="", reason="换班", by="潘立群",
            at=datetime(2026, 11, 28, 4, tzinfo=UTC), told=("周建国",),
        ),
    ),
    lead="tianmen.diyi",
    duties=starting(),
    findings=(
        Sentence(people=(), days=(FIRST,), text="1 日夜班缺 1 人", is_must=False, cost=5, rule="cover", source="默认"),
    ),
    reason="人手不够",
    published_at=datetime(2026, 11, 25, 4, tzinfo=UTC),
    published_by="潘立群",
)  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the version before."""
    with at_version(BEFORE, request, tmp_path) as made:
        yield made


def test_what_was_there_stays_and_duties_and_rosters_are_kept_as_they_were_written(engine: Engine) -> None:
    with writing(engine) as connection:
        records.save_many(connection, store.STAFF, [hired()])
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, DUTY, DUTIES)
        records.save_many(connection, ROSTER, [DRAFT, PUBLISHED])
        records.save_many(connection, ROSTER, [PUBLISHED])
    with reading(engine) as connection:
        assert duties_of(connection, UNIT) == DUTIES
        assert one_roster(connection, "r1") == DRAFT
        assert one_roster(connection, "r2") == PUBLISHED
        assert all_staff(connection) == [hired()]


def test_it_goes_back_and_keeps_what_was_there_before(engine: Engine) -> None:
    with writing(engine) as connection:
        records.save_many(connection, store.STAFF, [hired()])
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, DUTY, DUTIES)
        records.save_many(connection, ROSTER, [PUBLISHED])
        migrate.run(connection, "downgrade", BEFORE)
    assert {"duties", "rosters"}.isdisjoint(inspect(engine).get_table_names())
    with writing(engine) as connection:
        assert all_staff(connection) == [hired()]
        migrate.run(connection, "upgrade", AFTER)
        assert connection.scalar(text("SELECT count(*) FROM rosters")) == 0

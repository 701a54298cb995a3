"""A database of before there were sessions away from home is upgraded with its data, and goes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import inspect
from sqlalchemy import text

from tests.capabilities.staffing.outreach import planned
from tests.capabilities.staffing.test_visit_days import visit
from tests.storage.earlier import at_version
from yigongti_desktop.capabilities.staffing.model.teaching import Attendance
from yigongti_desktop.capabilities.staffing.model.teaching import Attendee
from yigongti_desktop.capabilities.staffing.model.teaching import State as TeachingState
from yigongti_desktop.capabilities.staffing.model.teaching import Teaching
from yigongti_desktop.capabilities.staffing.model.teaching import TeachingKind
from yigongti_desktop.capabilities.staffing.model.visits import Outcome
from yigongti_desktop.capabilities.staffing.model.visits import State
from yigongti_desktop.capabilities.staffing.store.teaching import ATTENDANCE
from yigongti_desktop.capabilities.staffing.store.teaching import TEACHING
from yigongti_desktop.capabilities.staffing.store.visits import VISIT
from yigongti_desktop.registry import store
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.migration

BEFORE, AFTER = "0022", "0023"
RESIDENT = text("INSERT INTO residents (id, name, sex, birth) VALUES ('r-1', '胡小燕', 'female', '1975-06-01')")
VISITED = visit(
    planned("s-1"),
    outcomes=(Outcome(day=date(2026, 12, 9), state=State.CANCELLED, reason="开会", moved_to=date(2026, 12, 10)),),
)
TAUGHT = Teaching(
    id="t-1",
    state=TeachingState.TAUGHT,
    kind=TeachingKind.TELE,
    title="慢阻肺的分级管理",
    first=date(2026, 11, 23),
    last=date(2026, 11, 23),
    minutes=60,
    teacher="欧阳海棠",
    host="tianmen.diyi",
    host_name="市第一人民医院",
    units=("tianmen.yuekou",),
)
CAME = Attendance(
    id="a-1",
    teaching="t-1",
    unit="tianmen.yuekou",
    unit_name="岳口镇中心卫生院",
    host="tianmen.diyi",
    kind=TeachingKind.TELE,
    title="慢阻肺的分级管理",
    first=date(2026, 11, 23),
    people=(Attendee(person="s-2", name="许小兰", minutes=30),),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the version before."""
    with at_version(BEFORE, request, tmp_path) as made:
        yield made


def test_what_was_there_stays_and_sessions_and_teaching_can_be_kept(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(RESIDENT)
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, VISIT, [VISITED])
        records.save_many(connection, TEACHING, [TAUGHT])
        records.save_many(connection, ATTENDANCE, [CAME])
    with reading(engine) as connection:
        assert records.load(connection, VISIT, VISITED.id) == VISITED
        assert records.load(connection, TEACHING, TAUGHT.id) == TAUGHT
        assert records.load(connection, ATTENDANCE, CAME.id) == CAME
        assert store.one_resident(connection, "r-1") is not None


def test_it_goes_back_and_keeps_what_was_there_before(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(RESIDENT)
        migrate.run(connection, "upgrade", AFTER)
        migrate.run(connection, "downgrade", BEFORE)
    assert not {"staff_visits", "teachings", "attendances"} & set(inspect(engine).get_table_names())
    with reading(engine) as connection:
        assert store.one_resident(connection, "r-1") is not None

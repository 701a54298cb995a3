"""A database of before settings is upgraded with its rosters; what a unit settles is kept in it as it was written."""

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

from tests.storage.earlier import at_version
from yigongti_desktop.capabilities.staffing.model.amending import RuleChange
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.rules import Strength
from yigongti_desktop.capabilities.staffing.model.settings import RosterSetting
from yigongti_desktop.capabilities.staffing.model.unit_rules import Dated
from yigongti_desktop.capabilities.staffing.model.unit_rules import UnitRule
from yigongti_desktop.capabilities.staffing.store.rosters import ROSTER
from yigongti_desktop.capabilities.staffing.store.rosters import one_roster
from yigongti_desktop.capabilities.staffing.store.settings import SETTING
from yigongti_desktop.capabilities.staffing.store.settings import settings_of
from yigongti_desktop.capabilities.staffing.store.unit_rules import UNIT_RULE
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.migration

BEFORE, AFTER = "0021", "0022"
UNIT, FIRST = "tianmen.yuekou", date(2026, 12, 1)
DRAFT = Roster(id="r1", unit=UNIT, group="护理", first=FIRST, days=2, lines=(Line(person="s1", codes=("夜", None)),))
SETTLED = RosterSetting(
    id="p1",
    unit=UNIT,
    person="s1",
    group="护理",
    skills=("急救", "B超"),
    partner="s2",
    pattern=(("白", "急"), (), (), (), (), (), ("",)),
    apart=("s3",),
    is_out=True,
)
BLANK = RosterSetting(id="p2", unit=UNIT, person="s2")
CHANGED = UnitRule(
    id="u1",
    unit=UNIT,
    rule="work_run",
    history=(
        Dated(
            begins=FIRST,
            change=RuleChange(level=Strength.MUST, figures={"most": 6}, reason="人手不够"),
            by="潘立群",
            at=datetime(2026, 11, 25, 4, tzinfo=UTC),
        ),
    ),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the version before."""
    with at_version(BEFORE, request, tmp_path) as made:
        yield made


def test_rosters_stay_and_what_is_settled_is_kept_as_it_was_written(engine: Engine) -> None:
    with writing(engine) as connection:
        records.save_many(connection, ROSTER, [DRAFT])
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, SETTING, [SETTLED, BLANK])
        records.save_many(connection, UNIT_RULE, [CHANGED])
    with reading(engine) as connection:
        assert settings_of(connection, UNIT) == {"s1": SETTLED, "s2": BLANK}
        assert records.load(connection, UNIT_RULE, "u1") == CHANGED
        assert one_roster(connection, "r1") == DRAFT


def test_it_goes_back_and_keeps_what_was_there_before(engine: Engine) -> None:
    with writing(engine) as connection:
        records.save_many(connection, ROSTER, [DRAFT])
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, SETTING, [SETTLED])
        migrate.run(connection, "downgrade", BEFORE)
    assert {"roster_settings", "roster_rules"}.isdisjoint(inspect(engine).get_table_names())
    with writing(engine) as connection:
        assert one_roster(connection, "r1") == DRAFT
        migrate.run(connection, "upgrade", AFTER)
        assert connection.scalar(text("SELECT count(*) FROM roster_settings")) == 0

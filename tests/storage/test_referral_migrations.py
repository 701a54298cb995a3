"""What a newer hub sent of a case to a desk of before gets its place in each of the columns that come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy import Engine
from sqlalchemy import text

from tests.capabilities.referrals.downs import down_in_state
from tests.storage.earlier import at_version
from yigongti_desktop.capabilities.referrals.model.approval import Approval
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.records import columns

pytestmark = pytest.mark.migration

BEFORE = "0023"
CASE = replace(
    down_in_state(State.ACCEPTED),
    id="r-1",
    booked="CT室　11月24日 08:00",
    carried=("sent",),
    owed=("against",),
    approval=Approval(is_after=True),
    passed=("answer",),
    extra={"mood": "calm"},
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of before, with a case as a newer hub has sent it, and one of which nothing was laid aside."""
    with at_version(BEFORE, request, tmp_path) as made:
        with writing(made) as connection:
            known = set(connection.execute(text("SELECT * FROM referrals LIMIT 0")).keys())
            whole = dict(zip(columns(REFERRAL.table), records.to_row(REFERRAL, CASE), strict=True))
            aside = {name: value for name, value in whole.items() if name not in known}
            extra = msgspec.json.encode({"mood": "calm", **aside}).decode()
            table = sa.table("referrals", *(sa.column(name) for name in known))
            row = {name: int(value) if isinstance(value, bool) else value for name, value in whole.items()}
            connection.execute(sa.insert(table), {name: row[name] for name in known} | {"extra": extra})
            plain = text("INSERT INTO referrals (id, state, slip, extra) VALUES ('r-2', 'sent', '{}', :extra)")
            connection.execute(plain, {"extra": '{"is_down":"no number","mood":1}'})
        yield made


def test_a_case_that_a_newer_hub_sent_is_whole_after_the_migrations(engine: Engine) -> None:
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", "head")
    with reading(engine) as connection:
        assert records.load(connection, REFERRAL, "r-1") == CASE
        kept = connection.execute(text("SELECT is_down, extra FROM referrals WHERE id = 'r-2'")).one()
    assert tuple(kept) == (0, '{"is_down":"no number","mood":1}')

"""Cases that a newer hub has sent to a desk of the version before lie right when the desk is upgraded too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import Engine
from sqlalchemy import column
from sqlalchemy import insert
from sqlalchemy import inspect
from sqlalchemy import table

from tests.capabilities.referrals.cases import slip
from tests.fakes.time import NOON
from tests.storage.earlier import at_version
from yigongti_desktop.capabilities.referrals.model.approval import Approval
from yigongti_desktop.capabilities.referrals.model.catalogue import Action
from yigongti_desktop.capabilities.referrals.model.catalogue import Advice
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.migration

BEFORE = "0023"
DAY = NOON.date()
PLAIN = Referral(
    id="r-1",
    number="市一医-20261123-A-001",
    state=State.ACCEPTED,
    origin="tianmen.diyi",
    origin_name="天门市第一人民医院",
    slip=slip(),
    target="tianmen.yuekou",
    target_name="岳口镇卫生院",
)
#: The case with something in every column that came after.
FULL = replace(
    PLAIN,
    booked="神经内科　王建平",
    advice=Advice(
        action=Action.KEEP,
        code="I63.9",
        name="脑梗死",
        catalogue="c-1",
        title="下转目录",
        document="天卫〔2026〕1号",
        issuer="天门市卫生健康委员会",
        since=DAY,
    ),
    owed=("reason",),
    approval=Approval(number="A-1", at=NOON),
    is_down=True,
    down_class="recovering",
    tracker="account-1",
    tracker_name="彭秀兰",
    next_contact=DAY + timedelta(days=3),
    contact_result="reached",
    contacted_at=NOON,
    escalate_at=NOON + timedelta(hours=2),
    arrive_by=DAY + timedelta(days=7),
    passed=("reminder",),
    decline_code="full",
    found_at="tianmen.zhongyi",
    gone_to="武汉",
    ended_from="sent",
    contract_unit="tianmen.yuekou",
    contract_number="Q-1",
    carried=("sent",),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of the version before."""
    with at_version(BEFORE, request, tmp_path) as made:
        yield made


def sent_to_the_version_before(engine: Engine, referral: Referral, **wrong: Any) -> set[str]:
    """Keep a case as the intake of the version before did; return what it had no column for."""
    values = dict(zip(records.columns(REFERRAL.table), records.to_row(REFERRAL, referral), strict=True)) | wrong
    known = [one["name"] for one in inspect(engine).get_columns("referrals")]
    newer = {name: value for name, value in values.items() if name not in known}
    row = {name: int(values[name]) if isinstance(values[name], bool) else values[name] for name in known}
    row["extra"] = msgspec.json.encode({"mood": "calm"} | newer).decode()
    with writing(engine) as connection:
        connection.execute(insert(table("referrals", *map(column, row))), row)
    return set(newer)


def upgraded(engine: Engine, record: str) -> Referral:
    """Upgrade the database and return a case."""
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", "head")
    with reading(engine) as connection:
        found = records.load(connection, REFERRAL, record)
    assert found is not None
    return found


def test_every_column_of_a_case_that_was_laid_aside_gets_its_place(engine: Engine) -> None:
    aside = sent_to_the_version_before(engine, FULL)
    assert {"is_down", "tracker", "next_contact", "advice", "owed", "approval", "booked", "carried"} <= aside
    assert [name for name in aside if getattr(FULL, name) == getattr(PLAIN, name)] == []
    assert upgraded(engine, FULL.id) == replace(FULL, extra={"mood": "calm"})


def test_a_case_of_which_little_is_known_leaves_nothing_aside(engine: Engine) -> None:
    """A moment that has not come is sent as none: it has its place too."""
    sent_to_the_version_before(engine, PLAIN)
    assert upgraded(engine, PLAIN.id) == replace(PLAIN, extra={"mood": "calm"})


def test_what_no_column_can_hold_stays_aside(engine: Engine) -> None:
    wrong = {"is_down": 7, "tracker": None, "next_contact": 7, "owed": ["x"], "carried": 7}
    sent_to_the_version_before(engine, FULL, **wrong)
    found = upgraded(engine, FULL.id)
    assert found.extra == {"mood": "calm"} | wrong
    assert (found.is_down, found.tracker, found.next_contact, found.owed, found.carried) == (False, "", None, (), ())
    assert (found.tracker_name, found.approval) == (FULL.tracker_name, FULL.approval)

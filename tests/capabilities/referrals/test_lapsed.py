"""The hub finds those slips to let lapse that may lapse, and no others: it would try them again every hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from tests.capabilities.referrals.cases import sent
from tests.capabilities.referrals.downs import by
from tests.capabilities.referrals.downs import sent_down
from tests.fakes.time import NOON
from tests.storage.conftest import KEY
from yigongti_desktop.capabilities.referrals.model import both
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store import cases
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

LATER = NOON + timedelta(days=60)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    made = open_desk(tmp_path / "data.db", KEY)
    migrate.upgrade(made)
    yield made
    made.dispose()


def lapses(case: Referral) -> bool:
    """Say whether the rules let a slip lapse."""
    try:
        return both.expire(case, by(case.origin, LATER)).state is State.EXPIRED
    except Refused:
        return False


def test_those_are_found_that_the_rules_let_lapse_in_either_direction(engine: Engine) -> None:
    every = [
        replace(begun, id=f"{way}-{state.value}", state=state)
        for way, begun in (("up", sent()), ("down", sent_down()))
        for state in State
    ]
    with writing(engine) as connection:
        records.save_many(connection, cases.REFERRAL, every)
    with reading(engine) as connection:
        found = cases.lapsed(connection, LATER.date().isoformat())
        today = cases.lapsed(connection, NOON.date().isoformat())
    assert sorted(found) == sorted(case.id for case in every if lapses(case))
    assert {"up-accepted", "down-sent"} <= set(found)
    assert today == []

"""Requests that find nothing new, nearly all that a hub ever gets: they read, and wait for nobody's commit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.sync.county import County
from yigongti_desktop.hub.tables import devices
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.sync.rhythm import REGULAR

pytestmark = pytest.mark.hub


def _seen(county: County) -> str:
    with reading(county.hub.engine) as connection:
        query = select(devices.c.seen_at).where(devices.c.id == county.device("岳口"))
        return str(connection.scalar(query))


def test_a_regular_poll_with_nothing_new_writes_nothing(county: County) -> None:
    county.clock.advance(hours=1)
    county.sync("岳口")
    seen = _seen(county)
    for _ in range(3):
        county.clock.advance(seconds=REGULAR)
        county.sync("岳口")
    assert _seen(county) == seen


def test_a_desk_that_polls_on_is_seen_within_a_quarter_of_an_hour(county: County) -> None:
    county.clock.advance(hours=1)
    begun, seen = county.clock.now(), ""
    while county.clock.now() - begun < timedelta(minutes=15):
        county.sync("岳口")
        seen = _seen(county)
        county.clock.advance(seconds=REGULAR)
    assert moment(seen) > begun
    assert county.clock.now() - moment(seen) < timedelta(minutes=15)

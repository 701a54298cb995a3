"""What a talk asks of the line of acts costs as little after years of work as on the first day.

Counted are the steps of SQLite's own machine, which no load of this one changes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy import Engine

from tests.fakes.time import NOON
from tests.storage.conftest import KEY
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.registry.model.account import acting
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.sync import batches
from yigongti_desktop.sync.images import Images
from yigongti_desktop.sync.status import status

_MANY, _OPEN = 20_000, 50


def _places(connection: Connection) -> None:
    first = int(connection.exec_driver_sql("SELECT max(seq) FROM outbox").scalar_one()) - _OPEN + 1
    outbox.places(connection, first, first + _OPEN - 1)


def _confirm(connection: Connection) -> None:
    last = int(connection.exec_driver_sql("SELECT max(seq) FROM outbox").scalar_one())
    trails.confirm(connection, last - _OPEN + 1, last, "2026-11-23T04:00:00.000Z", "R-1")


QUESTIONS: dict[str, Callable[[Connection], object]] = {
    "has_more": batches.has_more,
    "lines": lambda connection: outbox.lines(connection, 0, 500),
    "needs_person": lambda connection: outbox.in_states(connection, outbox.NEEDS_PERSON),
    "waiting": lambda connection: outbox.in_states(connection, [outbox.WAITING]),
    "counts": outbox.open_counts,
    "kept": outbox.kept,
    "send_kept_again": outbox.send_kept_again,
    "missing": lambda connection: Images(connection, CATALOGUE, acting).missing(),
    "places": _places,
    "confirm": _confirm,
    "status": status,
    "waiting_records": lambda connection: pending.waiting(connection, "referral"),
}


@pytest.fixture(params=[0, _MANY], ids=["first-day", "years-later"])
def engine(request: pytest.FixtureRequest, bare: Home, tmp_path: Path) -> Iterator[Engine]:
    opened = open_desk(Path(shutil.copy(bare.database, tmp_path / "data.db")), KEY)
    with writing(opened) as connection:
        for state, count in ((outbox.ACCEPTED, request.param), (outbox.WAITING, _OPEN)):
            connection.exec_driver_sql(
                "INSERT INTO outbox (event, kind, record_kind, record, seen, body, account, at, answers, cause,"
                " forecast, state) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                " SELECT ? || i, 'referral.sent', 'referral', ? || i, 0, x'7b7d', 'a', ?, '', '', x'00', ? FROM n"
                " WHERE ? > 0",
                (max(count, 1), state, state, NOON.isoformat(), state, count),
            )
    yield opened
    opened.dispose()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_talk_costs_the_same_after_years(engine: Engine, question: str) -> None:
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    with writing(engine) as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.set_progress_handler(count, 10)
        QUESTIONS[question](connection)
        driver.set_progress_handler(None, 0)
    assert steps * 10 < 120 * _OPEN

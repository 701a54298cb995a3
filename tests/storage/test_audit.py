"""The log of who did what: a line that was changed, removed, added or cut off is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from tests.fakes.time import NOON
from tests.storage.conftest import KEY
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.storage import audit
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.tables import audit as table
from yigongti_desktop.storage.tables import facts

COLUMNS = ("at", "account", "act", "subject", "outcome", "chain")


def write(connection: Connection, lines: int) -> None:
    """Append some lines."""
    for line in range(lines):
        audit.note(connection, NOON, f"account-{line % 2}", "print", subject=f"record-{line}", outcome="done")


def test_a_line_says_when_who_what_on_what_and_how_it_ended(desk: Workbench) -> None:
    desk.write(audit.note, NOON, "zhou", "print", subject="r1", outcome="refused")
    line = desk.read(audit.latest, 1)[0]
    assert (line.at, line.account, line.act, line.subject, line.outcome) == (NOON, "zhou", "print", "r1", "refused")


def test_the_newest_line_stands_first(desk: Workbench) -> None:
    for subject in ("1", "2", "3"):
        desk.write(audit.note, NOON, "zhou", "print", subject=subject)
    assert [line.subject for line in desk.read(audit.latest, 2)] == ["3", "2"]


def test_a_log_that_nobody_touched_is_whole(desk: Workbench) -> None:
    assert desk.read(audit.first_break) == 0
    desk.write(write, 50)
    assert desk.read(audit.first_break) == 0


def _change(column: str) -> Any:
    def change(connection: Connection, seq: int) -> None:
        connection.exec_driver_sql(f'UPDATE audit SET "{column}" = "{column}" || ? WHERE seq = ?', ("x", seq))  # noqa: S608 - a name of our own

    return change


def _remove(connection: Connection, seq: int) -> None:
    connection.exec_driver_sql("DELETE FROM audit WHERE seq = ?", (seq,))


def _cut(connection: Connection, seq: int) -> None:
    connection.exec_driver_sql("DELETE FROM audit WHERE seq >= ?", (seq,))


def _close_the_gap(connection: Connection, seq: int) -> None:
    _remove(connection, seq)
    connection.exec_driver_sql("UPDATE audit SET seq = seq - 1 WHERE seq > ?", (seq,))


def _swap(connection: Connection, seq: int) -> None:
    other = seq % 9 + 1
    for old, new in ((seq, -1), (other, seq), (-1, other)):
        connection.exec_driver_sql("UPDATE audit SET seq = ? WHERE seq = ?", (new, old))


def _repeat(connection: Connection, seq: int) -> None:
    connection.exec_driver_sql(
        "INSERT INTO audit (at, account, act, subject, outcome, chain)"
        " SELECT at, account, act, subject, outcome, chain FROM audit WHERE seq = ?", (seq,)
    )  # fmt: skip


CRIMES = {
    **{f"changed {column}": _change(column) for column in COLUMNS},
    "removed": _remove,
    "cut off": _cut,
    "removed and the gap closed": _close_the_gap,
    "swapped": _swap,
    "repeated": _repeat,
}


@settings(max_examples=100, deadline=None)
@given(crime=st.sampled_from(sorted(CRIMES)), seq=st.integers(1, 9), later=st.integers(0, 3))
def test_whatever_is_done_to_a_line_is_found_even_after_more_was_written(crime: str, seq: int, later: int) -> None:
    engine = open_desk(Path(":memory:"), KEY)
    with engine.connect() as connection:
        table.create(connection)
        facts.create(connection)
        write(connection, 9)
        assert audit.first_break(connection) == 0
        CRIMES[crime](connection, seq)
        write(connection, later)
        found = audit.first_break(connection)
        assert 0 < found <= 9 + later + 1
    engine.dispose()


def test_the_first_changed_line_is_named(desk: Workbench) -> None:
    desk.write(write, 9)
    desk.write(_change("subject"), 4)
    desk.write(_change("act"), 7)
    assert desk.read(audit.first_break) == 4

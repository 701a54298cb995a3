"""A list of residents taken in through the program, beside the same rows put into a bare SQLite file."""

from __future__ import annotations

import csv
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from tests.benchmarks.parts.countryside import HEADS
from tests.benchmarks.parts.countryside import cells
from tests.benchmarks.parts.countryside import families
from tests.benchmarks.parts.countryside import villages
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry.service.importing import SLICE
from yigongti_desktop.registry.service.importing import ResidentImport
from yigongti_desktop.registry.tables import residents
from yigongti_desktop.storage import records
from yigongti_desktop.storage import workbook


def written(file: Path, count: int, places: int, seed: int) -> Path:
    """Write a list of so many residents: .xlsx or .csv."""
    rows = (cells(one) for family in families(count, villages(places), seed) for one in family.members)
    if file.suffix == ".xlsx":
        workbook.write(file, HEADS, rows)
    else:
        with file.open("w", encoding="utf-8-sig", newline="") as lines:
            csv.writer(lines).writerows([HEADS, *rows])
    return file


def taken_in(desk: Workbench, actor: Actor, file: Path, count: int) -> float:
    """Take a list in, read, compared and written; return the seconds."""
    begun = time.perf_counter()
    with ResidentImport(desk, actor) as taking:
        taking.read(file)
        plan = taking.check()
        taken = taking.apply()
    took = time.perf_counter() - begun
    if (plan.counts.new, taken.new, taken.faults) != (count, count, ()):
        raise SystemExit(f"the list was not taken in whole: {taken.new} of {count}, {taken.faults[:1]}")
    return took


def put_bare(desk: Workbench, file: Path) -> float:
    """Put the rows of a desk's residents into a file of SQLite, in as large transactions; return the seconds."""
    rows = desk.read(lambda connection: records.plain_rows(connection.execute(select(residents))))
    bare = sqlite3.connect(file, isolation_level=None)
    try:
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            bare.execute(f"PRAGMA {pragma}")
        names = records.columns(residents)
        bare.execute(f"CREATE TABLE residents ({names[0]} TEXT PRIMARY KEY, {', '.join(names[1:])})")
        begun = time.perf_counter()
        for start in range(0, len(rows), SLICE):
            _put(bare, rows[start : start + SLICE])
        return time.perf_counter() - begun
    finally:
        bare.close()


def _put(bare: sqlite3.Connection, rows: Sequence[Sequence[object]]) -> None:
    bare.execute("BEGIN IMMEDIATE")
    bare.executemany(f"INSERT INTO residents VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608 - no value
    bare.execute("COMMIT")

"""Rows of a list set out on the side until the last has been read, however many: in a private file that goes by itself.

Nothing here is known of what the rows mean, and nothing of it is ever in the database of the program.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any
from typing import Self

from yigongti_desktop.kernel.errors import Unavailable

#: Pages of a kilobyte and more that are held in memory; the rest lies in the file.
_CACHE = "PRAGMA cache_size = -8000"
_TABLES = """
    CREATE TABLE kept (row INTEGER PRIMARY KEY, body BLOB NOT NULL);
    CREATE TABLE claims (kind TEXT, value TEXT, row INTEGER NOT NULL, PRIMARY KEY (kind, value)) WITHOUT ROWID;
    CREATE TABLE faults (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, row INTEGER NOT NULL, body BLOB NOT NULL);
"""
_CLAIM = "INSERT INTO claims VALUES (?, ?, ?) ON CONFLICT (kind, value) DO UPDATE SET row = row RETURNING row"
_FREE = "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT value FROM claims WHERE kind = ?)"


class Staging:
    """The side table of one import; one thread at a time."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._file.execute(_CACHE)
        self._file.executescript(_TABLES)
        self._file.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget everything."""
        self._file.close()

    def keep(self, row: int, body: bytes) -> None:
        """Keep a row."""
        self._do("INSERT INTO kept VALUES (?, ?)", (row, body))

    def parts(self, size: int) -> Iterator[list[bytes]]:
        """Return the kept rows in order, so many at a time."""
        last = 0
        query = "SELECT row, body FROM kept WHERE row > ? ORDER BY row LIMIT ?"
        while part := self._do(query, (last, size)).fetchall():
            last = part[-1][0]
            yield [body for _, body in part]

    def count(self) -> int:
        """Return how many rows are kept."""
        return int(self._do("SELECT count(*) FROM kept").fetchone()[0])

    def claim(self, kind: str, value: str, row: int) -> int:
        """Return the row that bears this value of a kind first; it is this one if there was none before."""
        return int(self._do(_CLAIM, (kind, value, row)).fetchone()[0])

    def unclaimed(self, kind: str, values: Sequence[str]) -> list[str]:
        """Return those values that no row has claimed."""
        return [value for (value,) in self._do(_FREE, (json.dumps(values), kind))]

    def set_aside(self, kind: str, row: int, body: bytes) -> None:
        """Note what is wrong with a row."""
        self._do("INSERT INTO faults (kind, row, body) VALUES (?, ?, ?)", (kind, row, body))

    def faults(self, most: int = -1) -> Iterator[bytes]:
        """Return what is wrong, row by row; so many at most if there is a limit."""
        for (body,) in self._do("SELECT body FROM faults ORDER BY row, seq LIMIT ?", (most,)):
            yield body

    def count_faults(self) -> int:
        """Return how many rows something is wrong with."""
        return int(self._do("SELECT count(DISTINCT row) FROM faults").fetchone()[0])

    def forget(self, kind: str) -> None:
        """Forget the claims and the faults of a kind, so that it can be gone through once more."""
        self._do("DELETE FROM claims WHERE kind = ?", (kind,))
        self._do("DELETE FROM faults WHERE kind = ?", (kind,))

    def _do(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        try:
            return self._file.execute(statement, values)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
                raise Unavailable("disk_full") from error
            raise

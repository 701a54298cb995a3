"""Rounds of the limit, each in the better of its two variants."""

from __future__ import annotations

import gc
import sqlite3
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from tests.benchmarks.parts import limit
from tests.benchmarks.parts import visits
from tests.benchmarks.parts.desks import new_ids
from tests.benchmarks.parts.limit import Row


def rows(count: int, today: date, seed: int) -> list[Row]:
    """Return the rows of visits as the desks have them, under the same ids."""
    return [
        _row(visits.Visit(id=record, institution="tianmen.yuekou", revision=1, **msgspec.structs.asdict(body)))
        for record, body in zip(new_ids(count, seed), visits.visits(count, today, seed), strict=True)
    ]


def _row(visit: visits.Visit) -> Row:
    values = msgspec.to_builtins(visit) | {"extra": "{}"}
    return tuple(values[name] for name in limit.Typed.__struct_fields__)


class Both:
    """The limit twice, one for each variant, so that neither profits from the other's work."""

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        self._twins: list[tuple[bool, limit.Limit, sqlite3.Connection]] = []
        for at_once in (True, False):
            here = folder / f"limit-{at_once}"
            client = self._stack.enter_context(limit.Limit(here))
            other = limit.open_store(here / "other.db")
            self._stack.callback(other.close)
            self._twins.append((at_once, client, other))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def move(self, changed: list[Row]) -> tuple[float, float]:
        """Push rows and pull them elsewhere; return the seconds of both, each in the better variant."""
        pushes, pulls = [], []
        for at_once, client, other in self._twins:
            before = client.put(changed)
            gc.collect()
            pushes.append(client.push(before, at_once=at_once))
            pulls.append(client.pull(other, at_once=at_once))
        return min(pushes), min(pulls)

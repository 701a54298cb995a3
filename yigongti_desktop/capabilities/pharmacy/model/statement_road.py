"""The ordinary road of a monthly statement, for its trail."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.model.statement import StatementState
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

ROAD = Road(
    handed_over="statement.opened",
    ahead=("statement.confirmed", "statement.closed"),
    stops=frozenset({"statement.disputed"}),
    again=frozenset({"statement.delivered"}),
)


def steps(known: Statement, entries: Sequence[TrailEntry]) -> tuple[Step, ...]:
    """Return the trail of a statement as people read it."""
    return walk(ROAD, entries, ended=known.state is StatementState.CLOSED)

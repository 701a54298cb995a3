"""The ordinary road of a difference case, for its trail: raised, answered, settled; disputed, it is answered again."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.pharmacy.model.difference import CaseState
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

ROAD = Road(
    handed_over="",  # nobody hands it over: it follows from a count
    ahead=("difference.answered", "difference.settled"),
    stops=frozenset(),
    again=frozenset({"difference.raised", "difference.disputed"}),
)


def steps(case: DifferenceCase, entries: Sequence[TrailEntry]) -> tuple[Step, ...]:
    """Return the trail of a case as people read it."""
    return walk(ROAD, entries, ended=case.state is CaseState.SETTLED)

"""The ordinary road of an owed visit, for its trail."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.followups.model.visit import State
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Mark
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

ROAD = Road(handed_over="follow_up.recorded", ahead=(), stops=frozenset({"follow_up.dropped"}))


def steps(visit: FollowUp, entries: Sequence[TrailEntry]) -> tuple[Step, ...]:
    """Return the trail of a visit as people read it; of one still owed, that it is to be made."""
    taken = walk(ROAD, entries, ended=visit.state is State.DROPPED)
    if visit.state is not State.OPEN:
        return taken
    return (*(step for step in taken if step.mark is not Mark.AHEAD), Step(code="follow_up.recorded", mark=Mark.AHEAD))

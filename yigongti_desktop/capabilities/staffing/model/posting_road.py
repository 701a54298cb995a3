"""The ordinary road of a posting, for its trail."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.staffing.model.postings import OVER
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

ROAD = Road(
    handed_over="posting.asked",
    ahead=("posting.arranged", "posting.arrived", "posting.completed"),
    stops=frozenset({"posting.declined", "posting.withdrawn", "posting.broken_off"}),
    again=frozenset(),
    beside=frozenset({"posting.month_noted", "posting.extended"}),
)


def steps(posting: Posting, entries: Sequence[TrailEntry]) -> tuple[Step, ...]:
    """Return the trail of a posting as people read it."""
    return walk(ROAD, entries, ended=posting.state in OVER)

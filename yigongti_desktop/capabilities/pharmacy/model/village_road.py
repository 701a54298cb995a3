"""The ordinary road of a village's request, for its trail: asked, merged into an order, issued."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.model.village import VillageState
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

ROAD = Road(
    handed_over="village_request.asked",
    ahead=("village_request.merged", "village_request.issued"),
    stops=frozenset({"village_request.dropped"}),
    again=frozenset({"village_request.parted", "village_request.taken_back"}),
)


def steps(request: VillageRequest, entries: Sequence[TrailEntry]) -> tuple[Step, ...]:
    """Return the trail of a village's request as people read it."""
    return walk(ROAD, entries, ended=request.state in {VillageState.ISSUED, VillageState.DROPPED})

"""The ordinary road of a drug request, for its trail."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import ENDED
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

ROAD = Road(
    handed_over="drug_request.submitted",
    ahead=("drug_request.reached", "drug_request.reviewed", "drug_request.dispatched", "drug_request.received"),
    stops=frozenset({"drug_request.sent_back", "drug_request.withdrawn", "drug_request.declined"}),
    stop_states=frozenset({State.REJECTED.value}),
    beside=frozenset({"drug_request.printed", "drug_request.draft_saved", "drug_request.proposed"}),
    again=frozenset({"drug_request.endorsed", "drug_request.asked_again"}),
)


def steps(request: DrugRequest, entries: Sequence[TrailEntry]) -> tuple[Step, ...]:
    """Return the trail of a request as people read it."""
    return walk(ROAD, entries, ended=request.state in ENDED)

"""The ordinary road of a shortage, for its trail: a 代购 goes by no request."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model.shortage import Kind
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_over
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

ROAD = Road(
    handed_over="shortage.registered",
    ahead=("shortage.asked", "shortage.arrived", "shortage.called", "shortage.fetched"),
    stops=frozenset({"shortage.cancelled"}),
    #: What a paper opened is with the hub from the first.
    again=frozenset({"shortage.released", "shortage.opened"}),
    beside=frozenset({"shortage.source_ended"}),
)
PURCHASE_ROAD = replace(ROAD, ahead=("shortage.answered", "shortage.arrived", "shortage.called", "shortage.fetched"))


def steps(shortage: Shortage, entries: Sequence[TrailEntry]) -> tuple[Step, ...]:
    """Return the trail of a shortage as people read it."""
    road = PURCHASE_ROAD if shortage.kind is Kind.PURCHASE else ROAD
    return walk(road, entries, ended=is_over(shortage))

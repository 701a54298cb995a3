"""The ordinary road of a long prescription, for its trail."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongState
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

ROAD = Road(
    handed_over="long_prescription.reserved",
    ahead=("long_prescription.fetched",),
    stops=frozenset({"long_prescription.cancelled", "long_prescription.expired"}),
)


def steps(known: LongPrescription, entries: Sequence[TrailEntry]) -> tuple[Step, ...]:
    """Return the trail of a long prescription as people read it."""
    return walk(ROAD, entries, ended=known.state is not LongState.RESERVED)

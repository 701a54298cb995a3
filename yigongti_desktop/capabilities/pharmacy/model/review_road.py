"""The ordinary road of a review, for its trail."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewState
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

ROAD = Road(
    handed_over="prescription_review.opened",
    ahead=("prescription_review.returned", "prescription_review.answered"),
    stops=frozenset({"prescription_review.cancelled"}),
    beside=frozenset({"prescription_review.written"}),
)
_ENDED = frozenset({ReviewState.ANSWERED, ReviewState.CANCELLED})


def steps(known: PrescriptionReview, entries: Sequence[TrailEntry]) -> tuple[Step, ...]:
    """Return the trail of a review as people read it."""
    return walk(ROAD, entries, ended=known.state in _ENDED)

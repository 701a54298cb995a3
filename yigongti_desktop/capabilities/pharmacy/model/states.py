"""Where a drug request may stand, and which act leads from where to where."""

from __future__ import annotations

from enum import StrEnum

from yigongti_desktop.kernel.states import Lifecycle


class State(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    REVIEWED = "reviewed"
    REJECTED = "rejected"
    DISPATCHED = "dispatched"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"


LIFECYCLE: Lifecycle[State] = Lifecycle(
    {
        "propose": (frozenset({State.DRAFT, State.SENT_BACK}), State.PROPOSED),
        "decline": (frozenset({State.PROPOSED}), State.SENT_BACK),
        "submit": (frozenset({State.DRAFT, State.PROPOSED, State.SENT_BACK}), State.SUBMITTED),
        "send_back": (frozenset({State.SUBMITTED}), State.SENT_BACK),
        "review": (frozenset({State.SUBMITTED}), State.REVIEWED),
        "reject": (frozenset({State.SUBMITTED}), State.REJECTED),
        "dispatch": (frozenset({State.REVIEWED}), State.DISPATCHED),
        "receive": (frozenset({State.DISPATCHED}), State.RECEIVED),
        "withdraw": (frozenset({State.PROPOSED, State.SUBMITTED, State.SENT_BACK}), State.WITHDRAWN),
    },
    kind="drug_request",
)
#: States in which nothing is owed any more.
ENDED = frozenset({State.RECEIVED, State.REJECTED, State.WITHDRAWN})


class Urgency(StrEnum):
    """Whether a request keeps to the delivery plan."""

    ROUTINE = "routine"
    URGENT = "urgent"


class Difference(StrEnum):
    """Why what came is not what was sent."""

    SHORT = "short"
    OVER = "over"
    DAMAGED = "damaged"
    WRONG = "wrong"
    NEAR_EXPIRY = "near_expiry"
    COLD_CHAIN = "cold_chain"
    OTHER = "other"

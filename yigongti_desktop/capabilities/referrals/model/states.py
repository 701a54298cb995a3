"""Where a referral may stand, and which act leads from where to where."""

from __future__ import annotations

from enum import StrEnum

from yigongti_desktop.kernel.states import Lifecycle


class State(StrEnum):
    """Where a referral stands."""

    DRAFT = "draft"
    SENT = "sent"
    REDIRECTED = "redirected"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ARRIVED = "arrived"
    RETURNED = "returned"
    FOLLOWED_UP = "followed_up"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Outcome(StrEnum):
    """How a referral ended: closure needs one."""

    RECOVERED = "recovered"
    IMPROVED = "improved"
    CONTINUING = "continuing"
    UNCHANGED = "unchanged"
    DIED = "died"
    NOT_ARRIVED = "not_arrived"
    ELSEWHERE = "elsewhere"
    REFUSED_BY_PATIENT = "refused_by_patient"


#: Outcomes of a case whose patient never came to the hospital.
WITHOUT_CARE = frozenset({Outcome.NOT_ARRIVED, Outcome.ELSEWHERE, Outcome.REFUSED_BY_PATIENT, Outcome.DIED})

LIFECYCLE: Lifecycle[State] = Lifecycle(
    {
        "send": (frozenset({State.DRAFT}), State.SENT),
        "accept": (frozenset({State.SENT, State.REDIRECTED}), State.ACCEPTED),
        "decline": (frozenset({State.SENT, State.REDIRECTED}), State.DECLINED),
        "redirect": (frozenset({State.SENT, State.REDIRECTED, State.ACCEPTED}), State.REDIRECTED),
        "retarget": (frozenset({State.DECLINED}), State.SENT),
        "arrive": (frozenset({State.ACCEPTED}), State.ARRIVED),
        "return": (frozenset({State.ARRIVED}), State.RETURNED),
        "follow_up": (frozenset({State.RETURNED}), State.FOLLOWED_UP),
        "close": (
            frozenset({State.FOLLOWED_UP, State.RETURNED, State.DECLINED, State.EXPIRED, State.ACCEPTED}),
            State.CLOSED,
        ),
        "withdraw": (frozenset({State.SENT, State.REDIRECTED, State.ACCEPTED}), State.WITHDRAWN),
        "expire": (frozenset({State.SENT, State.REDIRECTED, State.ACCEPTED}), State.EXPIRED),
    },
    kind="referral",
)
#: States in which the slip of an emergency may still be completed.
COMPLETABLE = frozenset({State.SENT, State.REDIRECTED, State.ACCEPTED, State.ARRIVED})
#: States in which nothing is owed any more.
ENDED = frozenset({State.CLOSED, State.WITHDRAWN})

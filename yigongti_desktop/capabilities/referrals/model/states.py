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


class Limit(StrEnum):
    """A time limit that the hub watches; that it has passed is noted once."""

    #: The target has not answered (in an emergency after two hours): a reminder.
    ANSWER = "answer"
    #: Nor has it after a while longer: its director is told.
    ESCALATION = "escalation"
    #: The patient has not come (未到诊).
    ARRIVAL = "arrival"
    #: The gaps of an emergency slip are not filled (REF-10).
    COMPLETION = "completion"
    #: The owed visit was not made.
    VISIT = "visit"


class ContactResult(StrEnum):
    """What a contact about a case came to (REF-08, REF-23)."""

    REACHED = "contact_reached"
    WILL_COME = "contact_will_come"
    IN_HOSPITAL = "contact_in_hospital"
    NO_ANSWER = "contact_no_answer"
    WRONG_NUMBER = "contact_wrong_number"
    UNWILLING = "contact_unwilling"
    ELSEWHERE = "contact_elsewhere"
    DIED = "contact_died"
    OTHER = "contact_other"


#: Outcomes of a case whose patient never came to the hospital.
WITHOUT_CARE = frozenset({Outcome.NOT_ARRIVED, Outcome.ELSEWHERE, Outcome.REFUSED_BY_PATIENT, Outcome.DIED})

_OPEN = frozenset(State) - {State.CLOSED, State.WITHDRAWN}
#: States in which the target has still to answer.
OFFERED = frozenset({State.SENT, State.REDIRECTED})
#: States of a case that no hospital takes as it stands.
STOPPED = frozenset({State.DECLINED, State.EXPIRED, State.WITHDRAWN})
#: States of a case that was sent and whose patient no hospital has.
NOWHERE = OFFERED | {State.ACCEPTED} | STOPPED
LIFECYCLE: Lifecycle[State] = Lifecycle(
    {
        "send": (frozenset({State.DRAFT}), State.SENT),
        "accept": (frozenset({State.SENT, State.REDIRECTED}), State.ACCEPTED),
        "decline": (frozenset({State.SENT, State.REDIRECTED}), State.DECLINED),
        "redirect": (frozenset({State.SENT, State.REDIRECTED, State.ACCEPTED}), State.REDIRECTED),
        "retarget": (frozenset({State.DECLINED}), State.SENT),
        # who has come has come, whether the slip has lapsed, was taken back or was offered elsewhere meanwhile
        "arrive": (NOWHERE, State.ARRIVED),
        "return": (frozenset({State.ARRIVED}), State.RETURNED),
        "follow_up": (frozenset({State.RETURNED}), State.FOLLOWED_UP),
        "close": (
            frozenset({State.FOLLOWED_UP, State.RETURNED, State.DECLINED, State.EXPIRED, State.ACCEPTED}),
            State.CLOSED,
        ),
        "withdraw": (frozenset({State.SENT, State.REDIRECTED, State.ACCEPTED}), State.WITHDRAWN),
        "expire": (frozenset({State.SENT, State.REDIRECTED, State.ACCEPTED}), State.EXPIRED),
        "rebook": (frozenset({State.ACCEPTED}), State.ACCEPTED),
        "renew": (frozenset({State.EXPIRED}), State.SENT),
        "turn_up": (
            frozenset({State.SENT, State.REDIRECTED, State.ACCEPTED, State.DECLINED, State.EXPIRED}),
            State.REDIRECTED,
        ),
        "die": (_OPEN, State.CLOSED),
    },
    kind="referral",
)
#: The moves of a case that a hospital begins: to the patient's unit, to rehabilitation or nursing (REF-07, REF-30).
DOWN: Lifecycle[State] = Lifecycle(
    {
        "retarget": (frozenset({State.DECLINED, State.EXPIRED}), State.SENT),
        "take_on": (frozenset({State.SENT}), State.ACCEPTED),
        "turn_down": (frozenset({State.SENT}), State.DECLINED),
        "receive": (frozenset({State.ACCEPTED}), State.ARRIVED),
        "follow_up": (frozenset({State.ACCEPTED, State.ARRIVED}), State.FOLLOWED_UP),
        "close": (
            frozenset({State.ACCEPTED, State.ARRIVED, State.FOLLOWED_UP, State.DECLINED, State.EXPIRED}),
            State.CLOSED,
        ),
        "withdraw": (frozenset({State.SENT, State.ACCEPTED}), State.WITHDRAWN),
        "expire": (frozenset({State.SENT}), State.EXPIRED),
        "rebook": (frozenset({State.ACCEPTED}), State.ACCEPTED),
        "renew": (frozenset({State.EXPIRED}), State.SENT),
        "die": (_OPEN, State.CLOSED),
    },
    kind="referral",
)
#: States in which the slip of an emergency may still be completed; one that is with nobody is sent elsewhere first.
COMPLETABLE = frozenset(
    {State.SENT, State.REDIRECTED, State.ACCEPTED, State.ARRIVED, State.RETURNED, State.FOLLOWED_UP}
)
#: States in which nothing is owed any more.
ENDED = frozenset({State.CLOSED, State.WITHDRAWN})

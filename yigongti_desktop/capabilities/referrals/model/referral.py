"""One referral from the clinic's desk to the hospital and back: the record, who holds it, who receives it."""

from __future__ import annotations

from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.approval import Approval
from yigongti_desktop.capabilities.referrals.model.catalogue import Advice
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.states import COMPLETABLE
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.protocol.record import Record


class Referral(Record, frozen=True, kw_only=True):
    """One case from the clinic's desk to the hospital and back."""

    number: str = ""
    state: State
    origin: str
    origin_name: str
    slip: Slip
    #: Institution that is asked or that holds the patient now.
    target: str
    target_name: str = ""
    #: Institutions that have ever been asked: they keep sight of what they saw.
    asked: tuple[str, ...] = ()
    #: The slip was sent with gaps in an emergency and must be completed by `complete_by`.
    incomplete: bool = False
    complete_by: datetime | None = None
    sent_at: datetime | None = None
    #: The target's desk has fetched it (县院已收).
    reached_at: datetime | None = None
    #: By when the target should answer.
    answer_by: datetime | None = None
    valid_until: date | None = None
    #: Department, doctor and time that the hospital gives.
    reception: str = ""
    #: Slots, beds and examinations that are held for the case, as the slip says them (REF-09).
    booked: str = ""
    reason: str = ""
    arrived_at: datetime | None = None
    return_slip: ReturnSlip | None = None
    #: What the clinic is to go on giving (PHA-02); beside the slip, so that a program that does not know it keeps it.
    return_drugs: tuple[SlipDrug, ...] = ()
    returned_at: datetime | None = None
    follow_up_by: date | None = None
    outcome: str = ""
    #: Prints of the transfer-out slip and of the return slip so far.
    prints: int = 0
    return_prints: int = 0
    #: What the catalogue in force said of it (REF-04), and the reasons that the slip still owes.
    advice: Advice | None = None
    owed: tuple[str, ...] = ()
    #: Approval of a referral out of the county (REF-03); None where it needs none.
    approval: Approval | None = None
    #: Begun by a hospital, towards the patient's unit: origin is the hospital, target who goes on caring.
    is_down: bool = False
    #: Which of those who may go down the patient is: a code of the county's (REF-07, REF-14).
    down_class: str = ""
    #: Who follows the patient now (REF-23); of records of before, whom the slip names.
    tracker: str = ""
    tracker_name: str = ""
    #: When the tracker is to ask next (REF-08); set while the case is open.
    next_contact: date | None = None
    #: What the last contact since the last move came to, and when it was.
    contact_result: str = ""
    contacted_at: datetime | None = None
    #: When the target's director is told that there is still no answer.
    escalate_at: datetime | None = None
    #: Until when the patient should have come.
    arrive_by: date | None = None
    #: Limits that have passed and were noted (`Limit`).
    passed: tuple[str, ...] = ()
    #: Code of the reason for which the target declined.
    decline_code: str = ""
    #: Hospital at which the patient turned up, until it takes the case over.
    found_at: str = ""
    #: Where the patient went, of a case closed for that.
    gone_to: str = ""
    #: State in which the case was when it ended: reopened it is there again.
    ended_from: str = ""
    #: Unit with which the patient was signed when the case was sent, and the agreement's number (REF-12).
    contract_unit: str = ""
    contract_number: str = ""
    #: Acts of the other side that its paper stood in for and that have not come themselves: sent, retargeted, returned.
    carried: tuple[str, ...] = ()


#: States of a case that goes down in which its target cares for the patient.
_CARED_FOR = frozenset({State.ACCEPTED, State.ARRIVED, State.FOLLOWED_UP})
#: Beginning of the account to which a case posts whose patient is in the register: a death finds its cases by it.
OF_PERSON = "referral.person."


def is_completable(referral: Referral) -> bool:
    """Say whether the slip has gaps that its unit can fill now (REF-10)."""
    return referral.incomplete and referral.state in COMPLETABLE


def has_turned_up(referral: Referral, hospital: str) -> bool:
    """Say whether the patient was found at a hospital that has still to take the case over."""
    return referral.found_at == hospital and referral.state is State.REDIRECTED


def holder(referral: Referral) -> str:
    """Return the institution that holds the case and must move it on."""
    if referral.state in {State.ACCEPTED, State.ARRIVED, State.SENT, State.REDIRECTED}:
        return referral.target
    return referral.target if referral.is_down and referral.state in _CARED_FOR else referral.origin


def carer(referral: Referral) -> str:
    """Return the unit that goes on caring for the patient after the hospital (REF-28)."""
    return referral.target if referral.is_down else referral.origin


def tracked_by(referral: Referral) -> str:
    """Return the institution whose person follows the patient: the unit, from when it has taken a patient on."""
    return referral.target if referral.is_down and referral.state in _CARED_FOR else referral.origin


def tracker_of(referral: Referral) -> tuple[str, str]:
    """Return account and name of the person who follows the patient (REF-23)."""
    if referral.tracker:
        return referral.tracker, referral.tracker_name
    return referral.slip.tracker, referral.slip.tracker_name


def streams(referral: Referral) -> frozenset[str]:
    """Return who receives the case: its clinic, and each hospital that was asked; a draft stays at home."""
    return frozenset(f"unit:{unit}" for unit in (referral.origin, *referral.asked))


def posted(referral: Referral) -> tuple[tuple[str, int], ...]:
    """Return the account of the patient, for as long as a death, or that there was none, concerns the case."""
    is_over = referral.state in ENDED and referral.outcome != Outcome.DIED.value
    resident = referral.slip.patient.resident
    return ((f"{OF_PERSON}{resident}", 1),) if resident and not is_over else ()


def awaited_by(referral: Referral) -> str:
    """Return the institution whose desk has yet to fetch an offered case."""
    offered = referral.state in {State.SENT, State.REDIRECTED} and referral.reached_at is None
    return referral.target if offered else ""

"""One referral from the clinic's desk to the hospital and back: the record, who holds it, who receives it."""

from __future__ import annotations

from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.approval import Approval
from yigongti_desktop.capabilities.referrals.model.catalogue import Advice
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
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


def holder(referral: Referral) -> str:
    """Return the institution that holds the case and must move it on."""
    if referral.state in {State.ACCEPTED, State.ARRIVED, State.SENT, State.REDIRECTED}:
        return referral.target
    return referral.origin


def streams(referral: Referral) -> frozenset[str]:
    """Return who receives the case: its clinic, and each hospital that was asked; a draft stays at home."""
    return frozenset(f"unit:{unit}" for unit in (referral.origin, *referral.asked))


def awaited_by(referral: Referral) -> str:
    """Return the hospital whose desk has yet to fetch an offered case."""
    offered = referral.state in {State.SENT, State.REDIRECTED} and referral.reached_at is None
    return referral.target if offered else ""

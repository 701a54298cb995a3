"""What is asked of a case that a hospital begins, and what then happened."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.messages.cases import Message
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip


class SendDown(Message, frozen=True, kw_only=True):
    """Send a patient down who came by no referral."""

    #: Patient, unit and tracker; the rest of it follows from the paper.
    slip: Slip
    back: ReturnSlip
    down_class: str
    drugs: tuple[SlipDrug, ...] = ()


class TakeOnPatient(Message, frozen=True, kw_only=True):
    """Take a patient on who is sent down; without a tracker, oneself."""

    referral: str
    tracker: str = ""
    reception: str = ""


class TurnDownPatient(Message, frozen=True, kw_only=True):
    """Decline a patient who is sent down."""

    referral: str
    code: str = ""
    reason: str = ""


class ReceivePatient(Message, frozen=True, kw_only=True):
    """Note that the patient has come."""

    referral: str


class ReferralSentDown(Message, frozen=True, kw_only=True):
    """A patient was sent down under a number."""

    number: str
    slip: Slip
    back: ReturnSlip
    down_class: str
    drugs: tuple[SlipDrug, ...] = ()


class PatientTakenOn(Message, frozen=True, kw_only=True):
    """The unit took the patient on."""

    tracker: str
    reception: str = ""


class PatientTurnedDown(Message, frozen=True, kw_only=True):
    """The unit declined the patient."""

    code: str = ""
    reason: str = ""


class PatientReceived(Message, frozen=True, kw_only=True):
    """The patient came to the unit."""

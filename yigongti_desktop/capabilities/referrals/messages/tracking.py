"""What people ask so that a case is not lost, and what then happened; and what the hub's clock does."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.referrals.messages.cases import Message
from yigongti_desktop.capabilities.referrals.model.states import Limit


class RebookReferral(Message, frozen=True, kw_only=True):
    """Agree on a new day with a patient who has not come."""

    referral: str
    on: date


class HandOverTracking(Message, frozen=True, kw_only=True):
    """Let another colleague follow the patient."""

    referral: str
    tracker: str


class NoteTurnUp(Message, frozen=True, kw_only=True):
    """Say at which other hospital the patient turned up."""

    referral: str
    institution: str
    reason: str


class TakeOverReferral(Message, frozen=True, kw_only=True):
    """Take over the case of a patient who turned up here."""

    referral: str
    case_number: str = ""
    #: Where the patient is received; empty for that of the slip.
    department: str = ""


class EndByDeath(Message, frozen=True, kw_only=True):
    """End the case of a patient who died."""

    referral: str


class ReopenReferral(Message, frozen=True, kw_only=True):
    """Open a wrongly closed case again."""

    referral: str
    reason: str


class ReferralRebooked(Message, frozen=True, kw_only=True):
    """A new day was agreed on."""

    on: date


class ReferralRenewed(Message, frozen=True, kw_only=True):
    """A slip that had lapsed was offered again, for a day."""

    on: date


class TrackingHandedOver(Message, frozen=True, kw_only=True):
    """Another colleague follows the patient."""

    tracker: str
    #: Their name on the day, for the trail.
    name: str = ""


class PatientTurnedUp(Message, frozen=True, kw_only=True):
    """The patient turned up at another hospital."""

    institution: str
    reason: str


class ReferralTakenOver(Message, frozen=True, kw_only=True):
    """The hospital at which the patient turned up took the case over."""

    case_number: str = ""
    department: str = ""


class PatientDied(Message, frozen=True, kw_only=True):
    """The patient died."""


class ReferralReopened(Message, frozen=True, kw_only=True):
    """A wrongly closed case was opened again."""

    reason: str


class DeathNoted(Message, frozen=True, kw_only=True):
    """The register has a death: the case ends with it."""


class DeathPutRight(Message, frozen=True, kw_only=True):
    """The register has no death any more: the case goes on."""


class LimitPassed(Message, frozen=True, kw_only=True):
    """A time limit passed by the hub's clock."""

    limit: Limit


class ReferralMended(Message, frozen=True, kw_only=True):
    """A case of a program of before got its next contact and its tracker."""


class ContractNoted(Message, frozen=True, kw_only=True):
    """The patient was signed with a unit when the case was sent."""

    unit: str
    number: str

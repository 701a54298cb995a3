"""What people ask of a referral, and what then happened."""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import ContactResult
from yigongti_desktop.capabilities.referrals.model.states import Outcome


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A command or an event."""


class SaveReferralDraft(Message, frozen=True, kw_only=True):
    """Keep a slip that is not ready; without an id, a new one."""

    slip: Slip
    referral: str = ""


class SendReferral(Message, frozen=True, kw_only=True):
    """Send a slip to the hospital; without an id, a new one."""

    slip: Slip
    referral: str = ""
    #: Line of reserved capacity that is asked for with it; the case is sent whatever becomes of that (REF-09).
    hold: str = ""


class CompleteReferral(Message, frozen=True, kw_only=True):
    """Fill the gaps of an emergency slip."""

    referral: str
    slip: Slip


class RetargetReferral(Message, frozen=True, kw_only=True):
    """Send a declined case elsewhere."""

    referral: str
    target: Target


class AcceptReferral(Message, frozen=True, kw_only=True):
    """Accept the patient."""

    referral: str
    reception: str = ""


class DeclineReferral(Message, frozen=True, kw_only=True):
    """Decline the patient, by a code of the county's list, in words, or both."""

    referral: str
    reason: str = ""
    code: str = ""


class RedirectReferral(Message, frozen=True, kw_only=True):
    """Pass the patient on."""

    referral: str
    target: Target
    reason: str


class RegisterArrival(Message, frozen=True, kw_only=True):
    """Note that the patient has come."""

    referral: str
    case_number: str = ""
    #: Where the patient is received, at a hospital where the case does not stand; empty for that of the slip.
    department: str = ""


class SendBack(Message, frozen=True, kw_only=True):
    """Send the patient back with a return slip, and the drugs that the clinic is to go on giving."""

    referral: str
    slip: ReturnSlip
    drugs: tuple[SlipDrug, ...] = ()


class CloseReferral(Message, frozen=True, kw_only=True):
    """Close the case."""

    referral: str
    outcome: Outcome
    #: Where the patient went instead.
    gone_to: str = ""


class WithdrawReferral(Message, frozen=True, kw_only=True):
    """Take the case back."""

    referral: str
    reason: str


class ExpireReferral(Message, frozen=True, kw_only=True):
    """Let a slip lapse whose time is over."""

    referral: str


class PrintReferral(Message, frozen=True, kw_only=True):
    """Count a print of a slip: "transfer_out" or "return"."""

    referral: str
    paper: str = "transfer_out"


class LogContact(Message, frozen=True, kw_only=True):
    """Keep what a contact about a case came to, and when to ask next."""

    referral: str
    said: str
    result: ContactResult = ContactResult.OTHER
    #: By the county's rule where nobody says.
    next_on: date | None = None


class DraftSaved(Message, frozen=True, kw_only=True):
    """A slip was kept."""

    slip: Slip


class ReferralSent(Message, frozen=True, kw_only=True):
    """A slip was sent under its number."""

    number: str
    slip: Slip


class ReferralCompleted(Message, frozen=True, kw_only=True):
    """The gaps of an emergency slip were filled."""

    slip: Slip


class ReferralRetargeted(Message, frozen=True, kw_only=True):
    """A declined case was sent elsewhere."""

    target: Target


class ReferralAccepted(Message, frozen=True, kw_only=True):
    """The hospital accepted the patient."""

    reception: str = ""


class ReferralDeclined(Message, frozen=True, kw_only=True):
    """The hospital declined the patient."""

    reason: str
    code: str = ""


class ReferralRedirected(Message, frozen=True, kw_only=True):
    """The hospital passed the patient on."""

    target: Target
    reason: str


class PatientArrived(Message, frozen=True, kw_only=True):
    """The patient came."""

    case_number: str = ""
    department: str = ""


class ReferralReturned(Message, frozen=True, kw_only=True):
    """The hospital sent the patient back."""

    slip: ReturnSlip
    drugs: tuple[SlipDrug, ...] = ()


class ReferralFollowedUp(Message, frozen=True, kw_only=True):
    """The owed visit was made."""


class ReferralClosed(Message, frozen=True, kw_only=True):
    """The case was closed."""

    outcome: Outcome
    gone_to: str = ""


class ReferralWithdrawn(Message, frozen=True, kw_only=True):
    """The clinic took the case back."""

    reason: str


class ReferralExpired(Message, frozen=True, kw_only=True):
    """The slip lapsed."""


class ReferralReached(Message, frozen=True, kw_only=True):
    """The hospital's desk fetched the case."""


class SlipPrinted(Message, frozen=True, kw_only=True):
    """A slip was printed; `copy` counts from 1, the second and later ones bear 重打."""

    paper: str
    copy: int


class ContactLogged(Message, frozen=True, kw_only=True):
    """Somebody asked after the patient."""

    said: str
    #: What it came to; empty of desks that know no results.
    result: ContactResult | None = None
    #: When the tracker asks next; by the county's rule where nobody says.
    next_on: date | None = None

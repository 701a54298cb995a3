"""What people ask of a drug request, and what then happened."""

from __future__ import annotations

import msgspec

from yigongti_desktop.attachments.messages import File
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A command or an event."""


class SaveRequestDraft(Message, frozen=True, kw_only=True):
    """Keep a request that is not ready; without an id, a new one."""

    lines: tuple[Wanted, ...]
    urgency: Urgency = Urgency.ROUTINE
    note: str = ""
    request: str = ""


class SubmitDrugRequest(Message, frozen=True, kw_only=True):
    """Submit a request to the central pharmacy; without an id, a new one."""

    lines: tuple[Wanted, ...]
    urgency: Urgency = Urgency.ROUTINE
    note: str = ""
    request: str = ""


class EndorseDrugRequest(Message, frozen=True, kw_only=True):
    """Let a request go from the clinic to the central pharmacy."""

    request: str


class DeclineDrugRequest(Message, frozen=True, kw_only=True):
    """Give a request back to whoever wrote it, inside the clinic."""

    request: str
    reason: str


class WithdrawDrugRequest(Message, frozen=True, kw_only=True):
    """Take a request back."""

    request: str
    reason: str = ""


class SendBackDrugRequest(Message, frozen=True, kw_only=True):
    """Send a request back for an explanation."""

    request: str
    reason: str


class ReviewDrugRequest(Message, frozen=True, kw_only=True):
    """Decide a request line by line."""

    request: str
    decisions: tuple[Decision, ...]


class DispatchDrugRequest(Message, frozen=True, kw_only=True):
    """Send the drugs."""

    request: str
    parcels: tuple[Parcel, ...]


class ReceiveDelivery(Message, frozen=True, kw_only=True):
    """Count what came."""

    request: str
    counts: tuple[Count, ...]
    #: Photos of lines that differ, each with the drug that was asked for as its line.
    photos: tuple[File, ...] = ()


class PrintDrugRequest(Message, frozen=True, kw_only=True):
    """Count a print of a request."""

    request: str


class DraftSaved(Message, frozen=True, kw_only=True):
    """A request was kept."""

    lines: tuple[Wanted, ...]
    urgency: Urgency
    note: str = ""


class DrugRequestSubmitted(Message, frozen=True, kw_only=True):
    """A request was submitted under its number, or laid before the clinic's director."""

    number: str
    lines: tuple[Wanted, ...]
    urgency: Urgency
    note: str = ""


class DrugRequestEndorsed(Message, frozen=True, kw_only=True):
    """The director let a request go."""


class DrugRequestDeclined(Message, frozen=True, kw_only=True):
    """The director gave a request back."""

    reason: str


class DrugRequestAskedAgain(Message, frozen=True, kw_only=True):
    """What stayed owed of another request is asked for, or what both sides of a case agreed to send again."""

    former: str
    case: str = ""


class DrugRequestWithdrawn(Message, frozen=True, kw_only=True):
    """A request was taken back."""

    reason: str = ""


class DrugRequestSentBack(Message, frozen=True, kw_only=True):
    """A request was sent back for an explanation."""

    reason: str


class DrugRequestReviewed(Message, frozen=True, kw_only=True):
    """Every line was decided."""

    decisions: tuple[Decision, ...]


class DrugRequestDispatched(Message, frozen=True, kw_only=True):
    """The drugs were sent under the number of a delivery note."""

    delivery: str
    parcels: tuple[Parcel, ...]


class DeliveryReceived(Message, frozen=True, kw_only=True):
    """The clinic counted what came."""

    counts: tuple[Count, ...]


class DrugRequestReached(Message, frozen=True, kw_only=True):
    """The central pharmacy's desk fetched the request."""


class DrugRequestPrinted(Message, frozen=True, kw_only=True):
    """A request was printed; `copy` counts from 1."""

    copy: int

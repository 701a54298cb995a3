"""What people ask of a long prescription, and what then happened."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages.requests import Message
from yigongti_desktop.capabilities.pharmacy.model.handing_out import Taken
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import Plan


class ReserveLongPrescription(Message, frozen=True, kw_only=True):
    """Write a long prescription and lay its drugs aside."""

    plan: Plan


class FetchLongPrescription(Message, frozen=True, kw_only=True):
    """Note that the patient has the drugs; without lots they are taken as they are proposed, by expiry."""

    prescription: str
    taken: tuple[Taken, ...] = ()


class CancelLongPrescription(Message, frozen=True, kw_only=True):
    """Take a long prescription back."""

    prescription: str
    reason: str


class ExpireLongPrescription(Message, frozen=True, kw_only=True):
    """Free the drugs of one who has not come."""

    prescription: str


class LongPrescriptionReserved(Message, frozen=True, kw_only=True):
    """Drugs were laid aside."""

    number: str
    plan: Plan


class LongPrescriptionFetched(Message, frozen=True, kw_only=True):
    """The patient has the drugs, of these lots."""

    taken: tuple[Taken, ...] = ()


class LongPrescriptionCancelled(Message, frozen=True, kw_only=True):
    """It was taken back."""

    reason: str


class LongPrescriptionExpired(Message, frozen=True, kw_only=True):
    """Nobody came; the drugs are free."""

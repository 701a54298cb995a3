"""A service that was done under a contract (履约): what was measured, what followed from it, and what proves it.

Its id is made of the contract, the agreement, the item and its number: two desks that do one task off-line meet in one
record. Evidence is a note, photos, a signature, or both cards held to the reader (两卡制, FND-38).
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from enum import StrEnum
from typing import Any

from yigongti_desktop.capabilities.contracts.model.deciding import Former
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.record import Record


class State(StrEnum):
    """Whether a service counts."""

    DONE = "done"
    VOID = "void"


class Way(StrEnum):
    """How the resident was met."""

    HOME = "home"
    CLINIC = "clinic"
    PHONE = "phone"
    ONLINE = "online"


class Service(Record, frozen=True, kw_only=True):
    """One service done."""

    state: State
    contract: str
    resident: str
    name: str
    #: Unit that did it.
    institution: str
    #: Number of the agreement.
    agreement: str
    package: str = ""
    #: Code of the item.
    item: str
    item_name: str = ""
    #: Which of the item's tasks it is, or the number of its day for what was done beyond the plan (`numbers`).
    number: int = 0
    done_on: date
    way: Way
    #: Account and name of whoever did it.
    doer: str
    doer_name: str = ""
    #: What was measured, by the names of the item's form.
    readings: dict[str, Any] = {}
    note: str = ""
    #: What came of it by the form's rule, and the reason code of a referral that it asks for.
    outcome: str = ""
    reason: str = ""
    next_due: date | None = None
    #: What the next follow-up needs to know of this one.
    leaves: Former = Former()
    #: The cards that were read, and when (FND-38).
    resident_card: str = ""
    worker_card: str = ""
    carded_at: datetime | None = None
    #: Ids of the pictures that prove it; the line to which each is put says whether it is a signature.
    photos: tuple[str, ...] = ()
    recorded_at: datetime
    void_reason: str = ""

    @property
    def is_proven(self) -> bool:
        """Say whether something beside the word of whoever did it proves it."""
        return bool(self.photos or (self.resident_card and self.worker_card))


def service_id(contract: str, agreement: str, item: str, number: int) -> str:
    """Return the id of the one service that does a task."""
    return derived_id("service", contract, agreement, item, str(number))


def streams(service: Service) -> frozenset[str]:
    """Return who receives a service: the unit that did it."""
    return frozenset({f"unit:{service.institution}"})

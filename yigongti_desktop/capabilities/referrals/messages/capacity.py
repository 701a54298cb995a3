"""What people ask of reserved capacity and of holds on it, and what then happened."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.messages.cases import Message
from yigongti_desktop.capabilities.referrals.model.capacity import Numbers
from yigongti_desktop.capabilities.referrals.model.capacity import Slot
from yigongti_desktop.capabilities.referrals.model.capacity import Source
from yigongti_desktop.capabilities.referrals.model.holds import Why


class Opening(Message, frozen=True, kw_only=True):
    """A line to be published."""

    slot: Slot
    numbers: Numbers


class Changing(Message, frozen=True, kw_only=True):
    """A line to be changed."""

    line: str
    numbers: Numbers
    time: str = ""
    place: str = ""


class PublishCapacity(Message, frozen=True, kw_only=True):
    """Publish lines, change others, close others: a week as it stands in the grid."""

    opened: tuple[Opening, ...] = ()
    changed: tuple[Changing, ...] = ()
    closed: tuple[str, ...] = ()
    #: Why lines are closed.
    reason: str = ""
    source: Source = Source.TYPED


class CloseCapacity(Message, frozen=True, kw_only=True):
    """Close one line (停诊)."""

    line: str
    reason: str


class HoldSlot(Message, frozen=True, kw_only=True):
    """Hold a slot for a case; `instead_of` is the line that is held so far and let go for it."""

    referral: str
    line: str
    instead_of: str = ""


class ReleaseSlot(Message, frozen=True, kw_only=True):
    """Let a hold go."""

    hold: str


class NoteSlot(Message, frozen=True, kw_only=True):
    """Take what the hub answered off the list, having read it (知道了)."""

    hold: str
    #: State and reason as they were read: "answered full".
    seen: str


class CapacityPublished(Message, frozen=True, kw_only=True):
    """A line was published."""

    slot: Slot
    numbers: Numbers
    source: Source = Source.TYPED


class CapacityChanged(Message, frozen=True, kw_only=True):
    """A line was changed."""

    numbers: Numbers
    time: str = ""
    place: str = ""


class CapacityClosed(Message, frozen=True, kw_only=True):
    """A line was closed."""

    reason: str


class CapacityReturned(Message, frozen=True, kw_only=True):
    """What nobody held went back to the ordinary pool."""


class CapacityCounted(Message, frozen=True, kw_only=True):
    """A hold on the line was made or let go; it follows from that."""


class SlotAsked(Message, frozen=True, kw_only=True):
    """A clinic asked for a slot."""

    referral: str
    line: str
    instead_of: str = ""


class SlotReleased(Message, frozen=True, kw_only=True):
    """The clinic let a hold go."""


class SlotGivenUp(Message, frozen=True, kw_only=True):
    """A hold was let go with its case; it follows from that."""

    why: Why


class SlotUsed(Message, frozen=True, kw_only=True):
    """The patient came; it follows from that."""


class SlotDropped(Message, frozen=True, kw_only=True):
    """The line was closed; it follows from that."""


class SlotMoved(Message, frozen=True, kw_only=True):
    """The line was given another time or room; it follows from that."""

    slot: Slot


class SlotLapsed(Message, frozen=True, kw_only=True):
    """The patient did not come."""


class SlotNoted(Message, frozen=True, kw_only=True):
    """Somebody at the clinic has read how a hold stands."""

    seen: str


class ReferralBooked(Message, frozen=True, kw_only=True):
    """What is held for a case changed; it follows from that."""

    booked: str

"""What people ask of the stock, and what then happened."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages.requests import Message
from yigongti_desktop.capabilities.pharmacy.model.counting import CountLine
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering


class EnterStock(Message, frozen=True, kw_only=True):
    """Write what came, went or was lost into the ledger."""

    entering: Entering


class ReverseEntry(Message, frozen=True, kw_only=True):
    """Take an entry back by another one (冲红)."""

    entry: str
    reason: str


class OpenCount(Message, frozen=True, kw_only=True):
    """Begin a count of a room."""

    room: str = ""
    is_blind: bool = False
    note: str = ""


class CountStock(Message, frozen=True, kw_only=True):
    """Write down what lay there, some lines or all."""

    count: str
    lines: tuple[CountLine, ...]


class ConfirmCount(Message, frozen=True, kw_only=True):
    """Let the differences of a count stand; each reason with the place of its line, from 1."""

    count: str
    reasons: tuple[tuple[int, str], ...] = ()


class CancelCount(Message, frozen=True, kw_only=True):
    """Give a count up."""

    count: str
    reason: str


class SendCountBack(Message, frozen=True, kw_only=True):
    """Put a count back to those who counted, to be corrected."""

    count: str
    reason: str


class HandCountIn(Message, frozen=True, kw_only=True):
    """Hand a count in again that was put back."""

    count: str
    answer: str = ""


class AddStoreRoom(Message, frozen=True, kw_only=True):
    """Add a store-room, or open again one that was closed."""

    name: str


class RenameStoreRoom(Message, frozen=True, kw_only=True):
    """Call a store-room something else."""

    room: str
    name: str


class CloseStoreRoom(Message, frozen=True, kw_only=True):
    """Close an empty store-room."""

    room: str


class TraceLot(Message, frozen=True, kw_only=True):
    """Ask again what units have of a lot that the community recalls."""

    hold: str


class HoldLot(Message, frozen=True, kw_only=True):
    """Let a lot not be used any more."""

    drug: str
    lot: str
    reason: str


class ReleaseLot(Message, frozen=True, kw_only=True):
    """Let a held lot be used again."""

    hold: str
    reason: str


class StockEntered(Message, frozen=True, kw_only=True):
    """Something came, went or was lost; without a number when it follows from another paper."""

    number: str = ""
    entering: Entering


class EntryReversed(Message, frozen=True, kw_only=True):
    """An entry was taken back."""

    entry: str
    reason: str


class CountOpened(Message, frozen=True, kw_only=True):
    """A count began, with the lots that the books had."""

    number: str
    room: str
    is_blind: bool
    note: str
    lines: tuple[CountLine, ...]
    #: Whether the room was chosen from the list; desks before there was one took any words.
    listed: bool = False


class StockCounted(Message, frozen=True, kw_only=True):
    """Lots were counted."""

    lines: tuple[CountLine, ...]


class CountConfirmed(Message, frozen=True, kw_only=True):
    """A second person let the differences stand."""

    reasons: tuple[tuple[int, str], ...] = ()


class CountCancelled(Message, frozen=True, kw_only=True):
    """A count was given up."""

    reason: str


class LotHeld(Message, frozen=True, kw_only=True):
    """A lot may not be used."""

    drug: str
    lot: str
    reason: str


class LotReleased(Message, frozen=True, kw_only=True):
    """A lot may be used again."""

    reason: str


class CountSentBack(Message, frozen=True, kw_only=True):
    """A second person put a count back to those who counted."""

    reason: str


class CountHandedIn(Message, frozen=True, kw_only=True):
    """A count that was put back was handed in again."""

    answer: str = ""


class StoreRoomAdded(Message, frozen=True, kw_only=True):
    """A store-room was added, or opened again."""

    name: str


class StoreRoomRenamed(Message, frozen=True, kw_only=True):
    """A store-room is called something else; the ledger knows it by its word."""

    room: str
    name: str


class StoreRoomClosed(Message, frozen=True, kw_only=True):
    """An empty store-room was closed."""

    room: str


class StoreRoomUsed(Message, frozen=True, kw_only=True):
    """Something moved in a room that was not on the list, or closed."""

    room: str


class LotTraced(Message, frozen=True, kw_only=True):
    """It was asked again what units have of a recalled lot."""


class LotReported(Message, frozen=True, kw_only=True):
    """What a unit has of a lot that its community recalls is reckoned from its ledger."""

    hold: str
    institution: str

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

"""What people ask of a monthly statement, and what then happened."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages.requests import Message
from yigongti_desktop.capabilities.pharmacy.model.statement import Price


class OpenStatement(Message, frozen=True, kw_only=True):
    """Freeze what a unit owes for a month, or freeze it anew; with prices for drugs that came without."""

    unit: str
    month: str
    prices: tuple[Price, ...] = ()


class ConfirmStatement(Message, frozen=True, kw_only=True):
    """Agree to a statement."""

    statement: str


class DisputeStatement(Message, frozen=True, kw_only=True):
    """Say what is wrong with a statement."""

    statement: str
    words: str


class CloseStatement(Message, frozen=True, kw_only=True):
    """Settle a statement."""

    statement: str


class StatementOpened(Message, frozen=True, kw_only=True):
    """The amounts of a month were frozen: those of these requests."""

    number: str
    unit: str
    month: str
    requests: tuple[str, ...]
    prices: tuple[Price, ...] = ()


class StatementDelivered(Message, frozen=True, kw_only=True):
    """One more delivery of the month was received."""

    request: str


class StatementConfirmed(Message, frozen=True, kw_only=True):
    """The unit agreed."""


class StatementDisputed(Message, frozen=True, kw_only=True):
    """The unit said what is wrong."""

    words: str


class StatementClosed(Message, frozen=True, kw_only=True):
    """The statement was settled."""

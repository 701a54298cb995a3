"""What people ask of the differences of a delivery, and what then happened."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages.requests import Message
from yigongti_desktop.capabilities.pharmacy.model.difference import Reply


class AnswerCase(Message, frozen=True, kw_only=True):
    """Answer every line of a case, in order."""

    case: str
    replies: tuple[Reply, ...]


class DisputeCase(Message, frozen=True, kw_only=True):
    """Do not agree to the answers."""

    case: str
    reason: str


class SettleCase(Message, frozen=True, kw_only=True):
    """Agree to the answers."""

    case: str


class CaseRaised(Message, frozen=True, kw_only=True):
    """A delivery was counted and differs."""

    request: str


class CaseAnswered(Message, frozen=True, kw_only=True):
    """The central pharmacy answered."""

    replies: tuple[Reply, ...]


class CaseDisputed(Message, frozen=True, kw_only=True):
    """The clinic did not agree."""

    reason: str


class CaseSettled(Message, frozen=True, kw_only=True):
    """The clinic agreed."""

"""What people ask of a shortage, and what then happened."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages.requests import Message
from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import CallResult
from yigongti_desktop.capabilities.pharmacy.model.shortage import Missing
from yigongti_desktop.capabilities.pharmacy.model.shortage import Opening


class RegisterShortage(Message, frozen=True, kw_only=True):
    """Write down a drug that a resident asked for and that was not there."""

    missing: Missing


class ReleaseShortage(Message, frozen=True, kw_only=True):
    """Open it again, untied from its request."""

    shortage: str


class AnswerShortage(Message, frozen=True, kw_only=True):
    """Say whether the lead hospital can buy it."""

    shortage: str
    answer: Answer
    words: str = ""


class MarkShortageArrived(Message, frozen=True, kw_only=True):
    """Note that the drug has come."""

    shortage: str


class LogShortageCall(Message, frozen=True, kw_only=True):
    """Note what came of a call to the resident."""

    shortage: str
    result: CallResult
    note: str = ""


class HandOutShortage(Message, frozen=True, kw_only=True):
    """Note that the resident has fetched the drug."""

    shortage: str


class CancelShortage(Message, frozen=True, kw_only=True):
    """Cancel it."""

    shortage: str
    reason: str


class ShortageRegistered(Message, frozen=True, kw_only=True):
    """A shortage was written down."""

    missing: Missing


class ShortageOpened(Message, frozen=True, kw_only=True):
    """A paper elsewhere wants a drug that is not there."""

    opening: Opening


class ShortageSourceEnded(Message, frozen=True, kw_only=True):
    """The paper that opened it has ended."""

    outcome: str


class ShortageAsked(Message, frozen=True, kw_only=True):
    """A request was submitted whose line of this drug is for it."""

    request: str
    drug: str
    number: str
    supplier: str


class ShortageReleased(Message, frozen=True, kw_only=True):
    """It is open again; `request` names the request that brought nothing, and is empty when a person did it."""

    request: str = ""


class ShortageAnswered(Message, frozen=True, kw_only=True):
    """The lead hospital said whether it can buy it."""

    answer: Answer
    words: str = ""


class ShortageArrived(Message, frozen=True, kw_only=True):
    """The drug has come; `request` names the request that brought it, and is empty when a person said so."""

    request: str = ""


class ShortageCalled(Message, frozen=True, kw_only=True):
    """The resident was called."""

    result: CallResult
    note: str = ""


class ShortageFetched(Message, frozen=True, kw_only=True):
    """The resident has fetched the drug."""


class ShortageCancelled(Message, frozen=True, kw_only=True):
    """It was cancelled."""

    reason: str

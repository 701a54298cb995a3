"""What people ask of a review of prescriptions, and what then happened."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages.requests import Message
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewLine


class OpenReview(Message, frozen=True, kw_only=True):
    """Draw prescriptions of a unit and a month from these numbers."""

    unit: str
    month: str
    numbers: tuple[str, ...]


class WriteReview(Message, frozen=True, kw_only=True):
    """Write down what was found so far."""

    review: str
    lines: tuple[ReviewLine, ...]


class ReturnReview(Message, frozen=True, kw_only=True):
    """Send a review back to the unit, with what was found last."""

    review: str
    lines: tuple[ReviewLine, ...] = ()


class AnswerReview(Message, frozen=True, kw_only=True):
    """Say what the unit does about a review."""

    review: str
    words: str


class CancelReview(Message, frozen=True, kw_only=True):
    """Give a review up."""

    review: str
    reason: str


class ReviewOpened(Message, frozen=True, kw_only=True):
    """Prescriptions were drawn from these numbers by this seed."""

    number: str
    unit: str
    month: str
    numbers: tuple[str, ...]
    seed: str


class ReviewWritten(Message, frozen=True, kw_only=True):
    """Findings were written down."""

    lines: tuple[ReviewLine, ...]


class ReviewReturned(Message, frozen=True, kw_only=True):
    """The review was sent back to the unit."""


class ReviewAnswered(Message, frozen=True, kw_only=True):
    """The unit answered."""

    words: str


class ReviewCancelled(Message, frozen=True, kw_only=True):
    """The review was given up."""

    reason: str

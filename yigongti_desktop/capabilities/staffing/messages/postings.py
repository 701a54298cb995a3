"""What people ask of postings, and what then happened."""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.capabilities.staffing.model.posting_moves import Arrangement
from yigongti_desktop.capabilities.staffing.model.postings import Month
from yigongti_desktop.capabilities.staffing.model.postings import Wish


class AskForPosting(msgspec.Struct, frozen=True, kw_only=True):
    """Ask the lead hospital for somebody."""

    wish: Wish


class ArrangePosting(msgspec.Struct, frozen=True, kw_only=True):
    """Say who is sent."""

    posting: str
    arrangement: Arrangement


class DeclinePosting(msgspec.Struct, frozen=True, kw_only=True):
    """Send nobody."""

    posting: str
    reason: str


class WithdrawPosting(msgspec.Struct, frozen=True, kw_only=True):
    """Take back what was asked for."""

    posting: str
    reason: str


class ConfirmArrival(msgspec.Struct, frozen=True, kw_only=True):
    """Confirm that somebody came."""

    posting: str
    on: date


class NoteMonth(msgspec.Struct, frozen=True, kw_only=True):
    """Write down on which days of a month somebody was there."""

    posting: str
    month: Month


class ExtendPosting(msgspec.Struct, frozen=True, kw_only=True):
    """Let somebody stay on."""

    posting: str
    until: date
    reason: str


class BreakOffPosting(msgspec.Struct, frozen=True, kw_only=True):
    """End a posting before its day; the last day counts for who had come."""

    posting: str
    last: date
    reason: str


class CompletePosting(msgspec.Struct, frozen=True, kw_only=True):
    """End a posting whose days are over."""

    posting: str


class PostingAsked(msgspec.Struct, frozen=True, kw_only=True):
    """A unit asked."""

    wish: Wish


class PostingArranged(msgspec.Struct, frozen=True, kw_only=True):
    """The lead hospital said who is sent."""

    arrangement: Arrangement


class PostingDeclined(msgspec.Struct, frozen=True, kw_only=True):
    """The lead hospital sends nobody."""

    reason: str


class PostingWithdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """The unit took it back."""

    reason: str


class PostingArrived(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody came."""

    on: date


class PostingMonthNoted(msgspec.Struct, frozen=True, kw_only=True):
    """The days of a month were written down."""

    month: Month


class PostingExtended(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody stays on."""

    until: date
    reason: str


class PostingBrokenOff(msgspec.Struct, frozen=True, kw_only=True):
    """A posting was ended before its day."""

    last: date
    reason: str


class PostingCompleted(msgspec.Struct, frozen=True, kw_only=True):
    """The days of a posting are over."""

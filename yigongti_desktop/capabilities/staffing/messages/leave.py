"""What people ask of leave, and what then happened."""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.capabilities.staffing.model.leave import Written


class AskLeave(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for leave, for oneself or for a colleague."""

    written: Written


class ApproveLeave(msgspec.Struct, frozen=True, kw_only=True):
    """Approve leave."""

    leave: str
    answer: str = ""


class DeclineLeave(msgspec.Struct, frozen=True, kw_only=True):
    """Decline leave."""

    leave: str
    reason: str


class WithdrawLeave(msgspec.Struct, frozen=True, kw_only=True):
    """Withdraw leave."""

    leave: str
    reason: str = ""


class EndLeave(msgspec.Struct, frozen=True, kw_only=True):
    """End leave early; the given day is its last."""

    leave: str
    last: date
    reason: str = ""


class LeaveAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Leave was asked for."""

    written: Written


class LeaveApproved(msgspec.Struct, frozen=True, kw_only=True):
    """Leave was approved."""

    answer: str = ""


class LeaveDeclined(msgspec.Struct, frozen=True, kw_only=True):
    """Leave was declined."""

    reason: str


class LeaveWithdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """Leave was withdrawn."""

    reason: str = ""


class LeaveEnded(msgspec.Struct, frozen=True, kw_only=True):
    """Leave ended early."""

    last: date
    reason: str = ""

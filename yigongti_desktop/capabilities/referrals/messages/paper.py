"""What people ask of the codes on slips, and what then happened."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.messages.cases import Message


class SealSlips(Message, frozen=True, kw_only=True):
    """Make the codes of slips that are about to be printed: "transfer_out" or "return"."""

    referrals: tuple[str, ...]
    paper: str = "transfer_out"


class SealedSlips(Message, frozen=True, kw_only=True):
    """The texts of the symbols of each slip; one whose form bears no code is not among them."""

    codes: dict[str, tuple[str, ...]] = {}


class PresentCode(Message, frozen=True, kw_only=True):
    """Receive what the code on a paper says."""

    code: bytes


class PaperPresented(Message, frozen=True, kw_only=True):
    """A transfer-out slip was presented at the hospital: its code as it was signed."""

    code: bytes


class ReturnPresented(Message, frozen=True, kw_only=True):
    """A return slip was presented at the clinic: its code as it was signed."""

    code: bytes

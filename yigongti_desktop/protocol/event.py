"""One act of a person, saved with its effect and sent up; and what the judge of it may know.

The body is JSON text: its kinds belong to the capabilities, and a hub that does not know a kind yet
can still keep it, and judge it when it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from typing import Protocol

import msgspec

from yigongti_desktop.kernel.access import Actor


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """An act as it travels."""

    id: str
    #: Name of the event's kind, such as "referral.sent".
    kind: str
    #: Id of the record that it moves.
    record: str
    #: Revision of the record that the person had seen; 0 when there was none.
    seen: int
    #: JSON of the event's body.
    body: bytes
    institution: str
    account: str
    #: Time by the device's clock: shown to people, never used for order.
    at: datetime
    #: Set when this act answers a refused one.
    answers: str = ""
    #: Set when this act follows from another: the hub does it by itself, and only says whether it did.
    cause: str = ""


class Lookup(Protocol):
    """Other records that a judge may look at."""

    def get(self, kind: str, record: str) -> Any | None:
        """Return the current record of this kind, or None."""
        ...


class Books(Lookup, Protocol):
    """Other records, and the balances that they make."""

    def total(self, account: str, but: str = "") -> int:
        """Return the balance of an account: what all records have posted to it, but for one."""
        ...

    def balances(self, beginning: str) -> dict[str, int]:
        """Return the balances of the accounts whose names begin so; those at nought may be left out."""
        ...

    def posted(self, account: str) -> Mapping[str, int]:
        """Return who posted how much to an account: record → amount."""
        ...

    def next_account(self, after: str) -> str:
        """Return the first account that was ever posted to and does not come before this name; empty for none."""
        ...


class NoBooks:
    """The half of a register that counts, for judges of records that post nothing."""

    def total(self, account: str, but: str = "") -> int:
        """Return nought."""
        _ = self, account, but
        return 0

    def balances(self, beginning: str) -> dict[str, int]:
        """Return no account."""
        _ = self, beginning
        return {}

    def posted(self, account: str) -> dict[str, int]:
        """Return nobody."""
        _ = self, account
        return {}

    def next_account(self, after: str) -> str:
        """Return no account."""
        _ = self, after
        return ""


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """What a judge knows beside the record and the event's body."""

    event: str
    #: Id of the record that is moved.
    record: str
    actor: Actor
    #: When the act was done: by the device's clock where that is believable, else by the hub's.
    at: datetime
    register: Books
    #: Letter of the device, as printed in numbers; empty for the hub.
    letter: str = ""
    #: Whether this is the hub judging; a desk's ruling is a forecast.
    final: bool = False

"""Stock as a ledger: entries are added, never edited, and a balance is what they post.

Every movement has its lot, expiry, quantity, reason, person and document (standards §4.3). A desk judges by what it
knows; two desks of one unit may both give out the last box while they are off-line. Both boxes have gone, so the hub
takes both entries, and writes into the second by how much the lot fell below nought, and why.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec

from yigongti_desktop.protocol.record import Record

#: Reasons that the program gives, not a person.
CONCURRENT = "concurrent"
UNRECORDED = "unrecorded"
_SEPARATOR = "|"
#: Digits of a 药品追溯码, and of the 药品标识码 that it begins with.
_CODE, _HEAD = 20, 7


class EntryKind(StrEnum):
    """What an entry does to the stock."""

    OPENING = "opening"
    RECEIPT = "receipt"
    RETURN_IN = "return_in"
    ISSUE_DEPARTMENT = "issue_department"
    ISSUE_VILLAGE = "issue_village"
    ISSUE_PATIENTS = "issue_patients"
    DISPATCH = "dispatch"
    RETURN_OUT = "return_out"
    LOSS = "loss"
    EXPIRED = "expired"
    TRANSFER = "transfer"
    COUNT = "count"
    REVERSAL = "reversal"


#: Kinds that add to the stock.
INCOMING = frozenset({EntryKind.OPENING, EntryKind.RECEIPT, EntryKind.RETURN_IN})
#: Kinds by which drugs come to be used: none of an expired or held lot, and what consumption is reckoned from.
USES = frozenset({EntryKind.ISSUE_DEPARTMENT, EntryKind.ISSUE_VILLAGE, EntryKind.ISSUE_PATIENTS, EntryKind.DISPATCH})
#: Kinds whose quantities bear a sign of their own.
SIGNED = frozenset({EntryKind.COUNT, EntryKind.REVERSAL})
#: Kinds that a person enters; the others follow from a paper, a count or an entry.
ENTERED = frozenset(EntryKind) - SIGNED - {EntryKind.DISPATCH}
#: Kinds that need words on why.
EXPLAINED = frozenset({EntryKind.LOSS, EntryKind.RETURN_OUT})


class LotKey(msgspec.Struct, frozen=True, order=True):
    """Which lot of which drug lies where."""

    institution: str
    #: Store-room; empty for the pharmacy itself.
    room: str
    drug: str
    expiry: date
    lot: str

    @property
    def account(self) -> str:
        """Return the account of its balance; those of a drug are in the order of their expiry (FEFO)."""
        parts = ("stock", self.institution, self.room, self.drug, self.expiry.isoformat(), self.lot)
        return _SEPARATOR.join(parts)


class EntryLine(msgspec.Struct, frozen=True, kw_only=True):
    """Packs of one lot that come or go; name and unit as they stood in the formulary on the day."""

    drug: str
    name: str = ""
    strength: str = ""
    #: Unit in which the formulary counts the drug; one of its pack's other units is brought to it, exactly.
    unit: str = ""
    #: In the unit; below nought only in a count or a reversal.
    quantity: int
    lot: str
    expiry: date
    #: Price of one unit in 分; unknown where the paper had none.
    price_fen: int | None = None
    #: Why, where the kind alone does not say it: of a loss, of a difference.
    reason: str = ""
    #: Why more is taken than the books have.
    over: str = ""
    #: 药品追溯码 of its packs.
    codes: tuple[str, ...] = ()
    #: Why a code stands here whose head is known for another drug.
    code_reason: str = ""
    #: By how much the lot was below nought after this line.
    short: int = 0


class StockEntry(Record, frozen=True, kw_only=True):
    """One paper of the store: what came, what went, what was found."""

    number: str = ""
    kind: EntryKind
    institution: str
    room: str = ""
    #: Where a transfer goes.
    other_room: str = ""
    #: Who received or gave: a department, a village clinic, the central pharmacy.
    partner: str = ""
    partner_name: str = ""
    reason: str = ""
    #: Number of the paper it follows from, and its record.
    document: str = ""
    source: str = ""
    lines: tuple[EntryLine, ...]
    person: str = ""
    account: str = ""
    at: datetime
    #: Entry that this one takes back (冲红).
    reverses: str = ""


class LotHold(Record, frozen=True, kw_only=True):
    """A lot that may not be used: suspended or recalled (停用、召回)."""

    community: str
    drug: str
    name: str = ""
    lot: str
    is_held: bool
    reason: str = ""
    #: Who held it: a unit holds for itself, the lead hospital for the community.
    institution: str
    person: str = ""
    at: datetime


def key_of(entry: StockEntry, line: EntryLine) -> LotKey:
    """Return the lot that a line of an entry moves."""
    return LotKey(entry.institution, entry.room, line.drug, line.expiry, line.lot)


def read_account(account: str) -> LotKey:
    """Return the lot of an account."""
    _, institution, room, drug, expiry, lot = account.split(_SEPARATOR)
    return LotKey(institution, room, drug, date.fromisoformat(expiry), lot)


def beginning(institution: str, room: str | None = None, drug: str = "") -> str:
    """Return how the accounts of an institution begin, of one of its rooms, of a drug in it."""
    parts = ["stock", institution] if room is None else ["stock", institution, room]
    return _SEPARATOR.join([*parts, *([drug] if drug and room is not None else []), ""])


def trace_account(institution: str, code: str) -> str:
    """Return the account of one pack's 追溯码: one while it is here, nought when it has gone."""
    return _SEPARATOR.join(("trace", institution, code))


def head_of(code: str) -> str:
    """Return the 药品标识码 that a 追溯码 begins with; empty for a code that has none."""
    return code[:_HEAD] if len(code) == _CODE and code.isdecimal() else ""


def heads(institution: str, head: str = "") -> str:
    """Return how the accounts of known 药品标识码 begin, of an institution, of one head."""
    return _SEPARATOR.join(("head", institution, *([head] if head else []), ""))


def head_account(institution: str, head: str, drug: str) -> str:
    """Return the account of how many packs said that a head belongs to a drug."""
    return heads(institution, head) + drug


def postings(entry: StockEntry) -> Iterator[tuple[str, int]]:
    """Return what an entry adds to which balances: lots, packs by their codes, and what the codes teach."""
    for line in entry.lines:
        key, sign = key_of(entry, line), _sign(entry.kind)
        yield key.account, sign * line.quantity
        if entry.kind is EntryKind.TRANSFER:
            yield msgspec.structs.replace(key, room=entry.other_room).account, line.quantity
            continue
        step = sign if line.quantity > 0 else -sign
        for code in line.codes:
            yield trace_account(entry.institution, code), step
            if head := head_of(code):
                yield head_account(entry.institution, head, line.drug), -1 if entry.kind is EntryKind.REVERSAL else 1


def change_of(entry: StockEntry, line: EntryLine) -> int:
    """Return what a line adds to the lot in the entry's own room."""
    return _sign(entry.kind) * line.quantity


def streams(entry: StockEntry) -> frozenset[str]:
    """Return who receives an entry: the institution whose stock it moves."""
    return frozenset({f"unit:{entry.institution}"})


def hold_streams(hold: LotHold) -> frozenset[str]:
    """Return who receives a hold: the unit, or the whole community."""
    return frozenset({f"community:{hold.community}"} if hold.community else {f"unit:{hold.institution}"})


def value_fen(lines: Iterable[EntryLine]) -> int:
    """Return what lines are worth in 分, as far as prices are known."""
    return sum(line.quantity * line.price_fen for line in lines if line.price_fen is not None)


def _sign(kind: EntryKind) -> int:
    return 1 if kind in INCOMING or kind in SIGNED else -1

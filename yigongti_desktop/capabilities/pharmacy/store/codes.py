"""What trace codes (药品追溯码) tell: for which drugs their heads are known, where the pack of one code has been."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from yigongti_desktop.capabilities.pharmacy.model import origin
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model import tracing
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store import rooms
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.capabilities.pharmacy.store.stock import Movement
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage.facts import stamp

#: Drugs that a 药品标识码 is known for, first the one that most packs said.
Heads = dict[str, tuple[Drug, ...]]


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """One pack by its code: what moved it, the first first, and whether it is still here."""

    code: str
    movements: tuple[Movement, ...]
    is_here: bool
    #: What rooms are called.
    rooms: dict[str, str] = {}


def heads(connection: Connection, institution: str) -> Heads:
    """Return what the codes that were entered at an institution have taught."""
    packs: dict[str, list[tuple[int, str]]] = {}
    for account, amount in postings.balances(connection, stock.heads(institution)).items():
        _, _, head, drug = account.split("|")
        if amount > 0:
            packs.setdefault(head, []).append((-amount, drug))
    drugs = records.load_many(connection, registry.DRUG, {drug for its in packs.values() for _, drug in its})
    found = {head: tuple(drugs[drug] for _, drug in sorted(its) if drug in drugs) for head, its in packs.items()}
    return {head: its for head, its in found.items() if its}


def of_delivery(connection: Connection, request: str) -> dict[str, tuple[str, ...]]:
    """Return the codes that were scanned when a delivery was counted here, by the drug that was given."""
    entry = records.load(connection, store.STOCK_ENTRY, origin.of_request(EntryKind.RECEIPT, request))
    found: dict[str, tuple[str, ...]] = {}
    for line in entry.lines if entry is not None else ():
        if line.codes:
            found[line.drug] = (*found.get(line.drug, ()), *line.codes)
    return found


def traced(connection: Connection, institution: str, typed: str) -> Traced | None:
    """Return where the pack of a code has been at an institution, or None where nobody has scanned it."""
    code = tracing.plain(typed)
    account = stock.trace_account(institution, code)
    posted = postings.posted_by(connection, [account])[account]
    if not posted:
        return None
    known = records.load_many(connection, store.STOCK_ENTRY, posted)
    moved = [
        Movement(entry, replace(line, codes=(code,)), posted[entry.id])
        for entry in known.values()
        for line in entry.lines
        if code in line.codes
    ]
    return Traced(
        code=code,
        movements=tuple(sorted(moved, key=lambda one: (day(one.entry.at), stamp(one.entry.at), one.entry.id))),
        is_here=sum(posted.values()) > 0,
        rooms=rooms.names(connection, institution),
    )

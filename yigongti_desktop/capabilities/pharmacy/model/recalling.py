"""Where a recalled lot is: what each unit of the community had of it, what lies there still, where the rest went.

The lead hospital sees nothing of a unit's ledger (least sight). Of a lot that it recalls for the community, and of no
other, the hub reckons a report from each unit's ledger; it is reckoned again whenever the lot moves there. Patients
are counted and not named.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime

import msgspec

from yigongti_desktop.capabilities.pharmacy.model import rooms
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.entering import hold_id
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import need_institution

_END = "\U0010ffff"
#: Whose other side is not told.
_UNNAMED = frozenset({EntryKind.ISSUE_PATIENTS})


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """Packs that went one way; below nought where more came back than went."""

    kind: EntryKind
    #: A department, a village clinic, the central pharmacy; empty for patients, losses, counts.
    partner_name: str = ""
    quantity: int


class LotReport(Record, frozen=True, kw_only=True):
    """What one unit had of a recalled lot; what came is what lies there and what went."""

    hold: str
    drug: str
    name: str = ""
    strength: str = ""
    unit: str = ""
    lot: str
    institution: str
    institution_name: str = ""
    #: The hospital that recalled it.
    lead: str
    came: int
    there: int
    went: tuple[Destination, ...] = ()
    at: datetime


def report_id(hold: str, institution: str) -> str:
    """Return the id of the one report of a unit on a recalled lot."""
    return derived_id("lot_report", hold, institution)


def report(current: LotReport | None, hold: str, institution: str, ruling: Ruling) -> LotReport:
    """Reckon from a unit's ledger what it had of a recalled lot.

    Raises:
        Refused: not_found, lot_not_held, not_holder.
    """
    held: LotHold | None = ruling.register.get("lot_hold", hold)
    if held is None:
        raise Refused("not_found", kind="lot_hold")
    if not held.is_held or not held.community:
        raise Refused("lot_not_held", lot=held.lot)
    if ruling.record != report_id(hold, institution):
        raise Refused("not_holder")
    own = need_institution(ruling.register, institution)
    drug: Drug | None = ruling.register.get("drug", held.drug)
    came, there, went = followed(entries_of(ruling.register, institution, held.drug, held.lot), held.drug, held.lot)
    return LotReport(
        id=ruling.record,
        revision=current.revision if current else 0,
        extra=current.extra if current else {},
        hold=hold,
        drug=held.drug,
        name=held.name,
        strength=drug.strength if drug else "",
        unit=drug.unit if drug else "",
        lot=held.lot,
        institution=own.id,
        institution_name=own.name,
        lead=held.institution,
        came=came,
        there=there,
        went=went,
        at=ruling.at,
    )


def followed(entries: Iterable[StockEntry], drug: str, lot: str) -> tuple[int, int, tuple[Destination, ...]]:
    """Return what came of a lot, what lies there, and where the rest went; what was taken back never happened."""
    known = list(entries)
    originals = {entry.id: entry for entry in known}
    came, there = 0, 0
    went: dict[tuple[EntryKind, str], int] = {}
    for entry in known:
        if entry.kind is EntryKind.TRANSFER:
            continue
        original = originals.get(entry.reverses, entry)
        for line in entry.lines:
            if (line.drug, line.lot) != (drug, lot):
                continue
            change = stock.change_of(entry, line)
            there += change
            if original.kind in stock.INCOMING and original.kind is not EntryKind.RETURN_IN:
                came += change
            else:
                key = (original.kind, "" if original.kind in _UNNAMED else original.partner_name)
                went[key] = went.get(key, 0) - change
    ways = (Destination(kind=kind, partner_name=name, quantity=packs) for (kind, name), packs in sorted(went.items()))
    return came, there, tuple(way for way in ways if way.quantity)


def entries_of(register: Books, institution: str, drug: str, lot: str) -> list[StockEntry]:
    """Return the entries of an institution that moved a lot, in all its rooms."""
    found: set[str] = set()
    for room in rooms.used_rooms(register.next_account, institution):
        beginning = stock.beginning(institution, room, drug)
        account = register.next_account(beginning)
        while account.startswith(beginning):
            if stock.read_account(account).lot == lot:
                found |= register.posted(account).keys()
            account = register.next_account(f"{account}\x01")
    known = (register.get("stock_entry", one) for one in sorted(found))
    return [one for one in known if one is not None]


def reporting(hold: LotHold, ruling: Ruling) -> Iterator[str]:
    """Return the units of a hold's community whose ledger has ever had anything of its drug, but for its lead."""
    if not hold.is_held or not hold.community:
        return
    on = day(ruling.at)
    for institution in _keeping(ruling.register):
        own: Institution | None = ruling.register.get("institution", institution)
        if own is None or own.id == hold.institution or own.community_on(on) != hold.community:
            continue
        if entries_of(ruling.register, institution, hold.drug, hold.lot):
            yield institution


def recalled(entry: StockEntry, ruling: Ruling) -> Iterator[str]:
    """Return the recalls of the community that an entry has to do with, each once."""
    seen: set[tuple[str, str]] = set()
    for line in entry.lines:
        if (line.drug, line.lot) in seen:
            continue
        seen.add((line.drug, line.lot))
        drug: Drug | None = ruling.register.get("drug", line.drug)
        hold: LotHold | None = (
            ruling.register.get("lot_hold", hold_id(drug.community, line.drug, line.lot)) if drug else None
        )
        if hold is not None and hold.is_held and hold.community and hold.institution != entry.institution:
            yield hold.id


def streams(one: LotReport) -> frozenset[str]:
    """Return who receives a report: the unit itself, and the hospital that recalled the lot."""
    return frozenset({f"unit:{one.institution}", f"unit:{one.lead}"})


def _keeping(register: Books) -> Iterator[str]:
    """Return the institutions that keep a ledger, one look for each."""
    account = register.next_account("stock|")
    while account.startswith("stock|"):
        institution = account.split("|", 2)[1]
        yield institution
        account = register.next_account(stock.beginning(institution) + _END)

"""Rules of an entry: what may be written into the ledger, and what is said of what may not.

Drugs of an expired or held lot are not used (standards §4.3); whoever takes more than there is says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import rooms
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model import tracing
from yigongti_desktop.capabilities.pharmacy.model.origin import need_origin
from yigongti_desktop.capabilities.pharmacy.model.pricing import check_price
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.registry.model.units import convert

MOST_LINES = 500
MOST_QUANTITY = 9_999_999
LONGEST = 200
LONGEST_LOT = 40
#: Kinds that follow from a paper, and what is said of taking them back.
_STAYS = {
    EntryKind.RECEIPT: "entry_received",
    EntryKind.DISPATCH: "entry_dispatched",
    EntryKind.COUNT: "entry_counted",
}
_OLDEST = date(2000, 1, 1)
_YEARS_AHEAD = 20


class Entering(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody writes into the ledger."""

    kind: EntryKind
    lines: tuple[EntryLine, ...]
    room: str = ""
    other_room: str = ""
    partner: str = ""
    partner_name: str = ""
    reason: str = ""
    document: str = ""
    source: str = ""
    #: Whether its rooms were chosen from the list; desks before there was one took any words.
    listed: bool = False


def enter(current: StockEntry | None, number: str, entering: Entering, ruling: Ruling) -> StockEntry:
    """Return the entry.

    Raises:
        Refused: entry_there, entry_unfounded, room_unknown, room_closed, room_same, entry_empty, entry_long, or what is
            wrong with a line, from 1: drug_unknown, quantity_low, quantity_high, lot_empty, field_long, expiry_far,
            lot_expired, expiry_past, lot_held, why_needed, unit_unknown, pack_fraction, price_low, price_high,
            stock_short, trace_length, trace_many, trace_twice, trace_gone, trace_other.
    """
    if current is not None:
        raise Refused("entry_there")
    own = need_institution(ruling.register, ruling.actor.institution)
    entry = StockEntry(
        id=ruling.record,
        number=number,
        kind=entering.kind,
        institution=own.id,
        room=_room(own.id, entering.room, entering, ruling),
        other_room=_room(own.id, entering.other_room, entering, ruling),
        partner=_short(entering.partner, "partner"),
        partner_name=_short(entering.partner_name, "partner"),
        reason=_short(entering.reason, "reason"),
        document=_short(entering.document, "document"),
        source=entering.source,
        lines=(),
        person=ruling.actor.name,
        account=ruling.actor.account,
        at=ruling.at,
    )
    need_origin(entry, ruling.register)
    if entry.kind is EntryKind.TRANSFER and entry.room == entry.other_room:
        raise Refused("room_same")
    return _with_lines(entry, entering.lines, ruling)


def reverse(current: StockEntry | None, original: str, reason: str, ruling: Ruling) -> StockEntry:
    """Return the entry that takes another one back (冲红); it is made once, whoever asks.

    Raises:
        Refused: not_found, not_holder, entry_reversed, entry_follows or which paper it follows from (entry_received,
            entry_dispatched, entry_counted), entry_reversal, field_empty, stock_short.
    """
    taken: StockEntry | None = ruling.register.get("stock_entry", original)
    if taken is None:
        raise Refused("not_found", kind="stock_entry")
    if taken.institution != ruling.actor.institution:
        raise Refused("not_holder")
    if current is not None or ruling.record != reversal_of(original):
        raise Refused("entry_reversed")
    if code := why_stays(taken):
        raise Refused(code)
    if not clean_line(reason):
        raise Refused("field_empty", field="reason")
    kind_sign = 1 if taken.kind in stock.INCOMING else -1
    turned = [replace(line, quantity=-kind_sign * line.quantity, short=0) for line in taken.lines]
    entry = replace(
        taken,
        id=ruling.record,
        revision=0,
        kind=EntryKind.REVERSAL,
        reason=_short(reason, "reason"),
        person=ruling.actor.name,
        account=ruling.actor.account,
        at=ruling.at,
        reverses=original,
        lines=(),
    )
    if taken.kind is EntryKind.TRANSFER:
        entry = replace(entry, kind=EntryKind.TRANSFER, room=taken.other_room, other_room=taken.room)
        turned = [replace(line, short=0) for line in taken.lines]
    return _with_lines(entry, turned, ruling)


def why_stays(entry: StockEntry) -> str:
    """Return the code of why an entry cannot be taken back by itself, and what is done instead; empty when it can.

    What a person entered can be, and so can what a village was given: its request then waits again. What follows from
    a delivery, a count or another entry is put right where it came from.
    """
    if entry.reverses or entry.kind is EntryKind.REVERSAL:
        return "entry_reversal"
    if entry.kind in _STAYS and (entry.source or entry.kind not in stock.ENTERED):
        return _STAYS[entry.kind]
    return "entry_follows" if entry.source and entry.kind is not EntryKind.ISSUE_VILLAGE else ""


def reversal_of(entry: str) -> str:
    """Return the id of the entry that takes this one back."""
    return derived_id("stock_reversal", entry)


def _room(own: str, typed: str, entering: Entering, ruling: Ruling) -> str:
    """Return the word of a room; the differences of a count belong where it was made, whatever became of the room."""
    follows = entering.kind is EntryKind.COUNT
    final, listed = ruling.final or follows, entering.listed and not follows
    return rooms.need_room(ruling.register, own, _short(typed, "room"), final=final, listed=listed)


def _with_lines(entry: StockEntry, lines: Iterable[EntryLine], ruling: Ruling) -> StockEntry:
    checked: list[EntryLine] = []
    taken: dict[str, int] = {}
    codes: set[str] = set()
    for place, line in enumerate(lines, start=1):
        if place > MOST_LINES and not entry.source:  # what an entry follows from has limits of its own
            raise Refused("entry_long", most=MOST_LINES)
        tidy = _tidy(entry, line, place, ruling)
        for code in tidy.codes:
            if code in codes:
                raise Refused("trace_twice", line=place, code=code)
            codes.add(code)
        checked.append(_weighed(entry, tidy, place, taken, ruling))
    if not checked:
        raise Refused("entry_empty")
    return replace(entry, lines=tuple(checked))


def _tidy(entry: StockEntry, line: EntryLine, place: int, ruling: Ruling) -> EntryLine:
    drug: Drug | None = ruling.register.get("drug", line.drug)
    if drug is None:
        raise Refused("drug_unknown", line=place)
    least = 1 if entry.kind not in stock.SIGNED else -MOST_QUANTITY
    if line.quantity < least:
        raise Refused("quantity_low", line=place, least=least, quantity=line.quantity)
    if line.quantity > MOST_QUANTITY:
        raise Refused("quantity_high", line=place, most=MOST_QUANTITY, quantity=line.quantity)
    lot = tidy_lot(line.lot)
    if not lot:
        raise Refused("lot_empty", line=place)
    if len(lot) > LONGEST_LOT:
        raise Refused("field_long", field="lot", line=place, most=LONGEST_LOT, length=len(lot))
    tidy = replace(
        line if entry.source else _in_packs(line, drug, place),
        name=drug.name,
        strength=drug.strength,
        lot=lot,
        reason=_short(line.reason, "reason", place),
        over=_short(line.over, "reason", place),
        codes=tuple(tracing.tidy_code(code, place) for code in line.codes),
        code_reason=_short(line.code_reason, "reason", place),
        short=0,
    )
    if tidy.price_fen is not None:
        check_price(tidy.price_fen, place)
    if len(tidy.codes) > abs(tidy.quantity):
        raise Refused("trace_many", line=place, count=len(tidy.codes), quantity=abs(tidy.quantity), unit=tidy.unit)
    _check_usable(entry, tidy, drug, place, ruling)
    if entry.kind in stock.EXPLAINED and not (tidy.reason or entry.reason):
        raise Refused("why_needed", line=place)
    return tidy


def _in_packs(line: EntryLine, drug: Drug, place: int) -> EntryLine:
    """Return a line in the unit in which the formulary counts: 48粒 of a box of 24 are 2盒, 50粒 are refused."""
    if line.unit in {"", drug.unit}:
        return replace(line, unit=drug.unit)
    try:
        quantity = convert(drug.units, line.quantity, line.unit, drug.unit)
    except Refused as fault:
        raise Refused(fault.code, line=place, **fault.facts) from None
    return replace(line, unit=drug.unit, quantity=quantity)


def _check_usable(entry: StockEntry, line: EntryLine, drug: Drug, place: int, ruling: Ruling) -> None:
    today = day(ruling.at)
    if not is_likely(line.expiry, today):
        raise Refused("expiry_far", line=place, expiry=line.expiry.isoformat())
    if line.expiry < today and entry.kind in stock.USES:
        raise Refused("lot_expired", line=place, lot=line.lot, expiry=line.expiry.isoformat())
    if line.expiry < today and entry.kind is EntryKind.RECEIPT and not entry.source:
        raise Refused("expiry_past", line=place, lot=line.lot, expiry=line.expiry.isoformat())
    if entry.kind in stock.USES and not ruling.final:  # what went out before the word came has gone
        need_free(ruling.register, drug, line.lot, entry.institution, place)


def _weighed(entry: StockEntry, line: EntryLine, place: int, taken: dict[str, int], ruling: Ruling) -> EntryLine:
    """Return a line with by how much its lot is below nought after it, if it is."""
    posted = dict(stock.postings(replace(entry, lines=(line,))))
    account = stock.key_of(entry, line).account
    tracing.check(entry, line, posted, place, ruling)
    change = posted[account]
    left = ruling.register.total(account, ruling.record) + taken.get(account, 0) + change
    taken[account] = taken.get(account, 0) + change
    if change >= 0 or left >= 0:
        return replace(line, over="")
    if line.over:
        return replace(line, short=-left)
    if not ruling.final:
        raise Refused("stock_short", line=place, have=max(left - change, 0), unit=line.unit, lot=line.lot)
    return replace(line, short=-left, over=stock.CONCURRENT)


def need_free(register: Lookup, drug: Drug, lot: str, institution: str, place: int) -> None:
    """Refuse a lot that a unit or its community holds back (停用、召回).

    Raises:
        Refused: lot_held.
    """
    for holder in (drug.community, institution):
        hold: stock.LotHold | None = register.get("lot_hold", hold_id(holder, drug.id, lot))
        if hold is not None and hold.is_held:
            raise Refused("lot_held", line=place, lot=lot, reason=hold.reason)


def hold_id(holder: str, drug: str, lot: str) -> str:
    """Return the id of the one hold of a lot by a unit or a community."""
    return derived_id("lot_hold", holder, drug, lot)


def is_likely(expiry: date, today: date) -> bool:
    """Say whether a box on a shelf can bear such an expiry (有效期至)."""
    return _OLDEST <= expiry < date(today.year + _YEARS_AHEAD, 1, 1)


def tidy_lot(typed: str) -> str:
    """Return a lot number (批号) as it is compared: plain letters and digits, without the sign that parts accounts."""
    return half_width(clean_line(typed)).replace("|", "/")


def _short(typed: str, field: str, line: int = 0) -> str:
    tidy = clean_line(typed)
    if len(tidy) > LONGEST:
        place = {"line": line} if line else {}
        raise Refused("field_long", field=field, most=LONGEST, length=len(tidy), **place)
    return tidy

"""What follows inside the pharmacy from an accepted act; pure, run by the hub and early by a desk (decision 005)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from yigongti_desktop.capabilities.pharmacy.messages.differences import CaseRaised
from yigongti_desktop.capabilities.pharmacy.messages.requests import DeliveryReceived
from yigongti_desktop.capabilities.pharmacy.messages.requests import DrugRequestAskedAgain
from yigongti_desktop.capabilities.pharmacy.messages.stock import EntryReversed
from yigongti_desktop.capabilities.pharmacy.messages.stock import LotReported
from yigongti_desktop.capabilities.pharmacy.messages.stock import StockEntered
from yigongti_desktop.capabilities.pharmacy.messages.stock import StoreRoomUsed
from yigongti_desktop.capabilities.pharmacy.messages.villages import VillageIssued
from yigongti_desktop.capabilities.pharmacy.messages.villages import VillageMerged
from yigongti_desktop.capabilities.pharmacy.messages.villages import VillageParted
from yigongti_desktop.capabilities.pharmacy.messages.villages import VillageTakenBack
from yigongti_desktop.capabilities.pharmacy.model import counting
from yigongti_desktop.capabilities.pharmacy.model import difference
from yigongti_desktop.capabilities.pharmacy.model import origin
from yigongti_desktop.capabilities.pharmacy.model import recalling
from yigongti_desktop.capabilities.pharmacy.model import rooms
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import issues
from yigongti_desktop.capabilities.pharmacy.model.owed import back_order_of
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.rooms import StoreRoom
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.stock import UNRECORDED
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage.catalogue import Reaction

_NO_CODES: tuple[tuple[str, ...], str] = ((), "")
_GIVEN_UP = frozenset({State.WITHDRAWN, State.REJECTED})


def follow(kind: str, after: Record, body: msgspec.Struct, ruling: Ruling) -> Iterable[Reaction]:
    """Return the acts that follow from one that was accepted."""
    if isinstance(after, DrugRequest):
        yield from _of_request(kind, after, body)
    elif kind == "stock_count.confirmed" and isinstance(after, StockCount):
        yield from _of_count(after)
    elif kind == "difference.settled" and isinstance(after, DifferenceCase):
        if difference.to_resend(after):
            yield _ask_again(after.request, after.id)
    elif kind == "long_prescription.fetched" and isinstance(after, LongPrescription):
        for record, entering in issues(after):
            yield Reaction(kind="stock.entered", record=record, body=StockEntered(entering=entering))
    elif isinstance(after, StockEntry):
        yield from _of_entry(after, body, ruling)
    elif kind in {"lot.held", "lot.traced"} and isinstance(after, LotHold):
        for institution in recalling.reporting(after, ruling):
            yield _report(after.id, institution)


def _of_entry(entry: StockEntry, body: msgspec.Struct, ruling: Ruling) -> Iterable[Reaction]:
    yield from _of_issue(entry, body, ruling)
    yield from _of_rooms(entry, ruling)
    for hold in recalling.recalled(entry, ruling):
        yield _report(hold, entry.institution)


def _of_request(kind: str, request: DrugRequest, body: msgspec.Struct) -> Iterable[Reaction]:
    villages = {share.request for line in request.lines for share in line.shares}
    if kind in {"drug_request.submitted", "drug_request.proposed"}:
        for village in sorted(villages):
            yield Reaction(kind="village_request.merged", record=village, body=VillageMerged(request=request.id))
    elif request.state in _GIVEN_UP and kind != "drug_request.printed":
        for village in sorted(villages):
            yield Reaction(kind="village_request.parted", record=village, body=VillageParted(request=request.id))
    elif kind == "drug_request.dispatched":
        yield from _post(request, EntryKind.DISPATCH)
        if any(line.owed for line in request.lines):
            yield _ask_again(request.id, "")
    elif kind == "drug_request.received":
        yield from _post(request, EntryKind.RECEIPT, body.counts if isinstance(body, DeliveryReceived) else ())
        if difference.differing(request):
            record, raised = difference.case_of(request.id), CaseRaised(request=request.id)
            yield Reaction(kind="difference.raised", record=record, body=raised)


def _ask_again(request: str, case: str) -> Reaction:
    body = DrugRequestAskedAgain(former=request, case=case)
    return Reaction(kind="drug_request.asked_again", record=back_order_of(case or request), body=body)


def _post(request: DrugRequest, entered: EntryKind, counts: Iterable[Count] = ()) -> Iterable[Reaction]:
    """Take what was sent from the central pharmacy's stock, or bring what came into the clinic's (PHA-13).

    Codes that were scanned while it was counted are of the packs of their lots.
    """
    is_sent = entered is EntryKind.DISPATCH
    scanned = {
        (count.drug, place): (codes, count.code_reason)
        for count in counts
        for place, codes in enumerate(count.codes)
        if codes
    }
    lines = tuple(
        EntryLine(
            drug=line.given,
            unit=line.given_unit,
            quantity=packs,
            lot=lot.lot,
            expiry=lot.expiry,
            price_fen=lot.price_fen,
            over=UNRECORDED if is_sent else "",
            codes=scanned.get((line.drug, place), _NO_CODES)[0],
            code_reason=scanned.get((line.drug, place), _NO_CODES)[1],
        )
        for line in request.lines
        for place, lot in enumerate(line.lots)
        if (packs := lot.quantity if is_sent else lot.received or 0)
    )
    entering = Entering(
        kind=entered,
        lines=lines,
        partner=request.institution if is_sent else request.supplier,
        partner_name=request.institution_name if is_sent else request.supplier_name,
        document=request.delivery,
        source=request.id,
    )
    if lines:
        record = origin.of_request(entered, request.id)
        yield Reaction(kind="stock.entered", record=record, body=StockEntered(entering=entering))


def _of_count(count: StockCount) -> Iterable[Reaction]:
    """Bring the books to what was counted."""
    if lines := counting.differences(count):
        entering = Entering(kind=EntryKind.COUNT, lines=lines, room=count.room, document=count.number, source=count.id)
        record = origin.of_count(count.id)
        yield Reaction(kind="stock.entered", record=record, body=StockEntered(entering=entering))


def _of_issue(entry: StockEntry, body: msgspec.Struct, ruling: Ruling) -> Iterable[Reaction]:
    """Note in a village's request what it was given, and what of it was taken back (PHA-04)."""
    is_back = isinstance(body, EntryReversed)
    issued: StockEntry | None = ruling.register.get("stock_entry", entry.reverses) if is_back else entry
    if issued is None or issued.kind is not EntryKind.ISSUE_VILLAGE or not issued.source:
        return
    given: dict[str, int] = {}
    for line in issued.lines:
        given[line.drug] = given.get(line.drug, 0) + line.quantity
    if is_back:
        back = VillageTakenBack(given=given)
        yield Reaction(kind="village_request.taken_back", record=issued.source, body=back)
    else:
        yield Reaction(kind="village_request.issued", record=issued.source, body=VillageIssued(given=given))


def _of_rooms(entry: StockEntry, ruling: Ruling) -> Iterable[Reaction]:
    """Bring a room onto the list that was any words, and open one again into which something came."""
    for room in sorted({entry.room, entry.other_room} - {""}):
        record = rooms.room_id(entry.institution, room)
        known: StoreRoom | None = ruling.register.get("store_room", record)
        if known is None or known.is_closed:
            yield Reaction(kind="store_room.used", record=record, body=StoreRoomUsed(room=room))


def _report(hold: str, institution: str) -> Reaction:
    body = LotReported(hold=hold, institution=institution)
    return Reaction(kind="lot_report.made", record=recalling.report_id(hold, institution), body=body)

"""What follows inside the pharmacy from an accepted act; pure, run by the hub and early by a desk (decision 005)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from yigongti_desktop.capabilities.pharmacy.messages.differences import CaseRaised
from yigongti_desktop.capabilities.pharmacy.messages.requests import DrugRequestAskedAgain
from yigongti_desktop.capabilities.pharmacy.messages.stock import StockEntered
from yigongti_desktop.capabilities.pharmacy.messages.villages import VillageIssued
from yigongti_desktop.capabilities.pharmacy.messages.villages import VillageMerged
from yigongti_desktop.capabilities.pharmacy.messages.villages import VillageParted
from yigongti_desktop.capabilities.pharmacy.model import counting
from yigongti_desktop.capabilities.pharmacy.model import difference
from yigongti_desktop.capabilities.pharmacy.model import origin
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.owed import back_order_of
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.stock import UNRECORDED
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage.catalogue import Reaction

_GIVEN_UP = frozenset({State.WITHDRAWN, State.REJECTED})


def follow(kind: str, after: Record, body: msgspec.Struct) -> Iterable[Reaction]:
    """Return the acts that follow from one that was accepted."""
    if isinstance(after, DrugRequest):
        yield from _of_request(kind, after)
    elif kind == "stock_count.confirmed" and isinstance(after, StockCount):
        yield from _of_count(after)
    elif kind == "difference.settled" and isinstance(after, DifferenceCase):
        if difference.to_resend(after):
            yield _ask_again(after.request, after.id)
    elif isinstance(after, StockEntry) and isinstance(body, StockEntered):
        yield from _of_issue(after)


def _of_request(kind: str, request: DrugRequest) -> Iterable[Reaction]:
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
        yield from _post(request, EntryKind.RECEIPT)
        if difference.differing(request):
            record, raised = difference.case_of(request.id), CaseRaised(request=request.id)
            yield Reaction(kind="difference.raised", record=record, body=raised)


def _ask_again(request: str, case: str) -> Reaction:
    body = DrugRequestAskedAgain(former=request, case=case)
    return Reaction(kind="drug_request.asked_again", record=back_order_of(case or request), body=body)


def _post(request: DrugRequest, entered: EntryKind) -> Iterable[Reaction]:
    """Take what was sent from the central pharmacy's stock, or bring what came into the clinic's (PHA-13)."""
    is_sent = entered is EntryKind.DISPATCH
    lines = tuple(
        EntryLine(
            drug=line.given,
            unit=line.given_unit,
            quantity=packs,
            lot=lot.lot,
            expiry=lot.expiry,
            price_fen=lot.price_fen,
            over=UNRECORDED if is_sent else "",
        )
        for line in request.lines
        for lot in line.lots
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


def _of_issue(entry: StockEntry) -> Iterable[Reaction]:
    """Note in a village's request what it was given (PHA-04)."""
    if entry.kind is EntryKind.ISSUE_VILLAGE and entry.source:
        given: dict[str, int] = {}
        for line in entry.lines:
            given[line.drug] = given.get(line.drug, 0) + line.quantity
        yield Reaction(kind="village_request.issued", record=entry.source, body=VillageIssued(given=given))

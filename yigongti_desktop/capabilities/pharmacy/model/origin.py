"""Which paper an entry follows from: nobody enters what only a delivery or a count may bring into the books.

An entry that follows has an id derived from its paper, so that it is made once; no other entry may take that id.
"""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.ids import is_derived
from yigongti_desktop.protocol.event import Lookup

_CONFIRMED = "confirmed"
_SENT = frozenset({State.DISPATCHED, State.RECEIVED})


def of_request(entered: EntryKind, request: str) -> str:
    """Return the id of the entry by which a request leaves the central pharmacy's stock, or comes into the clinic's."""
    return derived_id("stock_entry", entered.value, request)


def of_count(count: str) -> str:
    """Return the id of the entry that brings the books to what was counted."""
    return derived_id("stock_count", count)


def of_long_prescription(prescription: str, room: str) -> str:
    """Return the id of the entry by which what was fetched of a long prescription leaves a room."""
    return derived_id("stock_entry", "long_prescription", prescription, room)


def need_origin(entry: StockEntry, register: Lookup) -> None:
    """Refuse an entry that is not a person's to make, or that says it follows from a paper and does not.

    Raises:
        Refused: entry_unfounded.
    """
    is_founded = {
        EntryKind.COUNT: _is_of_count,
        EntryKind.DISPATCH: _is_of_request,
        EntryKind.RECEIPT: _is_of_request if entry.source else _is_of_a_person,
        EntryKind.ISSUE_VILLAGE: _is_for_a_village,
        EntryKind.ISSUE_PATIENTS: _is_of_long_prescription if entry.source else _is_of_a_person,
        EntryKind.REVERSAL: _is_nothing,
    }.get(entry.kind, _is_of_a_person)
    if not is_founded(entry, register):
        raise Refused("entry_unfounded", kind=entry.kind.value)


def _is_of_a_person(entry: StockEntry, _register: Lookup) -> bool:
    return not entry.source and not is_derived(entry.id)


def _is_for_a_village(entry: StockEntry, register: Lookup) -> bool:
    is_known = not entry.source or register.get("village_request", entry.source) is not None
    return is_known and not is_derived(entry.id)


def _is_of_request(entry: StockEntry, register: Lookup) -> bool:
    request: DrugRequest | None = register.get("drug_request", entry.source)
    if request is None or entry.id != of_request(entry.kind, request.id):
        return False
    if entry.kind is EntryKind.DISPATCH:
        return request.state in _SENT and request.supplier == entry.institution
    return request.state is State.RECEIVED and request.institution == entry.institution


def _is_of_long_prescription(entry: StockEntry, register: Lookup) -> bool:
    known = register.get("long_prescription", entry.source)
    is_its = entry.id == of_long_prescription(entry.source, entry.room)
    return known is not None and is_its and bool(known.institution == entry.institution)


def _is_of_count(entry: StockEntry, register: Lookup) -> bool:
    count = register.get("stock_count", entry.source)
    if count is None or entry.id != of_count(count.id):
        return False
    return bool(count.state == _CONFIRMED and count.institution == entry.institution)


def _is_nothing(_entry: StockEntry, _register: Lookup) -> bool:
    return False

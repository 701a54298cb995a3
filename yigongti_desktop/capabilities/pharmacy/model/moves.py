"""Moves of a drug request: the clinic asks, takes back and counts; the central pharmacy decides and sends.

PHA-13 中心药房: request, approval, dispatch, receipt. Whoever asks is locked out once it is approved.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import lines
from yigongti_desktop.capabilities.pharmacy.model.entering import need_free
from yigongti_desktop.capabilities.pharmacy.model.entering import tidy_lot
from yigongti_desktop.capabilities.pharmacy.model.pricing import with_prices
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import LIFECYCLE
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.institution import lead_of
from yigongti_desktop.registry.model.institution import need_institution

_LONGEST_NOTE = 200


def save_draft(
    current: DrugRequest | None, wanted: Iterable[lines.Wanted], urgency: Urgency, note: str, ruling: Ruling
) -> DrugRequest:
    """Keep a request that is not submitted; only the clinic's own desks see it."""
    request = current or _begin(ruling)
    _need_side(ruling, request.institution)
    if request.state is not State.DRAFT:
        raise Refused("wrong_state", act="save_draft", state=request.state.value)
    request = _supplied(request, ruling)
    community = need_institution(ruling.register, request.institution).community_on(day(ruling.at))
    return replace(request, lines=lines.check_wanted(wanted, community, ruling), urgency=urgency, note=_note(note))


def submit(
    current: DrugRequest | None,
    number: str,
    wanted: Iterable[lines.Wanted],
    urgency: Urgency,
    note: str,
    ruling: Ruling,
) -> DrugRequest:
    """Submit a request: new, a draft, or one that was sent back, which keeps its number.

    It goes to the hospital that leads the clinic's community on the day, also when another one sent it back
    (ORG-25); one that is submitted stays where it is, whatever community the clinic belongs to later.
    """
    request = current or _begin(ruling)
    _need_side(ruling, request.institution)
    state = LIFECYCLE.after("submit", request.state)
    request = _supplied(request, ruling)
    community = need_institution(ruling.register, request.institution).community_on(day(ruling.at))
    return replace(
        request,
        state=state,
        number=request.number or number,
        lines=lines.check_wanted(wanted, community, ruling),
        urgency=urgency,
        note=_note(note),
        requester=ruling.actor.name,
        submitted_at=ruling.at,
        reached_at=None,
        reason="",
    )


def withdraw(current: DrugRequest | None, reason: str, ruling: Ruling) -> DrugRequest:
    """Take a request back that is not decided yet."""
    request = _existing(current)
    _need_side(ruling, request.institution)
    return replace(request, state=LIFECYCLE.after("withdraw", request.state), reason=_note(reason))


def send_back(current: DrugRequest | None, reason: str, ruling: Ruling) -> DrugRequest:
    """Send a request back for an explanation; the clinic's figures stay."""
    request = _existing(current)
    _need_side(ruling, request.supplier)
    state = LIFECYCLE.after("send_back", request.state)
    if not _note(reason):
        raise Refused("field_empty", field="reason")
    return replace(request, state=state, reason=_note(reason))


def review(current: DrugRequest | None, decisions: Iterable[lines.Decision], ruling: Ruling) -> DrugRequest:
    """Decide line by line; a request of which nothing is granted is rejected."""
    request = _existing(current)
    _need_side(ruling, request.supplier)
    decided = lines.decide(request.lines, decisions)
    act = "review" if any(line.approved for line in decided) else "reject"
    return replace(
        request,
        state=LIFECYCLE.after(act, request.state),
        lines=decided,
        reviewer=ruling.actor.name,
        reviewed_at=ruling.at,
    )


def dispatch(
    current: DrugRequest | None, delivery: str, parcels: Iterable[lines.Parcel], ruling: Ruling
) -> DrugRequest:
    """Send the drugs, each lot with its expiry and the price at which it will be paid (PHA-13, PHA-14)."""
    request = _existing(current)
    _need_side(ruling, request.supplier)
    state = LIFECYCLE.after("dispatch", request.state)
    priced = [replace(parcel, lots=with_prices(parcel.drug, parcel.lots, ruling.register)) for parcel in parcels]
    packed = lines.pack(request.lines, priced, day(ruling.at))
    for place, line in enumerate(packed, start=1):
        drug: Drug | None = ruling.register.get("drug", line.drug)
        if drug is not None:
            for lot in line.lots:
                need_free(ruling.register, drug, tidy_lot(lot.lot), request.supplier, place)
    return replace(
        request,
        state=state,
        lines=packed,
        delivery=delivery,
        dispatcher=ruling.actor.name,
        dispatched_at=ruling.at,
    )


def receive(current: DrugRequest | None, counts: Iterable[lines.Count], ruling: Ruling) -> DrugRequest:
    """Count what came."""
    request = _existing(current)
    _need_side(ruling, request.institution)
    state = LIFECYCLE.after("receive", request.state)
    return replace(
        request,
        state=state,
        lines=lines.count(request.lines, counts),
        receiver=ruling.actor.name,
        received_at=ruling.at,
    )


def reach(current: DrugRequest | None, ruling: Ruling) -> DrugRequest:
    """Note that the central pharmacy's desk has fetched the request (县院已收)."""
    request = _existing(current)
    return replace(request, reached_at=request.reached_at or ruling.at)


def note_print(current: DrugRequest | None, ruling: Ruling) -> DrugRequest:
    """Count a print of the request."""
    request = _existing(current)
    _need_side(ruling, request.institution, request.supplier)
    if request.state is State.DRAFT:
        raise Refused("wrong_state", act="print", state=request.state.value)
    return replace(request, prints=request.prints + 1)


def _begin(ruling: Ruling) -> DrugRequest:
    own = need_institution(ruling.register, ruling.actor.institution)
    new = DrugRequest(id=ruling.record, state=State.DRAFT, institution=own.id, institution_name=own.name, supplier="")
    return _supplied(new, ruling)


def _supplied(request: DrugRequest, ruling: Ruling) -> DrugRequest:
    """Return the request as asked of the hospital that leads the clinic's community on the day."""
    own = need_institution(ruling.register, request.institution)
    supplier = need_institution(ruling.register, lead_of(ruling.register, own, day(ruling.at)))
    if supplier.id == own.id:
        raise Refused("supplier_is_self")
    return replace(request, supplier=supplier.id, supplier_name=supplier.name)


def _existing(current: DrugRequest | None) -> DrugRequest:
    if current is None:
        raise Refused("not_found", kind="drug_request")
    return current


def _need_side(ruling: Ruling, *sides: str) -> None:
    if ruling.actor.institution not in sides:
        raise Refused("not_holder")


def _note(typed: str) -> str:
    tidy = clean_line(typed)
    if len(tidy) > _LONGEST_NOTE:
        raise Refused("field_long", field="note", most=_LONGEST_NOTE, length=len(tidy))
    return tidy

"""Moves of a drug request: the clinic asks, takes back and counts; the central pharmacy decides and sends.

PHA-13 中心药房: request, approval, dispatch, receipt. Whoever asks is locked out once it is approved.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import lines
from yigongti_desktop.capabilities.pharmacy.model import sides
from yigongti_desktop.capabilities.pharmacy.model.entering import need_free
from yigongti_desktop.capabilities.pharmacy.model.entering import tidy_lot
from yigongti_desktop.capabilities.pharmacy.model.inside import asks_inside
from yigongti_desktop.capabilities.pharmacy.model.pricing import with_prices
from yigongti_desktop.capabilities.pharmacy.model.receiving import check_codes
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import LIFECYCLE
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.institution import need_institution


def save_draft(
    current: DrugRequest | None, wanted: Iterable[lines.Wanted], urgency: Urgency, note: str, ruling: Ruling
) -> DrugRequest:
    """Keep a request that is not submitted; only the clinic's own desks see it."""
    request = current or sides.begin(ruling)
    sides.need_side(ruling, request.institution)
    if request.state is not State.DRAFT:
        raise LIFECYCLE.refusal("save_draft", request.state)
    request = sides.supplied(request, ruling)
    community = need_institution(ruling.register, request.institution).community_on(day(ruling.at))
    return replace(
        request, lines=lines.check_wanted(wanted, community, ruling), urgency=urgency, note=sides.tidy_note(note)
    )


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

    Raises:
        Refused: endorsement_needed where the county wants the director to let it go first.
    """
    if asks_inside(ruling.register, day(ruling.at)) and not ruling.actor.may({Role.DIRECTOR}):
        raise Refused("endorsement_needed")
    return sides.written(current, "submit", number, wanted, urgency, note, ruling)


def withdraw(current: DrugRequest | None, reason: str, ruling: Ruling) -> DrugRequest:
    """Take a request back that is not decided yet."""
    request = sides.existing(current)
    sides.need_side(ruling, request.institution)
    return replace(request, state=LIFECYCLE.after("withdraw", request.state), reason=sides.tidy_note(reason))


def send_back(current: DrugRequest | None, reason: str, ruling: Ruling) -> DrugRequest:
    """Send a request back for an explanation; the clinic's figures stay."""
    request = sides.existing(current)
    sides.need_side(ruling, request.supplier)
    state = LIFECYCLE.after("send_back", request.state)
    if not sides.tidy_note(reason):
        raise Refused("field_empty", field="reason")
    return replace(request, state=state, reason=sides.tidy_note(reason))


def review(current: DrugRequest | None, decisions: Iterable[lines.Decision], ruling: Ruling) -> DrugRequest:
    """Decide line by line; a request of which nothing is granted is rejected."""
    request = sides.existing(current)
    sides.need_side(ruling, request.supplier)
    decided = lines.decide(request.lines, decisions, ruling)
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
    request = sides.existing(current)
    sides.need_side(ruling, request.supplier)
    state = LIFECYCLE.after("dispatch", request.state)
    given = {line.drug: line.given for line in request.lines}
    priced = [
        replace(parcel, lots=with_prices(given.get(parcel.drug, parcel.drug), parcel.lots, ruling.register))
        for parcel in parcels
    ]
    packed = lines.pack(request.lines, priced, day(ruling.at))
    for place, line in enumerate(packed, start=1):
        drug: Drug | None = ruling.register.get("drug", line.given)
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
    """Count what came; codes that were scanned with it go into the ledger with what came."""
    request = sides.existing(current)
    sides.need_side(ruling, request.institution)
    state = LIFECYCLE.after("receive", request.state)
    given = tuple(counts)
    counted = lines.count(request.lines, given)
    check_codes(counted, given, ruling)
    return replace(
        request,
        state=state,
        lines=counted,
        receiver=ruling.actor.name,
        received_at=ruling.at,
    )


def reach(current: DrugRequest | None, ruling: Ruling) -> DrugRequest:
    """Note that the central pharmacy's desk has fetched the request (县院已收)."""
    request = sides.existing(current)
    return replace(request, reached_at=request.reached_at or ruling.at)


def note_print(current: DrugRequest | None, ruling: Ruling) -> DrugRequest:
    """Count a print of the request."""
    request = sides.existing(current)
    sides.need_side(ruling, request.institution, request.supplier)
    if request.state is State.DRAFT:
        raise LIFECYCLE.refusal("print", request.state)
    return replace(request, prints=request.prints + 1)

"""One function for each thing that people ask of a drug request, and which rule judges each act."""

from __future__ import annotations

from msgspec.structs import replace

from yigongti_desktop.attachments.service import attach
from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.model import inside
from yigongti_desktop.capabilities.pharmacy.model import moves
from yigongti_desktop.capabilities.pharmacy.model import owed
from yigongti_desktop.capabilities.pharmacy.model.difference import case_of
from yigongti_desktop.capabilities.pharmacy.model.difference_files import DIFFERENCE_FILES
from yigongti_desktop.capabilities.pharmacy.model.pricing import with_prices
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_CLINIC = frozenset({Role.PHARMACIST, Role.DIRECTOR})
_DIRECTOR = frozenset({Role.DIRECTOR})
_CENTRE = frozenset({Role.CENTRAL_PHARMACY})

DRAFT_SAVED = EventKind(
    name="drug_request.draft_saved",
    body=m.DraftSaved,
    of=DRUG_REQUEST,
    decide=lambda now, body, ruling: moves.save_draft(now, body.lines, body.urgency, body.note, ruling),
    roles=_CLINIC,
)
SUBMITTED = EventKind(
    name="drug_request.submitted",
    body=m.DrugRequestSubmitted,
    of=DRUG_REQUEST,
    decide=lambda now, body, ruling: moves.submit(now, body.number, body.lines, body.urgency, body.note, ruling),
    roles=_CLINIC,
)
PROPOSED = EventKind(
    name="drug_request.proposed",
    body=m.DrugRequestSubmitted,
    of=DRUG_REQUEST,
    decide=lambda now, body, ruling: inside.propose(now, body.number, body.lines, body.urgency, body.note, ruling),
    roles=_CLINIC,
)
ENDORSED = EventKind(
    name="drug_request.endorsed",
    body=m.DrugRequestEndorsed,
    of=DRUG_REQUEST,
    decide=lambda now, _body, ruling: inside.endorse(now, ruling),
    roles=_DIRECTOR,
)
DECLINED = EventKind(
    name="drug_request.declined",
    body=m.DrugRequestDeclined,
    of=DRUG_REQUEST,
    decide=lambda now, body, ruling: inside.decline(now, body.reason, ruling),
    roles=_DIRECTOR,
    note=lambda body: body.reason,
)
ASKED_AGAIN = EventKind(
    name="drug_request.asked_again",
    body=m.DrugRequestAskedAgain,
    of=DRUG_REQUEST,
    decide=lambda now, body, ruling: owed.ask_again(now, body.former, body.case, ruling),
    roles=frozenset({Role.HUB}),
)
WITHDRAWN = EventKind(
    name="drug_request.withdrawn",
    body=m.DrugRequestWithdrawn,
    of=DRUG_REQUEST,
    decide=lambda now, body, ruling: moves.withdraw(now, body.reason, ruling),
    roles=_CLINIC,
    note=lambda body: body.reason,
)
SENT_BACK = EventKind(
    name="drug_request.sent_back",
    body=m.DrugRequestSentBack,
    of=DRUG_REQUEST,
    decide=lambda now, body, ruling: moves.send_back(now, body.reason, ruling),
    roles=_CENTRE,
    note=lambda body: body.reason,
)
REVIEWED = EventKind(
    name="drug_request.reviewed",
    body=m.DrugRequestReviewed,
    of=DRUG_REQUEST,
    decide=lambda now, body, ruling: moves.review(now, body.decisions, ruling),
    roles=_CENTRE,
)
DISPATCHED = EventKind(
    name="drug_request.dispatched",
    body=m.DrugRequestDispatched,
    of=DRUG_REQUEST,
    decide=lambda now, body, ruling: moves.dispatch(now, body.delivery, body.parcels, ruling),
    roles=_CENTRE,
    note=lambda body: body.delivery,
)
RECEIVED = EventKind(
    name="drug_request.received",
    body=m.DeliveryReceived,
    of=DRUG_REQUEST,
    decide=lambda now, body, ruling: moves.receive(now, body.counts, ruling),
    roles=_CLINIC,
)
REACHED = EventKind(
    name="drug_request.reached",
    body=m.DrugRequestReached,
    of=DRUG_REQUEST,
    decide=lambda now, _body, ruling: moves.reach(now, ruling),
    roles=frozenset({Role.HUB}),
)
PRINTED = EventKind(
    name="drug_request.printed",
    body=m.DrugRequestPrinted,
    of=DRUG_REQUEST,
    decide=lambda now, _body, ruling: moves.note_print(now, ruling),
    roles=_CLINIC | _CENTRE,
    note=lambda body: f"request:{body.copy}",
)


def save_request_draft(uow: UnitOfWork, command: m.SaveRequestDraft) -> DrugRequest:
    """Keep a request that is not ready."""
    body = m.DraftSaved(lines=command.lines, urgency=command.urgency, note=command.note)
    return uow.emit(DRAFT_SAVED, command.request or uow.ids.new(), body)


def submit_drug_request(uow: UnitOfWork, command: m.SubmitDrugRequest) -> DrugRequest:
    """Submit a request, or lay it before the director where the county wants that; its number stays with it."""
    known = uow.find(DRUG_REQUEST, command.request) if command.request else None
    body = m.DrugRequestSubmitted(
        number=known.number if known and known.number else uow.next_number(),
        lines=command.lines,
        urgency=command.urgency,
        note=command.note,
    )
    goes_inside = not uow.actor.may(_DIRECTOR) and inside.asks_inside(uow.register, day(uow.clock.now()))
    return uow.emit(PROPOSED if goes_inside else SUBMITTED, command.request or uow.ids.new(), body)


def endorse_drug_request(uow: UnitOfWork, command: m.EndorseDrugRequest) -> DrugRequest:
    """Let a request go to the central pharmacy."""
    return uow.emit(ENDORSED, command.request, m.DrugRequestEndorsed())


def decline_drug_request(uow: UnitOfWork, command: m.DeclineDrugRequest) -> DrugRequest:
    """Give a request back inside the clinic."""
    return uow.emit(DECLINED, command.request, m.DrugRequestDeclined(reason=command.reason))


def withdraw_drug_request(uow: UnitOfWork, command: m.WithdrawDrugRequest) -> DrugRequest:
    """Take a request back."""
    return uow.emit(WITHDRAWN, command.request, m.DrugRequestWithdrawn(reason=command.reason))


def send_back_drug_request(uow: UnitOfWork, command: m.SendBackDrugRequest) -> DrugRequest:
    """Send a request back for an explanation."""
    return uow.emit(SENT_BACK, command.request, m.DrugRequestSentBack(reason=command.reason))


def review_drug_request(uow: UnitOfWork, command: m.ReviewDrugRequest) -> DrugRequest:
    """Decide a request line by line."""
    return uow.emit(REVIEWED, command.request, m.DrugRequestReviewed(decisions=command.decisions))


def dispatch_drug_request(uow: UnitOfWork, command: m.DispatchDrugRequest) -> DrugRequest:
    """Send the drugs under a new delivery number, at the prices that this desk has in its formulary."""
    known = uow.get(DRUG_REQUEST, command.request)
    given, register = {line.drug: line.given for line in known.lines}, uow.register
    parcels = tuple(
        replace(parcel, lots=with_prices(given.get(parcel.drug, parcel.drug), parcel.lots, register))
        for parcel in command.parcels
    )
    body = m.DrugRequestDispatched(delivery=uow.next_number(), parcels=parcels)
    return uow.emit(DISPATCHED, command.request, body)


def receive_delivery(uow: UnitOfWork, command: m.ReceiveDelivery) -> DrugRequest:
    """Count what came; photos of what differs go to the case that follows.

    Raises:
        Refused: photo_of_no_difference, or what the rules say.
    """
    counted = {count.drug for count in command.counts if count.difference}
    if any(photo.line not in counted for photo in command.photos):
        raise Refused("photo_of_no_difference")
    received = uow.emit(RECEIVED, command.request, m.DeliveryReceived(counts=command.counts))
    for photo in command.photos:
        attach(uow, DIFFERENCE_FILES.kind, case_of(received.id), photo)
    return received


def print_drug_request(uow: UnitOfWork, command: m.PrintDrugRequest) -> DrugRequest:
    """Count a print of a request."""
    before = uow.get(DRUG_REQUEST, command.request).prints
    return uow.emit(PRINTED, command.request, m.DrugRequestPrinted(copy=before + 1))


SLICE = Slice(
    records=(DRUG_REQUEST,),
    events=(
        DRAFT_SAVED,
        PROPOSED,
        ENDORSED,
        DECLINED,
        SUBMITTED,
        ASKED_AGAIN,
        WITHDRAWN,
        SENT_BACK,
        REVIEWED,
        DISPATCHED,
        RECEIVED,
        REACHED,
        PRINTED,
    ),
    commands=(
        CommandKind(command=m.SaveRequestDraft, handle=save_request_draft, roles=_CLINIC),
        CommandKind(command=m.SubmitDrugRequest, handle=submit_drug_request, roles=_CLINIC),
        CommandKind(command=m.EndorseDrugRequest, handle=endorse_drug_request, roles=_DIRECTOR),
        CommandKind(command=m.DeclineDrugRequest, handle=decline_drug_request, roles=_DIRECTOR),
        CommandKind(command=m.WithdrawDrugRequest, handle=withdraw_drug_request, roles=_CLINIC),
        CommandKind(command=m.SendBackDrugRequest, handle=send_back_drug_request, roles=_CENTRE),
        CommandKind(command=m.ReviewDrugRequest, handle=review_drug_request, roles=_CENTRE),
        CommandKind(command=m.DispatchDrugRequest, handle=dispatch_drug_request, roles=_CENTRE),
        CommandKind(command=m.ReceiveDelivery, handle=receive_delivery, roles=_CLINIC),
        CommandKind(command=m.PrintDrugRequest, handle=print_drug_request, roles=_CLINIC | _CENTRE),
    ),
)

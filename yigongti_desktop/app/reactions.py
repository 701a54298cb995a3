"""The one place where capabilities meet: what follows elsewhere from an accepted act.

Pure: an act in, acts out, their ids derived from the cause. The hub runs them in the transaction of the
cause; a desk runs them early; the result still exists once.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import asdict

from yigongti_desktop.capabilities.followups.messages import FollowUpDropped
from yigongti_desktop.capabilities.followups.messages import FollowUpOpened
from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.followups.model.visit import Opening
from yigongti_desktop.capabilities.followups.model.visit import Who
from yigongti_desktop.capabilities.pharmacy.messages.statements import StatementDelivered
from yigongti_desktop.capabilities.pharmacy.messages.stock import StockEntered
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.counting import differences
from yigongti_desktop.capabilities.pharmacy.model.counting import entry_of
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.payables import month_of
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.statement import statement_id
from yigongti_desktop.capabilities.pharmacy.model.stock import UNRECORDED
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.referrals.messages import ReferralFollowedUp
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.messages import ResidentMoved
from yigongti_desktop.registry.messages import TransferNoted
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage.catalogue import Reaction


def react(kind: str, after: Record, body: msgspec.Struct, ruling: Ruling) -> Iterable[Reaction]:
    """Return the acts that follow from one that was accepted."""
    if isinstance(body, ResidentMoved) and isinstance(after, Resident):
        yield _note_move(after, body, ruling)
    if kind == "referral.returned" and isinstance(after, Referral):
        yield from _open_visit(after)
    if kind == "referral.closed" and isinstance(after, Referral) and after.return_slip is not None:
        yield Reaction(kind="follow_up.dropped", record=_visit_of(after.id), body=FollowUpDropped())
    if isinstance(after, DrugRequest):
        yield from _post_delivery(kind, after)
    if kind == "drug_request.received" and isinstance(after, DrugRequest):
        yield from _add_to_statement(after, ruling)
    if kind == "stock_count.confirmed" and isinstance(after, StockCount):
        yield from _post_count(after)
    if kind == "follow_up.recorded" and isinstance(after, FollowUp) and after.source_kind == "referral":
        yield Reaction(kind="referral.followed_up", record=after.source, body=ReferralFollowedUp())


def _open_visit(referral: Referral) -> Iterable[Reaction]:
    """Open the visit that the clinic owes after a return slip (REF-08, REF-28: within two weeks)."""
    back, patient = referral.return_slip, asdict(referral.slip.patient)
    if back is None or referral.follow_up_by is None:
        return
    opening = Opening(
        institution=referral.origin,
        who=Who(**{field: patient[field] for field in Who.__struct_fields__}),
        source_kind="referral",
        source=referral.id,
        source_number=referral.number,
        about=back.diagnosis,
        advice=back.plan,
        due=referral.follow_up_by,
        assignee=referral.slip.tracker,
        assignee_name=referral.slip.tracker_name,
    )
    yield Reaction(kind="follow_up.opened", record=_visit_of(referral.id), body=FollowUpOpened(opening=opening))


def _post_delivery(kind: str, request: DrugRequest) -> Iterable[Reaction]:
    """Take what was sent from the central pharmacy's stock, and bring what came into the clinic's (PHA-13)."""
    if kind == "drug_request.dispatched":
        entered, partner, name = EntryKind.DISPATCH, request.institution, request.institution_name
    elif kind == "drug_request.received":
        entered, partner, name = EntryKind.RECEIPT, request.supplier, request.supplier_name
    else:
        return
    is_sent = entered is EntryKind.DISPATCH
    lines = tuple(
        EntryLine(
            drug=line.drug,
            unit=line.unit,
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
        partner=partner,
        partner_name=name,
        document=request.delivery,
        source=request.id,
    )
    if lines:
        record = derived_id("stock_entry", entered.value, request.id)
        yield Reaction(kind="stock.entered", record=record, body=StockEntered(entering=entering))


def _add_to_statement(request: DrugRequest, ruling: Ruling) -> Iterable[Reaction]:
    """Add what came to the statement of its month, if that has been opened already (PHA-13 药款支付)."""
    month = month_of(day(ruling.at))
    record = statement_id(request.institution, request.supplier, month)
    if ruling.register.get("statement", record) is not None:
        yield Reaction(kind="statement.delivered", record=record, body=StatementDelivered(request=request.id))


def _post_count(count: StockCount) -> Iterable[Reaction]:
    """Bring the books to what was counted."""
    if lines := differences(count):
        entering = Entering(kind=EntryKind.COUNT, lines=lines, room=count.room, document=count.number, source=count.id)
        yield Reaction(kind="stock.entered", record=entry_of(count.id), body=StockEntered(entering=entering))


def _note_move(resident: Resident, moved: ResidentMoved, ruling: Ruling) -> Reaction:
    """Write the note of a move, which both units keep."""
    noted = TransferNoted(resident=resident.id, name=resident.name, unit=moved.unit, reason=moved.reason)
    return Reaction(kind="transfer.noted", record=derived_id("transfer", ruling.event), body=noted)


def _visit_of(referral: str) -> str:
    return derived_id("follow_up", referral)

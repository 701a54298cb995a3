"""Papers by their number, each print of a slip or a request counted in the trail of its document."""

from __future__ import annotations

from enum import StrEnum

from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.pharmacy.messages.requests import PrintDrugRequest
from yigongti_desktop.capabilities.pharmacy.model import count_sight
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.printing import counts as count_printing
from yigongti_desktop.capabilities.pharmacy.printing import deliveries as delivery_printing
from yigongti_desktop.capabilities.pharmacy.printing import requests as pharmacy_printing
from yigongti_desktop.capabilities.pharmacy.printing.entries import entry_form
from yigongti_desktop.capabilities.pharmacy.printing.expiring import expiring_list
from yigongti_desktop.capabilities.pharmacy.store import counting
from yigongti_desktop.capabilities.pharmacy.store import papers as store
from yigongti_desktop.capabilities.pharmacy.store import requests as pharmacy
from yigongti_desktop.capabilities.pharmacy.store.rooms import names as room_names
from yigongti_desktop.capabilities.referrals.messages.cases import PrintReferral
from yigongti_desktop.capabilities.referrals.messages.paper import SealSlips
from yigongti_desktop.capabilities.referrals.model.down import as_paper
from yigongti_desktop.capabilities.referrals.printing import slips as referral_printing
from yigongti_desktop.capabilities.referrals.store import capacity as slots
from yigongti_desktop.capabilities.referrals.store import cases as referrals
from yigongti_desktop.capabilities.referrals.store import papers as referral_papers
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused

#: Who prints the papers of the store.
_KEEPERS = count_sight.CONFIRMERS


class Kind(StrEnum):
    """Which paper of a document, where it has several."""

    #: The document itself: 转出单, 请领单, 盘点表, 验收入库单.
    ITSELF = ""
    #: 回转单 of a referral.
    RETURN = "return"
    #: 拣货单 and 配送单 of a drug request.
    PICKING = "picking"
    DELIVERY = "delivery"
    #: 盘点表 with what was counted, in place of one to be filled in.
    RESULT = "result"


def make_paper(desk: Workbench, actor: Actor, number: str, kind: Kind = Kind.ITSELF) -> bytes:
    """Return the PDF of a document, and count the print of a slip or a request.

    Raises:
        Refused: not_found, or why it cannot be printed.
    """
    referral = desk.read(referrals.by_number, number)
    if referral is not None and kind in {Kind.ITSELF, Kind.RETURN}:
        is_return = kind is Kind.RETURN
        name = "return" if is_return else "transfer_out"
        printed = desk.do(actor, PrintReferral(referral=referral.id, paper=name)).record
        codes = desk.do(actor, SealSlips(referrals=(printed.id,), paper=name)).record.codes.get(printed.id, ())
        shown = desk.read(slots.as_printed, as_paper(printed) if is_return else printed)
        now = desk.clock.now()
        layout = desk.read(referral_papers.county_form, day(now)).layout
        if is_return:
            return referral_printing.return_slip(shown, copy=shown.return_prints, layout=layout, code=codes, at=now)
        return referral_printing.transfer_out(shown, copy=shown.prints, layout=layout, code=codes, at=now)
    request = desk.read(pharmacy.by_number, number)
    if request is not None:
        return _request_paper(desk, actor, request, kind)
    count = desk.read(counting.by_number, number)
    if count is not None and kind in {Kind.ITSELF, Kind.RESULT}:
        return _count_paper(desk, actor, count, kind)
    sent = desk.read(store.request_by_delivery, number)
    if sent is not None and kind in {Kind.ITSELF, Kind.DELIVERY}:
        return _request_paper(desk, actor, sent, Kind.DELIVERY)
    entry = desk.read(store.entry_by_number, number)
    if entry is not None and kind is Kind.ITSELF:
        return _entry_paper(desk, actor, entry)
    raise Refused("not_found")


def make_expiring_list(desk: Workbench, actor: Actor, *, months: int, room: str | None = None) -> bytes:
    """Return the 近效期催销表 of the unit of a person, of one room or of all.

    Raises:
        Refused: role_may_not.
    """
    actor.need(_KEEPERS)
    at = desk.clock.now()
    found = desk.read(store.expiring, actor.institution, room, day(at), months)
    return expiring_list(found.institution_name, room, found.lots, months=months, at=at)


def _request_paper(desk: Workbench, actor: Actor, request: DrugRequest, kind: Kind) -> bytes:
    if kind is Kind.ITSELF:
        printed = desk.do(actor, PrintDrugRequest(request=request.id)).record
        return pharmacy_printing.request_form(printed, copy=printed.prints)
    actor.need(_KEEPERS)
    if kind is Kind.PICKING and request.supplier == actor.institution:
        at = desk.clock.now()
        return delivery_printing.picking_list(request, desk.read(store.picks, request, day(at)), at=at)
    if kind is Kind.DELIVERY and request.delivery:
        return delivery_printing.delivery_note(request)
    raise Refused("not_found")


def _count_paper(desk: Workbench, actor: Actor, count: StockCount, kind: Kind) -> bytes:
    actor.need(_KEEPERS)
    at = desk.clock.now()
    if kind is Kind.ITSELF:
        return count_printing.count_to_fill(count, at=at)
    if not count_sight.sees_books(count, actor):
        raise Refused("count_blind")
    return count_printing.count_result(count, at=at)


def _entry_paper(desk: Workbench, actor: Actor, entry: StockEntry) -> bytes:
    actor.need(_KEEPERS)
    return entry_form(entry, desk.read(store.name_of, entry.institution), desk.read(room_names, entry.institution))

"""Moves of a service: done, corrected, taken back; one that was done already is told, and nothing typed is lost."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.contracts.model import evidence
from yigongti_desktop.capabilities.contracts.model import numbers
from yigongti_desktop.capabilities.contracts.model.cards import LONGEST_CARD
from yigongti_desktop.capabilities.contracts.model.cards import card_number
from yigongti_desktop.capabilities.contracts.model.contract import Agreement
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.deciding import Former
from yigongti_desktop.capabilities.contracts.model.forms import judge
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import State
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.model.performed import service_id
from yigongti_desktop.capabilities.contracts.model.tasks import item_of
from yigongti_desktop.kernel.changes import Changes
from yigongti_desktop.kernel.changes import changed
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.kernel.text import clean_text
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling

#: A service may be written down so many days after it was done: round sheets come back late.
_MOST_DAYS_LATE = 366
_LONGEST_NOTE, _LONGEST_LINE = 2000, 200
#: What may be corrected of a service; what proves it stays as it was when it was written down.
FIELDS = ("done_on", "way", "readings", "note")


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What was done."""

    contract: str
    #: Number of the agreement, code of the item and number of the task.
    agreement: str
    item: str
    number: int
    done_on: date
    way: Way
    #: Account and name of whoever did it; empty for the one who writes it down.
    doer: str = ""
    doer_name: str = ""
    readings: dict[str, Any] = {}
    note: str = ""
    resident_card: str = ""
    worker_card: str = ""
    carded_at: datetime | None = None
    #: Ids of its photos, and of the picture of a signature; the pictures follow.
    photos: tuple[str, ...] = ()
    signature: str = ""


def perform(current: Service | None, done: Done, ruling: Ruling) -> Service:
    """Write down a service.

    Raises:
        Refused: service_there with who did it and when, unplanned_there for one beyond the plan, not_found,
            agreement_unknown, item_unknown, service_id_wrong, not_holder, day_after, day_before with its field,
            contract_not_held, evidence_missing, photos_many, field_long, what `evidence` says of the cards, and what
            the form says of its readings.
    """
    if current is not None and current.state is State.DONE:
        code = "unplanned_there" if numbers.is_unplanned(current.number) else "service_there"
        raise Refused(code, by=current.doer_name, on=current.done_on.isoformat(), item=current.item_name)
    contract, agreement, item = _promised(done, ruling)
    _need_number(done, ruling.record)
    if agreement.institution != ruling.actor.institution:
        raise Refused("not_holder")
    _need_day(done.done_on, agreement, day(ruling.at))
    _need_evidence(item, done)
    resident_card, worker_card = _checked_cards(done, contract, agreement, ruling)
    return _judged(
        Service(
            id=ruling.record,
            state=State.DONE,
            contract=contract.id,
            resident=contract.resident,
            name=contract.name,
            institution=agreement.institution,
            agreement=agreement.number,
            package=next((one.name for one in agreement.packages if item in one.items), ""),
            item=item.code,
            item_name=item.name,
            number=done.number,
            done_on=done.done_on,
            way=done.way,
            doer=done.doer or ruling.actor.account,
            doer_name=_line(done.doer_name, "doer") or ruling.actor.name,
            readings=done.readings,
            note=_text(done.note),
            resident_card=resident_card,
            worker_card=worker_card,
            carded_at=done.carded_at if resident_card and worker_card else None,
            photos=(*done.photos, done.signature) if done.signature else done.photos,
            recorded_at=ruling.at,
        ),
        contract,
        item.form,
        ruling.register,
    )


def correct(current: Service | None, changes: Changes, ruling: Ruling) -> Service:
    """Change fields of a service, each from the value that the person saw; it is judged anew.

    Raises:
        Refused: not_found, not_holder, service_void, field_unknown, conflict, field_format, unplanned_day, and what
            `perform` says.
    """
    service = _own(current, ruling)
    wanted = changed(service, changes, FIELDS)
    if numbers.is_unplanned(service.number) and wanted.done_on != service.done_on:
        raise Refused("unplanned_day", field="done_on")
    contract: Contract | None = ruling.register.get("contract", service.contract)
    agreement = _agreement(contract, service.agreement)
    item = item_of(agreement, service.item)
    _need_day(wanted.done_on, agreement, day(ruling.at))
    tidy = replace(wanted, note=_text(wanted.note))
    return tidy if contract is None or item is None else _judged(tidy, contract, item.form, ruling.register)


def void(current: Service | None, reason: str, ruling: Ruling) -> Service:
    """Take a service back: it counts no more, and its task is owed again.

    Raises:
        Refused: not_found, not_holder, service_void, field_empty, field_long.
    """
    service = _own(current, ruling)
    words = _line(reason, "reason")
    if not words:
        raise Refused("field_empty", field="reason")
    return replace(service, state=State.VOID, void_reason=words)


def left_before(contract: Contract, item: str, on: date, but: str = "") -> Former:
    """Return what the service of an item before a day has left, or nothing; one service may be left out."""
    earlier = [
        one
        for agreement in contract.agreements
        for one in agreement.served
        if one.item == item and one.service != but and one.on <= on
    ]
    return max(earlier, key=lambda one: one.on).leaves if earlier else Former()


def _judged(service: Service, contract: Contract, form: Form, register: Lookup) -> Service:
    """Return a service with what follows from its readings, looking at what the one before it left."""
    former = left_before(contract, service.item, service.done_on, service.id)
    found = judge(form, service.readings, service.done_on, contract.birth, former, register)
    return replace(
        service,
        readings=found.readings,
        outcome=found.outcome,
        reason=found.reason,
        next_due=found.next_due,
        leaves=found.leaves,
    )


def _promised(done: Done, ruling: Ruling) -> tuple[Contract, Agreement, Item]:
    contract: Contract | None = ruling.register.get("contract", done.contract)
    if contract is None:
        raise Refused("not_found", kind="contract")
    agreement = _agreement(contract, done.agreement)
    item = item_of(agreement, done.item)
    if item is None:
        raise Refused("item_unknown", item=done.item)
    return contract, agreement, item


def _agreement(contract: Contract | None, number: str) -> Agreement:
    found = next((one for one in contract.agreements if one.number == number), None) if contract else None
    if found is None:
        raise Refused("agreement_unknown", number=number)
    return found


def _need_number(done: Done, record: str) -> None:
    """Refuse a service under another id than its own, or beyond the plan under the number of another day."""
    if record != service_id(done.contract, done.agreement, done.item, done.number):
        raise Refused("service_id_wrong")
    is_of_day = not numbers.is_unplanned(done.number) or done.number == numbers.unplanned(done.done_on)
    if not (numbers.is_numbered(done.number) and is_of_day):
        raise Refused("service_id_wrong")


def _need_day(done_on: date, agreement: Agreement, today: date) -> None:
    if done_on > today:
        raise Refused("day_after", field="done_on", most=today.isoformat())
    if done_on < (least := today - timedelta(days=_MOST_DAYS_LATE)):
        raise Refused("day_before", field="done_on", least=least.isoformat())
    if not agreement.holds(done_on):
        raise Refused("contract_not_held", on=done_on.isoformat(), until=agreement.term.last.isoformat())


def _need_evidence(item: Item, done: Done) -> None:
    """Refuse a service without what its item asks for as proof (FND-38 两卡制)."""
    has_cards = bool(done.resident_card.strip() and done.worker_card.strip() and done.carded_at)
    missing = evidence.lacking(
        item.evidence, photos=len(done.photos), is_signed=bool(done.signature), has_cards=has_cards
    )
    if missing:
        raise Refused("evidence_missing", item=item.name, lacks=[one.value for one in missing])
    if len(done.photos) > evidence.MOST_PHOTOS:
        raise Refused("photos_many", field="photos", most=evidence.MOST_PHOTOS)


def _checked_cards(done: Done, contract: Contract, agreement: Agreement, ruling: Ruling) -> tuple[str, str]:
    """Return the numbers of both cards, that of the resident and that of somebody of the team; empty ones are none."""
    resident_card, worker_card = card_number(done.resident_card), card_number(done.worker_card)
    for field, card in (("resident_card", resident_card), ("worker_card", worker_card)):
        if len(card) > LONGEST_CARD:
            raise Refused("field_long", field=field, most=LONGEST_CARD, length=len(card))
    if resident_card:
        id_number = evidence.id_number_of(lambda one: ruling.register.get("resident", one), contract.resident)
        evidence.check_resident_card(resident_card, id_number, contract.name, day(ruling.at))
    if worker_card:
        evidence.holder(worker_card, ruling.register.get("team", agreement.team), done.done_on)
    return resident_card, worker_card


def _own(current: Service | None, ruling: Ruling) -> Service:
    if current is None:
        raise Refused("not_found", kind="service")
    if current.institution != ruling.actor.institution:
        raise Refused("not_holder")
    if current.state is State.VOID:
        raise Refused("service_void")
    return current


def _text(text: str) -> str:
    words = clean_text(text)
    if len(words) > _LONGEST_NOTE:
        raise Refused("field_long", field="note", most=_LONGEST_NOTE, length=len(words))
    return words


def _line(text: str, field: str) -> str:
    return one_line(text, field, _LONGEST_LINE)

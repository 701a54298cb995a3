"""A long prescription (长处方, PHA-12): written for a contracted chronic patient, its drugs laid aside until fetched.

Contracts and chronic diseases are not kept here yet: whoever writes it says that the patient has signed one, and for
which disease it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import handing_out
from yigongti_desktop.capabilities.pharmacy.model import long_rules
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.entering import enter
from yigongti_desktop.capabilities.pharmacy.model.handing_out import Taken
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Dose
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.catalogue import need_drug
from yigongti_desktop.registry.model.institution import need_institution

LONGEST = 200
LONGEST_NAME = 50


class LongState(StrEnum):
    """Where a long prescription stands."""

    RESERVED = "reserved"
    FETCHED = "fetched"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


_HELD = frozenset({LongState.RESERVED})
LIFECYCLE: Lifecycle[LongState] = Lifecycle(
    {
        #: One that was freed meanwhile may have been fetched in time at a desk that was off-line.
        "fetch": (_HELD | {LongState.EXPIRED}, LongState.FETCHED),
        "cancel": (_HELD, LongState.CANCELLED),
        "expire": (_HELD, LongState.EXPIRED),
    },
    kind="long_prescription",
)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is written."""

    #: Id in the register of residents; without one, name and telephone.
    resident: str = ""
    name: str
    phone: str = ""
    disease: str
    is_contracted: bool
    drug: str
    dose: Dose
    days: int
    is_signed: bool = False
    doctor: str
    #: Day on which it is to be fetched.
    next_date: date
    remark: str = ""


class LongPrescription(Record, frozen=True, kw_only=True):
    """One long prescription."""

    number: str
    state: LongState
    institution: str
    resident: str = ""
    name: str
    phone: str = ""
    disease: str
    #: Said by whoever wrote it, until contracts are kept in this program.
    is_contracted: bool
    drug: str
    drug_name: str
    strength: str = ""
    unit: str = ""
    #: Smallest units in a pack, and what they are called.
    per_pack: int
    piece: str = ""
    dose: Dose
    days: int
    #: Laid aside, in packs: as deliveries are posted into the stock.
    packs: int
    is_signed: bool = False
    doctor: str
    next_date: date
    #: Last day on which it is kept for the patient.
    keep_until: date
    remark: str = ""
    person: str = ""
    at: datetime
    fetcher: str = ""
    fetched_at: datetime | None = None
    reason: str = ""
    #: Lots that it was handed out from; none where a program handed it out that did not post them.
    taken: tuple[Taken, ...] = ()


def reserve(current: LongPrescription | None, number: str, plan: Plan, ruling: Ruling) -> LongPrescription:
    """Write a long prescription and lay its drugs aside.

    Raises:
        Refused: prescription_there, field_empty, field_long, mobile_length, phone_format, drug_unknown,
            drug_not_listed, next_date_past, next_date_far, or what `long_rules.check` says.
    """
    if current is not None:
        raise Refused("prescription_there")
    today = day(ruling.at)
    own = need_institution(ruling.register, ruling.actor.institution)
    drug = need_drug(ruling.register, plan.drug, today)
    terms = long_rules.terms(ruling.register, today)
    named = _named(plan)
    quantity = long_rules.check(
        drug,
        plan.dose,
        plan.days,
        named.disease,
        terms,
        is_contracted=plan.is_contracted,
        is_signed=plan.is_signed,
    )
    if plan.next_date < today:
        raise Refused("next_date_past", day=plan.next_date.isoformat())
    if plan.next_date > today + timedelta(days=long_rules.NATIONAL_DAYS):
        raise Refused("next_date_far", most=long_rules.NATIONAL_DAYS)
    return LongPrescription(
        id=ruling.record,
        number=number,
        state=LongState.RESERVED,
        institution=own.id,
        resident=plan.resident,
        name=named.name,
        phone=named.phone,
        disease=named.disease,
        is_contracted=plan.is_contracted,
        drug=drug.id,
        drug_name=drug.name,
        strength=drug.strength,
        unit=drug.unit,
        per_pack=quantity.per_pack,
        piece=quantity.piece,
        dose=long_rules.exactly(plan.dose.a_day),
        days=plan.days,
        packs=quantity.packs,
        is_signed=plan.is_signed,
        doctor=named.doctor,
        next_date=plan.next_date,
        keep_until=plan.next_date + timedelta(days=terms.keep_days),
        remark=named.remark,
        person=ruling.actor.name,
        at=ruling.at,
    )


def fetch(current: LongPrescription | None, taken: Iterable[Taken], ruling: Ruling) -> LongPrescription:
    """Note that the patient has the drugs, and from which lots they came; those are then taken from the stock.

    A desk lets nothing be fetched that has lapsed or is not there. What was handed out all the same has gone, so the
    hub takes it, and frees nothing a second time. A program that does not post names no lots.

    Raises:
        Refused: not_found, not_holder, wrong_state, long_lapsed, long_sum, or what `entering.enter` says of a lot.
    """
    known = _own(current, ruling)
    state = LIFECYCLE.after("fetch", known.state)
    is_late = day(ruling.at) > known.keep_until
    if is_late and known.state is LongState.EXPIRED:
        raise Refused("wrong_state", act="fetch", state=known.state.value)
    if is_late and not ruling.final:
        raise Refused("long_lapsed", day=known.keep_until.isoformat())
    lots = tuple(taken)
    if lots and sum(one.quantity for one in lots) != known.packs:
        given = sum(one.quantity for one in lots)
        raise Refused("long_sum", given=given, packs=known.packs, unit=known.unit)
    done = replace(known, state=state, taken=lots, fetcher=ruling.actor.name, fetched_at=ruling.at)
    for record, entering in issues(done):
        enter(None, "", entering, msgspec.structs.replace(ruling, record=record))
    return done


def issues(known: LongPrescription) -> Iterator[tuple[str, Entering]]:
    """Return the entries by which what was fetched leaves the stock, each under the one id it can have."""
    return handing_out.entries(known.id, known.number, known.drug, known.unit, known.taken)


def cancel(current: LongPrescription | None, reason: str, ruling: Ruling) -> LongPrescription:
    """Take a long prescription back; its drugs are free.

    Raises:
        Refused: not_found, not_holder, wrong_state, field_empty, field_long.
    """
    known = _own(current, ruling)
    state = LIFECYCLE.after("cancel", known.state)
    if not clean_line(reason):
        raise Refused("field_empty", field="reason")
    return replace(known, state=state, reason=_short(reason, "reason"))


def expire(current: LongPrescription | None, ruling: Ruling) -> LongPrescription:
    """Free the drugs of one who has not come: the hub does it by its clock, a desk that is off-line may do it early.

    Raises:
        Refused: not_found, not_holder, wrong_state, still_kept.
    """
    known = _own(current, ruling)
    state = LIFECYCLE.after("expire", known.state)
    if day(ruling.at) <= known.keep_until:
        raise Refused("still_kept", day=known.keep_until.isoformat())
    return replace(known, state=state)


def reserved_account(institution: str, drug: str) -> str:
    """Return the account of what is laid aside of a drug: its balance is not to be given to others."""
    return f"reserved|{institution}|{drug}"


def postings(known: LongPrescription) -> Iterator[tuple[str, int]]:
    """Return what a long prescription lays aside, in packs; nothing once it was fetched or freed."""
    if known.state is LongState.RESERVED:
        yield reserved_account(known.institution, known.drug), known.packs


def streams(known: LongPrescription) -> frozenset[str]:
    """Return who receives it: the unit that wrote it."""
    return frozenset({f"unit:{known.institution}"})


def _named(plan: Plan) -> Plan:
    tidy = replace(
        plan,
        name=clean_name(plan.name),
        phone=read_phone(plan.phone) if plan.phone.strip() else "",
        disease=_short(plan.disease, "disease"),
        doctor=clean_name(plan.doctor),
        remark=_short(plan.remark, "remark"),
    )
    if not tidy.resident and not tidy.phone:
        raise Refused("field_empty", field="phone")
    for field in ("name", "doctor"):
        text = getattr(tidy, field)
        if not text:
            raise Refused("field_empty", field=field)
        if len(text) > LONGEST_NAME:
            raise Refused("field_long", field=field, most=LONGEST_NAME, length=len(text))
    return tidy


def _own(current: LongPrescription | None, ruling: Ruling) -> LongPrescription:
    if current is None:
        raise Refused("not_found", kind="long_prescription")
    if current.institution != ruling.actor.institution and not ruling.actor.may({Role.HUB}):
        raise Refused("not_holder")
    return current


def _short(typed: str, field: str) -> str:
    return one_line(typed, field, LONGEST)

"""Moves of a shortage: written at the counter, tied to a request, come, told by telephone, fetched (PHA-03, PHA-06)."""

from __future__ import annotations

from datetime import date

from msgspec.structs import asdict
from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model.shortage import DAYS
from yigongti_desktop.capabilities.pharmacy.model.shortage import LIFECYCLE
from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import CallResult
from yigongti_desktop.capabilities.pharmacy.model.shortage import Kind
from yigongti_desktop.capabilities.pharmacy.model.shortage import Missing
from yigongti_desktop.capabilities.pharmacy.model.shortage import Opening
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_over
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.catalogue import NOT_BY_REQUEST
from yigongti_desktop.registry.model.catalogue import need_drug
from yigongti_desktop.registry.model.catalogue import specification
from yigongti_desktop.registry.model.deadline import deadline
from yigongti_desktop.registry.model.institution import lead_of
from yigongti_desktop.registry.model.institution import need_institution

#: Longest texts, in characters.
LONGEST_NAME, LONGEST_UNIT, LONGEST_LINE = 100, 10, 200
MOST = 9_999
#: The day may be no further away than this: a later one is a slip of the hand.
MOST_DAYS = 366


def needed_by_rule(register: Lookup, today: date) -> date:
    """Return the day by which a drug is needed when nobody says: the county's `shortage.days` from today."""
    return deadline(register, "shortage.days", today, DAYS).day


def register(current: Shortage | None, missing: Missing, ruling: Ruling) -> Shortage:
    """Write down a drug that was not there; one that is not listed is a 代购 of the lead hospital.

    Raises:
        Refused: supplier_is_self, drug_unknown, drug_not_listed, drug_other_community, drug_controlled, quantity_low,
            quantity_high, needed_by_past, needed_by_far, resident_unknown, field_empty, field_long with its field,
            and what `read_phone` refuses.
    """
    if current is not None:
        raise LIFECYCLE.refusal("register", current.state)
    today = day(ruling.at)
    own = need_institution(ruling.register, ruling.actor.institution)
    lead = lead_of(ruling.register, own, today)
    if lead == own.id:
        raise Refused("supplier_is_self")
    new = Shortage(
        id=ruling.record,
        state=State.OPEN,
        kind=Kind.PURCHASE,
        institution=own.id,
        institution_name=own.name,
        lead=lead,
        name="",
        quantity=_quantity(missing.quantity),
        unit="",
        resident=_resident(missing.resident, ruling.register),
        patient=one_line(clean_name(missing.patient), "patient", LONGEST_NAME, needed=True),
        phone=read_phone(missing.phone),
        needed_by=_needed_by(missing.needed_by, today, ruling.register),
        remark=one_line(missing.remark, "remark", LONGEST_LINE),
        registrar=ruling.actor.name,
        registered_at=ruling.at,
    )
    return _of_drug(new, missing, own.community_on(today), ruling)


def open_by_source(current: Shortage | None, opening: Opening, ruling: Ruling) -> Shortage:
    """Open what a paper elsewhere wants and the unit lacks (PHA-02); done again it stays as it is.

    Raises:
        Refused: supplier_is_self, institution_unknown, institution_not_working, community_none.
    """
    if current is not None:
        return current
    today = day(ruling.at)
    own = need_institution(ruling.register, opening.institution)
    lead = lead_of(ruling.register, own, today)
    if lead == own.id:
        raise Refused("supplier_is_self")
    return Shortage(
        id=ruling.record,
        state=State.OPEN,
        kind=Kind.LISTED if opening.drug else Kind.PURCHASE,
        institution_name=own.name,
        lead=lead,
        registrar=ruling.actor.name,
        registered_at=ruling.at,
        **asdict(opening),
    )


def note_source_end(current: Shortage | None, outcome: str) -> Shortage:
    """Note how the paper ended that opened it; whether the drug is still wanted a person finds out.

    It only ever follows from that end, at whichever institution it happened.

    Raises:
        Refused: not_found, wrong_state when nothing is to be done about it any more.
    """
    shortage = _existing(current)
    if is_over(shortage):
        raise Refused("wrong_state", act="shortage.source_ended", state=f"shortage.{shortage.state.value}")
    return replace(shortage, source_outcome=outcome)


def ask(current: Shortage | None, request: str, drug: str, number: str, supplier: str, ruling: Ruling) -> Shortage:
    """Tie it to the line of its drug in a request that was submitted."""
    shortage = _own(current, ruling)
    state = _after("ask", shortage)
    if not drug or drug != shortage.drug:
        raise Refused("shortage_other_drug")
    return replace(shortage, state=state, request=request, request_number=number, lead=supplier, asked_at=ruling.at)


def release(current: Shortage | None, request: str, ruling: Ruling) -> Shortage:
    """Open it again: by hand, or because its request brought nothing, which its supplier may have decided."""
    shortage = _existing(current)
    sides = {shortage.institution, shortage.lead} if request else {shortage.institution}
    if ruling.actor.institution not in sides:
        raise Refused("not_holder")
    state = _after("release", shortage)
    _need_request(shortage, request)
    return replace(shortage, state=state, request="", request_number="", asked_at=None)


def answer(current: Shortage | None, said: Answer, words: str, ruling: Ruling) -> Shortage:
    """Say whether the lead hospital can buy it (PHA-03); 买不到 needs words, so that the counter can tell why."""
    shortage = _existing(current)
    if ruling.actor.institution != shortage.lead:
        raise Refused("not_holder")
    if shortage.kind is not Kind.PURCHASE:
        raise Refused("shortage_not_purchase")
    state = _after("answer", shortage)
    told = one_line(words, "words", LONGEST_LINE, needed=said is Answer.CANNOT_BUY)
    return replace(
        shortage,
        state=state,
        answer=said.value,
        answer_words=told,
        answerer=ruling.actor.name,
        answered_at=ruling.at,
    )


def arrive(current: Shortage | None, request: str, ruling: Ruling) -> Shortage:
    """Note that the drug has come: with the request that it is tied to, or in another way when none is named."""
    shortage = _own(current, ruling)
    state = _after("arrive", shortage)
    _need_request(shortage, request)
    return replace(shortage, state=state, arrived_at=ruling.at)


def call(current: Shortage | None, result: CallResult, note: str, ruling: Ruling) -> Shortage:
    """Note what came of a call to the resident; whoever was not reached is called again."""
    shortage = _own(current, ruling)
    return replace(
        shortage,
        state=_after("call", shortage),
        call_result=result.value,
        call_note=one_line(note, "note", LONGEST_LINE),
        caller=ruling.actor.name,
        called_at=ruling.at,
    )


def fetch(current: Shortage | None, ruling: Ruling) -> Shortage:
    """Note that the resident has fetched the drug."""
    shortage = _own(current, ruling)
    return replace(shortage, state=_after("fetch", shortage), fetched_at=ruling.at)


def cancel(current: Shortage | None, reason: str, ruling: Ruling) -> Shortage:
    """Cancel it, with the reason."""
    shortage = _own(current, ruling)
    state = _after("cancel", shortage)
    return replace(shortage, state=state, reason=one_line(reason, "reason", LONGEST_LINE, needed=True))


def _of_drug(new: Shortage, missing: Missing, community: str, ruling: Ruling) -> Shortage:
    """Return it with its drug, as the formulary or as the resident names it."""
    if not missing.drug:
        name = one_line(missing.name, "drug", LONGEST_NAME, needed=True)
        return replace(new, name=name, unit=one_line(missing.unit, "unit", LONGEST_UNIT, needed=True))
    drug = need_drug(ruling.register, missing.drug, day(ruling.at))
    if drug.community != community:
        raise Refused("drug_other_community", drug=drug.id)
    if drug.control in NOT_BY_REQUEST:
        raise Refused("drug_controlled", drug=drug.id, name=drug.name, control=drug.control.value)
    strength = specification(drug.strength, drug.pack)
    return replace(new, kind=Kind.LISTED, drug=drug.id, name=drug.name, strength=strength, unit=drug.unit)


def _quantity(packs: int) -> int:
    if packs < 1:
        raise Refused("quantity_low", least=1, quantity=packs)
    if packs > MOST:
        raise Refused("quantity_high", most=MOST, quantity=packs)
    return packs


def _needed_by(wanted: date | None, today: date, lookup: Lookup) -> date:
    if wanted is None:
        return needed_by_rule(lookup, today)
    if wanted < today:
        raise Refused("needed_by_past", day=wanted.isoformat())
    if (wanted - today).days > MOST_DAYS:
        raise Refused("needed_by_far", day=wanted.isoformat())
    return wanted


def _resident(resident: str, lookup: Lookup) -> str:
    if resident and lookup.get("resident", resident) is None:
        raise Refused("resident_unknown")
    return resident


def _after(act: str, shortage: Shortage) -> State:
    """Return the state after an act; its names are its own, since 已到货 of a drug is not 已到诊 of a patient."""
    return LIFECYCLE.after(act, shortage.state)


def _need_request(shortage: Shortage, request: str) -> None:
    if request and request != shortage.request:
        raise Refused("shortage_other_request")


def _existing(current: Shortage | None) -> Shortage:
    if current is None:
        raise Refused("not_found", kind="shortage")
    return current


def _own(current: Shortage | None, ruling: Ruling) -> Shortage:
    shortage = _existing(current)
    if ruling.actor.institution != shortage.institution:
        raise Refused("not_holder")
    return shortage

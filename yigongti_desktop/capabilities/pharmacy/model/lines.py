"""What is wrong with a line: a drug that is not listed, a quantity that nobody means, a decision without reason."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.model.pricing import check_price
from yigongti_desktop.capabilities.pharmacy.model.request import Instead
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.request import Share
from yigongti_desktop.capabilities.pharmacy.model.states import Difference
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.catalogue import NOT_BY_REQUEST
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.catalogue import need_drug
from yigongti_desktop.registry.model.county import rule

_MOST_PACKS = 99_999
_MOST_LINES = 500
#: Lots of one drug in one delivery.
_MOST_LOTS = 20
_LONGEST_REMARK = 200


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a clinic asks for."""

    drug: str
    quantity: int
    remark: str = ""
    #: Village requests that it serves.
    shares: tuple[Share, ...] = ()
    #: Ids of the shortages that it is for (PHA-06).
    shortages: tuple[str, ...] = ()


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What the central pharmacy grants of a line."""

    drug: str
    approved: int
    reason: str = ""
    #: Drug given in its place; empty for the one asked for.
    instead: str = ""
    #: Whether what is not sent stays owed.
    back_order: bool = False


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent of a line."""

    drug: str
    lots: tuple[Lot, ...]
    reason: str = ""
    #: Whether what was granted and is not sent stays owed.
    back_order: bool = False


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a line: packs of each lot in the order of the delivery."""

    drug: str
    received: tuple[int, ...]
    difference: str = ""
    note: str = ""
    #: 药品追溯码 of packs that were scanned, lot by lot as what came; none where nothing was.
    codes: tuple[tuple[str, ...], ...] = ()
    #: Why codes stand here whose head is known for another drug.
    code_reason: str = ""


def check_wanted(wanted: Iterable[Wanted], community: str, ruling: Ruling) -> tuple[Line, ...]:
    """Return the lines of a request.

    Narcotic and class-I psychotropic drugs go by 印鉴卡 and are blocked here (standards §4.4).

    Raises:
        Refused: lines_empty, lines_many, drug_twice, drug_unknown, drug_other_community, drug_not_listed,
            drug_controlled, quantity_low, quantity_high; each with the line it is in, from 1.
    """
    lines: list[Line] = []
    seen: set[str] = set()
    for place, want in enumerate(wanted, start=1):
        if place > _MOST_LINES:
            raise Refused("lines_many", most=_MOST_LINES)
        if want.drug in seen:
            raise Refused("drug_twice", line=place, drug=want.drug)
        seen.add(want.drug)
        lines.append(_line(want, community, ruling, place))
    if not lines:
        raise Refused("lines_empty")
    return tuple(lines)


def decide(lines: Iterable[Line], decisions: Iterable[Decision], ruling: Ruling) -> tuple[Line, ...]:
    """Return the lines with what is granted.

    Every line is decided; fewer than requested needs a reason, and so does another drug.

    Raises:
        Refused: line_undecided, line_twice, line_unknown, quantity_low, approved_above_requested, reason_needed,
            instead_same, instead_nothing, quantity_high, or what is wrong with the drug in the place of another.
    """
    given = _by_drug(decisions, "decision")
    decided: list[Line] = []
    for place, line in enumerate(lines, start=1):
        decision = given.pop(line.drug, None)
        if decision is None:
            raise Refused("line_undecided", line=place, drug=line.drug)
        if decision.approved < 0:
            raise Refused("quantity_low", line=place, least=0, quantity=decision.approved)
        instead = _instead(line, decision, ruling, place) if decision.instead else None
        if decision.approved > line.requested and instead is None:
            raise Refused("approved_above_requested", line=place, requested=line.requested)
        reason = _short(decision.reason, place)
        if (decision.approved < line.requested or instead) and not reason:
            raise Refused("reason_needed", line=place)
        decided.append(
            replace(
                line,
                approved=decision.approved,
                reason=reason,
                instead=instead,
                back_order=decision.back_order and instead is None and decision.approved < line.requested,
            )
        )
    _no_strangers(given)
    return tuple(decided)


def pack(lines: Iterable[Line], parcels: Iterable[Parcel], today: date) -> tuple[Line, ...]:
    """Return the lines with the lots that are sent; nothing expired, never more than granted."""
    given = _by_drug(parcels, "parcel")
    packed: list[Line] = []
    for place, line in enumerate(lines, start=1):
        parcel = given.pop(line.drug, None) or Parcel(drug=line.drug, lots=())
        if len(parcel.lots) > _MOST_LOTS:
            raise Refused("lots_many", line=place, most=_MOST_LOTS)
        lots = tuple(_check_lot(lot, place, today) for lot in parcel.lots)
        if len({(lot.lot, lot.expiry) for lot in lots}) != len(lots):
            raise Refused("lot_twice", line=place)
        sent = sum(lot.quantity for lot in lots)
        granted = line.approved or 0
        if sent > granted:
            raise Refused("dispatched_above_approved", line=place, approved=granted)
        reason = _short(parcel.reason, place)
        if sent < granted and not reason:
            raise Refused("reason_needed", line=place)
        stays_owed = line.back_order or (parcel.back_order and sent < granted and line.instead is None)
        packed.append(replace(line, lots=lots, short_reason=reason if sent < granted else "", back_order=stays_owed))
    _no_strangers(given)
    if not any(line.lots for line in packed):
        raise Refused("parcel_empty")
    return tuple(packed)


def count(lines: Iterable[Line], counts: Iterable[Count]) -> tuple[Line, ...]:
    """Return the lines with what came; a difference needs its kind, 其他 also needs words."""
    given = _by_drug(counts, "count")
    counted: list[Line] = []
    for place, line in enumerate(lines, start=1):
        came = given.pop(line.drug, None)
        if came is None and not line.lots:
            counted.append(line)
            continue
        if came is None or len(came.received) != len(line.lots):
            raise Refused("line_uncounted", line=place, drug=line.drug)
        counted.append(_count_line(line, came, place))
    _no_strangers(given)
    return tuple(counted)


def _instead(line: Line, decision: Decision, ruling: Ruling, place: int) -> Instead:
    drug = _need_listed(decision.instead, ruling, place)
    if drug.id == line.drug:
        raise Refused("instead_same", line=place)
    if decision.approved < 1:
        raise Refused("instead_nothing", line=place)
    most = rule(ruling.register, "request.most_packs", day(ruling.at), _MOST_PACKS)
    if decision.approved > most:
        raise Refused("quantity_high", line=place, most=most, quantity=decision.approved)
    return Instead(drug=drug.id, name=drug.name, strength=drug.strength, pack=drug.pack, unit=drug.unit)


def _need_listed(wanted: str, ruling: Ruling, place: int) -> Drug:
    """Return a drug that is in the formulary today and may be requested here."""
    try:
        drug = need_drug(ruling.register, wanted, day(ruling.at))
    except Refused as fault:
        raise Refused(fault.code, line=place, **fault.facts) from None
    if drug.control in NOT_BY_REQUEST:
        raise Refused("drug_controlled", line=place, drug=drug.id, name=drug.name, control=drug.control.value)
    return drug


def _shares(want: Wanted, place: int) -> tuple[Share, ...]:
    if any(share.quantity < 1 for share in want.shares) or len({one.request for one in want.shares}) < len(want.shares):
        raise Refused("share_wrong", line=place)
    if sum(share.quantity for share in want.shares) > want.quantity:
        raise Refused("share_above", line=place, quantity=want.quantity)
    return want.shares


def _line(want: Wanted, community: str, ruling: Ruling, place: int) -> Line:
    drug = _need_listed(want.drug, ruling, place)
    if drug.community != community:
        raise Refused("drug_other_community", line=place, drug=drug.id)
    most = rule(ruling.register, "request.most_packs", day(ruling.at), _MOST_PACKS)
    if want.quantity < 1:
        raise Refused("quantity_low", line=place, least=1, quantity=want.quantity)
    if want.quantity > most:
        raise Refused("quantity_high", line=place, most=most, quantity=want.quantity)
    return Line(
        drug=drug.id,
        name=drug.name,
        strength=drug.strength,
        pack=drug.pack,
        unit=drug.unit,
        essential=drug.essential,
        requested=want.quantity,
        remark=_short(want.remark, place),
        shares=_shares(want, place),
        shortages=tuple(dict.fromkeys(want.shortages)),
    )


def _check_lot(lot: Lot, place: int, today: date) -> Lot:
    name = entering.tidy_lot(lot.lot)
    if not name:
        raise Refused("lot_empty", line=place)
    if len(name) > entering.LONGEST_LOT:
        raise Refused("field_long", field="lot", line=place, most=entering.LONGEST_LOT, length=len(name))
    if not entering.is_likely(lot.expiry, today):
        raise Refused("expiry_far", line=place, expiry=lot.expiry.isoformat())
    if lot.quantity < 1:
        raise Refused("quantity_low", line=place, least=1, quantity=lot.quantity)
    if lot.expiry < today:
        raise Refused("lot_expired", line=place, lot=name, expiry=lot.expiry.isoformat())
    if lot.price_fen is not None:
        check_price(lot.price_fen, place)
    return Lot(lot=name, expiry=lot.expiry, quantity=lot.quantity, price_fen=lot.price_fen)


def _count_line(line: Line, came: Count, place: int) -> Line:
    if any(packs < 0 for packs in came.received):
        raise Refused("quantity_low", line=place, least=0, quantity=min(came.received))
    most = max([_MOST_PACKS, *(lot.quantity for lot in line.lots)])
    if any(packs > most for packs in came.received):
        raise Refused("quantity_high", line=place, most=most, quantity=max(came.received))
    differs = tuple(lot.quantity for lot in line.lots) != came.received
    kind, note = came.difference, _short(came.note, place)
    if kind and kind not in {difference.value for difference in Difference}:
        raise Refused("difference_unknown", line=place)
    if differs and not kind:
        raise Refused("difference_needed", line=place, sent=line.dispatched, received=sum(came.received))
    if kind == Difference.OTHER and not note:
        raise Refused("field_empty", field="note", line=place)
    lots = tuple(replace(lot, received=packs) for lot, packs in zip(line.lots, came.received, strict=True))
    return replace(line, lots=lots, difference=kind, difference_note=note)


def _by_drug(given: Iterable[Decision | Parcel | Count], what: str) -> dict[str, Any]:
    by_drug: dict[str, Any] = {}
    for one in given:
        if one.drug in by_drug:
            raise Refused("line_twice", what=what, drug=one.drug)
        by_drug[one.drug] = one
    return by_drug


def _no_strangers(left: Mapping[str, object]) -> None:
    if left:
        raise Refused("line_unknown", drug=next(iter(left)))


def _short(typed: str, place: int) -> str:
    tidy = clean_line(typed)
    if len(tidy) > _LONGEST_REMARK:
        raise Refused("field_long", field="remark", line=place, most=_LONGEST_REMARK, length=len(tidy))
    return tidy

"""Lines of a request as its table holds them: made of a request, and read back into what is asked of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from yigongti_desktop.capabilities.pharmacy.model.fefo import Held
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.fefo import allocate
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line as RequestLine
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.request import Share
from yigongti_desktop.capabilities.pharmacy.store.shortages import Need
from yigongti_desktop.capabilities.pharmacy.ui.words import DIFFERENCES
from yigongti_desktop.kernel.money import read_yuan
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.catalogue import specification

#: What is chosen for the rest of a line: it is sent later, or let go.
OWED, LET_GO = "owed", "let_go"
#: Begins the remark of a line that is for people who wait.
_FOR = "缺药登记 "


def empty() -> Line:
    """Return a line with nothing on it yet."""
    return {"drug": "", "name": "", "requested": None, "remark": ""}


def is_empty(line: Line) -> bool:
    """Say whether nothing was written on a line yet."""
    return not (line.get("drug") or line.get("requested") or line.get("remark"))


def of_request(request: DrugRequest) -> list[Line]:
    """Return the lines of a request, one for each drug."""
    return [
        _fixed(line)
        | {
            "requested": line.requested,
            "remark": line.remark,
            "shortages": [*line.shortages],
            "shares": [*line.shares],
        }
        for line in request.lines
    ]


def to_review(request: DrugRequest) -> list[Line]:
    """Return the lines to be decided; what was asked is proposed and has to be looked at."""
    plain = {"reason": "", "instead": "", "instead_name": "", "rest": ""}
    return [{**line, "approved": line["requested"]} | plain for line in of_request(request)]


def to_dispatch(
    request: DrugRequest, lots: Mapping[str, Sequence[StockLot]], held: Mapping[str, Held], today: date
) -> list[Line]:
    """Return the lines to be sent: lots of the store are proposed, the first to expire first (FEFO).

    Of a drug that the books do not have, what was granted is proposed, and its lot is to be written.
    """
    found: list[Line] = []
    for line in request.lines:
        if not line.approved:
            continue
        head = given(line) | {"approved": line.approved, "reason": ""}
        known = lots.get(line.given, ())
        picks = allocate(known, line.approved, today, held.get(line.given, {})).picks
        if not picks:
            found.append(head | {"lot": "", "expiry": None, "sent": 0 if known else line.approved})
        for place, pick in enumerate(picks):
            its = {"lot": pick.lot, "expiry": pick.expiry, "sent": pick.quantity}
            found.append(head | its | ({"is_more": True} if place else {}))
    return found


def to_read(request: DrugRequest) -> list[Line]:
    """Return the lines with all that happened to them."""
    return [
        _fixed(line)
        | {
            "requested": line.requested,
            "approved": line.approved,
            "sent": line.dispatched if line.lots else None,
            "received": line.received if line.lots and line.lots[0].received is not None else None,
            "words": _remarks(line),
            "difference": line.difference,
            "shares": [*line.shares],
        }
        for line in request.lines
    ]


def wanted(lines: Sequence[Line]) -> tuple[Wanted, ...]:
    """Return what is asked for; lines with nothing on them are left out."""
    return tuple(
        Wanted(
            drug=line["drug"],
            quantity=_packs(line["requested"]),
            remark=line.get("remark") or "",
            shortages=tuple(line.get("shortages") or ()),
            shares=shares(line),
        )
        for line in lines
        if line["drug"]
    )


def shares(line: Line) -> tuple[Share, ...]:
    """Return what of a line is for villages, also of a line that was kept as a draft."""
    return msgspec.convert(line.get("shares") or (), tuple[Share, ...])


def share_words(line: Line) -> str:
    """Return for which villages a line is, one below another: 健康村 10 盒, 新建村 5 盒."""
    unit = line.get("unit") or ""
    return "\n".join(f"{share.village} {share.quantity:,} {unit}".rstrip() for share in shares(line))


def decisions(lines: Sequence[Line]) -> tuple[Decision, ...]:
    """Return what is granted."""
    return tuple(
        Decision(
            drug=line["drug"],
            approved=_packs(line["approved"]),
            reason=line["reason"] or "",
            instead=line.get("instead") or "",
            back_order=line.get("rest") == OWED,
        )
        for line in lines
    )


def parcels(lines: Sequence[Line]) -> tuple[Parcel, ...]:
    """Return what is sent, the lots of a drug together; a drug of which nothing is sent keeps its reason."""
    found: dict[str, Parcel] = {}
    for line in lines:
        known = found.get(line["drug"], Parcel(drug=line["drug"], lots=()))
        lots = known.lots
        if line["sent"] and isinstance(line["expiry"], date):
            price = read_yuan(str(line["price"])) if line.get("price") else None
            lot = Lot(lot=line["lot"] or "", expiry=line["expiry"], quantity=line["sent"], price_fen=price)
            lots = (*lots, lot)
        found[line["drug"]] = Parcel(
            drug=line["drug"],
            lots=lots,
            reason=known.reason or line["reason"] or "",
            back_order=known.back_order or line.get("rest") == OWED,
        )
    return tuple(found.values())


def repeat_lot(after: Line) -> dict[str, Any]:
    """Return a line for another lot of the same drug."""
    return {**after, "is_more": True, "lot": "", "expiry": None, "sent": None, "reason": ""}


def place_of_fault(lines: Sequence[Line], line: int, code: str) -> tuple[int, str] | None:
    """Return where a refusal belongs: the row of the request's line, and the column of the code; rows are from 0."""
    drugs = list(dict.fromkeys(each["drug"] for each in lines if each["drug"]))
    if not 1 <= line <= len(drugs):
        return None
    row = next(place for place, each in enumerate(lines) if each["drug"] == drugs[line - 1])
    keys = {
        "reason_needed": "reason",
        "instead_same": "instead_name",
        "instead_nothing": "approved",
        "lot_held": "lot",
        "lot_empty": "lot",
        "lot_twice": "lot",
        "lot_expired": "expiry",
        "price_low": "price",
        "price_high": "price",
        "difference_needed": "difference",
        "trace_many": "codes",
        "trace_twice": "codes",
        "trace_length": "codes",
        "trace_received": "codes",
        "trace_other": "code_reason",
        "difference_unknown": "difference",
        "field_empty": "note",
    }
    quantity = next((key for key in ("received", "sent", "approved", "requested") if key in lines[row]), "name")
    of_drug = code.startswith("drug_")
    return row, "name" if of_drug else keys.get(code, quantity)


def line_of(drug: Drug, wanted: Wanted) -> dict[str, Any]:
    """Return a line for what was asked of a drug."""
    return named(drug) | {
        "requested": wanted.quantity,
        "remark": wanted.remark,
        "shortages": [*wanted.shortages],
        "shares": [*wanted.shares],
    }


def with_needs(lines: Sequence[Line], needs: Sequence[Need]) -> list[Line]:
    """Return the lines with what people wait for added: one line for each drug, tied to all that it is for.

    A shortage that a line is tied to already is not added twice; what was typed stays.
    """
    found: list[dict[str, Any]] = [dict(line) for line in lines if line["drug"] or line["requested"]]
    for need in needs:
        one = need.shortage
        line = next((each for each in found if each["drug"] == one.drug), None)
        if line is None:
            line = named(need.drug) | {"requested": 0, "remark": ""}
            found.append(line)
        tied = [*(line.get("shortages") or ())]
        if one.id not in tied:
            line.update(requested=_packs(line["requested"]) + one.quantity, shortages=[*tied, one.id])
            if not line["remark"] or line["remark"].startswith(_FOR):
                line["remark"] = f"{_FOR}{len(tied) + 1} 人"
    return [*found]


def unlisted(wanted: Wanted) -> dict[str, Any]:
    """Return a line whose drug is not in the formulary any more; its quantity is kept."""
    return {"drug": "", "name": "", "requested": wanted.quantity, "remark": wanted.remark or "原来的药已不在目录"}


def given(line: RequestLine) -> dict[str, Any]:
    """Return what is sent of a line: the drug asked for, or the one in its place."""
    if line.instead is None:
        return _fixed(line) | {"given": line.given}
    its = line.instead
    pack = specification(its.strength, its.pack)
    named = {"name": f"{its.name}（代{line.name}）", "specification": pack, "unit": its.unit}
    return _fixed(line) | named | {"given": line.given}


def _fixed(line: RequestLine) -> dict[str, Any]:
    return {"drug": line.drug} | _described(line)


def named(drug: Drug) -> dict[str, Any]:
    """Return the line of a drug, nothing asked yet, neither for the unit nor for villages or people who wait."""
    return {"drug": drug.id, "shares": [], "shortages": []} | _described(drug)


def _described(one: Drug | RequestLine) -> dict[str, Any]:
    return {
        "name": one.name,
        "specification": specification(one.strength, one.pack),
        "unit": one.unit,
        "essential": one.essential,
    }


def _packs(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _remarks(line: RequestLine) -> str:
    lots = "、".join(f"{lot.lot}（{lot.expiry:%Y-%m-%d}）" for lot in line.lots)
    difference = " ".join(part for part in (DIFFERENCES.get(line.difference, ""), line.difference_note) if part)
    instead = f"换 {line.instead.name} {line.instead.strength}" if line.instead else ""
    owed = f"欠 {line.owed:,}{line.unit}，已补请" if line.lots and line.owed else ""
    parts = (instead, line.reason, owed, line.short_reason, lots, difference, line.remark if not line.reason else "")
    return "　".join(part for part in parts if part)

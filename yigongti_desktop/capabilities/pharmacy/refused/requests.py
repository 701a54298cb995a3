"""Refused acts of the pharmacy: what stands in them, and how a request or a shortage comes back into its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.messages.shortages import ShortageRegistered
from yigongti_desktop.capabilities.pharmacy.messages.villages import VillageAsked
from yigongti_desktop.capabilities.pharmacy.store import requests as store
from yigongti_desktop.capabilities.pharmacy.store import shortages
from yigongti_desktop.capabilities.pharmacy.store import stock
from yigongti_desktop.capabilities.pharmacy.store import unfinished
from yigongti_desktop.capabilities.pharmacy.store.differences import DIFFERENCE_CASE
from yigongti_desktop.capabilities.pharmacy.store.villages import VILLAGE_REQUEST
from yigongti_desktop.capabilities.pharmacy.ui.count_words import WAYS
from yigongti_desktop.capabilities.pharmacy.ui.count_words import room_name
from yigongti_desktop.capabilities.pharmacy.ui.lines import line_of
from yigongti_desktop.capabilities.pharmacy.ui.lines import unlisted
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import ANSWERS as TOLD
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import CALLS
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import KINDS
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import OVER
from yigongti_desktop.capabilities.pharmacy.ui.words import ANSWERS
from yigongti_desktop.capabilities.pharmacy.ui.words import NAMES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage import records

_WITH_LINES = {
    "drug_request.submitted": m.DrugRequestSubmitted,
    "drug_request.proposed": m.DrugRequestSubmitted,
    "drug_request.draft_saved": m.DraftSaved,
}
_KINDS = frozenset({"drug_request", "stock_entry", "lot_hold"})
_LINES = ("lines", "decisions", "parcels", "counts", "replies")
_REMARKS = ("difference", "answer", "reason", "over", "note", "remark")
_HEADS = {
    "number": "单号",
    "village": "村卫生室",
    "room": "库房",
    "partner_name": "对方",
    "lot": "批号",
    "note": "说明",
    "reason": "原因",
}
_QUANTITIES = ("quantity", "approved", "received", "counted")
_SAID = {"answer": "答复", "result": "电话结果", "words": "说明", "note": "备注", "reason": "原因"}


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act of the pharmacy."""
    if act.record_kind not in _KINDS:
        return None
    body = msgspec.json.decode(act.body)
    body |= body.get("entering") or {}
    lines: list[dict[str, Any]] = next((body[name] for name in _LINES if body.get(name)), [])
    asked = [line["drug"] for line in [*lines, body] if line.get("drug")]
    drugs = records.load_many(connection, registry.DRUG, asked)
    words = [("事项", KINDS[body["kind"]])] if body.get("kind") in KINDS else []
    if body.get("drug"):
        words.append(("药品", _name(drugs.get(body["drug"]))))
    words += [(head, str(body[name])) for name, head in _HEADS.items() if body.get(name)]
    for place, line in enumerate(lines):
        name = f"{_name(drugs.get(line['drug']))}　" if "drug" in line else ""
        head = f"第 {place + 1} 行" if not name else "" if place else "药品"
        words.append((head, f"{name}{_line_words(line)}"))
    return words + [(f"第 {row} 行", f"差异原因　{why}") for row, why in body.get("reasons", [])]


def contents_of_count(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a count."""
    if act.record_kind != stock.STOCK_COUNT.name:
        return None
    body = msgspec.json.decode(act.body)
    if act.kind == "stock_count.opened":
        return _begun(body)
    if act.kind == "stock_count.counted":
        return _counted(connection, body)
    if act.kind == "stock_count.confirmed":
        return _confirmed(connection, act.record, body)
    return [("原因", str(body["reason"]))] if body.get("reason") else []


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put the lines of a request that was not taken back into a sheet."""
    if act.kind not in _WITH_LINES:
        return None
    body = msgspec.json.decode(act.body, type=_WITH_LINES[act.kind])
    known = records.load(connection, store.DRUG_REQUEST, act.record)
    drugs = records.load_many(connection, registry.DRUG, [line.drug for line in body.lines])
    lines = [line_of(drugs[line.drug], line) if line.drug in drugs else unlisted(line) for line in body.lines]
    content = {"lines": lines, "urgency": body.urgency.value, "note": body.note}
    store.keep_draft(connection, actor.account, f"write {act.record}" if known else "", content, now)
    return "pharmacy", act.record if known else "new"


_NAMES = NAMES | OVER | ANSWERS


def contents_of_shortage(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a shortage."""
    if act.record_kind != "shortage":
        return None
    body = msgspec.json.decode(act.body)
    if act.kind != "shortage.registered":
        told = TOLD | CALLS
        return [(head, told.get(body[name], body[name])) for name, head in _SAID.items() if body.get(name)]
    missing = msgspec.convert(body, ShortageRegistered).missing
    drug = records.load(connection, registry.DRUG, missing.drug) if missing.drug else None
    return [
        ("药品", missing.name or _name(drug)),
        ("数量", f"{missing.quantity} {drug.unit if drug else missing.unit}"),
        ("患者", missing.patient),
        ("电话", missing.phone),
        ("需要日期", missing.needed_by.isoformat() if missing.needed_by else ""),
        ("备注", missing.remark),
    ]


def take_up_shortage(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a shortage that was not taken back into its form."""
    if act.kind != "shortage.registered":
        return None
    missing = msgspec.json.decode(act.body, type=ShortageRegistered).missing
    drug = records.load(connection, registry.DRUG, missing.drug) if missing.drug else None
    resident = records.load(connection, registry.RESIDENT, missing.resident) if missing.resident else None
    values: dict[str, Any] = msgspec.to_builtins(missing)
    values["drug"] = {"key": drug.id, "title": drug.name, "detail": drug.strength} if drug else missing.name
    values["patient"] = {"key": resident.id, "title": missing.patient} if resident else missing.patient
    shortages.keep_draft(connection, actor.account, values, now)
    return "shortages", "new"


def contents_of_village(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a village's request."""
    if act.record_kind != "village_request":
        return None
    body = msgspec.json.decode(act.body)
    lines = body.get("lines") or [{"drug": drug, "quantity": packs} for drug, packs in body.get("given", {}).items()]
    drugs = records.load_many(connection, registry.DRUG, [line["drug"] for line in lines])
    words = [("村卫生室", str(body.get("village", ""))), ("原因", str(body.get("reason", "")))]
    found = [("药品", f"{_name(drugs.get(line['drug']))}　{_line_words(line)}") for line in lines]
    return [pair for pair in words if pair[1]] + [
        ("" if place else head, said) for place, (head, said) in enumerate(found)
    ]


def take_up_village(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put what a village asked for, and was not taken, into a sheet."""
    if act.kind != "village_request.asked":
        return None
    body = msgspec.json.decode(act.body, type=VillageAsked)
    known = records.load(connection, VILLAGE_REQUEST, act.record)
    drugs = records.load_many(connection, registry.DRUG, [line.drug for line in body.lines])
    lines = [line_of(drugs[line.drug], line) if line.drug in drugs else unlisted(line) for line in body.lines]
    values: dict[str, object] = {"lines": lines, "village": body.village}
    unfinished.keep(connection, "village_request", actor.account, act.record if known else "", values, now)
    return "villages", act.record if known else "new"


def contents_of_case(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a difference case."""
    if act.record_kind != "difference_case":
        return None
    body = msgspec.json.decode(act.body)
    case = records.load(connection, DIFFERENCE_CASE, act.record)
    names = [line.name for line in case.lines] if case else []
    found = [("原因", str(body["reason"]))] if body.get("reason") else []
    for place, reply in enumerate(body.get("replies", [])):
        name = names[place] if place < len(names) else f"第 {place + 1} 行"
        parts = (name, ANSWERS.get(reply["answer"], ""), str(reply.get("note", "")))
        found.append(("" if place else "答复", "　".join(part for part in parts if part)))
    return found


def _name(drug: Drug | None) -> str:
    return drug.name if drug else "目录里没有的药"


def _line_words(line: dict[str, Any]) -> str:
    """Return all that was typed into a line: its numbers, then the reason or remark."""
    said = (str(line.get(name) or "") for name in _REMARKS)
    lot = str(line.get("lot") or "")
    return "　".join(part for part in (lot, _quantity(line), *(_NAMES.get(word, word) for word in said)) if part)


def _quantity(line: dict[str, Any]) -> str:
    if "lots" in line:
        return "、".join(f"{lot['lot']} {lot['quantity']}" for lot in line["lots"])
    value = next((line[name] for name in _QUANTITIES if name in line), "")
    return "、".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _begun(body: dict[str, Any]) -> list[tuple[str, str]]:
    way = WAYS["blind" if body.get("is_blind") else "open"]
    note = [("说明", str(body["note"]))] if body.get("note") else []
    return [("单号", str(body.get("number", ""))), ("库房", f"{room_name(str(body.get('room', '')))}　{way}"), *note]


def _counted(connection: Any, body: dict[str, Any]) -> list[tuple[str, str]]:
    lines = body.get("lines", [])
    drugs = records.load_many(connection, registry.DRUG, [line["drug"] for line in lines])
    found = []
    for place, line in enumerate(lines):
        parts = (_name(drugs.get(line["drug"])), line["lot"], f"实盘 {line.get('counted', 0)}", line.get("reason", ""))
        found.append(("" if place else "药品", "　".join(part for part in parts if part)))
    return found


def _confirmed(connection: Any, count: str, body: dict[str, Any]) -> list[tuple[str, str]]:
    known = records.load(connection, stock.STOCK_COUNT, count)
    lines = dict(enumerate(known.lines, start=1)) if known else {}
    found: list[tuple[str, str]] = []
    for place, reason in body.get("reasons", []):
        named = f"{lines[place].name}　{lines[place].lot}　" if place in lines else f"第 {place} 行　"
        found.append(("" if found else "原因", f"{named}{reason}"))
    return found

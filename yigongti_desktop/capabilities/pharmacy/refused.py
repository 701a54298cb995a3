"""Refused acts on drug requests: what stands in them, and how a request comes back into its sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.messages.villages import VillageAsked
from yigongti_desktop.capabilities.pharmacy.store import requests as store
from yigongti_desktop.capabilities.pharmacy.store import unfinished
from yigongti_desktop.capabilities.pharmacy.store.differences import DIFFERENCE_CASE
from yigongti_desktop.capabilities.pharmacy.store.villages import VILLAGE_REQUEST
from yigongti_desktop.capabilities.pharmacy.ui.lines import line_of
from yigongti_desktop.capabilities.pharmacy.ui.lines import unlisted
from yigongti_desktop.capabilities.pharmacy.ui.words import ANSWERS
from yigongti_desktop.capabilities.pharmacy.ui.words import NAMES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage import records

_WITH_LINES = {"drug_request.submitted": m.DrugRequestSubmitted, "drug_request.draft_saved": m.DraftSaved}
_REMARKS = ("difference", "reason", "note", "remark")
_HEADS = {"number": "单号", "note": "说明", "reason": "原因"}
_QUANTITIES = ("quantity", "approved", "received")


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a drug request."""
    if act.record_kind != "drug_request":
        return None
    body = msgspec.json.decode(act.body)
    lines = body.get("lines") or body.get("decisions") or body.get("parcels") or body.get("counts") or []
    drugs = records.load_many(connection, registry.DRUG, [line["drug"] for line in lines])
    found = [
        ("" if place else "药品", f"{_name(drugs.get(line['drug']))}　{_line_words(line)}")
        for place, line in enumerate(lines)
    ]
    words = [(head, str(body[name])) for name, head in _HEADS.items() if body.get(name)]
    return words + found


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
    return "　".join(part for part in (_quantity(line), *(NAMES.get(word, word) for word in said)) if part)


def _quantity(line: dict[str, Any]) -> str:
    if "lots" in line:
        return "、".join(f"{lot['lot']} {lot['quantity']}" for lot in line["lots"])
    value = next((line[name] for name in _QUANTITIES if name in line), "")
    return "、".join(str(one) for one in value) if isinstance(value, list) else str(value)

"""Refused acts on drug requests: what stands in them, and how a request comes back into its sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.store import requests as store
from yigongti_desktop.capabilities.pharmacy.ui.lines import line_of
from yigongti_desktop.capabilities.pharmacy.ui.lines import unlisted
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

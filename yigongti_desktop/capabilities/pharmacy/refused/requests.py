"""Refused acts on drug requests: what stands in them, and how a request comes back into its sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.refused.lines import line_words
from yigongti_desktop.capabilities.pharmacy.refused.lines import name_of
from yigongti_desktop.capabilities.pharmacy.store import requests as store
from yigongti_desktop.capabilities.pharmacy.ui.lines import line_of
from yigongti_desktop.capabilities.pharmacy.ui.lines import unlisted
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import KINDS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft

_WITH_LINES = {
    "drug_request.submitted": m.DrugRequestSubmitted,
    "drug_request.proposed": m.DrugRequestSubmitted,
    "drug_request.draft_saved": m.DraftSaved,
}
_KINDS = frozenset({"drug_request", "stock_entry", "lot_hold"})
_LINES = ("lines", "decisions", "parcels", "counts", "replies")
_HEADS = {
    "number": "单号",
    "village": "村卫生室",
    "room": "库房",
    "partner_name": "对方",
    "lot": "批号",
    "note": "说明",
    "reason": "原因",
}


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a request, or in one that takes an entry back or holds a lot."""
    if act.record_kind not in _KINDS or act.kind == "stock.entered":
        return None
    body = msgspec.json.decode(act.body)
    body |= body.get("entering") or {}
    lines: list[dict[str, Any]] = next((body[name] for name in _LINES if body.get(name)), [])
    asked = [line["drug"] for line in [*lines, body] if line.get("drug")]
    drugs = records.load_many(connection, registry.DRUG, asked)
    words = [("事项", KINDS[body["kind"]])] if body.get("kind") in KINDS else []
    if body.get("drug"):
        words.append(("药品", name_of(drugs.get(body["drug"]))))
    words += [(head, str(body[name])) for name, head in _HEADS.items() if body.get(name)]
    for place, line in enumerate(lines):
        name = f"{name_of(drugs.get(line['drug']))}　" if "drug" in line else ""
        head = f"第 {place + 1} 行" if not name else "" if place else "药品"
        words.append((head, f"{name}{line_words(line)}"))
        words += [("追溯码", "、".join(codes)) for codes in line.get("codes", ()) if codes]
    return words + [(f"第 {row} 行", f"差异原因　{why}") for row, why in body.get("reasons", [])]


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put the lines of a request that was not taken back into a sheet."""
    if act.kind not in _WITH_LINES:
        return None
    body = msgspec.json.decode(act.body, type=_WITH_LINES[act.kind])
    known = records.load(connection, store.DRUG_REQUEST, act.record)
    drugs = records.load_many(connection, registry.DRUG, [line.drug for line in body.lines])
    lines = [line_of(drugs[line.drug], line) if line.drug in drugs else unlisted(line) for line in body.lines]
    content = {"lines": lines, "urgency": body.urgency.value, "note": body.note}
    record = f"write {act.record}" if known else ""
    drafts.keep(
        connection,
        Draft(form=store.DRUG_REQUEST.name, account=actor.account, record=record, values=content, saved_at=now),
    )
    return "pharmacy", act.record if known else "new"

"""Refused papers of the store: what stands in them, and how one comes back into its sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store import shelf
from yigongti_desktop.capabilities.pharmacy.store.stock import STORE_ROOM
from yigongti_desktop.capabilities.pharmacy.ui import stock_lines
from yigongti_desktop.capabilities.pharmacy.ui.stock_state import counted
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import KINDS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage import records

_ENTERED = "stock.entered"


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in a paper of the store, or in an act on its rooms; None for other acts."""
    if act.record_kind == STORE_ROOM.name:
        body = msgspec.json.decode(act.body)
        return [("库房", str(body.get("room", ""))), ("名称", str(body.get("name", "")))]
    if act.kind != _ENTERED:
        return None
    body = msgspec.json.decode(act.body, type=m.StockEntered)
    entering = body.entering
    drugs = records.load_many(connection, registry.DRUG, [line.drug for line in entering.lines])
    heads = (
        ("类别", KINDS[entering.kind.value]),
        ("单号", body.number),
        ("库房", " → ".join(room for room in (entering.room, entering.other_room) if room)),
        ("对方", entering.partner_name),
        ("说明", entering.reason),
    )
    found = [
        ("" if place else "药品", f"{_name(drugs.get(line.drug), line)}　{_words(line)}")
        for place, line in enumerate(entering.lines)
    ]
    return [head for head in heads if head[1]] + found


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a paper that was not taken back into its sheet."""
    if act.kind != _ENTERED:
        return None
    entering = msgspec.json.decode(act.body, type=m.StockEntered).entering
    drugs = records.load_many(connection, registry.DRUG, [line.drug for line in entering.lines])
    head = {name: getattr(entering, name) for name in ("room", "other_room", "partner", "partner_name", "document")}
    lines = [_line(drugs.get(line.drug), line) for line in entering.lines]
    content = head | {"kind": entering.kind.value, "reason": entering.reason, "lines": lines}
    shelf.keep_draft(connection, actor.account, msgspec.to_builtins(content), now)
    return "stock", entering.kind.value


def _line(drug: Drug | None, line: EntryLine) -> dict[str, Any]:
    typed = {name: getattr(line, name) for name in ("quantity", "lot", "expiry", "reason", "over", "code_reason")}
    named = stock_lines.of_drug(drug) if drug is not None else {}
    is_short = {"is_short": bool(line.over), "is_other": bool(line.code_reason), "is_chosen": True}
    return stock_lines.empty() | named | typed | is_short | {"codes": list(line.codes)}


def _name(drug: Drug | None, line: EntryLine) -> str:
    return drug.name if drug is not None else line.name or "目录里没有的药"


def _words(line: EntryLine) -> str:
    said = (
        counted(line.quantity, line.unit),
        f"批号 {line.lot}",
        str(line.expiry),
        line.reason,
        line.over,
        line.code_reason,
    )
    return "　".join(part for part in said if part)

"""Refused acts on counts: what stands in them."""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.capabilities.pharmacy.refused.lines import name_of
from yigongti_desktop.capabilities.pharmacy.store import stock
from yigongti_desktop.capabilities.pharmacy.ui.count_words import WAYS
from yigongti_desktop.capabilities.pharmacy.ui.count_words import room_name
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import records


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
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
    if body.get("answer"):
        return [("说明", str(body["answer"]))]
    return [("原因", str(body["reason"]))] if body.get("reason") else []


def _begun(body: dict[str, Any]) -> list[tuple[str, str]]:
    way = WAYS["blind" if body.get("is_blind") else "open"]
    note = [("说明", str(body["note"]))] if body.get("note") else []
    return [("单号", str(body.get("number", ""))), ("库房", f"{room_name(str(body.get('room', '')))}　{way}"), *note]


def _counted(connection: Any, body: dict[str, Any]) -> list[tuple[str, str]]:
    lines = body.get("lines", [])
    drugs = records.load_many(connection, registry.DRUG, [line["drug"] for line in lines])
    found = []
    for place, line in enumerate(lines):
        parts = (
            name_of(drugs.get(line["drug"])),
            line["lot"],
            f"实盘 {line.get('counted', 0)}",
            line.get("reason", ""),
        )
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

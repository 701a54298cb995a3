"""Refused acts on differences of deliveries: what stands in them."""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.capabilities.pharmacy.store.differences import DIFFERENCE_CASE
from yigongti_desktop.capabilities.pharmacy.ui.words import ANSWERS
from yigongti_desktop.storage import records


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a difference case."""
    if act.record_kind != "difference_case":
        return None
    body = msgspec.json.decode(act.body)
    case = records.load(connection, DIFFERENCE_CASE, act.record)
    names = [line.name for line in case.lines] if case else []
    found = [("原因", str(body["reason"]))] if body.get("reason") else []
    for place, reply in enumerate(body.get("replies", [])):
        name = names[place] if place < len(names) else ""
        parts = (name, ANSWERS.get(reply["answer"], ""), str(reply.get("note", "")))
        found.append((f"第 {place + 1} 行", "　".join(part for part in parts if part)))
    return found

"""Refused acts on the hand-over book: what stands in them, and how an entry goes back into its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.messages import handover as m
from yigongti_desktop.capabilities.staffing.model.handover import FIELDS
from yigongti_desktop.capabilities.staffing.store.handover import HANDOVER
from yigongti_desktop.capabilities.staffing.ui.handover_words import PARTS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on the hand-over book."""
    if act.record_kind != HANDOVER.name:
        return None
    if act.kind == "handover.given":
        written = msgspec.json.decode(act.body, type=m.HandoverGiven).written
        words = [(PARTS[field], getattr(written, field)) for field in FIELDS]
        return [("班次", f"{written.day.isoformat()}　{written.duty}"), *words]
    entry = records.load(connection, HANDOVER, act.record)
    found = [("班次", f"{entry.day.isoformat()}　{entry.duty_name}")] if entry else []
    body = msgspec.json.decode(act.body)
    if act.kind == "handover.note_added":
        return [*found, ("补记", body["words"])]
    changes = body.get("changes", {})
    return [*found, *((PARTS.get(field, "内容"), new) for field, (_, new) in changes.items())]


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put an entry that was not taken back into its form."""
    if act.kind != "handover.given":
        return None
    values = msgspec.to_builtins(msgspec.json.decode(act.body, type=m.HandoverGiven).written)
    drafts.keep(connection, Draft(form=HANDOVER.name, account=actor.account, record="", values=values, saved_at=now))
    return "handover", "new"

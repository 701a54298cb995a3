"""Refused acts on residents: what stands in them, how a registration comes back into its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import ResidentCorrected
from yigongti_desktop.registry.messages import ResidentMoved
from yigongti_desktop.registry.messages import ResidentRegistered
from yigongti_desktop.registry.ui.words import NAMES
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage.drafts import Draft


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a resident."""
    if act.kind == "resident.registered":
        values = msgspec.to_builtins(msgspec.json.decode(act.body, type=ResidentRegistered).identity)
        return [(NAMES[name], NAMES.get(str(value), str(value))) for name, value in values.items() if value]
    if act.kind == "resident.corrected":
        changes = msgspec.json.decode(act.body, type=ResidentCorrected).changes
        return [
            (NAMES.get(name, name), f"{seen or '空'} → {wanted or '空'}") for name, (seen, wanted) in changes.items()
        ]
    if act.kind == "resident.moved":
        moved = msgspec.json.decode(act.body, type=ResidentMoved)
        return [("迁往", store.names_of_institutions(connection).get(moved.unit, moved.unit)), ("原因", moved.reason)]
    return None


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a registration that was not taken back into its form."""
    if act.kind != "resident.registered":
        return None
    values = msgspec.to_builtins(msgspec.json.decode(act.body, type=ResidentRegistered).identity)
    drafts.keep(
        connection, Draft(form=store.RESIDENT.name, account=actor.account, record="", values=values, saved_at=now)
    )
    return "residents", "new"

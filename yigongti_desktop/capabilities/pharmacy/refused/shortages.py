"""Refused acts on shortages: what stands in them, and how one comes back into its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.pharmacy.messages.shortages import ShortageRegistered
from yigongti_desktop.capabilities.pharmacy.refused.lines import name_of
from yigongti_desktop.capabilities.pharmacy.store.shortages import SHORTAGE
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import ANSWERS as TOLD
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import CALLS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft

_SAID = {"answer": "答复", "result": "电话结果", "words": "说明", "note": "备注", "reason": "原因"}


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
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
        ("药品", missing.name or name_of(drug)),
        ("数量", f"{missing.quantity} {drug.unit if drug else missing.unit}"),
        ("患者", missing.patient),
        ("电话", missing.phone),
        ("需要日期", missing.needed_by.isoformat() if missing.needed_by else ""),
        ("备注", missing.remark),
    ]


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a shortage that was not taken back into its form."""
    if act.kind != "shortage.registered":
        return None
    missing = msgspec.json.decode(act.body, type=ShortageRegistered).missing
    drug = records.load(connection, registry.DRUG, missing.drug) if missing.drug else None
    resident = records.load(connection, registry.RESIDENT, missing.resident) if missing.resident else None
    values: dict[str, Any] = msgspec.to_builtins(missing)
    values["drug"] = {"key": drug.id, "title": drug.name, "detail": drug.strength} if drug else missing.name
    values["patient"] = {"key": resident.id, "title": missing.patient} if resident else missing.patient
    drafts.keep(
        connection,
        Draft(form=SHORTAGE.name, account=actor.account, record="", values=values, saved_at=now),
    )
    return "shortages", "new"

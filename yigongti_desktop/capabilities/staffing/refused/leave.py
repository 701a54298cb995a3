"""Refused acts on leave: what stands in them, and how a slip goes back into its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.messages import leave as m
from yigongti_desktop.capabilities.staffing.model.leave import NAMES
from yigongti_desktop.capabilities.staffing.store.leave import LEAVE
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_days
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft

_REASONS = {"leave.approved": "answer", "leave.declined": "reason", "leave.withdrawn": "reason"}
_NAMES = {"answer": "批语", "reason": "原因"}


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on leave."""
    if act.record_kind != LEAVE.name:
        return None
    if act.kind == "leave.asked":
        written = msgspec.json.decode(act.body, type=m.LeaveAsked).written
        who = records.load(connection, registry.STAFF, written.person)
        found = [("请假人", who.name if who else ""), ("类别", NAMES[written.kind]), ("日期", say_days(written))]
        return [*found, ("事由", written.reason)]
    slip = records.load(connection, LEAVE, act.record)
    found = [("请假", f"{slip.person_name}　{NAMES[slip.kind]}　{say_days(slip)}")] if slip else []
    if act.kind == "leave.ended":
        ended = msgspec.json.decode(act.body, type=m.LeaveEnded)
        return [*found, ("最后一天", ended.last.isoformat()), ("说明", ended.reason)]
    field = _REASONS[act.kind]
    return [*found, (_NAMES[field], msgspec.json.decode(act.body)[field])]


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put leave that was not taken back into its form."""
    if act.kind != "leave.asked":
        return None
    written = msgspec.json.decode(act.body, type=m.LeaveAsked).written
    values = msgspec.to_builtins(written)
    drafts.keep(connection, Draft(form=LEAVE.name, account=actor.account, record="", values=values, saved_at=now))
    return "leave", "new"

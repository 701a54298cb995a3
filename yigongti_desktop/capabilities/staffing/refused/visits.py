"""Refused acts on sessions away from home: what stands in them, and how a plan comes back into its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.messages import visits as m
from yigongti_desktop.capabilities.staffing.store.visits import VISIT
from yigongti_desktop.capabilities.staffing.ui.visit_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.visit_words import say_days
from yigongti_desktop.capabilities.staffing.ui.visit_words import say_plan
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on sessions away from home."""
    if act.record_kind != VISIT.name:
        return None
    if act.kind == "outreach.planned":
        return _of_plan(connection, msgspec.json.decode(act.body, type=m.VisitsPlanned))
    if act.kind == "outreach.held":
        held = msgspec.json.decode(act.body, type=m.VisitHeld)
        return [("日期", held.day.isoformat()), ("人数", f"{held.seen} 人")]
    if act.kind == "outreach.cancelled":
        off = msgspec.json.decode(act.body, type=m.VisitCancelled)
        moved = off.moved_to.isoformat() if off.moved_to is not None else ""
        return [("日期", off.day.isoformat()), ("原因", off.reason), *([("改到", moved)] if moved else [])]
    if act.kind == "outreach.restored":
        return [("日期", msgspec.json.decode(act.body, type=m.VisitRestored).day.isoformat())]
    if act.kind == "outreach.ended":
        ended = msgspec.json.decode(act.body, type=m.VisitsEnded)
        return [("最后一天", ended.last.isoformat()), ("原因", ended.reason)]
    return None


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a plan that was not taken back into its form."""
    if act.kind != "outreach.planned":
        return None
    plan = msgspec.json.decode(act.body, type=m.VisitsPlanned).plan
    person = records.load(connection, registry.STAFF, plan.person)
    values: dict[str, Any] = msgspec.to_builtins(plan) | {
        "person": {"key": plan.person, "title": person.name} if person is not None else "",
        "unit": {"key": plan.unit, "title": _name(connection, plan.unit)},
        "weekdays": "、".join("一二三四五六日"[number] for number in plan.weekdays),
        "every": str(plan.every),
        "dates": "、".join(one.isoformat() for one in plan.dates),
        "skips": "、".join(one.isoformat() for one in plan.skips),
        "begin": f"{plan.begin:%H:%M}",
        "end": f"{plan.end:%H:%M}",
        "places": str(plan.places or ""),
    }
    drafts.keep(
        connection,
        Draft(form=VISIT.name, account=actor.account, record="", values=values, saved_at=now),
    )
    return "visits", "new"


def _of_plan(connection: Any, planned: m.VisitsPlanned) -> list[tuple[str, str]]:
    plan = planned.plan
    person = records.load(connection, registry.STAFF, plan.person)
    told = [
        ("类别", KINDS[plan.kind.value]),
        ("谁去", person.name if person is not None else ""),
        ("到哪里", " ".join(part for part in (_name(connection, plan.unit), plan.village) if part)),
        ("科室", plan.department),
        ("诊室", plan.room),
        ("支持医生", plan.support),
        ("时间", say_plan(plan)),
        ("起止", f"{plan.since} 至 {plan.until}"),
        ("不去的日子", say_days(plan.skips)),
        ("号数", f"{plan.places}" if plan.places else ""),
        ("说明", plan.note),
    ]
    return [pair for pair in told if pair[1]]


def _name(connection: Any, institution: str) -> str:
    found = records.load(connection, registry.INSTITUTION, institution) if institution else None
    return found.name if found else ""

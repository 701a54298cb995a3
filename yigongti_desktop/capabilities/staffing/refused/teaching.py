"""Refused acts on teaching: what stands in them, and how an announcement comes back into its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.messages import teaching as m
from yigongti_desktop.capabilities.staffing.store.teaching import ATTENDANCE
from yigongti_desktop.capabilities.staffing.store.teaching import TEACHING
from yigongti_desktop.capabilities.staffing.ui.teaching_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.teaching_words import say_hours
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on teaching."""
    if act.record_kind not in {TEACHING.name, ATTENDANCE.name}:
        return None
    if act.kind == "teaching.announced":
        return _of_announced(connection, msgspec.json.decode(act.body, type=m.TeachingAnnounced))
    if act.kind == "teaching.called_off":
        return [("原因", msgspec.json.decode(act.body, type=m.TeachingCalledOff).reason)]
    if act.kind == "attendance.written":
        return _of_attendance(connection, msgspec.json.decode(act.body, type=m.AttendanceWritten))
    return []


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put an announcement that was not taken back into its form."""
    if act.kind != "teaching.announced":
        return None
    announced = msgspec.json.decode(act.body, type=m.TeachingAnnounced).announced
    values: dict[str, Any] = msgspec.to_builtins(announced) | {"hours": say_hours(announced.minutes), "units": ""}
    drafts.keep(
        connection,
        Draft(form=TEACHING.name, account=actor.account, record="", values=values, saved_at=now),
    )
    return "teaching", "new"


def _of_announced(connection: Any, body: m.TeachingAnnounced) -> list[tuple[str, str]]:
    one = body.announced
    units = [found.name for unit in one.units if (found := records.load(connection, registry.INSTITUTION, unit))]
    told = [
        ("类别", KINDS[one.kind.value]),
        ("题目", one.title),
        ("日期", f"{one.first} 至 {one.last}" if one.last != one.first else one.first.isoformat()),
        ("学时", say_hours(one.minutes)),
        ("授课人", "　".join(part for part in (one.teacher, one.teacher_home) if part)),
        ("参加单位", "、".join(units)),
    ]
    return [pair for pair in told if pair[1]]


def _of_attendance(connection: Any, body: m.AttendanceWritten) -> list[tuple[str, str]]:
    told = []
    for person, (_seen, wanted) in body.changes.items():
        known = records.load(connection, registry.STAFF, person)
        what = f"{say_hours(wanted)} 学时" if wanted is not None else "没有参加"
        told.append((known.name if known is not None else "一人", what))
    return told

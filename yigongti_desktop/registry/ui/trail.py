"""Steps of a trail as screens show them, whatever document they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.trail import Mark
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

#: Of what is never handed over: nothing is still to come.
_AT_HOME = Road(handed_over="", ahead=(), stops=frozenset())


def mark(step: Step, desk: Desk, now: datetime) -> Mark:
    """Return a step as it is shown: what, when, who and where, and the hub's receipt where there is one."""
    at = step.hub_at if step.code == "delivered" else step.at
    return Mark(
        text=desk.name(step.code),
        state=step.mark.value,
        time=day_and_time(at, now) if at else "",
        proof=_proof(step, desk),
        tone="danger" if step.refused else "text2",
    )


def show_steps(panel: Panel, entries: Sequence[TrailEntry], desk: Desk) -> None:
    """Show in a panel who did what and when to something that is never handed over."""
    now = desk.now()
    marks = [mark(step, desk, now) for step in walk(_AT_HOME, entries, ended=True)]
    panel.show_trail(marks, proven=any(step.receipt for step in entries))


def day_and_time(at: datetime, now: datetime) -> str:
    """Return a moment as panels write it: 9月28日 08:03, with the year if it is another."""
    here = local(at)
    stem = f"{here.month}月{here.day}日 {here:%H:%M}"
    return stem if here.year == local(now).year else f"{here.year}年{stem}"


def _proof(step: Step, desk: Desk) -> str:
    if step.mark.value == "ahead":
        return ""
    if step.refused:
        return f"县院退回：{desk.words.say(step.refused, {})}"
    if step.code == "delivered":
        return f"县院回执 {step.receipt}" if step.receipt else ""
    where = f"设备 {step.letter}" if step.code == "saved" else step.place
    parts = [where, step.person, desk.words.note(step.note) if step.code != "saved" else ""]
    return "，".join(part for part in parts if part)

"""A session at a glance: its badge, its chips, what a few letters mean, and what somebody may do with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.staffing.messages import visits as m
from yigongti_desktop.capabilities.staffing.model.visit_days import Session
from yigongti_desktop.capabilities.staffing.model.visits import State
from yigongti_desktop.capabilities.staffing.store.visits import SessionRow
from yigongti_desktop.capabilities.staffing.ui.visit_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.visit_words import weekday
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import NUMBER
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.registry.ui.staff.words import LEVELS

#: Those who plan for other units, and those who read.
OFFICE = frozenset({Role.STAFFING_OFFICE})
READERS = OFFICE | {Role.SCHEDULER, Role.DIRECTOR}

CHIPS = (
    Chip("owed", "待登记", 0),
    Chip("week", "本周", 0),
    Chip("next", "下周", 0),
    Chip("off", "停诊", 0),
    Chip("all", "全部", 0),
)
_CANCEL = ("专家有手术", "专家外出开会", "天气、道路", "停电、设备故障", "没有人预约")
_END = ("安排到期不再续", "换人", "单位不再需要", "写错了")
_WEEK = timedelta(7)


def badge(row: SessionRow, today: date) -> Badge:
    """Return how far a session has come."""
    session = row.session
    if session.state is State.CANCELLED:
        return Badge("已改期" if session.moved_to else "停诊", "neutral", "close")
    if row.is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    if session.state is State.HELD:
        return Badge("已开诊", "ok", "check")
    if session.day < today:
        return Badge("待登记", "warn", "pencil")
    return Badge("今天", "warn", "clock") if session.day == today else Badge("待开诊", "accent", "calendar")


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(day.weekday())


def fits(session: Session, chip: str, today: date) -> bool:
    """Say whether a session belongs under a chip."""
    week = monday(session.day) - monday(today)
    return {
        "owed": session.is_owed and session.day < today,
        "week": week == timedelta(0),
        "next": week == _WEEK,
        "off": session.state is State.CANCELLED,
    }.get(chip, True)


def is_meant(session: Session, typed: str) -> bool:
    """Say whether a session is meant by what was typed, in lower case: person, unit, village, department, kind."""
    visit = session.visit
    if any(key.startswith(typed) for name in (visit.person_name, visit.unit_name) for key in keys_of_name(name)):
        return True
    plain = (visit.person_name, visit.place, visit.plan.department, KINDS[visit.plan.kind.value])
    return any(typed in text.lower() for text in plain)


def columns(today: Callable[[], date]) -> tuple[Column[SessionRow], ...]:
    """Return the columns of the list."""
    return (
        Column(
            title="状态", text=lambda row: badge(row, today()).text, badge=lambda row: badge(row, today()), width=104
        ),
        Column(
            title="日期",
            text=lambda row: f"{row.session.day.month}-{row.session.day.day} {weekday(row.session.day)}",
            width=92,
            sort=lambda row: (row.session.day, row.session.visit.plan.begin),
            export=lambda row: row.session.day,
        ),
        Column(title="时间", text=lambda row: hours(row.session), width=100),
        Column(
            title="人员",
            text=lambda row: row.session.visit.person_name,
            detail=lambda row: row.session.visit.title or LEVELS.get(row.session.visit.level.value, ""),
            width=150,
            stretch=2,
            is_bold=True,
            is_jump=True,
        ),
        Column(title="类别", text=lambda row: KINDS[row.session.visit.plan.kind.value], width=80),
        Column(title="地点", text=lambda row: row.session.visit.place, width=160, stretch=3, rank=1),
        Column(
            title="科室", text=lambda row: row.session.visit.plan.department, width=84, rank=3, tone=lambda _: "text2"
        ),
        Column(
            title="人次",
            text=lambda row: f"{row.session.seen}" if row.session.state is State.HELD else "",
            width=56,
            is_right=True,
            rank=2,
            export=lambda row: row.session.seen if row.session.state is State.HELD else None,
        ),
    )


def hours(session: Session) -> str:
    """Return when a session is: 08:00–11:30."""
    return f"{session.visit.plan.begin:%H:%M}–{session.visit.plan.end:%H:%M}"


def offers(session: Session, actor: Actor, today: date) -> list[Act]:
    """Return what somebody may do with a session and its plan, the main act first."""
    visit, found = session.visit, list[Act]()
    if actor.institution not in {visit.planner, visit.unit, visit.lead}:
        return found
    if session.state is not State.CANCELLED and session.day <= today:
        is_noted = session.state is State.HELD
        words = "改人数" if is_noted else "登记人数"
        found.append(Act(name="hold", text=words, key="F7", icon="pencil", style=PLAIN if is_noted else PRIMARY))
    if session.state is State.PLANNED:
        found.append(Act(name="cancel", text="停诊、改期", icon="close", style=PLAIN))
    if session.state is State.CANCELLED:
        found.append(Act(name="restore", text="恢复开诊", icon="undo", style=PLAIN))
    if actor.institution == visit.planner and today <= visit.last:
        found.append(Act(name="end", text="结束整个安排", icon="flag", style=LINK))
    return found


def ask(act: str, session: Session) -> Ask | None:
    """Return what an act asks for; None where it asks for nothing."""
    visit = session.visit.id
    if act == "hold":
        seen = Field(name="seen", label="看了几人", kind=NUMBER, is_needed=True, note="手术带教、护理指导填参加的人数")
        was = session.seen if session.state is State.HELD else None

        def hold(values: Any) -> m.HoldVisit:
            return m.HoldVisit(visit=visit, day=session.day, seen=int(values["seen"]), was=was)

        return Ask(title="这一次看了几人", verb="登记", sections=only(seen), command=hold)
    if act == "cancel":
        moved = Field(name="moved_to", label="改到哪天", kind=DATE, placeholder="不补就空着")

        def cancel(values: Any) -> m.CancelVisit:
            moved_to = values["moved_to"] or None
            return m.CancelVisit(visit=visit, day=session.day, reason=values["reason"], moved_to=moved_to)

        return Ask(
            title="这一次不开诊", verb="停诊", sections=only(reason(_CANCEL), moved), command=cancel, is_danger=True
        )
    if act == "end":
        last = Field(name="last", label="最后一天", kind=DATE, is_needed=True, note="以后的都不再开诊")
        return Ask(
            title="结束整个安排",
            verb="结束",
            sections=only(last, reason(_END)),
            command=lambda values: m.EndVisits(visit=visit, last=values["last"], reason=values["reason"]),
            is_danger=True,
        )
    return None

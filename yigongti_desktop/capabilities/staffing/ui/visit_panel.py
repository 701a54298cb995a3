"""The session beside the list: who, where, when; the plan that it belongs to, what is next, who did what."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.staffing.model.visit_days import Session
from yigongti_desktop.capabilities.staffing.model.visits import State
from yigongti_desktop.capabilities.staffing.store.visits import SessionRow
from yigongti_desktop.capabilities.staffing.store.visits import VisitOpened
from yigongti_desktop.capabilities.staffing.ui import visit_state as state
from yigongti_desktop.capabilities.staffing.ui.visit_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.visit_words import say_days
from yigongti_desktop.capabilities.staffing.ui.visit_words import say_plan
from yigongti_desktop.capabilities.staffing.ui.visit_words import weekday
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.registry.ui.staff.words import LEVELS
from yigongti_desktop.registry.ui.trail import show_steps

#: Sessions that are named one by one.
_MOST = 4


def show_session(panel: Panel, opened: VisitOpened, session: Session, desk: Desk) -> None:
    """Fill the panel with a session."""
    visit, today = opened.visit, day(desk.now())
    row = SessionRow(session=session, is_waiting=opened.is_waiting)
    title = visit.title or LEVELS.get(visit.level.value, "")
    when = f"{session.day.month}月{session.day.day}日 {weekday(session.day)}　{state.hours(session)}"
    panel.show_head(visit.person_name, title, state.badge(row, today), KINDS[visit.plan.kind.value], when)
    panel.facts.show_facts(_facts(opened, session, today))
    show_steps(panel, opened.steps, desk)
    panel.callout.clear()
    if session.is_owed and session.day < today:
        panel.callout.say(
            "开诊了没有还没登记", "去了请登记看了几人，没去请办停诊并写原因。", tone="warn", icon="pencil"
        )


def _facts(opened: VisitOpened, session: Session, today: date) -> list[tuple[str, str] | tuple[str, str, str]]:
    visit, plan = opened.visit, opened.visit.plan
    held = [one for one in opened.sessions if one.state is State.HELD]
    later = [one.day for one in opened.sessions if one.day > session.day and one.state is State.PLANNED]
    coming = say_days(later[:_MOST]) + (f" 等 {len(later)} 次" if len(later) > _MOST else "")
    told = f"{session.seen} 人" if session.state is State.HELD else ""
    return [
        ("地点", visit.place),
        ("科室诊室", "　".join(part for part in (plan.department, plan.room) if part)),
        ("派出单位", visit.home_name if visit.home_name != visit.unit_name else ""),
        ("支持医生", plan.support),
        ("号数", f"{plan.places} 个" if plan.places else ""),
        ("看了", told),
        ("停诊原因", session.reason),
        ("改到", f"{session.moved_to:%Y-%m-%d}" if session.moved_to else ""),
        ("补的是", f"{session.moved_from:%Y-%m-%d} 那一次" if session.moved_from else ""),
        ("安排", say_plan(plan)),
        ("起止", f"{visit.since:%Y-%m-%d} 至 {visit.last:%Y-%m-%d}"),
        ("提前结束", visit.reason if visit.ended_on is not None else ""),
        ("后面几次", coming if visit.last >= today else ""),
        ("已开诊", f"{len(held)} 次，共看 {sum(one.seen for one in held)} 人" if held else ""),
        ("说明", plan.note),
        ("安排人", f"{visit.planned_by}　{visit.planner_name}"),
    ]

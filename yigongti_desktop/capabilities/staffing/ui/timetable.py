"""坐诊表: the expert room of a unit in a week or a month, as patients will read it; printed for the wall (STF-24)."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.staffing.model.visit_days import Session
from yigongti_desktop.capabilities.staffing.model.visits import State
from yigongti_desktop.capabilities.staffing.printing.timetables import expert_timetable
from yigongti_desktop.capabilities.staffing.store import visits as store
from yigongti_desktop.capabilities.staffing.ui import visit_state as state
from yigongti_desktop.capabilities.staffing.ui.visit_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.visit_words import weekday
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.papers import draw
from yigongti_desktop.kit.picklist import Picklist
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.ui.staff.words import LEVELS

_KEYS = (("↑↓", "移动"), ("PgUp PgDn", "前后翻"), ("Enter", "打开安排"), ("Ctrl+P", "打印"))
_CHIPS = (Chip("week", "一周"), Chip("month", "一个月"))
_WEEK = timedelta(7)
_DAY = timedelta(1)


class TimetablePage(Page):
    """The page of the timetable."""

    topics = frozenset({"staffing.visits", "calendar", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "坐诊表")
        self._on, self._unit = day(desk.now()), ""
        self._shown: store.UnitTimetable | None = None
        self.table = RecordTable(_columns(), chips=_CHIPS, keys=_KEYS, unit="次")
        self.place = Picklist((("", "单位"),))
        self.table.bar.insertWidget(self.table.bar.count() - 1, self.place)
        self.body.addWidget(self.table)
        self._before = KeyButton("往前", "PgUp", icon="arrow-left")
        self._after = KeyButton("往后", "PgDn", icon="arrow-right")
        self._print = KeyButton("打印坐诊表", "Ctrl+P", icon="printer", style=PRIMARY)
        for button, key, act in (
            (self._before, "PgUp", partial(self._step, -1)),
            (self._after, "PgDown", partial(self._step, 1)),
            (self._print, "Ctrl+P", self.print_out),
        ):
            button.clicked.connect(act)
            on_key(self, key, act, window_wide=True)
        self.place.chosen.connect(self._choose)
        if self.table.chips is not None:
            self.table.chips.choose("week")
            self.table.chips.chosen.connect(lambda _key: self.reload())
        self.table.view.opened.connect(self._open_session)
        self.set_buttons(self._before, self._after, self._print)
        self._read_units()

    def open(self, argument: Any) -> None:
        """Show the timetable of a unit."""
        if isinstance(argument, str) and argument:
            self._unit = argument
            self._read_units()

    def reload(self) -> None:
        """Read the timetable again."""
        if self._unit:
            self.desk.read(self, store.timetable, self._unit, *self.days, done=self._show, failed=self.show_fault)

    @property
    def days(self) -> tuple[date, date]:
        """Return the first and the last day in sight."""
        if self.table.chips is not None and self.table.chips.key == "month":
            first = self._on.replace(day=1)
            return first, months_after(first, 1) - _DAY
        first = state.monday(self._on)
        return first, first + _WEEK - _DAY

    def first_focus(self) -> None:
        """Put the cursor into the table."""
        self.table.view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Leave the foot out where there is no room."""
        super().set_compact(compact)
        self.table.set_compact(compact)

    def print_out(self) -> None:
        """Print the timetable in sight."""
        shown = self._shown
        if shown is None:
            return
        if not shown.timetable.sessions:
            self.banner.say("", "这段日子没有坐诊，没有可打印的。请往前、往后翻，或先安排坐诊。", tone="warn")
            return
        draw(self, partial(expert_timetable, shown.timetable, self.desk.now()), f"专家坐诊表 {shown.timetable.unit}")

    def _read_units(self) -> None:
        own = self.desk.actor.institution if self.desk.actor else ""
        self.desk.read(self, store.units_with_timetables, own, done=self._show_units)

    def _show_units(self, units: list[Institution]) -> None:
        known = [one.id for one in units]
        if self._unit not in known:
            with_sessions = known[1:] if len(known) > 1 and self._is_office() else known
            self._unit = with_sessions[0] if with_sessions else ""
        self.place.key = self._unit
        if units:
            self.place.set_choices([(one.id, one.name) for one in units])
        self.reload()

    def _is_office(self) -> bool:
        return self.desk.actor is not None and self.desk.actor.may(state.OFFICE)

    def _choose(self, unit: str) -> None:
        self._unit = unit
        self.reload()

    def _step(self, by: int) -> None:
        is_month = self.table.chips is not None and self.table.chips.key == "month"
        self._on = months_after(self._on.replace(day=1), by) if is_month else self._on + by * _WEEK
        self.reload()

    def _show(self, found: store.UnitTimetable) -> None:
        if found.unit != self._unit:
            return
        self._shown = found
        self.banner.clear()
        first, last = self.days
        self.set_title("坐诊表", f"{found.timetable.unit}　{_said(first)}—{_said(last)}")
        self.table.empty.say("这段日子没有坐诊、巡诊", "按 PgUp、PgDn 往前、往后翻。", icon="calendar")
        self.table.show_rows(found.sessions, keep=lambda one, other: one.id == other.id)

    def _open_session(self, session: Session) -> None:
        self.wants_page.emit("visits", session.id)


def _columns() -> tuple[Column[Session], ...]:
    return (
        Column(
            title="日期",
            text=lambda one: f"{one.day.month}-{one.day.day} {weekday(one.day)}",
            width=100,
            is_bold=True,
            sort=lambda one: one.day,
        ),
        Column(title="时间", text=state.hours, width=112),
        Column(title="科室", text=lambda one: one.visit.plan.department, width=110, stretch=1),
        Column(
            title="专家",
            text=lambda one: one.visit.person_name,
            detail=lambda one: one.visit.title or LEVELS.get(one.visit.level.value, ""),
            width=170,
            stretch=2,
            is_bold=True,
            is_jump=True,
        ),
        Column(title="类别", text=lambda one: KINDS[one.visit.plan.kind.value], width=84, rank=2),
        Column(
            title="诊室",
            text=lambda one: " ".join(part for part in (one.visit.plan.village, one.visit.plan.room) if part),
            width=130,
            stretch=1,
        ),
        Column(
            title="号数",
            text=lambda one: f"{one.visit.plan.places}" if one.visit.plan.places else "不限",
            width=64,
            is_right=True,
            rank=1,
        ),
        Column(title="开诊", text=lambda one: _badge(one).text, badge=_badge, width=96),
    )


def _badge(one: Session) -> Badge:
    if one.state is State.CANCELLED:
        return Badge("停诊", "danger", "close")
    return Badge("已开诊", "ok", "check") if one.state is State.HELD else Badge("开诊", "accent", "calendar")


def _said(one: date) -> str:
    return f"{one.month}月{one.day}日"

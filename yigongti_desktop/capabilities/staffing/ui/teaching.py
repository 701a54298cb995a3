"""教学培训: tele-teaching, 50+N courses, training in house; announced, held, and who took part, by the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.staffing.messages import teaching as m
from yigongti_desktop.capabilities.staffing.model.teaching import Attendance
from yigongti_desktop.capabilities.staffing.model.teaching import State
from yigongti_desktop.capabilities.staffing.model.teaching import Teaching
from yigongti_desktop.capabilities.staffing.model.teaching import TeachingKind
from yigongti_desktop.capabilities.staffing.store import teaching as store
from yigongti_desktop.capabilities.staffing.store.teaching import TeachingRow
from yigongti_desktop.capabilities.staffing.ui import teaching_state as state
from yigongti_desktop.capabilities.staffing.ui.attendance_lines import Lines
from yigongti_desktop.capabilities.staffing.ui.attendance_lines import known_names
from yigongti_desktop.capabilities.staffing.ui.teaching_form import TeachingForm
from yigongti_desktop.capabilities.staffing.ui.teaching_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.teaching_words import say_hours
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.ui.trail import show_steps

#: People and units that are named one by one.
_MOST = 12


class TeachingPage(ListPage[TeachingRow]):
    """The page of teaching."""

    way_back = "下次按 F2 接着写"
    topics = frozenset({"staffing.teaching", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "教学培训", hint="选一次教学，这里显示参加的人")
        self._shown: store.TeachingOpened | None = None
        self._new = self.new_button("登记教学", PRIMARY)
        self._year_button = KeyButton("全年情况", icon="chart")
        self._year_button.clicked.connect(lambda: self.wants_page.emit("teaching_year", ""))
        self._save_button = KeyButton("保存", "Ctrl+S", style=PRIMARY)
        self._save_button.clicked.connect(self._save)
        self.set_out(state.columns(self._today), chips=state.CHIPS, placeholder="题目、授课人、主办", unit="次")

    def open_argument(self, argument: Any) -> None:
        """Begin an announcement ("new"), or show a session by its id."""
        if argument == "new":
            self._begin_form()
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin an announcement."""
        self.open("new")
        return True

    # the list

    def ask(self) -> None:
        """Read the sessions."""
        self.desk.read(self, store.teaching_rows, self._own, done=self._show_read, failed=self.show_fault)

    def record_id(self, record: TeachingRow) -> str:
        """Return the id of a session."""
        return record.teaching.id

    def fits(self, record: TeachingRow, chip: str) -> bool:
        """Say whether a session belongs under a chip."""
        return state.fits(record, chip, self._today(), self._own)

    def is_typed(self, record: TeachingRow, typed: str) -> bool:
        """Say whether a session is meant."""
        return state.is_meant(record, typed)

    def say_none(self) -> None:
        """Say that there is none, and how one begins."""
        if self.table is not None:
            words = "牵头医院登记远程教学、50+N 培训班，各单位登记谁参加；单位也可以记院内培训。"
            self.table.empty.say("还没有教学培训", words, self.new_button("登记教学"), icon="book")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._year_button, self._new)

    def _show_read(self, found: list[TeachingRow]) -> None:
        if self.work is None:
            owed = sum(state.is_owed(row, self._today(), self._own) for row in found)
            self.facts.setText(f"待登记 {owed} 次" if owed else "")
        self.show_records(found)

    # one session

    def show_record(self, record: TeachingRow | None) -> None:
        """Show a session in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, store.teaching_opened, record.teaching.id, done=self._show_opened)

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        shown = self._shown
        if shown is None or self.work is not None:
            return
        if name == "teach":
            self.desk.do(self, m.HoldTeaching(teaching=shown.teaching.id), self._done, self.show_fault)
        elif name == "attend":
            done = partial(self._ask_people, shown)
            self.desk.read(self, store.colleagues, self._own, shown.teaching.first, done=done)
        elif (asked := state.ask(name, shown.teaching)) is not None:
            self.ask_for(asked, self._done)

    def _ask_people(self, shown: store.TeachingOpened, people: list[Staff]) -> None:
        if self._shown is not shown or self.work is not None:
            return
        there = next((one.people for one in shown.attendances if one.unit == self._own), ())
        known = known_names(people, shown.teaching.first)
        lines = Lines(self._own, shown.teaching.minutes, known, there)
        asked = state.ask("attend", shown.teaching, lines)
        if asked is not None:
            self.ask_for(asked, self._done_people).fill({"people": lines.typed()})

    def _show_opened(self, opened: store.TeachingOpened | None) -> None:
        teaching, actor = opened.teaching if opened else None, self.desk.actor
        is_awaited = self.is_awaited(teaching.id if teaching else None, is_same=self._shown == opened)
        if opened is None or teaching is None or actor is None or not is_awaited:
            return
        self._shown = opened
        row = self.current
        days = f"{teaching.first:%Y-%m-%d}"
        if teaching.last != teaching.first:
            days = f"{days} 至 {teaching.last:%Y-%m-%d}"
        if row is not None:
            badge = state.badge(row, self._today())
            self.panel.show_head(teaching.title, "", badge, KINDS[teaching.kind.value], days)
        self.panel.facts.show_facts(_facts(opened, self._own))
        show_steps(self.panel, opened.steps, self.desk)
        self._call_out(row)
        self.panel.show_acts(state.offers(opened, actor, self._today()))

    def _call_out(self, row: TeachingRow | None) -> None:
        self.panel.callout.clear()
        if row is not None and row.is_owed:
            is_tele = row.teaching.kind is TeachingKind.TELE
            what = "登记了才算本单位这个月有远程教学。" if is_tele else "登记了才算本单位参加过，学时才记到每个人。"
            self.panel.callout.say("本单位还没有登记参加的人", what, tone="warn", icon="people")

    def _done(self, teaching: Teaching) -> None:
        self.end_act(f"{teaching.title}　{'已办' if teaching.state is State.TAUGHT else '已取消'}")

    def _done_people(self, attendance: Attendance) -> None:
        self.end_act(f"{attendance.title}　{len(attendance.people)} 人")

    # announcing

    def done(self, _work: Kept, record: Teaching) -> None:
        """Come back to what was announced."""
        self.find_record(record.id)
        self.end_act(f"{record.title}　{KINDS[record.kind.value]}")

    def _begin_form(self) -> None:
        if not isinstance(self.work, TeachingForm):
            self.desk.read(self, store.own_units, self._own, self._today(), done=self._open_form)

    def _open_form(self, units: list[Institution]) -> None:
        form = TeachingForm(self.desk, units)
        form.finished.connect(self._save_button.setFocus)
        for key in ("Ctrl+S", "Ctrl+Return"):
            on_key(form, key, self._save)
        on_key(form, "F8", form.form.go_to_next_fault)
        self.open_kept(form, "登记教学", "Enter 下一项，Ctrl+S 保存", self._save_button)

    def _save(self) -> None:
        self.send(self._save_button)

    @property
    def _own(self) -> str:
        return self.desk.actor.institution if self.desk.actor else ""

    def _today(self) -> date:
        return day(self.desk.now())


def _facts(opened: store.TeachingOpened, own: str) -> list[tuple[str, str] | tuple[str, str, str]]:
    teaching = opened.teaching
    came = {one.unit: one for one in opened.attendances if one.people}
    mine = came.get(own)
    people = [
        one.name if one.minutes == teaching.minutes else f"{one.name} {say_hours(one.minutes)}"
        for one in (mine.people if mine is not None else ())
    ]
    others = [f"{one.unit_name} {len(one.people)} 人" for unit, one in came.items() if unit != own]
    is_host = teaching.host == own
    lacking = [name for unit, name in opened.units.items() if unit not in came]
    is_over = teaching.state is State.TAUGHT
    return [
        ("主办", teaching.host_name),
        ("授课人", "　".join(part for part in (teaching.teacher, teaching.teacher_home) if part)),
        ("学时", say_hours(teaching.minutes)),
        ("本单位", _some(people, "人")),
        ("其他单位", _some(others, "个")),
        ("没有登记", _some(lacking, "个") if is_host and is_over else "", "warn"),
        ("参加单位", "" if is_host and is_over else _some(list(opened.units.values()), "个") if is_host else ""),
        ("取消原因", teaching.reason),
        ("登记人", teaching.announced_by),
    ]


def _some(names: Sequence[str], unit: str) -> str:
    more = f" 等 {len(names)} {unit}" if len(names) > _MOST else ""
    return "、".join(names[:_MOST]) + more

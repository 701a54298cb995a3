"""坐诊巡诊: who goes where on which day, week by week; planned, counted, cancelled and moved by the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.staffing.messages import visits as m
from yigongti_desktop.capabilities.staffing.model.visit_days import Session
from yigongti_desktop.capabilities.staffing.model.visits import State
from yigongti_desktop.capabilities.staffing.model.visits import Visit
from yigongti_desktop.capabilities.staffing.store import visits as store
from yigongti_desktop.capabilities.staffing.store.visits import SessionRow
from yigongti_desktop.capabilities.staffing.ui import visit_state as state
from yigongti_desktop.capabilities.staffing.ui.visit_form import VisitForm
from yigongti_desktop.capabilities.staffing.ui.visit_panel import show_session
from yigongti_desktop.capabilities.staffing.ui.visit_words import KINDS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.table.columns import Group
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.ui.staff.words import LEVELS

_PERIODS = (("28", "前后四周"), ("92", "前后三个月"), ("366", "前后一年"))
_WEEKS = {0: "本周", 7: "下周", -7: "上周"}


class VisitsPage(ListPage[SessionRow]):
    """The page of sessions away from home."""

    way_back = "下次按 F2 接着写"
    topics = frozenset({"staffing.visits", "calendar", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "坐诊巡诊", hint="选一次坐诊、巡诊，这里显示安排和经过")
        self._shown: Session | None = None
        self._new = self.new_button("安排坐诊巡诊", PRIMARY)
        self._table_button = KeyButton("坐诊表", "Ctrl+P", icon="printer")
        self._table_button.clicked.connect(self._open_timetable)
        on_key(self, "Ctrl+P", self._open_timetable, window_wide=True)
        self._save_button = KeyButton("保存安排", "Ctrl+S", style=PRIMARY)
        self._save_button.clicked.connect(self._save)
        self.set_out(
            state.columns(self._today),
            chips=state.CHIPS,
            placeholder="姓名、单位、科室",
            periods=_PERIODS,
            unit="次",
            first="week",
        )

    def open_argument(self, argument: Any) -> None:
        """Begin a plan ("new"), or show a session, or the next one of a plan, by its id."""
        if argument == "new":
            self._begin_form()
        elif isinstance(argument, str) and " " in argument:
            self.find_record(argument)
        elif isinstance(argument, str):
            self.desk.read(self, store.visit_opened, argument, done=self._find_next)

    def begin_new(self) -> bool:
        """Begin a plan."""
        self.open("new")
        return True

    # the list

    def ask(self) -> None:
        """Read the sessions around today."""
        reach = timedelta(int(self.period.key) if self.period and self.period.key else 366)
        today = self._today()
        first, last = state.monday(today) - reach, today + reach
        self.desk.read(self, store.session_rows, first, last, done=self._show_read, failed=self.show_fault)

    def record_id(self, record: SessionRow) -> str:
        """Return what tells a session."""
        return record.id

    def fits(self, record: SessionRow, chip: str) -> bool:
        """Say whether a session belongs under a chip."""
        return state.fits(record.session, chip, self._today())

    def is_typed(self, record: SessionRow, typed: str) -> bool:
        """Say whether a session is meant."""
        return state.is_meant(record.session, typed)

    def grouped(self, rows: Sequence[SessionRow]) -> Sequence[SessionRow | Group]:
        """Return the sessions under the weeks that they are in."""
        found: list[SessionRow | Group] = []
        week = None
        for row in rows:
            monday = state.monday(row.session.day)
            if monday != week:
                week = monday
                found.append(self._week(monday, rows))
            found.append(row)
        return found

    def say_none(self) -> None:
        """Say that there is nothing, and how it begins."""
        if self.table is not None:
            words = "牵头医院在这里安排专家到各单位坐诊、巡诊；单位在这里安排本单位的人下村。"
            self.table.empty.say("还没有安排", words, self.new_button("安排坐诊巡诊"), icon="stethoscope")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._table_button, self._new)

    def _week(self, monday: date, rows: Sequence[SessionRow]) -> Group:
        sunday = monday + timedelta(6)
        same = [row.session for row in rows if state.monday(row.session.day) == monday]
        word = _WEEKS.get((monday - state.monday(self._today())).days, "")
        days = f"{monday.month}月{monday.day}日—{sunday.month}月{sunday.day}日"
        off = sum(one.state is State.CANCELLED for one in same)
        detail = f"{len(same)} 次" + (f"，停诊 {off} 次" if off else "")
        return Group(f"{word}　{days}" if word else days, detail)

    def _show_read(self, found: list[SessionRow]) -> None:
        if self.work is None:
            today = self._today()
            owed = sum(state.fits(row.session, "owed", today) for row in found)
            now = sum(row.session.day == today and row.session.state is not State.CANCELLED for row in found)
            said = (f"今天 {now} 次" if now else "", f"待登记 {owed} 次" if owed else "")
            self.facts.setText("　".join(part for part in said if part))
        self.show_records(found)

    # one session

    def show_record(self, record: SessionRow | None) -> None:
        """Show a session in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, store.visit_opened, record.session.visit.id, done=self._show_opened)

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        session = self._shown
        if session is None or self.work is not None:
            return
        if name == "restore":
            self.desk.do(self, m.RestoreVisit(visit=session.visit.id, day=session.day), self._done, self.show_fault)
        elif (asked := state.ask(name, session)) is not None:
            form = self.ask_for(asked, self._done)
            if name == "hold" and session.state is State.HELD:
                form.fill({"seen": session.seen})
            if name == "end":
                form.fill({"last": self._today()})

    def _show_opened(self, opened: store.VisitOpened | None) -> None:
        current = self.current.session if self.current else None
        session = None
        if opened is not None and current is not None:
            session = next((one for one in opened.sessions if one.day == current.day), None)
        is_awaited = self.is_awaited(session.id if session else None, is_same=self._shown == session)
        if opened is None or session is None or self.desk.actor is None or not is_awaited:
            return
        self._shown = session
        show_session(self.panel, opened, session, self.desk)
        self.panel.show_acts(state.offers(session, self.desk.actor, self._today()))

    def _done(self, visit: Visit) -> None:
        self.end_act(f"{visit.person_name}　{visit.place}　{KINDS[visit.plan.kind.value]}")

    def _find_next(self, opened: store.VisitOpened | None) -> None:
        if opened is not None and opened.sessions:
            today = self._today()
            later = [one for one in opened.sessions if one.day >= today]
            self._reach((later or opened.sessions[-1:])[0])

    def _reach(self, session: Session) -> None:
        """Put the cursor on a session, however far its day is."""
        away = abs((session.day - self._today()).days)
        if self.period is not None:
            self.period.key = next((key for key, _ in _PERIODS if int(key) >= away), _PERIODS[-1][0])
            self.period.set_words(dict(_PERIODS)[self.period.key])
        self.leave_work(quietly=True)
        self.wanted = session.id
        if self.table is not None and self.table.chips is not None:
            self.table.chips.choose("all")
        if self.table is not None and self.table.search is not None:
            self.table.search.clear()
        self.reload()

    def find_record(self, record: str) -> None:
        """Put the cursor on a session, whatever is filtered."""
        visit, _, on = record.partition(" ")

        def reach(opened: store.VisitOpened | None) -> None:
            found = [one for one in opened.sessions if one.day.isoformat() == on] if opened is not None else []
            if found:
                self._reach(found[0])

        self.desk.read(self, store.visit_opened, visit, done=reach)

    def _open_timetable(self) -> None:
        """Show the timetable of the unit under the cursor."""
        if self.work is None and self.isVisible():
            self.wants_page.emit("timetable", self._shown.visit.unit if self._shown else "")

    # planning

    def done(self, _work: Kept, record: Visit) -> None:
        """Come back to the plan that was written."""
        self.open_argument(record.id)
        self._done(record)

    def _begin_form(self) -> None:
        own = self.desk.actor.institution if self.desk.actor else ""
        if not isinstance(self.work, VisitForm):
            self.desk.read(self, store.hosts, own, self._today(), done=self._open_form)

    def _open_form(self, places: list[Institution]) -> None:
        form = VisitForm(self.desk, places, self._people)
        form.finished.connect(self._save_button.setFocus)
        for key in ("Ctrl+S", "Ctrl+Return"):
            on_key(form, key, self._save)
        on_key(form, "F8", form.form.go_to_next_fault)
        self.open_kept(form, "安排坐诊巡诊", "Enter 下一项，Ctrl+S 保存", self._save_button)

    def _people(self, typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        """Propose who could be sent."""
        own, today = self.desk.actor.institution if self.desk.actor else "", self._today()

        def show(found: list[Staff]) -> None:
            hand([self._option(one, today) for one in found])

        self.desk.read(self, store.sendable, own, typed, today, done=show)

    @staticmethod
    def _option(one: Staff, today: date) -> Option:
        place = one.place_on(today)
        detail = "　".join(
            part for part in (LEVELS[one.title_on(today).value], place.department if place else "") if part
        )
        return Option(one.id, one.name, detail=detail)

    def _save(self) -> None:
        self.send(self._save_button)

    def _today(self) -> date:
        return day(self.desk.now())

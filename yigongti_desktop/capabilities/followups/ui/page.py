"""随访: visits that this unit owes after care elsewhere, by their day; a visit is written down beside the list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.followups import store
from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
from yigongti_desktop.capabilities.followups.model.road import steps
from yigongti_desktop.capabilities.followups.model.visit import LONGEST
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.followups.model.visit import State
from yigongti_desktop.capabilities.followups.model.visit import Way
from yigongti_desktop.capabilities.followups.store import Visit
from yigongti_desktop.capabilities.followups.ui import state
from yigongti_desktop.capabilities.followups.ui.words import CONDITIONS
from yigongti_desktop.capabilities.followups.ui.words import WAYS
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import at_most
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import age
from yigongti_desktop.kit.words import long_day
from yigongti_desktop.kit.words import phone
from yigongti_desktop.kit.words import short_day
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.ui.trail import mark
from yigongti_desktop.registry.ui.words import SEX

_VISITORS = CLINICAL_ROLES | {Role.DIRECTOR}
_CHIPS = (
    Chip("open", "待访", 0),
    Chip("late", "逾期", 0),
    Chip("mine", "我的", 0),
    Chip("done", "已访", 0),
    Chip("all", "全部", 0),
)


class VisitsPage(ListPage[Visit]):
    """The page of visits."""

    topics = frozenset({"followups", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "随访", hint="选一次随访，这里显示缘由和医嘱")
        self._shown: FollowUp | None = None
        self.set_out(self._columns(), chips=_CHIPS, placeholder="姓名、电话、地址", unit="次", first="open")

    def open_argument(self, argument: Any) -> None:
        """Show a visit by its id, or by the record that opened it ("source ID"), ready to be written down."""
        if isinstance(argument, str) and argument.startswith("source "):
            source = argument.removeprefix("source ")
            self.desk.read(self, store.of_source, source, done=self._open_first)
        else:
            super().open_argument(argument)

    def ask(self) -> None:
        """Read the visits."""
        self.desk.read(self, store.visits, done=self._show_visits, failed=self.show_fault)

    def record_id(self, record: Visit) -> str:
        """Return the id of a visit."""
        return record.visit.id

    def fits(self, record: Visit, chip: str) -> bool:
        """Say whether a visit belongs under a chip."""
        visit = record.visit
        mine = self.desk.actor is not None and visit.assignee == self.desk.actor.account
        tests = {
            "open": visit.state is State.OPEN,
            "late": state.is_late(record, day(self.desk.now())),
            "mine": visit.state is State.OPEN and mine,
            "done": visit.state is State.DONE,
        }
        return tests.get(chip, True)

    def is_typed(self, record: Visit, typed: str) -> bool:
        """Say whether a visit is meant: by name, its initials, telephone, address or number."""
        who = record.visit.who
        plain = (who.name, who.phone, who.address, record.visit.about, record.visit.source_number.lower())
        return any(typed in text for text in plain) or any(key.startswith(typed) for key in keys_of_name(who.name))

    def say_none(self) -> None:
        """Say that no visit is owed."""
        if self.table is not None:
            words = "县院把患者转回来，就会自动开出一次随访，两周内完成。"
            self.table.empty.say("还没有随访", words, icon="stethoscope")

    def show_record(self, record: Visit | None) -> None:
        """Show a visit in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, store.opened, record.visit.id, done=self._show_opened)

    def act(self, name: str) -> None:
        """Write a visit down."""
        if name == "record" and self._shown is not None:
            visit = self._shown
            self.panel.open_form("登记这次随访", "登记", _fields(), partial(self._record, visit))

    def _record(self, visit: FollowUp, values: Mapping[str, Any]) -> None:
        command = RecordFollowUp(
            follow_up=visit.id,
            way=Way(values["way"]),
            condition=Condition(values["condition"]),
            result=values["result"],
        )
        self.panel.asking.carry_out(self.desk, self, command, self._done, self.show_fault)

    def _done(self, visit: FollowUp) -> None:
        self.end_act(f"{visit.who.name}　{WAYS[visit.way]}随访")

    def _open_first(self, visits: list[FollowUp]) -> None:
        if visits:
            self._to_record = visits[0].id
            self.find_record(visits[0].id)

    #: A visit that another page asked to be written down.
    _to_record = ""

    def _show_visits(self, found: list[Visit]) -> None:
        today = day(self.desk.now())
        owed = sum(visit.visit.state is State.OPEN for visit in found)
        late = sum(state.is_late(visit, today) for visit in found)
        self.facts.setText(f"待访 {owed}" + (f"　逾期 {late}" if late else ""))
        self.show_records(found)

    def _show_opened(self, opened: store.Opened | None) -> None:
        visit = opened.visit if opened else None
        is_awaited = self.is_awaited(visit.id if visit else None, is_same=self._shown == visit)
        if opened is None or not is_awaited:
            return
        self._shown = opened.visit
        self._fill_panel(opened)
        may = self.desk.actor is not None and self.desk.actor.may(_VISITORS)
        is_open = opened.visit.state is State.OPEN
        act = Act(name="record", text="登记随访", key="F7", icon="stethoscope", style=PRIMARY)
        self.panel.show_acts([act] if may and is_open else [])
        if self._to_record == opened.visit.id and is_open:
            self._to_record = ""
            self.act("record")

    def _fill_panel(self, opened: store.Opened) -> None:
        visit, who, now = opened.visit, opened.visit.who, self.desk.now()
        today = day(now)
        facts = f"{SEX[who.sex]}　{age(who.birth, today)}".strip("　")
        shown = Visit(visit=visit, is_waiting=opened.is_waiting)
        source = f"转诊 {visit.source_number}" if visit.source_number else ""
        self.panel.show_head(who.name, facts, state.badge(shown, today), source)
        done = f"{WAYS[visit.way]}　{CONDITIONS[visit.condition]}" if visit.state is State.DONE else ""
        at = f"{short_time(visit.done_at, now)}　{visit.done_by}" if visit.done_at else ""
        self.panel.facts.show_facts(
            [
                ("缘由", visit.about, "name"),
                ("医嘱", visit.advice),
                ("应访", long_day(visit.due)),
                ("负责", visit.assignee_name or "谁都可以"),
                ("电话", phone(who.phone)),
                ("住址", who.address),
                ("方式情况", done, "name"),
                ("随访情况", visit.result),
                ("登记", at),
            ]
        )
        marks = [mark(step, self.desk, now) for step in steps(visit, opened.steps)]
        self.panel.show_trail(marks, proven=any(step.receipt for step in opened.steps))
        self.panel.callout.clear()
        if state.is_late(shown, today):
            self.panel.callout.say("已过两周时限", "请先打电话问明情况，再约上门或来院。", icon="alert")

    def _columns(self) -> tuple[Column[Visit], ...]:
        def today() -> date:
            return day(self.desk.now())

        def when(visit: Visit) -> str:
            done = visit.visit.done_at
            return short_time(done, self.desk.now()) if done else short_day(visit.visit.due, today())

        def export_when(visit: Visit) -> Any:
            done = visit.visit.done_at
            return local(done).replace(tzinfo=None) if done else visit.visit.due

        return (
            Column(title="状态", text=lambda _visit: "", badge=lambda visit: state.badge(visit, today()), width=112),
            Column(title="姓名", text=lambda visit: visit.visit.who.name, width=84, is_bold=True, is_jump=True),
            Column(
                title="性别年龄",
                text=lambda visit: f"{SEX[visit.visit.who.sex]} {age(visit.visit.who.birth, today())}".strip(),
                width=84,
                rank=1,
            ),
            Column(title="缘由", text=lambda visit: visit.visit.about, width=130, stretch=2),
            Column(title="住址", text=lambda visit: visit.visit.who.address, width=130, stretch=3, rank=2),
            Column(title="负责", text=lambda visit: visit.visit.assignee_name or "—", width=80, rank=1),
            Column(
                title="应访或已访",
                text=when,
                width=104,
                is_right=True,
                sort=lambda visit: visit.visit.due,
                export=export_when,
            ),
        )


def _fields() -> tuple[Section, ...]:
    ways = [Option(way.value, WAYS[way.value]) for way in Way]
    conditions = [Option(one.value, CONDITIONS[one.value]) for one in Condition]
    placeholder = "血压、血糖、用药、恢复情况，下一步怎么安排"
    return (
        Section(
            "",
            (
                (Field(name="way", label="方式", kind=CHIPS, options=ways, is_needed=True),),
                (Field(name="condition", label="情况", kind=CHIPS, options=conditions, is_needed=True),),
                (
                    Field(
                        name="result",
                        label="随访情况",
                        kind=TEXT,
                        lines=4,
                        is_needed=True,
                        placeholder=placeholder,
                        check=at_most(LONGEST),
                    ),
                ),
            ),
        ),
    )

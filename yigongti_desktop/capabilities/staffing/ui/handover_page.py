"""交接班: the hand-over book of the unit; the shift that ends is written and signed, the next one reads and signs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.handover import TakeOver
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.handover import FIELDS
from yigongti_desktop.capabilities.staffing.model.handover import Handover
from yigongti_desktop.capabilities.staffing.model.handover import State
from yigongti_desktop.capabilities.staffing.model.handover_gaps import Gap
from yigongti_desktop.capabilities.staffing.store import handover as store
from yigongti_desktop.capabilities.staffing.store.handover import HandoverRow
from yigongti_desktop.capabilities.staffing.ui import handover_state as state
from yigongti_desktop.capabilities.staffing.ui.handover_form import HandoverForm
from yigongti_desktop.capabilities.staffing.ui.handover_words import PARTS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.words import long_day
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.ui.trail import show_steps

_KEYS = (("↑↓", "移动"), ("Enter", "打开"), ("/", "筛选"), ("Ctrl+Enter", "接班签名"))


class HandoverPage(ListPage[HandoverRow]):
    """The page of the hand-over book."""

    topics = frozenset({"staffing.handover", "staffing.rosters", "sync"})
    work_name = "交班记录"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "交接班", hint="选一个班，这里显示交班内容")
        self._shown: Handover | None = None
        self._gap: Gap | None = None
        self._new = self.new_button("写交班", PRIMARY)
        self._save_button = KeyButton("签名交班", "Ctrl+Enter", style=PRIMARY)
        self._save_button.clicked.connect(self._save)
        self.set_out(
            state.columns(self._today), chips=state.CHIPS, placeholder="姓名、班次、内容", keys=_KEYS, unit="个班"
        )
        if self.table is not None:
            on_key(self.table, "Ctrl+Return", self._take)

    def open_argument(self, argument: Any) -> None:
        """Begin the entry of the shift that ends now ("new"), or show one by its id."""
        if argument == "new":
            self._begin(None)
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin an entry."""
        self.open("new")
        return True

    # the book

    def ask(self) -> None:
        """Read the book."""
        if self.desk.actor is not None:
            unit = self.desk.actor.institution
            self.desk.read(self, store.handover_rows, unit, self._today(), done=self._show_book, failed=self.show_fault)

    def record_id(self, record: HandoverRow) -> str:
        """Return the id of a shift's entry, there or missing."""
        return record.id

    def fits(self, record: HandoverRow, chip: str) -> bool:
        """Say whether a shift belongs under a chip."""
        return state.fits(record, chip)

    def is_typed(self, record: HandoverRow, typed: str) -> bool:
        """Say whether a shift is meant."""
        return state.is_meant(record, typed)

    def say_none(self) -> None:
        """Say that the book is empty."""
        if self.table is not None:
            words = "下班的人写好交班内容并签名，接班的人登录后看过再签名。"
            self.table.empty.say("还没有交接班记录", words, self.new_button("写交班"), icon="book")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._new)

    # a shift

    def show_record(self, record: HandoverRow | None) -> None:
        """Show a shift in the panel."""
        if record is None:
            self._shown = self._gap = None
            self.panel.show_nothing()
        elif record.gap is not None:
            self._show_gap(record.gap)
        else:
            self.desk.read(self, store.handover_opened, record.id, done=self._show_opened)

    def act(self, name: str) -> None:
        """Sign, put right, add a note, or write a missing entry up."""
        if self.work is not None:
            return
        if name == "write" and self._gap is not None:
            self._begin(self._gap)
        elif name == "take":
            self._take()
        elif self._shown is not None and self.desk.actor is not None:
            form = self.ask_for(state.ask(name, self._shown, self._today()), self._done)
            if name == "correct":
                form.fill({field: getattr(self._shown, field) for field in FIELDS})

    def _take(self) -> None:
        """Sign for what stands in the panel."""
        entry, actor = self._shown, self.desk.actor
        if entry is None or actor is None or self.work is not None or self.panel.has_form:
            return
        if "take" in {act.name for act in state.offers(entry, actor)}:
            self.desk.do(self, TakeOver(handover=entry.id, seen=entry.edition), self._done, self.show_fault)

    def _done(self, entry: Handover) -> None:
        words = f"{entry.taken_name} 已签接班" if entry.state is State.TAKEN else f"{entry.given_name} 已签交班"
        self.end_act(f"{entry.day.isoformat()}　{entry.duty_name}　{words}")

    def _show_book(self, found: list[HandoverRow]) -> None:
        if self.work is None:
            open_, gaps = (sum(state.fits(row, chip) for row in found) for chip in ("todo", "gap"))
            said = (f"待接班 {open_}" if open_ else "", f"近 7 天缺交班 {gaps}" if gaps else "")
            self.facts.setText("　".join(part for part in said if part))
        self.show_records(found)

    def _show_gap(self, gap: Gap) -> None:
        self._shown, self._gap = None, gap
        self.panel.show_head(gap.duty.name, "", state.badge(HandoverRow(id="", day=gap.day)), long_day(gap.day))
        self.panel.facts.show_facts([("值班", "、".join(gap.people), "name")])
        self.panel.show_trail([], proven=False)
        self.panel.callout.say("这个班没有交接班记录", "请值班的人补写并签名，再请接班的人签名。", icon="alert")
        self.panel.show_acts([Act(name="write", text="补写交班", key="F7", icon="pencil", style=PRIMARY)])

    def _show_opened(self, opened: store.HandoverOpened | None) -> None:
        entry, actor = opened.entry if opened else None, self.desk.actor
        is_awaited = self.is_awaited(entry.id if entry else None, is_same=self._shown == entry)
        if opened is None or entry is None or actor is None or not is_awaited:
            return
        self._shown, self._gap, now = entry, None, self.desk.now()
        self.panel.show_head(entry.duty_name, "", state.badge_of(entry), long_day(entry.day))
        taken = f"{entry.taken_name}　{short_time(entry.taken_at, now)}" if entry.taken_at else "还没有签名"
        notes = [(f"补记 {short_time(note.at, now)}", f"{note.words}　{note.by}") for note in entry.notes]
        self.panel.facts.show_facts(
            [
                *((PARTS[field], getattr(entry, field)) for field in FIELDS),
                ("交班", f"{entry.given_name}　{short_time(entry.given_at, now)}", "name"),
                ("接班", taken, "name" if entry.taken_at else "warn"),
                *notes,
            ]
        )
        show_steps(self.panel, opened.steps, self.desk)
        self.panel.callout.clear()
        self.panel.show_acts(state.offers(entry, actor))

    # writing

    def done(self, _work: Kept, record: Handover) -> None:
        """Come back to what was handed over."""
        self.find_record(record.id)
        self._done(record)

    def _begin(self, gap: Gap | None) -> None:
        actor = self.desk.actor
        if actor is not None and not isinstance(self.work, HandoverForm):
            done = partial(self._open_form, gap)
            self.desk.read(self, store.handed_over, actor.institution, self._today(), done=done)

    def _open_form(self, gap: Gap | None, duties: Sequence[Duty]) -> None:
        if not duties:
            self.banner.say("本单位还没有班次", "请排班员或院长先在「班次」里定好班次，再写交接班。")
            return
        form = HandoverForm(self.desk, duties, gap)
        form.finished.connect(self._save_button.setFocus)
        on_key(form, "Ctrl+Return", self._save)
        on_key(form, "F8", form.form.go_to_next_fault)
        name = self.desk.actor.name if self.desk.actor else ""
        self.open_kept(form, "写交班", f"交班人 {name}", self._save_button)

    def _save(self) -> None:
        self.send(self._save_button)

    # inside

    def _today(self) -> date:
        return day(self.desk.now())

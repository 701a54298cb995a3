"""要办的: acts that need an answer or wait, what was set aside and what was confirmed, the chosen one beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.sync_conflict import decided
from yigongti_desktop.app.sync_detail import ActDetail
from yigongti_desktop.app.sync_overview import Aside
from yigongti_desktop.app.sync_overview import Entry
from yigongti_desktop.app.sync_overview import Overview
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.confirm import confirm
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.columns import Group
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.kit.words import size
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.registry.model.account import acting
from yigongti_desktop.storage import outbox
from yigongti_desktop.sync.asides import take_asides

_LIST = 326
#: Acts whose content can go back into its form.
_TAKEN_UP = frozenset(
    {
        "referral.sent",
        "referral.draft_saved",
        "drug_request.submitted",
        "drug_request.draft_saved",
        "drug_request.proposed",
        "village_request.asked",
        "resident.registered",
        "contract.signed",
        "shortage.registered",
        "stock.entered",
        "team.set_up",
        "package.offered",
        "service.recorded",
        "staff.registered",
        "calendar_year.written",
        "posting.asked",
        "leave.asked",
        "wish.written",
        "swap.offered",
        "handover.given",
        "outreach.planned",
        "capacity.published",
        "capacity.changed",
        "capacity.closed",
        "slot_hold.asked",
        "teaching.announced",
    }
)


class ActsView(QWidget):
    """The list and what can be done with one of it."""

    #: Something was set aside before and has been taken in now: these topics have changed.
    taken = Signal(object)

    def __init__(self, page: Page, manifests: Sequence[Manifest]) -> None:
        super().__init__()
        self._page = page
        self._desk = page.desk
        self._manifests = tuple(manifests)
        self._seen: Overview | None = None
        self.table = RecordTable(self._columns(), keys=(("↑↓", "移动"), ("Enter", "打开"), ("F8", "下一处")))
        self.table.setFixedWidth(_LIST)
        self.table.view.horizontalHeader().hide()
        self.detail = ActDetail(self._desk)
        #: Below the list: what goes by hand where there is no room for the side.
        self.below = QHBoxLayout()
        self.below.setSpacing(10)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.table, 1)
        left.addLayout(self.below)
        left.setAlignment(self.below, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(left)
        layout.addWidget(self.detail, 1)
        self.table.empty.say("正在读取", "", icon="clock")
        self.detail.show_nothing("")
        self.table.view.rested.connect(self._on_rested)
        self.table.view.opened.connect(self._on_opened)
        self.detail.acted.connect(self.act)

    def show_overview(self, seen: Overview) -> None:
        """Show what there is."""
        self._seen = seen
        rows = self._rows(seen)
        self._say_empty(seen)
        self.table.show_rows(rows, keep=_is_same)
        if not any(isinstance(one, Entry | Aside) for one in rows):
            self.detail.show_nothing("没有要看的")

    def show_talking(self) -> None:
        """Say again why the act in sight waits: a talk has begun or ended."""
        entry = self.detail.entry
        if entry is not None and entry.act.state == outbox.WAITING:
            self._on_rested(entry)

    def go_to_next(self) -> None:
        """Go to the next act that needs a person."""
        needs = self._seen.needs if self._seen else ()
        if not needs:
            return
        here = self.table.view.current()
        following = needs[(needs.index(here) + 1) % len(needs)] if here in needs else needs[0]
        self.table.view.rest_on(lambda one: one is following)

    def do_main(self) -> None:
        """Do what the act in sight is best answered by."""
        entry = self.detail.entry
        if entry is None or not entry.is_open or entry.act.state not in outbox.NEEDS_PERSON:
            return
        if self.detail.values():
            self.act("decide")
        elif entry.act.kind in _TAKEN_UP:
            self.act("take_up")

    def act(self, name: str) -> None:
        """Do an act of the detail."""
        entry, actor = self.detail.entry, self._desk.actor
        if name == "retry":
            self._take_asides()
        if entry is None or not entry.is_open or actor is None:
            return
        if name == "open" and entry.page:
            self._page.wants_page.emit(entry.page, entry.act.record)
        elif name == "again":
            self._do(SendAgain(event=entry.act.event), "已存本机，再送一次")
        elif name == "settle":
            words = "这一条不再送，县院不会有它。内容仍留在本机的记录里。"
            if confirm(self._page, "不再送这一条", words, verb="不再送"):
                self._do(SettleRefusal(event=entry.act.event), "已处理")
        elif name == "take_up":
            self._take_up(entry, actor)
        elif name == "decide" and (values := self.detail.values()) is not None:
            command = decided(entry.act, values)
            self._do(command or SettleRefusal(event=entry.act.event), "已存本机，待上传" if command else "已用县院的值")
        elif name == "later":
            self.table.view.setFocus()

    def _say_empty(self, seen: Overview) -> None:
        if seen.status.to_fill:
            self.table.empty.say("没有待上传的", f"资料还在收取，还差 {seen.status.to_fill:,} 条。", icon="clock")
        elif seen.status.waiting_bytes:
            left = size(seen.status.waiting_bytes)
            self.table.empty.say("单据都送到了", f"附的照片还在上传，还差 {left}，线路通了自动送。", icon="arrow-up")
        elif seen.status.confirmed_at is None:
            self.table.empty.say("没有待上传的", "还没有连过县院。", icon="cloud-off")
        else:
            self.table.empty.say("都送到了", "没有待上传的，也没有要您决定的。", icon="check-circle")

    def _rows(self, seen: Overview) -> list[Any]:
        waiting, total = seen.waiting, seen.status.waiting
        more = f"只列前 {len(waiting)} 条" if total > len(waiting) + 5 else "线路通了自动送"
        parts: list[tuple[Group, Sequence[Any]]] = [
            (Group(f"要您决定 {len(seen.needs)}", "F8 逐条处理", "conflict", "danger"), seen.needs),
            (Group(f"待上传 {total}", more, "arrow-up", "text"), waiting),
            (Group(f"放在一边 {len(seen.asides)}", "不影响其他，不用您办", "inbox", "text"), seen.asides),
            (Group(f"今天已确认 {seen.done_today}", "只列最近几条", "check", "ok"), seen.done),
        ]
        rows: list[Any] = []
        for group, part in parts:
            if part:
                rows += [group, *part]
        return rows

    def _on_rested(self, one: Any) -> None:
        seen = self._seen
        if isinstance(one, Entry) and seen is not None:
            needs = seen.needs
            place = f"第 {needs.index(one) + 1} 处，共 {len(needs)} 处" if one in needs else ""
            can = any(manifest.take_up for manifest in self._manifests) and one.act.kind in _TAKEN_UP
            self.detail.show_entry(one, place, seen.status, can_take_up=can)
        elif isinstance(one, Aside):
            self.detail.show_aside(one)

    def _on_opened(self, one: Any) -> None:
        if isinstance(one, Aside) or (isinstance(one, Entry) and one.act.state in outbox.NEEDS_PERSON):
            self.detail.focus_first()
        elif isinstance(one, Entry):
            self.act("open")

    def _do(self, command: Any, said: str) -> None:
        title = self.detail.entry.title if self.detail.entry else ""

        def done(_record: object) -> None:
            self._page.banner.clear()
            self._page.wants_toast.emit(said, title, None)

        self._desk.do(self._page, command, done, self._not_done)

    def _not_done(self, fault: Fault) -> None:
        self._page.banner.say("没有办成", self._desk.say(fault))

    def _take_up(self, entry: Entry, actor: Actor) -> None:
        manifests, now = self._manifests, self._desk.now()

        def take_up(connection: Any) -> tuple[tuple[str, str], tuple[str, ...]] | None:
            told = outbox.told_of(connection)
            for manifest in manifests:
                where = manifest.take_up(connection, actor, entry.act, now) if manifest.take_up else None
                if where is not None:
                    return where, tuple(told - outbox.told_of(connection))
            return None

        def opened(found: tuple[tuple[str, str], tuple[str, ...]] | None) -> None:
            if found is not None:
                where, also = found
                self._do(SettleRefusal(event=entry.act.event, also=also, is_taken_up=True), "已放回表单")
                self._page.wants_page.emit(*where)
            else:
                words = "它要写到的那份单据已不在本机。内容都在下面，请照着另办，办好后按「不再送」。"
                self._page.banner.say("放不回表单", words)

        self._desk.write(self._page, take_up, done=opened)

    def _take_asides(self) -> None:
        """Try again what was set aside; a program that knows more takes it in now."""

        def done(found: tuple[int, frozenset[str]]) -> None:
            taken, topics = found
            words = f"采用了 {taken} 条" if taken else "这版程序仍读不出，升级后自动采用"
            self._page.wants_toast.emit("已再试一次", words, None)
            self.taken.emit(topics)

        self._desk.write(self._page, take_asides, CATALOGUE, acting, self._desk.now(), done=done)

    def _columns(self) -> tuple[Column[Any], ...]:
        return (
            Column(title="", text=self._words, icon=_icon, detail=self._detail, width=200, stretch=1),
            Column(
                title="",
                text=lambda one: short_time(one.act.at if isinstance(one, Entry) else one.at, self._desk.now()),
                width=92,
                is_right=True,
                tone=lambda _one: "text2",
            ),
        )

    def _words(self, one: Any) -> str:
        if isinstance(one, Entry):
            return one.title or self._desk.name(one.act.record_kind)
        return self._desk.name(one.kind)

    def _detail(self, one: Any) -> str:
        return self._desk.name(one.act.kind) if isinstance(one, Entry) else ""


def _icon(one: Any) -> str:
    return one.icon if isinstance(one, Entry) else "inbox"


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, Entry) and isinstance(other, Entry):
        return one.act.event == other.act.event
    return bool(isinstance(one, Aside) and isinstance(other, Aside) and one.record == other.record)

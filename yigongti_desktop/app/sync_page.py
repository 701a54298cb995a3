"""同步: what needs an answer, what waits, what the hub has confirmed; the last talks and the last receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from yigongti_desktop.app.sync_conflict import decided
from yigongti_desktop.app.sync_detail import ActDetail
from yigongti_desktop.app.sync_overview import Aside
from yigongti_desktop.app.sync_overview import Contact
from yigongti_desktop.app.sync_overview import Entry
from yigongti_desktop.app.sync_overview import Overview
from yigongti_desktop.app.sync_overview import overview
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.confirm import confirm
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.columns import Group
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.kit.table.view import RecordView
from yigongti_desktop.kit.words import ago
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.storage import outbox

_LIST, _SIDE = 326, 286


class SyncPage(Page):
    """The page of sync."""

    topics = frozenset({"sync"})

    def __init__(self, desk: Desk, manifests: Sequence[Manifest]) -> None:
        super().__init__(desk, "同步")
        self._manifests = tuple(manifests)
        self._seen: Overview | None = None
        self.table = RecordTable(self._columns(), keys=(("↑↓", "移动"), ("Enter", "打开"), ("F8", "下一处")))
        self.table.setFixedWidth(_LIST)
        self.table.view.horizontalHeader().hide()
        self.detail = ActDetail(desk)
        self._contacts = RecordView(self._contact_columns())
        self._contacts.horizontalHeader().hide()
        self._contacts.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._next = label("", "caption")
        self._receipt = Facts()
        self._proof = BadgeLabel(Badge("签名已验", "ok", "shield"))
        main = row(self.table, self.detail, spacing=10)
        main.setStretch(1, 1)
        self._beside = Beside(boxed(main), self._build_side(), _SIDE)
        self.body.addWidget(self._beside, 1)
        self._retry = KeyButton("现在同步", "F5", icon="refresh", style=PRIMARY)
        self._stop = KeyButton("停下", "", icon="close")
        self._retry.clicked.connect(desk.sync)
        self._stop.clicked.connect(desk.stop_sync)
        self.table.view.rested.connect(self._on_rested)
        self.table.view.opened.connect(self._on_opened)
        self.detail.acted.connect(self._act)
        on_key(self, "F8", self._go_to_next)
        on_key(self, "Ctrl+Return", self._on_main_key)
        desk.sync_begun.connect(self._show_buttons_now)
        desk.sync_ended.connect(lambda _talk: self._show_buttons_now())
        desk.sync_progress.connect(self._on_progress)
        self._show_buttons_now()

    def reload(self) -> None:
        """Read again."""
        actor = self.desk.actor
        if actor is not None:
            self.desk.read(
                self, overview, self._manifests, actor, self.desk.now(), done=self._show, failed=self.show_fault
            )

    def first_focus(self) -> None:
        """Put the cursor into the list."""
        self.table.view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Leave the side out where there is no room."""
        super().set_compact(compact)
        self._beside.set_narrow(compact)
        self.table.set_compact(compact)

    # what is shown

    def _show(self, seen: Overview) -> None:
        self._seen = seen
        now = self.desk.now()
        confirmed = seen.status.confirmed_at
        words = (
            f"县院上次确认 {short_time(confirmed, now)}（{ago(confirmed, now)}）" if confirmed else "县院还没有确认过"
        )
        self.facts.setText(words)
        self.badge.set_badge(_line_badge(seen))
        rows = self._rows(seen)
        self.table.empty.say("都送到了", "没有待上传的，也没有要您决定的。", icon="check-circle")
        self.table.show_rows(rows, keep=_is_same)
        if not any(isinstance(one, Entry | Aside) for one in rows):
            self.detail.show_nothing("没有要看的")
        self._contacts.records.set_rows(seen.contacts)
        self._show_receipt(seen, now)
        self._show_buttons_now()

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

    def _show_receipt(self, seen: Overview, now: datetime) -> None:
        receipt = seen.receipt
        self._proof.setVisible(receipt is not None)
        if receipt is None:
            self._receipt.show_facts([("", "还没有回执")])
            return
        refused = receipt.acts - receipt.accepted
        self._receipt.show_facts(
            [
                ("回执号", receipt.number),
                ("批次", f"第 {receipt.batch} 批，{receipt.acts} 条"),
                ("县院收下", f"{receipt.accepted} 条"),
                ("退回", f"{refused} 条"),
                ("县院时间", f"{local(receipt.hub_time):%Y-%m-%d %H:%M:%S}"),
            ]
        )
        tried = seen.status.tried_at
        self._next.setText(f"上次 {short_time(tried, now)}" if tried else "")

    def _show_buttons_now(self) -> None:
        self.set_buttons(self._stop if self.desk.is_talking else self._retry)
        if not self.desk.is_talking and self._seen is not None:
            self.badge.set_badge(_line_badge(self._seen))

    def _on_progress(self, progress: Any) -> None:
        left = progress.left
        self.badge.set_badge(Badge(f"正在同步，还有 {left:,} 条" if left else "正在同步", "accent", "sync"))

    # what is done

    def _on_rested(self, one: Any) -> None:
        if isinstance(one, Entry):
            needs = self._seen.needs if self._seen else ()
            place = f"第 {needs.index(one) + 1} 处，共 {len(needs)} 处" if one in needs else ""
            can = any(manifest.take_up for manifest in self._manifests) and one.act.kind in _TAKEN_UP
            self.detail.show_entry(one, place, can_take_up=can)
        elif isinstance(one, Aside):
            self.detail.show_aside(one)

    def _on_opened(self, one: Any) -> None:
        if isinstance(one, Entry) and one.act.state in outbox.NEEDS_PERSON:
            self.detail.focus_first()
        elif isinstance(one, Entry):
            self._act("open")

    def _go_to_next(self) -> None:
        needs = self._seen.needs if self._seen else ()
        if not needs:
            return
        here = self.table.view.current()
        following = needs[(needs.index(here) + 1) % len(needs)] if here in needs else needs[0]
        self.table.view.rest_on(lambda one: one is following)

    def _on_main_key(self) -> None:
        entry = self.detail.entry
        if entry is None or not entry.is_open or entry.act.state not in outbox.NEEDS_PERSON:
            return
        values = self.detail.values()
        if values:
            self._act("decide")
        elif entry.act.kind in _TAKEN_UP:
            self._act("take_up")

    def _act(self, name: str) -> None:
        entry, actor = self.detail.entry, self.desk.actor
        if entry is None or not entry.is_open or actor is None:
            return
        if name == "open" and entry.page:
            self.wants_page.emit(entry.page, entry.act.record)
        elif name == "again":
            self._do(SendAgain(event=entry.act.event), "已存本机，再送一次")
        elif name == "settle":
            words = "这一条不再送，县院不会有它。内容仍留在本机的记录里。"
            if confirm(self, "不再送这一条", words, verb="不再送"):
                self._do(SettleRefusal(event=entry.act.event), "已处理")
        elif name == "take_up":
            self._take_up(entry, actor)
        elif name == "decide" and (values := self.detail.values()) is not None:
            command = decided(entry.act, values)
            self._do(command or SettleRefusal(event=entry.act.event), "已存本机，待上传" if command else "已用县院的值")
        elif name == "later":
            self.table.view.setFocus()

    def _do(self, command: Any, said: str) -> None:
        title = self.detail.entry.title if self.detail.entry else ""

        def done(_record: object) -> None:
            self.banner.clear()
            self.wants_toast.emit(said, title, None)

        self.desk.do(self, command, done, self._not_done)

    def _not_done(self, fault: Fault) -> None:
        self.banner.say("没有办成", self.desk.say(fault))

    def _take_up(self, entry: Entry, actor: Actor) -> None:
        manifests, now = self._manifests, self.desk.now()

        def take_up(connection: Any) -> tuple[str, str] | None:
            for manifest in manifests:
                where = manifest.take_up(connection, actor, entry.act, now) if manifest.take_up else None
                if where is not None:
                    return where
            return None

        def opened(where: tuple[str, str] | None) -> None:
            if where is not None:
                self._do(SettleRefusal(event=entry.act.event), "已放回表单")
                self.wants_page.emit(*where)

        self.desk.write(self, take_up, done=opened)

    def _build_side(self) -> QWidget:
        contacts, inside = card()
        inside.addLayout(row(label("最近联系", "card"), None, self._next, margins=(16, 10, 16, 8)))
        inside.addWidget(self._contacts, 1)
        receipt, below = card()
        below.addLayout(row(label("最近回执", "card"), None, self._proof, margins=(16, 10, 12, 8)))
        below.addLayout(row(self._receipt, margins=(16, 0, 12, 12)))
        side = column(contacts, receipt, spacing=10)
        side.setStretch(0, 1)
        return boxed(side)

    def _columns(self) -> tuple[Column[Any], ...]:
        return (
            Column(title="", text=self._words, icon=_icon, detail=self._detail, width=200, stretch=1),
            Column(
                title="",
                text=lambda one: short_time(one.act.at if isinstance(one, Entry) else one.at, self.desk.now()),
                width=92,
                is_right=True,
                tone=lambda _one: "text2",
            ),
        )

    def _words(self, one: Any) -> str:
        if isinstance(one, Entry):
            return one.title or self.desk.name(one.act.record_kind)
        return self.desk.name(one.kind)

    def _detail(self, one: Any) -> str:
        return self.desk.name(one.act.kind) if isinstance(one, Entry) else ""

    def _contact_columns(self) -> tuple[Column[Contact], ...]:
        def words(contact: Contact) -> str:
            if contact.code:
                return _SHORT.get(contact.code, "没有送到")
            return f"已确认　送 {contact.sent}，收 {contact.received}"

        return (
            Column(
                title="",
                text=words,
                icon=lambda contact: "cloud-off" if contact.code else "check",
                tone=lambda contact: "warn" if contact.code else "",
                width=160,
                stretch=1,
            ),
            Column(
                title="",
                text=lambda contact: short_time(contact.at, self.desk.now()),
                width=92,
                is_right=True,
                tone=lambda _contact: "text2",
            ),
        )


#: Acts whose content can go back into its form.
_TAKEN_UP = frozenset(
    {
        "referral.sent",
        "referral.draft_saved",
        "drug_request.submitted",
        "drug_request.draft_saved",
        "resident.registered",
    }
)
_SHORT = {
    "hub_unreachable": "连不上县院",
    "line_cut": "线路断开",
    "hub_busy": "县院正忙",
    "hub_certificate": "对方不是县院",
    "stopped": "停下了",
    "device_revoked": "本机已停用",
}


def _line_badge(seen: Overview) -> Badge:
    code = seen.status.line
    if not code:
        return Badge("在线", "ok", "cloud")
    return Badge(
        "离线" if code in {"hub_unreachable", "line_cut", "never"} else _SHORT.get(code, "没有送到"),
        "warn",
        "cloud-off",
    )


def _icon(one: Any) -> str:
    return one.icon if isinstance(one, Entry) else "inbox"


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, Entry) and isinstance(other, Entry):
        return one.act.event == other.act.event
    return bool(isinstance(one, Aside) and isinstance(other, Aside) and one.record == other.record)

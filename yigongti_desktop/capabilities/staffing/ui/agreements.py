"""协议: by which agreements people of one institution may work at another, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.agreements import EndAgreement
from yigongti_desktop.capabilities.staffing.model.agreements import Agreement
from yigongti_desktop.capabilities.staffing.store import agreements as store
from yigongti_desktop.capabilities.staffing.ui.agreement_form import AgreementForm
from yigongti_desktop.capabilities.staffing.ui.posting_form import all_units
from yigongti_desktop.capabilities.staffing.ui.posting_words import AGREEMENTS
from yigongti_desktop.capabilities.staffing.ui.posting_words import KINDS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_day
from yigongti_desktop.registry.model.institution import Institution

_CHIPS = (Chip("now", "有效", 0), Chip("soon", "快到期", 0), Chip("over", "已到期", 0), Chip("all", "全部", 0))
_SOON = 60
_ENDED = ("改签新协议", "双方同意终止", "单位退出医共体")


class AgreementsPage(ListPage[Agreement]):
    """The page of agreements."""

    way_back = "下次按 F2 接着写"
    topics = frozenset({"staffing.agreements", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "协议", hint="选一份协议，这里显示内容")
        self._new = self.new_button("登记协议", PRIMARY)
        self._save_button = KeyButton("保存", "Ctrl+S", style=PRIMARY)
        self._save_button.clicked.connect(self._save)
        self.set_out(_columns(self._today), chips=_CHIPS, placeholder="单位、编号", unit="份")

    def open_argument(self, argument: Any) -> None:
        """Begin an agreement ("new"), or show one by its id."""
        if argument == "new":
            self._begin_form()
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin an agreement."""
        self.open("new")
        return True

    def ask(self) -> None:
        """Read all agreements."""
        self.desk.read(self, store.everything, done=self.show_records, failed=self.show_fault)

    def record_id(self, record: Agreement) -> str:
        """Return the id of an agreement."""
        return record.id

    def fits(self, record: Agreement, chip: str) -> bool:
        """Say whether an agreement belongs under a chip."""
        left = (record.until - self._today()).days
        tests = {"now": left >= 0, "soon": 0 <= left <= _SOON, "over": left < 0}
        return tests.get(chip, True)

    def is_typed(self, record: Agreement, typed: str) -> bool:
        """Say whether an agreement is meant: by either side, its number, a department."""
        names = (record.sender_name, record.receiver_name)
        if any(key.startswith(typed) for name in names for key in keys_of_name(name)):
            return True
        return any(typed in text.lower() for text in (*names, record.number, *record.departments))

    def say_none(self) -> None:
        """Say that there is none, and how one begins."""
        if self.table is not None:
            words = "帮扶、托管、派驻协议登记在这里：没有有效协议的单位，不能派人去看病。"
            self.table.empty.say("还没有协议", words, self.new_button("登记协议"), icon="document")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._new)

    def show_record(self, record: Agreement | None) -> None:
        """Show an agreement in the panel."""
        if record is None:
            self.panel.show_nothing()
            return
        today = self._today()
        kind = f"{AGREEMENTS[record.kind.value]}协议"
        self.panel.show_head(record.receiver_name, "", _badge(record, today), kind, record.number)
        self.panel.facts.show_facts(
            [
                ("派出单位", record.sender_name),
                ("包含", _covers(record)),
                ("帮扶科室", "、".join(record.departments) or "整院"),
                ("起止", f"{record.since:%Y-%m-%d} 至 {record.until:%Y-%m-%d}"),
                ("签订人", record.signed_by),
                ("终止原因", record.reason),
            ]
        )
        self.panel.show_trail((), proven=False)
        self.panel.callout.clear()
        may_end = record.until > today
        self.panel.show_acts([Act(name="end", text="提前终止", icon="close", style=LINK)] if may_end else [])

    def act(self, name: str) -> None:
        """Ask for what an act needs."""
        one = self.current
        if one is None or self.work is not None or name != "end":
            return
        last = Field(name="last", label="最后一天", kind=DATE, is_needed=True)
        asked = Ask(
            title="提前终止这份协议",
            verb="终止",
            sections=only(last, reason(_ENDED)),
            command=lambda values: EndAgreement(agreement=one.id, last=values["last"], reason=values["reason"]),
            is_danger=True,
        )
        self.ask_for(asked, self._ended).fill({"last": self._today()})

    def _ended(self, record: Agreement) -> None:
        self.end_act(f"{record.receiver_name}　{AGREEMENTS[record.kind.value]}协议到 {record.until:%Y-%m-%d}")

    def _today(self) -> date:
        return day(self.desk.now())

    # writing

    def _begin_form(self) -> None:
        if not isinstance(self.work, AgreementForm):
            self.desk.read(self, all_units, done=self._open_form)

    def _open_form(self, institutions: list[Institution]) -> None:
        form = AgreementForm(self.desk, institutions)
        form.finished.connect(self._save)
        for key in ("Ctrl+S", "Ctrl+Return"):
            on_key(form, key, self._save)
        on_key(form, "F8", form.form.go_to_next_fault)
        self.open_kept(form, "登记协议", "Enter 下一项，Ctrl+S 保存", self._save_button)

    def _save(self) -> None:
        self.send(self._save_button)

    def done(self, _work: Kept, record: Agreement) -> None:
        """Come back to the agreement that was written down."""
        self.find_record(record.id)
        self.end_act(f"{record.receiver_name}　{AGREEMENTS[record.kind.value]}协议")


def _columns(today: Any) -> tuple[Column[Agreement], ...]:
    return (
        Column(title="状态", text=lambda _one: "", badge=lambda one: _badge(one, today()), width=104),
        Column(
            title="接收单位",
            text=lambda one: one.receiver_name,
            width=160,
            stretch=3,
            is_bold=True,
            is_jump=True,
        ),
        Column(title="派出单位", text=lambda one: one.sender_name, width=150, stretch=2, rank=1),
        Column(title="协议", text=lambda one: AGREEMENTS[one.kind.value], width=60),
        Column(title="帮扶科室", text=lambda one: "、".join(one.departments), width=110, rank=2),
        Column(title="编号", text=lambda one: one.number, width=130, rank=3, tone=lambda _one: "text2"),
        Column(
            title="起",
            text=lambda one: short_day(one.since, today()),
            width=92,
            is_right=True,
            sort=lambda one: one.since,
            export=lambda one: one.since,
        ),
        Column(
            title="止",
            text=lambda one: short_day(one.until, today()),
            width=96,
            is_right=True,
            sort=lambda one: one.until,
            export=lambda one: one.until,
        ),
    )


def _badge(one: Agreement, today: date) -> Badge:
    """Return how an agreement stands."""
    left = (one.until - today).days
    if left < 0:
        return Badge("已终止" if one.reason else "已到期", "neutral", "close")
    if one.since > today:
        return Badge("未生效", "accent", "clock")
    return Badge(f"剩 {left} 天", "warn", "clock") if left <= _SOON else Badge("有效", "ok", "check")


def _covers(one: Agreement) -> str:
    return "、".join(KINDS[kind.value] for kind in one.covers)

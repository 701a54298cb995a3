"""定点机构: with which hospitals, rehabilitation and nursing homes an agreement holds, whom to telephone (REF-17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.referrals.messages.catalogues import EndPlace
from yigongti_desktop.capabilities.referrals.model.places import Place
from yigongti_desktop.capabilities.referrals.store import places as store
from yigongti_desktop.capabilities.referrals.ui.catalogue_words import PLACE_KINDS
from yigongti_desktop.capabilities.referrals.ui.place_form import PlaceForm
from yigongti_desktop.kernel.access import Role
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
from yigongti_desktop.kit.words import phone
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.store import Seat

_KEEPERS = frozenset({Role.REFERRAL_OFFICE, Role.COMMUNITY_OFFICE})
_CHIPS = (
    Chip("all", "全部", 0),
    Chip("now", "协议有效", 0),
    Chip("over", "已到期", 0),
    Chip("outside", "市域外", 0),
    Chip("after", "康复、护理", 0),
)
_SOON = 60
_ENDED = ("改签新协议", "双方同意终止", "服务不符合约定")


class PlacesPage(ListPage[Place]):
    """The page of designated places."""

    way_back = "下次按 F2 接着写"
    topics = frozenset({"referrals.places", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "定点机构", hint="选一家机构，这里显示联系人和协议")
        self._seat: Seat | None = None
        self._new = self.new_button("登记机构", PRIMARY)
        self._save_button = KeyButton("保存", "Ctrl+S", style=PRIMARY)
        self._save_button.clicked.connect(self._save)
        if desk.actor is not None:
            desk.read(self, registry.seat, desk.actor.institution, self._today(), done=self._sit)

    def open_argument(self, argument: Any) -> None:
        """Begin a place ("new"), or show one by its id."""
        if argument == "new":
            self._begin_form(None)
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin a place."""
        if may := self._may_keep():
            self.open("new")
        return may

    def ask(self) -> None:
        """Read all places."""
        self.desk.read(self, store.offered, self._today(), done=self.show_records, failed=self.show_fault)

    def record_id(self, record: Place) -> str:
        """Return the id of a place."""
        return record.id

    def fits(self, record: Place, chip: str) -> bool:
        """Say whether a place belongs under a chip."""
        agreed, today = record.agreed, self._today()
        tests = {
            "now": agreed.since <= today <= agreed.until,
            "over": agreed.until < today,
            "outside": agreed.outside,
            "after": agreed.kind.value in {"place_rehabilitation", "place_nursing"},
        }
        return tests.get(chip, True)

    def is_typed(self, record: Place, typed: str) -> bool:
        """Say whether a place is meant: by name, contact, telephone, department."""
        agreed = record.agreed
        if any(key.startswith(typed) for key in keys_of_name(record.name)):
            return True
        return any(typed in text.lower() for text in (record.name, agreed.contact, agreed.phone, *agreed.departments))

    def say_none(self) -> None:
        """Say that there is none, and how one begins."""
        if self.table is None:
            return
        words = "签了转诊服务协议的医院、康复和护理机构登记在这里，写转出单时就能选。"
        if self._may_keep():
            self.table.empty.say("还没有定点机构", words, self.new_button("登记机构"), icon="hospital")
        else:
            self.table.empty.say("还没有定点机构", f"{words}由牵头医院转诊办登记。", icon="hospital")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._new) if self._may_keep() else (self.export_button,)

    def show_record(self, record: Place | None) -> None:
        """Show a place in the panel."""
        if record is None:
            self.panel.show_nothing()
            return
        agreed, today = record.agreed, self._today()
        where = "市域外" if agreed.outside else "市域内"
        self.panel.show_head(record.name, where, _badge(record, today), PLACE_KINDS[agreed.kind.value], agreed.number)
        self.panel.facts.show_facts(
            [
                ("联系人", agreed.contact),
                ("电话", phone(agreed.phone)),
                ("科室", "、".join(agreed.departments)),
                ("地址", agreed.address),
                ("协议", f"{agreed.since:%Y-%m-%d} 至 {agreed.until:%Y-%m-%d}"),
                ("终止原因", record.reason),
            ]
        )
        self.panel.show_trail((), proven=False)
        self.panel.callout.clear()
        if agreed.until < today:
            words = f"协议 {agreed.until:%Y-%m-%d} 到期，还没有续签。仍可以选，转之前请先和转诊办联系。"
            self.panel.callout.say("协议已到期", words, tone="warn", icon="clock")
        self.panel.show_acts(self._acts(record))

    def act(self, name: str) -> None:
        """Ask for what an act needs."""
        one = self.current
        if one is None or self.work is not None or not self._may_keep():
            return
        if name == "renew":
            self._begin_form(one)
        elif name == "end":
            last = Field(name="last", label="最后一天", kind=DATE, is_needed=True)
            asked = Ask(
                title="提前终止这份协议",
                verb="终止",
                sections=only(last, reason(_ENDED)),
                command=lambda values: EndPlace(place=one.id, last=values["last"], reason=values["reason"]),
                is_danger=True,
            )
            form = self.ask_for(asked, lambda record: self.end_act(f"{record.name}　协议已终止"))
            form.fill({"last": self._today()})

    def done(self, _work: Kept, record: Place) -> None:
        """Come back to the place that was written down."""
        self.find_record(record.id)
        self.end_act(record.name)

    def _sit(self, seat: Seat) -> None:
        self._seat = seat
        self.set_out(_columns(self._today), chips=_CHIPS, placeholder="机构、联系人、科室", unit="家")

    def _may_keep(self) -> bool:
        actor = self.desk.actor
        return bool(actor and actor.may(_KEEPERS) and self._seat and self._seat.is_lead)

    def _acts(self, record: Place) -> list[Act]:
        if not self._may_keep():
            return []
        acts = [Act(name="renew", text="续签、修改", key="F7", icon="pencil", style=PRIMARY)]
        if record.agreed.until > self._today():
            acts.append(Act(name="end", text="提前终止", icon="close", style=LINK))
        return acts

    def _begin_form(self, record: Place | None) -> None:
        if self._seat is None or not self._may_keep():
            return
        form = PlaceForm(self.desk, self._seat, record)
        form.finished.connect(self._save)
        for key in ("Ctrl+S", "Ctrl+Return"):
            on_key(form, key, self._save)
        on_key(form, "F8", form.form.go_to_next_fault)
        title = "续签定点机构" if record else "登记定点机构"
        self.open_kept(form, title, record.name if record else "Enter 下一项，Ctrl+S 保存", self._save_button)

    def _save(self) -> None:
        self.send(self._save_button)

    def _today(self) -> date:
        return day(self.desk.now())


def _columns(today: Any) -> tuple[Column[Place], ...]:
    return (
        Column(title="状态", text=lambda _one: "", badge=lambda one: _badge(one, today()), width=104),
        Column(title="机构", text=lambda one: one.name, width=180, stretch=3, is_bold=True, is_jump=True),
        Column(title="类别", text=lambda one: PLACE_KINDS[one.agreed.kind.value], width=110),
        Column(title="范围", text=lambda one: "市域外" if one.agreed.outside else "市域内", width=70, rank=2),
        Column(title="联系人", text=lambda one: one.agreed.contact, width=80),
        Column(title="电话", text=lambda one: phone(one.agreed.phone), width=130),
        Column(title="科室", text=lambda one: "、".join(one.agreed.departments), width=120, stretch=2, rank=3),
        Column(
            title="协议止",
            text=lambda one: f"{one.agreed.until:%Y-%m-%d}",
            width=104,
            is_right=True,
            rank=1,
            export=lambda one: one.agreed.until,
        ),
    )


def _badge(one: Place, today: date) -> Badge:
    """Return how an agreement stands."""
    left = (one.agreed.until - today).days
    if left < 0:
        return Badge("已终止" if one.reason else "已到期", "danger", "close")
    if one.agreed.since > today:
        return Badge("未生效", "accent", "clock")
    return Badge(f"剩 {left} 天", "warn", "clock") if left <= _SOON else Badge("有效", "ok", "check")

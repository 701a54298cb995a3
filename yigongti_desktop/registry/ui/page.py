"""居民: found by a few letters or digits, seen in a list of any length, registered and corrected."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from functools import partial
from typing import Any

from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.identifiers import IdKind
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import age
from yigongti_desktop.kit.words import phone
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.transfer import Transfer
from yigongti_desktop.registry.service import people
from yigongti_desktop.registry.ui import moving
from yigongti_desktop.registry.ui.filters import Filters
from yigongti_desktop.registry.ui.standing_desk import StandingDesk
from yigongti_desktop.registry.ui.words import NAMES
from yigongti_desktop.registry.ui.words import SEX
from yigongti_desktop.registry.ui.works import Works

_MOST_FOUND = 300
_REFERRERS = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR})
_PAPERS = {
    IdKind.HONG_KONG_MACAO: "居住证号",
    IdKind.TAIWAN: "居住证号",
    IdKind.FOREIGN_PERMANENT: "永居证号",
    IdKind.FOREIGN_PERMANENT_OLD: "永居证号",
    IdKind.BIRTH_CERTIFICATE: "出生证号",
}
_KEYS = (("↑↓", "移动"), ("Enter", "打开"), ("/", "找人"), ("F7", "转诊"))


class ResidentsPage(Works):
    """The page of residents."""

    topics = frozenset({"residents"})
    work_name = "居民资料"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "居民", hint="选一位居民，这里显示资料")
        self._shown: Resident | None = None
        self._names: dict[str, str] = {}
        self._total = 0
        self._new = self.new_button("登记居民", PRIMARY)
        self._import = KeyButton("导入居民", "Ctrl+O", icon="import")
        self._import.clicked.connect(self.ask_file)
        on_key(self, "Ctrl+O", self.ask_file)
        self._units: list[Institution] = []
        self._standing = StandingDesk(self, self.panel, self._reread)
        self._standing.part.wanted.connect(self.act)
        self._standing.part.opened.connect(self.open_argument)
        self._filters = Filters(self)
        self._filters.chosen.connect(self.ask)
        desk.read(self, store.names_of_institutions, done=self._keep_names)
        desk.read(self, store.units, desk.actor.institution if desk.actor else "", done=self._keep_units)
        self.set_out(
            self._columns(), chips=(), placeholder="姓名、拼音首字母、证号或电话后几位、档案编号", keys=_KEYS, unit="人"
        )
        if self.table is not None and self.table.search is not None:
            self.table.bar.setStretch(0, 0)
            self.table.search.setMaximumWidth(420)
            self._filters.stand_in(self.table.bar)
            self.table.bar.addStretch(1)

    def open_argument(self, argument: Any) -> None:
        """Begin a registration ("new"), or show a resident by their id."""
        if argument == "new":
            self._begin(None)
        elif isinstance(argument, str):
            self.leave_work(quietly=True)
            self.desk.read(self, people.kept_of, argument, done=self.show_alone)

    def begin_new(self) -> bool:
        """Begin a registration."""
        self.open("new")
        return True

    def first_focus(self) -> None:
        """Put the cursor where people are looked for, or into the form."""
        if self.kept_work is None and self.table is not None:
            self.table.focus_search()
        else:
            super().first_focus()

    # list and resident

    def ask(self) -> None:
        """Count the residents, or find those that were typed."""
        typed = self._typed
        if typed:
            within = self._filters.within
            self.desk.read(self, people.find, typed, _MOST_FOUND, within, done=partial(self._show_found, typed))
        else:
            self.desk.read(self, people.count, self._filters.within, done=self._show_window, failed=self.show_fault)

    def on_typed(self, typed: str) -> None:
        """Find who is meant; Enter and Down on what was found already only lead into the list."""
        if typed != self._typed:
            self._typed = typed
            self.ask()

    def record_id(self, record: Resident) -> str:
        """Return the id of a resident."""
        return record.id

    def fits(self, record: Resident, chip: str) -> bool:
        """Say yes: there are no chips."""
        return bool(record) and not chip.startswith("-")

    def is_typed(self, record: Resident, typed: str) -> bool:
        """Say yes: the database has found them."""
        return bool(record) or not typed

    def say_none(self) -> None:
        """Say that nobody is registered, or nobody found."""
        if self.table is None:
            return
        begin = self.new_button("登记居民")
        if self._typed:
            words = f"您找的是「{self._typed}」。本机共有 {self._total:,} 位居民。"
            self.table.empty.say("没有找到这个人", words, begin, icon="search")
        elif self._filters.is_on:
            begin = KeyButton("清除筛选", "", icon="close")
            begin.clicked.connect(self._filters.clear)
            self.table.empty.say("这一栏是空的", "本机没有符合筛选的居民。", begin, icon="check-circle")
        else:
            self.table.empty.say("还没有居民", "登记一位，或在写转出单时直接填。", begin, icon="people")

    def to_export(self) -> Callable[[], Sequence[Resident]] | None:
        """Return what reads every resident, since the list holds only those that were seen."""
        core, total, within = self.desk.core, self._total, self._filters.within
        return None if self._typed else lambda: list(core.read(people.residents_from, 0, total, within))

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._import, self._new)

    def show_record(self, record: Resident | None) -> None:
        """Show a resident in the panel."""
        self._shown = record
        if record is None:
            self.panel.show_nothing()
            return
        facts = f"{SEX[record.sex] or '—'}　{age(record.birth, day(self.desk.now()))}"
        facts += f"　已故 {record.died_on.isoformat()}" if record.died_on else ""
        self.panel.show_head(record.name, facts, None, record.village)
        units = "、".join(self._names.get(unit, unit) for unit in record.units)
        self.panel.facts.show_facts(
            [
                ("出生日期", record.birth.isoformat()),
                (_PAPERS.get(record.id_kind, "身份证号"), record.id_number or f"没有（{record.no_id_reason}）"),
                ("档案编号", record.health_record),
                ("电话", "、".join(phone(one) for one in (record.phone, *record.phones) if one)),
                ("参保", NAMES.get(record.insured.value, "")),
                ("家属", record.contact),
                ("村组", record.village),
                ("住址", record.address),
                ("服务机构", units),
            ]
        )
        self.panel.callout.clear()
        if record.also:
            others = "；".join(
                f"{NAMES[one.field]} {NAMES.get(one.value, one.value)}（{self._names.get(one.unit, one.unit)}）"
                for one in record.also
            )
            self.panel.callout.say("别的机构登记得不一样", f"{others}。核对后请修改资料。", tone="warn")
        self._standing.show(record)
        self.panel.show_trail((), proven=False)
        self.desk.read(self, store.transfers_of, record.id, done=partial(self._show_moves, record.id))
        self._show_acts(record)

    def _show_acts(self, record: Resident) -> None:
        if self.desk.actor is None or self.desk.actor.institution not in record.units or record.merged_into:
            self.panel.show_acts([])  # handed on, and not yet gone; or folded into another record
            return
        acts = [Act(name="edit", text="修改资料")]  # four with icons have no room beside each other
        if self.desk.actor.may(CLINICAL_ROLES | {Role.DIRECTOR}):
            acts.append(Act(name="timeline", text="居民经过"))
        if self.desk.actor.may(moving.SEEN_BY):
            acts.append(moving.MOVE)
        if self.desk.actor.may(_REFERRERS):
            acts.insert(0, Act(name="refer", text="新建转出单", key="F7", icon="referral", style=PRIMARY))
        self.panel.show_acts(acts)

    def act(self, name: str) -> None:
        """Begin a referral, or correct a resident."""
        if self._shown is None or self._standing.act(name):
            return
        if name == "refer":
            self.wants_page.emit("referrals", f"resident {self._shown.id}")
        elif name == "timeline":
            self.wants_page.emit("timeline", self._shown.id)
        elif name == "edit":
            self._begin(self._shown)
        elif name == "merge":
            self.begin_merge(self._shown)
        elif name == "move":
            self.ask_for(moving.ask(self._shown, self._units), self._moved)

    def _moved(self, resident: Resident) -> None:
        self.end_act(f"{resident.name}　迁出")
        self.show_record(resident)
        self.back_to_list()

    def _reread(self) -> None:
        """Show again whom the panel shows, as an act has left them."""
        if self._shown is not None:
            self.desk.read(self, store.one_resident, self._shown.id, done=self.show_record)

    def _show_moves(self, resident: str, moves: list[Transfer]) -> None:
        if self._shown is not None and self._shown.id == resident and moves:
            self.panel.show_trail(moving.marks(moves, self._names, self.desk.now()), proven=False)

    def _show_found(self, typed: str, found: list[Resident]) -> None:
        if typed != self._typed or self.table is None:
            return
        if not found:
            self.say_none()
        if self.work is None:
            more = "，只列前面的" if len(found) == _MOST_FOUND else ""
            self.facts.setText(f"找到 {len(found)} 人{more}")
        self.table.show_rows(found)

    def _show_window(self, total: int) -> None:
        self._total = total
        if self.table is None or self._typed:
            return
        if self.work is None:
            self.facts.setText(f"共 {total:,} 人")
        if not total:
            self.say_none()
        shown, self._shown = self._shown, None
        self.table.show_window(total, self._fetch)
        self.panel.show_nothing()
        if shown is not None:  # others may have come before them in the list meanwhile
            self.desk.read(self, people.place_of_resident, shown.id, self._filters.within, done=self._rest_again)

    def _rest_again(self, place: int) -> None:
        if self.table is not None and not self._typed and place >= 0 and self.table.view.current_row() < 0:
            self.table.view.rest_at(place)

    def _fetch(self, offset: int, most: int) -> None:
        self.desk.read(
            self, people.residents_from, offset, most, self._filters.within, done=partial(self._fill, offset)
        )

    def _fill(self, offset: int, found: list[Resident]) -> None:
        if self.table is None or self._typed:
            return
        self.table.view.records.fill_window(offset, found)
        if offset <= self.table.view.current_row() < offset + len(found):
            self.show_record(self.current)

    def show_alone(self, resident: Resident | None) -> None:
        """Show one resident in the list."""
        if resident is None or self.table is None or self.table.search is None:
            return
        self._typed = resident.id_number or resident.name
        self.table.search.setText(self._typed)
        self.ask()
        self.table.view.setFocus()

    def _keep_units(self, units: list[Institution]) -> None:
        self._units = units

    def _keep_names(self, names: dict[str, str]) -> None:
        self._names = names

    def _columns(self) -> tuple[Column[Resident], ...]:
        def years(one: Resident) -> str:
            return age(one.birth, day(self.desk.now()))

        return (
            Column(title="姓名", text=lambda one: one.name, width=100, stretch=1, is_bold=True, is_jump=True),
            Column(title="性别", text=lambda one: SEX[one.sex] or "—", width=56),
            Column(title="年龄", text=years, width=80, is_right=True),
            Column(
                title="出生日期",
                text=lambda one: one.birth.isoformat(),
                width=104,
                export=lambda one: one.birth,
                rank=2,
            ),
            Column(title="证号后四位", text=lambda one: one.id_number[-4:] or "—", width=92, rank=1),
            Column(title="电话", text=lambda one: phone(one.phone), width=128),
            Column(title="村组", text=lambda one: one.village or one.address, width=150, stretch=1, rank=0),
        )

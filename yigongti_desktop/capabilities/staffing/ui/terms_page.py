"""派驻条件: on what terms each doctor of the lead hospital is posted, and how far its units are."""

from __future__ import annotations

from functools import partial
from typing import Any

from yigongti_desktop.capabilities.staffing.model.posting_kinds import LEVELS
from yigongti_desktop.capabilities.staffing.service.posting_terms import Terms
from yigongti_desktop.capabilities.staffing.service.posting_terms import TermsRow
from yigongti_desktop.capabilities.staffing.service.posting_terms import UnitWay
from yigongti_desktop.capabilities.staffing.service.posting_terms import listed
from yigongti_desktop.capabilities.staffing.ui.terms_form import TermsForm
from yigongti_desktop.capabilities.staffing.ui.terms_words import say_months
from yigongti_desktop.capabilities.staffing.ui.ways_form import WaysForm
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.table.columns import Column

TITLE = "派驻条件"
_KEYS = (("↑↓", "移动"), ("F7", "设置"), ("F9", "单位路程"), ("/", "找人"))
_CHIPS = (Chip("all", "全部"), Chip("settled", "已设"), Chip("rest", "没有设"))
_CALLED = {level: word for word, level in LEVELS.items()}


class TermsPage(ListPage[TermsRow]):
    """The doctors, and the form of the units."""

    topics = frozenset({"staffing.terms", "staff", "institutions", "sync"})
    work_name = TITLE

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TITLE, hint="选一个人，这里显示派驻时要顾到什么")
        self._shown: TermsRow | None = None
        self._units: tuple[UnitWay, ...] = ()
        self.ways_button = KeyButton("单位路程", "F9", icon="columns", style=PLAIN)
        self.ways_button.clicked.connect(self.open_ways)
        on_key(self, "F9", self.open_ways)
        self.save_button = KeyButton("保存", "Ctrl+Enter", style=PRIMARY)
        save = partial(self.send, self.save_button)
        self.save_button.clicked.connect(save)
        on_key(self, "Ctrl+Return", save)
        self.set_out(self._columns(), chips=_CHIPS, placeholder="姓名、科室", keys=_KEYS, unit="人")

    def ask(self) -> None:
        """Read the doctors and the units."""
        own = self.desk.actor.institution if self.desk.actor else ""
        self.desk.read(self, listed, own, self.desk.now(), done=self._keep, failed=self.show_fault)

    def list_buttons(self) -> tuple[KeyButton, ...]:
        """Return the buttons of the list."""
        return (self.export_button, self.ways_button)

    def record_id(self, record: TermsRow) -> str:
        """Return the id of somebody."""
        return record.staff.id

    def fits(self, record: TermsRow, chip: str) -> bool:
        """Say whether somebody belongs under a chip."""
        return chip == "all" or _is_settled(record) == (chip == "settled")

    def is_typed(self, record: TermsRow, typed: str) -> bool:
        """Say whether somebody is meant."""
        keys = keys_of_name(record.staff.name)
        return any(key.startswith(typed) for key in keys) or typed in f"{record.staff.name} {self._department(record)}"

    def say_none(self) -> None:
        """Say that the hospital has no doctors."""
        if self.table is not None:
            self.table.empty.say("本院还没有医师", "在「人员」页登记以后，会出现在这里。", icon="people")

    def show_record(self, record: TermsRow | None) -> None:
        """Show somebody in the panel."""
        is_same = record is not None and record == self._shown
        self._shown = record
        if is_same and self.panel.has_form:
            return
        if record is None:
            self.panel.show_nothing()
            return
        self.panel.show_head(record.staff.name, self._department(record), _badge(record))
        self.panel.facts.show_facts(
            (
                ("职称", self._level(record)),
                ("住在附近", record.near or "没有写"),
                ("不宜派往", "、".join(record.barred) or "没有"),
                ("不能派", say_months(record.terms.away) or "没有"),
                ("不同时派", record.apart or "没有"),
                ("被提到", "、".join(record.named_by) + "要求不同时派" if record.named_by else ""),
                ("谁能看", "只有本院人力资源部。不写原因。"),
            )
        )
        self.panel.show_trail((), proven=False)
        self.panel.show_acts([Act(name="change", text="设置", key="F7", icon="pencil", style=PRIMARY)])

    def act(self, name: str) -> None:
        """Settle the terms of somebody."""
        row = self.current
        if name == "change" and row is not None and self.work is None:
            others = [one.staff for one in self._records if one.staff.id != row.staff.id]
            self._open(TermsForm(self.desk, row, others, self._units), "设派驻条件", row.staff.name)

    def main_act(self) -> str:
        """Return what Enter does."""
        return "change"

    def open_ways(self) -> None:
        """Write down how far the units are."""
        if self.work is None and self._units:
            self._open(WaysForm(self.desk, self._units), "单位路程", f"{len(self._units)} 个单位")

    def open_argument(self, argument: Any) -> None:
        """Show what another page asks for: the ways, or somebody."""
        if argument == "ways":
            self.open_ways()
        else:
            super().open_argument(argument)

    def done(self, work: Kept, record: Any) -> None:
        """Come back to the list."""
        if isinstance(work, TermsForm):
            self.find_record(record.person)
            self.end_act(work.row.staff.name)
        else:
            self.reload()
            self.end_act("单位路程")

    def _open(self, form: KeptForm, title: str, facts: str) -> None:
        form.finished.connect(self.save_button.setFocus)
        on_key(form, "F8", form.form.go_to_next_fault)
        self.open_kept(form, title, facts, self.save_button)

    def _keep(self, found: Terms) -> None:
        self._units = found.units
        self.ways_button.setEnabled(bool(found.units))
        unknown = sum(not one.kilometres for one in found.units)
        self.show_records(found.doctors)
        if self.work is None:
            self.set_title(TITLE, f"{unknown} 个单位没有填路程" if unknown else "")

    def _department(self, record: TermsRow) -> str:
        place = record.staff.place_on(day(self.desk.now()))
        return place.department if place else ""

    def _level(self, record: TermsRow) -> str:
        return _CALLED.get(record.staff.title_on(day(self.desk.now())), "无职称")

    def _columns(self) -> tuple[Column[TermsRow], ...]:
        return (
            Column(title="状态", text=lambda row: _badge(row).text, badge=_badge, width=96),
            Column(title="姓名", text=lambda row: row.staff.name, width=84, is_bold=True, is_jump=True),
            Column(title="职称", text=self._level, width=64, rank=3),
            Column(title="科室", text=lambda row: self._department(row) or "—", width=96, rank=2),
            Column(title="住在附近", text=lambda row: row.near or "—", width=130, stretch=1),
            Column(title="不宜派往", text=lambda row: "、".join(row.barred) or "—", width=130, stretch=2),
            Column(title="不能派的月份", text=lambda row: say_months(row.terms.away) or "—", width=140, stretch=1),
            Column(title="不同时派", text=lambda row: row.apart or "、".join(row.named_by) or "—", width=84, rank=1),
        )


def _is_settled(row: TermsRow) -> bool:
    terms = row.terms
    return any((terms.near, terms.barred, terms.away, terms.apart, row.named_by))


def _badge(row: TermsRow) -> Badge:
    if row.is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    return Badge("已设", "ok", "check") if _is_settled(row) else Badge("没有设", "neutral", "dot")

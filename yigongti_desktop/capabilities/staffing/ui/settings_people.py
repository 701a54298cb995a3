"""人员: what is settled of each person of a unit for its rosters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yigongti_desktop.capabilities.staffing.model.settings import GROUPS
from yigongti_desktop.capabilities.staffing.store import duties
from yigongti_desktop.capabilities.staffing.store import settings as store
from yigongti_desktop.capabilities.staffing.store.duties import DutyRow
from yigongti_desktop.capabilities.staffing.store.settings import PersonRow
from yigongti_desktop.capabilities.staffing.ui.person_form import PersonForm
from yigongti_desktop.capabilities.staffing.ui.setting_words import say_pattern
from yigongti_desktop.capabilities.staffing.ui.settings_list import SettingsList
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.registry.ui.staff.words import PROFESSIONS

_KEYS = (("↑↓", "移动"), ("F7", "设置"), ("/", "找人"), ("Ctrl+PgDn", "规则"))
_CHIPS = (Chip("all", "全部"), *(Chip(group, group) for group in GROUPS), Chip("rest", "没分组"), Chip("out", "不排班"))


class PeoplePart(SettingsList[PersonRow]):
    """The people."""

    topics = frozenset({"staffing.settings", "staffing.duties", "staff", "sync"})
    part = "people"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, hint="选一个人，这里显示排班上怎么设的")
        self._codes: tuple[str, ...] = ()
        self.set_out(_columns(), chips=_CHIPS, placeholder="姓名、资质", keys=_KEYS, unit="人", first="all")

    def ask(self) -> None:
        """Read the people, and the duties that a week may have."""
        self.desk.read(self, duties.listed, self.unit, done=self._keep_duties)
        self.desk.read(self, store.people, self.unit, self.today, done=self.show_records, failed=self.show_fault)

    def record_id(self, record: PersonRow) -> str:
        """Return the id of somebody."""
        return record.staff.id

    def fits(self, record: PersonRow, chip: str) -> bool:
        """Say whether somebody belongs under a chip."""
        setting = record.setting
        if chip in {"all", "out"}:
            return chip == "all" or setting.is_out
        return not setting.is_out and setting.group == ("" if chip == "rest" else chip)

    def is_typed(self, record: PersonRow, typed: str) -> bool:
        """Say whether somebody is meant."""
        return typed in " ".join((record.staff.name, record.setting.group, *record.setting.skills)).lower()

    def say_none(self) -> None:
        """Say that nobody works here."""
        if self.table is not None:
            self.table.empty.say(
                "本单位还没有人员", "在「人员」页登记，或从名册导入以后，会出现在这里。", icon="people"
            )

    def show_record(self, record: PersonRow | None) -> None:
        """Show somebody in the panel."""
        if self.is_filled_in(record):
            return
        if record is None:
            self.panel.show_nothing()
            return
        setting = record.setting
        self.panel.show_head(record.staff.name, PROFESSIONS[record.staff.profession.value], _badge(record))
        facts = (
            ("分组", setting.group or "没分组，排在全院的班表上"),
            ("资质", "、".join(setting.skills) or "没有登记"),
            ("带教人", record.partner),
            ("固定班", say_pattern(setting.pattern) or "每周没有固定的班"),
            ("不同值", "、".join(record.apart)),
            ("被提到", "、".join(record.named_by) + "要求和此人不同值" if record.named_by else ""),
        )
        self.panel.facts.show_facts(facts)
        self.panel.show_trail((), proven=False)
        self.panel.show_acts([Act(name="change", text="设置", key="F7", icon="pencil", style=PRIMARY)])

    def act(self, name: str) -> None:
        """Settle what is known of somebody."""
        row = self.current
        if name == "change" and row is not None and self.work is None:
            others = [one.staff for one in self._records if one.staff.id != row.staff.id]
            self.open_form(PersonForm(self.desk, row, others, self._codes), "设置人员", row.staff.name)

    def main_act(self) -> str:
        """Return what Enter does."""
        return "change"

    def done(self, work: Kept, record: Any) -> None:
        """Come back to who was settled."""
        name = work.row.staff.name if isinstance(work, PersonForm) else ""
        self.find_record(record.person)
        self.end_act(name)

    def _keep_duties(self, rows: Sequence[DutyRow]) -> None:
        self._codes = tuple(row.kept.duty.code for row in rows if row.kept.works(self.today))


def _columns() -> tuple[Column[PersonRow], ...]:
    return (
        Column(title="状态", text=lambda row: _badge(row).text, badge=_badge, width=96),
        Column(title="姓名", text=lambda row: row.staff.name, width=84, is_bold=True, is_jump=True),
        Column(title="类别", text=lambda row: PROFESSIONS[row.staff.profession.value], width=84, rank=4),
        Column(title="分组", text=lambda row: row.setting.group or "—", width=72),
        Column(title="资质", text=lambda row: "、".join(row.setting.skills) or "—", width=120, stretch=2),
        Column(title="带教人", text=lambda row: row.partner or "—", width=84, rank=2),
        Column(title="每周固定班", text=_week, width=150, stretch=3, rank=1),
        Column(title="不同值", text=lambda row: "、".join(row.apart) or "—", width=84, stretch=1, rank=3),
    )


def _week(row: PersonRow) -> str:
    return say_pattern(row.setting.pattern) or "—"


def _badge(row: PersonRow) -> Badge:
    setting = row.setting
    if row.is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    if setting.is_out:
        return Badge("不排班", "neutral", "close")
    is_settled = any((setting.group, setting.skills, setting.partner, setting.pattern, setting.apart))
    return Badge("已设", "ok", "check") if is_settled else Badge("未设", "neutral", "dot")

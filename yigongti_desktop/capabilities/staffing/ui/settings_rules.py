"""规则: by what rosters are drawn and judged, with what the unit has changed of it marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.unit_rules import SetRosterRule
from yigongti_desktop.capabilities.staffing.model.amending import RuleChange
from yigongti_desktop.capabilities.staffing.model.rules import Strength
from yigongti_desktop.capabilities.staffing.model.unit_rules import Dated
from yigongti_desktop.capabilities.staffing.store import rule_list as store
from yigongti_desktop.capabilities.staffing.store.rule_list import RuleRow
from yigongti_desktop.capabilities.staffing.ui.rule_form import REASONS
from yigongti_desktop.capabilities.staffing.ui.rule_form import RuleForm
from yigongti_desktop.capabilities.staffing.ui.rule_words import LEVELS
from yigongti_desktop.capabilities.staffing.ui.rule_words import OFF
from yigongti_desktop.capabilities.staffing.ui.rule_words import say_change
from yigongti_desktop.capabilities.staffing.ui.rule_words import say_figures
from yigongti_desktop.capabilities.staffing.ui.rule_words import say_rule
from yigongti_desktop.capabilities.staffing.ui.rule_words import say_source
from yigongti_desktop.capabilities.staffing.ui.rule_words import say_weight
from yigongti_desktop.capabilities.staffing.ui.settings_list import SettingsList
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.trail import AHEAD
from yigongti_desktop.kit.trail import DONE
from yigongti_desktop.kit.trail import NOW
from yigongti_desktop.kit.trail import Mark

_KEYS = (("↑↓", "移动"), ("F7", "改规则"), ("/", "筛选"), ("Ctrl+PgUp", "人员"))
_CHIPS = (Chip("all", "全部"), Chip("must", "必须"), Chip("should", "尽量"), Chip("changed", "改过"))


class RulesPart(SettingsList[RuleRow]):
    """The rules, as they will be for the roster of next month."""

    topics = frozenset({"staffing.rules", "county", "sync"})
    part = "rules"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, hint="选一条规则，这里显示出处和改动")
        self.set_out(_columns(), chips=_CHIPS, placeholder="规则、出处", keys=_KEYS, unit="条", first="all")

    def ask(self) -> None:
        """Read the rules."""
        self.desk.read(self, store.rules, self.unit, self.next_month, done=self._show, failed=self.show_fault)

    def record_id(self, record: RuleRow) -> str:
        """Return the id of a rule."""
        return record.id

    def fits(self, record: RuleRow, chip: str) -> bool:
        """Say whether a rule belongs under a chip."""
        if chip == "changed":
            return record.is_changed
        level = record.own.level if record.own else None
        return chip == "all" or (level is not None and level.value == chip)

    def is_typed(self, record: RuleRow, typed: str) -> bool:
        """Say whether a rule is meant."""
        return typed in f"{record.national.name} {record.national.source}".lower()

    def say_none(self) -> None:
        """Say that the rules are being read: there are always some."""
        if self.table is not None:
            self.table.empty.say("正在读规则", icon="clock")

    def show_record(self, record: RuleRow | None) -> None:
        """Show a rule in the panel."""
        if self.is_filled_in(record):
            return
        if record is None:
            self.panel.show_nothing()
            return
        self.panel.show_head(record.national.name, say_rule(record.own), _badge(record))
        floor = "法律、政策规定的，只能改得更严" if record.national.is_floor else ""
        facts = (
            ("全国", say_rule(record.national)),
            ("县里", say_rule(record.county) if record.county != record.national else "没有另定"),
            ("本单位", say_rule(record.own) if record.is_changed else "没有改"),
            ("出处", say_source(record.national.source)),
            ("能不能改", floor),
        )
        self.panel.facts.show_facts(facts)
        history = record.kept.history if record.kept else ()
        stands = record.kept.on(self.today) if record.kept else None
        marks = [self._mark(record, one, is_now=one == stands) for one in history]
        self.panel.show_trail(marks, proven=False)
        acts = [Act(name="change", text="改规则", key="F7", icon="pencil", style=PRIMARY)]
        if record.is_changed:
            acts.append(Act(name="reset", text="恢复原样", icon="undo"))
        self.panel.show_acts(acts)

    def act(self, name: str) -> None:
        """Change a rule, or let it be again as it is without the unit."""
        row = self.current
        if row is None or self.work is not None:
            return
        if name == "change":
            self.open_form(RuleForm(self.desk, row, self.next_month), "改规则", row.national.name)
        else:
            form = self.ask_for(self._resetting(row), lambda _record: self.end_act(row.national.name))
            form.fill({"begins": self.next_month})

    def main_act(self) -> str:
        """Return what Enter does."""
        return "change"

    def done(self, work: Kept, record: Any) -> None:
        """Come back to the rule that was changed."""
        _ = work
        self.find_record(record.rule)
        self.end_act(next((row.national.name for row in self._records if row.id == record.rule), ""))

    def _resetting(self, row: RuleRow) -> Ask:
        begins = Field(name="begins", label="从哪天起", kind=DATE, is_needed=True)

        def command(values: Mapping[str, Any]) -> SetRosterRule:
            seen = row.kept.since(values["begins"]) if row.kept else None
            change = RuleChange(reason=values["reason"])
            return SetRosterRule(rule=row.id, changes={values["begins"].isoformat(): (seen, change)})

        sections = only(begins, reason(REASONS))
        return Ask(title=f"「{row.national.name}」恢复原样", verb="恢复原样", sections=sections, command=command)

    def _mark(self, row: RuleRow, one: Dated, *, is_now: bool) -> Mark:
        place = NOW if is_now else AHEAD if one.begins > self.today else DONE
        return Mark(
            text=say_change(row.id, one.change),
            state=place,
            time=f"{one.begins.isoformat()} 起",
            proof=f"{one.by}　{local(one.at):%Y-%m-%d %H:%M}",
        )

    def _show(self, rows: list[RuleRow]) -> None:
        self.show_records(rows)
        if self.work is None:
            count = sum(row.is_changed for row in rows)
            first = self.next_month
            changed = f"，本单位改过 {count} 条" if count else ""
            self.facts.setText(f"{first.year}年{first.month}月{first.day}日起的班表按这些排{changed}")


def _columns() -> tuple[Column[RuleRow], ...]:
    return (
        Column(title="状态", text=lambda row: _badge(row).text, badge=_badge, width=96),
        Column(title="规则", text=lambda row: row.national.name, width=150, is_bold=True, is_jump=True),
        Column(title="程度", text=_level, width=60, tone=_tone),
        Column(
            title="轻重",
            text=lambda row: say_weight(row.own),
            width=64,
            is_right=True,
            sort=lambda row: row.own.weight if row.own else 0,
            rank=2,
        ),
        Column(title="要求", text=lambda row: say_figures(row.own) or "—", width=170, stretch=2, tone=_tone),
        Column(title="出处", text=lambda row: say_source(row.national.source), width=150, stretch=2, rank=1),
    )


def _level(row: RuleRow) -> str:
    return LEVELS[row.own.level] if row.own else OFF


def _tone(row: RuleRow) -> str:
    return "warn" if row.is_changed else ""


def _badge(row: RuleRow) -> Badge:
    if row.is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    if row.own is None:
        return Badge(OFF, "warn", "close")
    if row.is_changed:
        return Badge("改过", "warn", "pencil")
    if row.own.level is Strength.MUST:
        return Badge("原样", "ok", "lock" if row.national.is_floor else "check")
    return Badge("原样", "neutral", "check")

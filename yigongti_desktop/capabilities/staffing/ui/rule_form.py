"""A rule that is changed: its level, weight and figures, whether it is kept at all, from which day, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from typing import ClassVar

from yigongti_desktop.capabilities.staffing.messages.unit_rules import SetRosterRule
from yigongti_desktop.capabilities.staffing.model.amending import LIMITS
from yigongti_desktop.capabilities.staffing.model.amending import RuleChange
from yigongti_desktop.capabilities.staffing.model.amending import figures_of
from yigongti_desktop.capabilities.staffing.model.rules import AnyRule
from yigongti_desktop.capabilities.staffing.model.rules import Strength
from yigongti_desktop.capabilities.staffing.model.unit_rules import KIND
from yigongti_desktop.capabilities.staffing.store.rule_list import RuleRow
from yigongti_desktop.capabilities.staffing.ui.rule_words import FIGURES
from yigongti_desktop.capabilities.staffing.ui.rule_words import LEVELS
from yigongti_desktop.capabilities.staffing.ui.rule_words import say_rule
from yigongti_desktop.capabilities.staffing.ui.rule_words import unit_of
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import NUMBER
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option

#: Why rules are mostly changed.
REASONS = ("人手不够", "职工代表会议定的", "县里要求", "试行", "不再需要")
_WIDTH, _LABEL = 720, 100
_KEPT, _OFF = "kept", "off"
_YES_NO = frozenset({"nights_only"})


class RuleForm(KeptForm):
    """The fields of a rule."""

    kind = KIND
    days: ClassVar[tuple[str, ...]] = ("begins",)
    fault_fields: ClassVar[Mapping[str, str]] = {
        "rule_day": "begins",
        "rule_weight": "weight",
        "rule_soft": "level",
        "rule_needed": "stands",
        "rule_length": "length",
    }

    def __init__(self, desk: Desk, row: RuleRow, begins: date) -> None:
        self.row = row
        self._begins = begins
        #: The rule as it is without the unit.
        self._base: AnyRule = row.county or row.national
        super().__init__(desk, KIND, self._sections(), row.id, label_width=_LABEL)
        self.set_out(_WIDTH)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show the rule as it stands, or what was kept."""
        self.form.clear_faults()
        shown = self.row.own or self._base
        weight = shown.weight if shown.level is Strength.SHOULD else None
        self.form.fill(
            {
                "stands": _KEPT if self.row.own else _OFF,
                "level": shown.level.value,
                "weight": weight,
                "begins": self._begins,
                "reason": "",
                **figures_of(shown),
            }
        )
        if draft:
            self.form.fill(self.thawed(draft))
        if not self.end_beginning(draft):
            self.form.go_to("level")

    def command(self) -> Any:
        """Return the command; what is as without the unit is not named."""
        values = self.form.values()
        begins = values["begins"]
        seen = self.row.kept.since(begins) if self.row.kept else None
        change = self._change(values)
        return SetRosterRule(rule=self.row.id, changes={begins.isoformat(): (seen, change)})

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say at the figure or level that it is about."""
        if fault.code == "rule_figure":
            fault = type(fault)(fault.code, **{**fault.facts, "field": fault.facts["figure"]})
        return super().show_refusal(fault)

    def _change(self, values: Mapping[str, Any]) -> RuleChange:
        if values["stands"] == _OFF:
            return RuleChange(is_off=True, reason=values["reason"])
        level = Strength(values["level"])
        known = figures_of(self._base)
        figures = {name: int(values[name]) for name in known if values[name] is not None}
        is_heavier = level is Strength.SHOULD and values["weight"] != self._base.weight
        return RuleChange(
            level=level if level is not self._base.level else None,
            weight=values["weight"] if is_heavier else None,
            figures={name: value for name, value in figures.items() if value != known[name]},
            reason=values["reason"],
        )

    def _sections(self) -> tuple[Section, ...]:
        stands = [Option(_KEPT, "用"), Option(_OFF, "停用")]
        levels = [Option(level.value, word) for level, word in LEVELS.items()]
        figures = [self._figure(name) for name in figures_of(self._base)]
        rows = [tuple(figures[place : place + 2]) for place in range(0, len(figures), 2)]
        floor = "法律、政策规定的，只能改得更严，不能停用。" if self._base.is_floor else ""
        return (
            Section(
                f"原样：{say_rule(self._base)}",
                (
                    (Field(name="stands", label="用不用", kind=CHIPS, options=stands, note=floor),),
                    (
                        Field(name="level", label="程度", kind=CHIPS, options=levels),
                        Field(
                            name="weight", label="轻重", kind=NUMBER, placeholder="「尽量」的才填", check=_check_weight
                        ),
                    ),
                    *rows,
                ),
            ),
            Section("", ((Field(name="begins", label="从哪天起", kind=DATE, is_needed=True), reason(REASONS)),)),
        )

    def _figure(self, name: str) -> Field:
        before, after = FIGURES[name]
        if name in _YES_NO:
            return Field(name=name, label=before, kind=CHECK)
        low, high = LIMITS[name]
        unit = after or unit_of(self._base)

        def check(value: int) -> str:
            return "" if low <= value <= high else f"要在 {low} 到 {high} 之间。请改。"

        return Field(name=name, label=before, kind=NUMBER, is_needed=True, note=unit, check=check)


def _check_weight(weight: int) -> str:
    return "" if weight > 0 else "轻重要大于 0。请改。"

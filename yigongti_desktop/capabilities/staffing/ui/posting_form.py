"""申请派驻: what a unit needs, from when to when, and why; kept on this machine while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.postings import AskForPosting
from yigongti_desktop.capabilities.staffing.model.posting_checks import LONGEST
from yigongti_desktop.capabilities.staffing.model.posting_checks import is_short
from yigongti_desktop.capabilities.staffing.model.posting_kinds import LEAST_MONTHS
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.postings import Wish
from yigongti_desktop.capabilities.staffing.ui.posting_words import KIND
from yigongti_desktop.capabilities.staffing.ui.posting_words import KINDS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.ui.staff.words import LEVELS

_WIDTH, _HEIGHT, _UNIT_ROW = 760, 220, 37
_DAY = timedelta(days=1)
_OF_UNITS = (
    Kind.RESIDENT,
    Kind.CLINIC,
    Kind.TOUR,
    Kind.SURGERY,
    Kind.STUDY,
    Kind.ROTATION,
    Kind.SUPERVISOR,
    Kind.TERTIARY,
)
_FAULT_FIELDS = {
    "posting_days": "until",
    "posting_long": "until",
    "posting_of_lead": "kind",
    "posting_not_yours": "unit",
    "institution_unknown": "unit",
    "institution_not_working": "unit",
    "community_none": "unit",
}


class PostingForm(KeptForm):
    """The fields of what is asked for; the staffing office says for which unit."""

    kind = KIND
    days = ("since", "until")
    fault_fields = _FAULT_FIELDS

    def __init__(self, desk: Desk, *, is_office: bool, units: list[Institution]) -> None:
        super().__init__(desk, "posting", _sections(units if is_office else []))
        self._is_office = is_office
        self.set_out(_WIDTH, _HEIGHT + (_UNIT_ROW if units else 0))

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, or what was kept: half a year from the first of next month."""
        self.form.clear_faults()
        first = months_after(day(self.desk.now()).replace(day=1), 1)
        usual: dict[str, Any] = {
            "kind": Kind.RESIDENT.value,
            "title": Level.MIDDLE.value,
            "since": first,
            "until": months_after(first, LEAST_MONTHS) - _DAY,
        }
        self.form.fill(dict.fromkeys(self.form.names, "") | usual)
        if draft:
            self.form.fill(self.thawed(draft))
        self._say_short()
        if not self.end_beginning(draft):
            self.form.go_to("unit" if self._is_office else "kind")

    def command(self) -> AskForPosting:
        """Return the command for what stands here, once it is checked."""
        values = self.form.values()
        return AskForPosting(
            wish=Wish(
                unit=values.get("unit", ""),
                kind=Kind(values["kind"]),
                department=values["department"],
                title=Level(values["title"] or Level.NONE.value),
                since=values["since"],
                until=values["until"],
                reason=values["reason"],
                why_short=values["why_short"],
            )
        )

    def on_edited(self, name: str) -> None:
        """Follow what was typed: that it is under half a year is said as one writes it (STF-17)."""
        super().on_edited(name)
        if name in {"kind", "since", "until"}:
            self._say_short()

    def _say_short(self) -> None:
        values = self.form.values()
        since, until, kind = values["since"], values["until"], values["kind"]
        if not (since and until and kind in set(Kind)):
            return
        is_exception = is_short(Kind(kind), since, until, LEAST_MONTHS)
        words = f"不满 {LEAST_MONTHS} 个月，要写原因" if is_exception else ""
        self.form.set_note("why_short", words)


def all_units(connection: Any) -> list[Institution]:
    """Return the working institutions, by name."""
    return sorted(registry.everything(connection, registry.INSTITUTION), key=lambda one: one.name)


def _sections(units: list[Institution]) -> tuple[Section, ...]:
    named = [Option(one.id, one.name) for one in units]
    unit = Field(name="unit", label="单位", kind=PICK, options=named, is_needed=True, is_wide=True)
    kinds = [Option(one.value, KINDS[one.value]) for one in _OF_UNITS]
    titles = [Option(one.value, LEVELS[one.value] if one.rank else "不限") for one in Level]
    rows = (
        (
            Field(name="kind", label="类别", kind=PICK, options=kinds, is_needed=True),
            Field(name="department", label="科室", most=LONGEST, placeholder="内科、外科"),
        ),
        (
            Field(name="since", label="起", kind=DATE, is_needed=True),
            Field(name="until", label="止", kind=DATE, is_needed=True),
        ),
        (
            Field(name="title", label="职称至少", kind=PICK, options=titles, is_needed=True),
            Field(name="why_short", label="不满半年", most=LONGEST, placeholder="不满半年才填原因"),
        ),
        (Field(name="reason", label="原因", most=LONGEST, is_needed=True, is_wide=True, placeholder="缺内科医生"),),
    )
    return (Section("", (((unit,),) if units else ()) + rows),)

"""班次: the duties of a unit, set up, changed and ended; what is proposed is taken with one key."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.duties import EndDuty
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.store import duties as store
from yigongti_desktop.capabilities.staffing.store.duties import DutyRow
from yigongti_desktop.capabilities.staffing.ui.duty_form import DutyForm
from yigongti_desktop.capabilities.staffing.ui.duty_words import say_need
from yigongti_desktop.capabilities.staffing.ui.grid_tiles import COLOURS
from yigongti_desktop.capabilities.staffing.ui.settings_list import SettingsList
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.table.columns import Column

_KEYS = (("↑↓", "移动"), ("F7", "修改"), ("F9", "用建议的班次"), ("Ctrl+PgDn", "人员"))
_CHIPS = (Chip("worked", "在用"), Chip("ended", "已停用"), Chip("all", "全部"))


class DutiesPart(SettingsList[DutyRow]):
    """The duties."""

    topics = frozenset({"staffing.duties", "sync"})
    part = "duties"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, hint="选一个班次，这里显示它的要求和人数")
        self._new = self.new_button("新班次", PRIMARY)
        self._propose = KeyButton("用建议的班次", "F9", icon="check")
        self._propose.clicked.connect(self.take_proposed)
        on_key(self, "F9", self.take_proposed)
        self.set_out(_columns(self), chips=_CHIPS, placeholder="代号、名称", keys=_KEYS, unit="个", first="worked")

    def ask(self) -> None:
        """Read the duties."""
        self.desk.read(self, store.listed, self.unit, done=self._show, failed=self.show_fault)

    def record_id(self, record: DutyRow) -> str:
        """Return the id of a duty."""
        return record.kept.id

    def fits(self, record: DutyRow, chip: str) -> bool:
        """Say whether a duty is worked, or has ended."""
        return chip == "all" or record.kept.works(self.today) == (chip == "worked")

    def is_typed(self, record: DutyRow, typed: str) -> bool:
        """Say whether a duty is meant."""
        return typed in f"{record.kept.duty.code} {record.kept.duty.name}".lower()

    def say_none(self) -> None:
        """Say that there are no duties, and what is proposed."""
        if self.table is not None:
            take = KeyButton("用建议的班次", "F9", icon="check")
            take.clicked.connect(self.take_proposed)
            names = "、".join(duty.name for duty in starting())
            self.table.empty.say("本单位还没有班次", f"建议先用这几个：{names}。也可以自己建。", take, icon="clock")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        propose = (self._propose,) if self._records and self.proposed() else ()
        return (self.export_button, *propose, self._new)

    def open_argument(self, argument: Any) -> None:
        """Begin a duty ("new"), or show one by its id."""
        if argument == "new":
            self.open_form(DutyForm(self.desk, None), "新班次", "")
        else:
            super().open_argument(argument)

    def find_record(self, record: str) -> None:
        """Put the cursor on a duty, whether it is worked or has ended."""
        if self.table is not None and self.table.chips is not None:
            self.table.chips.choose("all")
        super().find_record(record)

    def begin_new(self) -> bool:
        """Begin a duty."""
        self.open("new")
        return True

    def proposed(self) -> tuple[Duty, ...]:
        """Return what is proposed: what the unit does not have."""
        known = {row.kept.duty.code for row in self._records}
        return tuple(duty for duty in starting() if duty.code not in known)

    def take_proposed(self) -> None:
        """Set up what is proposed."""
        if self.work is None and (duties := self.proposed()):
            names = "、".join(duty.name for duty in duties)
            self.desk.do(self, SetUpDuties(duties=duties), lambda _made: self._took(names), self.show_fault)

    def show_record(self, record: DutyRow | None) -> None:
        """Show a duty in the panel."""
        if self.is_filled_in(record):
            return
        if record is None:
            self.panel.show_nothing()
            return
        kept, duty = record.kept, record.kept.duty
        self.panel.show_head(f"{duty.code}　{duty.name}", _hours(duty), _badge(record, self))
        facts = [
            ("计工时", _length(duty)),
            ("夜班", "算夜班" if duty.is_night else "不算夜班"),
            ("颜色", COLOURS.get(duty.colour, COLOURS["grey"])),
            ("限", duty.who or "不限"),
            *((f"人数 {place}", say_need(need)) for place, need in enumerate(duty.needs, 1)),
            ("用到", kept.until.isoformat() if kept.until else ""),
        ]
        self.panel.facts.show_facts(facts)
        self.panel.show_trail((), proven=False)
        self.panel.show_acts(_acts(record))

    def act(self, name: str) -> None:
        """Change a duty, end it, or set one up again."""
        row = self.current
        if row is None or self.work is not None:
            return
        if name == "change":
            self.open_form(DutyForm(self.desk, row.kept), "改班次", row.kept.duty.name)
        else:
            self.ask_for(_ending(row), lambda _record: self.end_act(row.kept.duty.name, "已存本机，待上传"))

    def main_act(self) -> str:
        """Return what Enter does."""
        return "change"

    def done(self, work: Kept, record: Any) -> None:
        """Come back to the duty that was written."""
        _ = work
        made = record[0] if isinstance(record, tuple) else record
        self.find_record(made.id)
        self.end_act(made.duty.name)

    def _took(self, names: str) -> None:
        self.reload()
        self.wants_toast.emit("已存本机，待上传", names, None)

    def _show(self, rows: list[DutyRow]) -> None:
        self.show_records(rows)
        if self.work is None:
            self.set_buttons(*self.list_buttons())


def _columns(part: DutiesPart) -> tuple[Column[DutyRow], ...]:
    return (
        Column(title="状态", text=lambda row: _badge(row, part).text, badge=lambda row: _badge(row, part), width=100),
        Column(title="代号", text=lambda row: row.kept.duty.code, width=60, is_bold=True, is_jump=True),
        Column(title="名称", text=lambda row: row.kept.duty.name, width=84, is_bold=True, stretch=1),
        Column(title="时间", text=lambda row: _hours(row.kept.duty), width=110),
        Column(
            title="计工时",
            text=lambda row: _length(row.kept.duty),
            width=78,
            is_right=True,
            sort=lambda row: row.kept.duty.minutes,
            rank=3,
        ),
        Column(title="夜班", text=lambda row: "夜班" if row.kept.duty.is_night else "—", width=60, rank=2),
        Column(title="人数", text=_needs, width=200, stretch=3, rank=1),
    )


def _badge(row: DutyRow, part: DutiesPart) -> Badge:
    until = row.kept.until
    if row.is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    if until is None:
        return Badge("在用", "ok", "check")
    is_over = until < part.today
    return Badge("已停用" if is_over else f"到 {until.month}-{until.day}", "neutral" if is_over else "warn", "clock")


def _hours(duty: Duty) -> str:
    return f"{duty.begin:%H:%M}–{duty.end:%H:%M}"


def _length(duty: Duty) -> str:
    return f"{duty.minutes / 60:g} 小时"


def _needs(row: DutyRow) -> str:
    return "；".join(map(say_need, row.kept.duty.needs)) or "—"


def _acts(row: DutyRow) -> list[Act]:
    change = Act(name="change", text="修改" if row.kept.until is None else "改了重新用", key="F7", icon="pencil")
    return [change, Act(name="end", text="停用", icon="close")] if row.kept.until is None else [change]


def _ending(row: DutyRow) -> Ask:
    until = Field(
        name="until", label="用到", kind=DATE, is_needed=True, placeholder="最后一天", note="班表上已有的不动。"
    )

    def command(values: Mapping[str, Any]) -> EndDuty:
        return EndDuty(duty=row.kept.id, until=values["until"])

    return Ask(title=f"停用「{row.kept.duty.name}」", verb="停用", sections=only(until), command=command)

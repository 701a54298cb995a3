"""人员: who works where and belongs where, what they may do and until when; registered, changed, imported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.picklist import Picklist
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.model.staff.rights import EDITORS
from yigongti_desktop.registry.service import staff_list
from yigongti_desktop.registry.service.staff_import import StaffImport
from yigongti_desktop.registry.service.staff_list import StaffRow
from yigongti_desktop.registry.ui.staff import state
from yigongti_desktop.registry.ui.staff.changes import Changes
from yigongti_desktop.registry.ui.staff.changes import which
from yigongti_desktop.registry.ui.staff.columns import columns
from yigongti_desktop.registry.ui.staff.form import NewStaffForm
from yigongti_desktop.registry.ui.staff.form import StaffForm
from yigongti_desktop.registry.ui.staff.panel import HistoryView
from yigongti_desktop.registry.ui.staff.panel import show_staff
from yigongti_desktop.registry.ui.taking import TakingPage
from yigongti_desktop.registry.ui.trail import show_steps

_KEYS = (("↑↓", "移动"), ("Enter", "打开"), ("/", "找人"), ("F7", "登记变动"))


class StaffPage(TakingPage[StaffRow]):
    """The page of staff."""

    topics = frozenset({"staff", "county", "institutions", "accounts", "sync"})
    work_name = "人员资料"
    list_kind, list_name, list_done = StaffImport, "导入名册", "人员已导入"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "人员", hint="选一个人，这里显示资料和履历")
        self._may_edit = desk.actor is not None and desk.actor.may(EDITORS)
        self._shown: StaffRow | None = None
        self._units: Sequence[Institution] = ()
        self._people: Sequence[Account] = ()
        self._new = self.new_button("登记人员", PRIMARY)
        self._import = KeyButton("导入名册", "Ctrl+O", icon="import")
        self._import.clicked.connect(self.ask_file)
        self._save_button = KeyButton("保存", "Ctrl+Enter", style=PRIMARY)
        self._save_button.clicked.connect(self._save)
        if self._may_edit:
            on_key(self, "Ctrl+O", self.ask_file)
        self._history = HistoryView()
        self.panel.add_part(self._history, room=0)
        self._unit, self._level = Picklist(state.UNITS, self), Picklist(state.TITLES, self)
        self.set_out(
            columns(),
            chips=state.CHIPS,
            placeholder="姓名、拼音首字母、科室、电话",
            keys=_KEYS,
            unit="人",
            first="here",
        )
        self._stand_filters()

    def open_argument(self, argument: Any) -> None:
        """Begin somebody new ("new"), or show one by their id."""
        if argument == "new":
            self._begin(None)
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin somebody new."""
        if self._may_edit:
            self.open("new")
        return self._may_edit

    # the list

    def ask(self) -> None:
        """Read the staff, and what forms offer."""
        actor = self.desk.actor
        if actor is None:
            return
        self.desk.read(self, staff_list.units, done=self._keep_units)
        if self._may_edit:
            self.desk.read(self, store.accounts_of, actor.institution, done=self._keep_people)
        self.desk.read(self, staff_list.rows, self._today(), actor, done=self._show_staff, failed=self.show_fault)

    def record_id(self, record: StaffRow) -> str:
        """Return the id of somebody."""
        return record.staff.id

    def fits(self, record: StaffRow, chip: str) -> bool:
        """Say whether somebody belongs under a chip, and to the unit and the title that were chosen."""
        test = state.tests().get(chip)
        is_of_unit = self._unit.key in {"", record.unit}
        is_of_level = self._level.key in {"", record.level.value}
        return (test is None or test(record)) and is_of_unit and is_of_level

    def is_typed(self, record: StaffRow, typed: str) -> bool:
        """Say whether somebody is meant."""
        return state.is_meant(record, typed)

    def say_none(self) -> None:
        """Say that nobody is registered, and how one begins."""
        if self.table is None:
            return
        words = (
            "一个一个登记，或从 Excel 名册导入。"
            if self._may_edit
            else "排班员或县院人力资源部登记以后，会出现在这里。"
        )
        begin = (self.new_button("登记人员"),) if self._may_edit else ()
        self.table.empty.say("还没有人员", words, *begin, icon="people")

    def find_record(self, record: str) -> None:
        """Put the cursor on somebody, whatever is filtered."""
        for one in (self._unit, self._level):
            one.choose("")
        super().find_record(record)

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._import, self._new) if self._may_edit else (self.export_button,)

    # somebody

    def show_record(self, record: StaffRow | None) -> None:
        """Show somebody in the panel."""
        is_same = record is not None and record == self._shown
        self._shown = record
        if record is None:
            self.panel.show_nothing()
            return
        if self.panel.has_form and is_same:
            return
        show_staff(self.panel, self._history, record, self._names(), self.desk)
        self.panel.show_acts(self._offers(record))
        self.desk.read(self, staff_list.opened, record.staff.id, done=self._show_opened)

    def act(self, name: str) -> None:
        """Ask what changes, or put right what is written of somebody."""
        if self._shown is None or self.work is not None:
            return
        if name == "change":
            shown = self._shown
            self.panel.open_form("登记变动", "下一步", only(which()), lambda values: self._ask(shown, values["what"]))
        elif name == "edit":
            self._begin(self._shown.staff)

    def _ask(self, shown: StaffRow, what: str) -> None:
        if self._shown is not None and self._shown.staff.id == shown.staff.id:
            changes = Changes(shown.staff, self._today(), self._units, self._rooms(), self._people)
            self.ask_for(changes.ask(what), self._changed)

    def _changed(self, staff: Staff) -> None:
        self.end_act(staff.name)
        self.reload()
        self.back_to_list()

    # writing

    def done(self, work: Kept, record: Staff) -> None:
        """Come back to who was registered or put right."""
        _ = work
        self.find_record(record.id)
        self.end_act(record.name)

    def show_refusal(self, fault: Fault) -> None:
        """Show what the rules say; somebody who is registered already can be opened."""
        if fault.code != "staff_known":
            super().show_refusal(fault)
            return
        known = KeyButton("打开资料", "", icon="person")
        known.clicked.connect(lambda: self.open_argument(str(fault.facts["staff"])))
        self.banner.say("本机已有这个人", "不用再登记，可以打开原来的资料登记变动。", known)

    def _begin(self, staff: Staff | None) -> None:
        known = self.work
        if not self._may_edit or (staff is None and isinstance(known, NewStaffForm)):
            return
        if staff is None:
            self.desk.read(self, staff_list.units, done=self._begin_new)
        else:
            self._open_form(StaffForm(self.desk, staff), "修改资料", staff.name)

    def _begin_new(self, units: list[Institution]) -> None:
        self._keep_units(units)
        if not isinstance(self.work, NewStaffForm):
            is_office = state.is_office(self.desk.actor)
            self._open_form(NewStaffForm(self.desk, units, self._rooms(), is_office=is_office), "登记人员", "")

    def _open_form(self, form: StaffForm, title: str, facts: str) -> None:
        form.finished.connect(self._save_button.setFocus)
        on_key(form, "Ctrl+Return", self._save)
        on_key(form, "F8", form.form.go_to_next_fault)
        self.open_kept(form, title, facts, self._save_button)

    def _save(self) -> None:
        self.send(self._save_button)

    # inside

    def _today(self) -> date:
        return day(self.desk.now())

    def _names(self) -> dict[str, str]:
        return {one.id: one.name for one in self._units}

    def _rooms(self) -> list[str]:
        """Return the departments that are offered: where somebody works already."""
        return sorted({row.department for row in self._records} - {""})

    def _offers(self, row: StaffRow) -> list[Act]:
        if not state.may_edit(row, self.desk.actor):
            return []
        return [
            Act(name="change", text="登记变动", key="F7", icon="plus", style=PRIMARY),
            Act(name="edit", text="修改资料", icon="pencil"),
        ]

    def _show_staff(self, found: list[StaffRow]) -> None:
        if self.work is None:
            here = [row for row in found if row.is_here]
            ending, away = sum(bool(row.endings) for row in here), sum(row.is_away for row in here)
            said = (
                f"在岗 {len(here)} 人",
                f"在外单位 {away} 人" if away else "",
                f"到期 {ending} 人" if ending else "",
            )
            self.facts.setText("　".join(word for word in said if word))
        units = {row.unit: row.works_at for row in found if row.unit}
        choices = sorted(units.items(), key=lambda one: one[1])
        self._unit.set_choices((*state.UNITS, *choices))
        self._unit.setVisible(len(choices) > 1)
        self.show_records(found)

    def _show_opened(self, opened: staff_list.Opened) -> None:
        if self._shown is not None and self._shown.staff.id == opened.record:
            show_steps(self.panel, opened.steps, self.desk)

    def _keep_units(self, units: list[Institution]) -> None:
        self._units = units
        if self._shown is not None and not self.panel.has_form:
            show_staff(self.panel, self._history, self._shown, self._names(), self.desk)
            self.panel.show_acts(self._offers(self._shown))

    def _keep_people(self, people: list[Account]) -> None:
        self._people = people

    def _stand_filters(self) -> None:
        """Put the choices of unit and title beside the search field."""
        if self.table is None:
            return
        for one in (self._unit, self._level):
            self.table.bar.insertWidget(self.table.bar.count() - 1, one)
            one.chosen.connect(lambda _key: self.show_records(self._records))

"""履约任务: what is owed to the households of a team, written down one by one, or by a sheet after a round."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.numbers import is_unplanned
from yigongti_desktop.capabilities.contracts.model.numbers import unplanned
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.store import openings
from yigongti_desktop.capabilities.contracts.store.openings import Opening
from yigongti_desktop.capabilities.contracts.store.rounds import Place
from yigongti_desktop.capabilities.contracts.store.tasks import Show
from yigongti_desktop.capabilities.contracts.ui import task_acts as acts
from yigongti_desktop.capabilities.contracts.ui.round_desk import RoundDesk
from yigongti_desktop.capabilities.contracts.ui.round_entry import RoundEntry
from yigongti_desktop.capabilities.contracts.ui.service_form import ServiceForm
from yigongti_desktop.capabilities.contracts.ui.task_list import TaskList
from yigongti_desktop.capabilities.contracts.ui.task_state import REFERRERS
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.confirm import confirm
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept

_WRITE, _VILLAGE = "write ", "village "


class TasksPage(TaskList):
    """The page of tasks."""

    work_name = "履约记录"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._save_button = KeyButton("保存", "Ctrl+Enter", style=PRIMARY)
        self._save_button.clicked.connect(self._save)
        self.rounds = RoundDesk(self)
        self._refer_button: KeyButton | None = None
        on_key(self, "F9", self._on_f9, window_wide=True)
        on_key(self, "F10", self.rounds.enter, window_wide=True)
        self.set_out_list()

    def open_argument(self, argument: Any) -> None:
        """Show the household of a contract or service, a village ("village NAME"), or write ("write PLACE")."""
        if isinstance(argument, str) and argument.startswith(_VILLAGE):
            self._show_village(argument.removeprefix(_VILLAGE))
        elif isinstance(argument, str) and argument.startswith(_WRITE):
            place = msgspec.json.decode(argument.removeprefix(_WRITE), type=Place)
            self.find_record(place.contract)
            self._open_place(place)
        else:
            super().open_argument(argument)

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self.rounds.enter_button, self.rounds.print_button)

    def offer_acts(self) -> None:
        """Offer what can be done with the task under the cursor."""
        task = self.homes.task
        if self.panel.has_form:
            return
        service = self._service_of(task)
        self.proof.show_service(service)
        self.told.look(service.id if service is not None else "")
        self.panel.show_acts(acts.offers(task, service, self.actor) if task is not None else [])

    def act(self, name: str) -> None:
        """Write the task under the cursor down, correct it, take it back, do it beyond the plan, or refer."""
        task = self.homes.task
        if task is None or self.household is None or self.work is not None:
            return
        service = self._service_of(task)
        if name == "main":
            name = "record" if service is None else "correct"
        if name == "record":
            self._open_place(_place(task))
        elif name == "beyond":
            self._open_place(msgspec.structs.replace(_place(task), number=0))
        elif name == "correct" and service is not None:
            self.desk.read(self, openings.opened_service, service.id, self.today(), done=self._open_form)
        elif name == "void" and service is not None:
            self.ask_for(acts.ask_void(service), self._voided)
        elif name == "refer" and service is not None:
            self._refer(service.resident, acts.referral_reason(service))

    # writing

    def done(self, work: Kept, record: Any) -> None:
        """Come back to the household, and say what follows."""
        if isinstance(work, RoundEntry):
            return
        self.end_act(f"{record.name}　{record.item_name}")
        if record.reason and self.actor.may(REFERRERS):
            self._say_referral(record)

    def send(self, button: KeyButton) -> None:
        """Save; what few people have is asked about before."""
        work = self.kept_work
        if isinstance(work, ServiceForm) and button.isEnabled() and work.check() and not self._is_meant(work):
            return
        super().send(button)

    def show_refusal(self, fault: Fault) -> None:
        """Show what the rules say; what was done already can be written down beyond the plan."""
        work = self.kept_work
        if fault.code != "service_there" or not isinstance(work, ServiceForm):
            super().show_refusal(fault)
            return
        beyond = KeyButton("作为计划外服务登记", "Ctrl+J", icon="plus")
        beyond.clicked.connect(self._send_beyond)
        self.banner.say("这一次已有人登记", self.desk.say(fault), beyond)

    def begin_kept(self, work: Kept, draft: Mapping[str, Any] | None) -> None:
        """Show what was kept."""
        super().begin_kept(work, draft)
        if isinstance(work, RoundEntry) and work is self.kept_work:
            self.banner.clear()
            work.first_focus()

    def _is_meant(self, work: ServiceForm) -> bool:
        """Ask whether what few people have is so; say what cannot be."""
        try:
            rare = work.doubts()
        except Refused as fault:
            self.show_refusal(fault)
            return False
        words = "。".join(rare) + "。量得对就照样保存。"
        return not rare or confirm(self, "这些数少见，核对过了吗", words, verb="没错，保存")

    def _open_place(self, place: Place) -> None:
        self.desk.read(self, openings.opened_task, place, self.today(), done=self._open_form, failed=self.show_fault)

    def _open_form(self, opening: Opening | None) -> None:
        if opening is None:
            self.banner.say("打不开这个任务", "它已经改了，请按列表里现在的任务登记。", tone="warn", icon="info")
            return
        form = ServiceForm(self.desk, opening, may_refer=self.actor.may(REFERRERS))
        form.finished.connect(self._save_button.setFocus)
        form.referred.connect(lambda reason: self._refer(opening.contract.resident, reason))
        on_key(form, "Ctrl+Return", self._save)
        on_key(form, "F8", form.form.go_to_next_fault)
        on_key(form, "Ctrl+J", self._send_beyond)
        title = "更正服务" if opening.service is not None else "登记服务" if opening.number else "登记计划外服务"
        self.open_kept(form, title, acts.head(opening, self.today()), self._save_button)

    def _save(self) -> None:
        self.send(self._save_button)

    def _send_beyond(self) -> None:
        """Write down beyond the plan what stands in the form, since its task was done already."""
        work = self.kept_work
        if not self.banner.isVisible() or not isinstance(work, ServiceForm) or not work.check():
            return
        command = work.command()
        if isinstance(command, RecordService):
            done = msgspec.structs.replace(command.done, number=unplanned(command.done.done_on))
            self.carry_out(work, msgspec.structs.replace(command, done=done), self._save_button)

    def _say_referral(self, service: Service) -> None:
        words = acts.referral_reason(service)
        refer = KeyButton("新建转出单", "F9", icon="referral")
        refer.clicked.connect(lambda: self._refer(service.resident, words))
        is_danger = service.reason == "emergency"
        title = "立即转诊" if is_danger else "建议转诊"
        self._refer_button = refer
        self.banner.say(f"{service.name}　{title}", words, refer, tone="danger" if is_danger else "warn")

    def _on_f9(self) -> None:
        """Begin the referral that is asked for, else print a round sheet."""
        work = self.kept_work
        if isinstance(work, ServiceForm):
            if work.card.refer_button.isVisible():
                work.card.refer_button.click()
        elif self._refer_button is not None and self.banner.isVisible():
            self._refer_button.click()
        else:
            self.rounds.print_sheets()

    def _refer(self, resident: str, reason: str) -> None:
        """Begin a slip for somebody; what is being written here is kept."""
        self._refer_button = None
        self.leave_work()
        self.wants_page.emit("referrals", f"resident {resident}\n{reason}")

    def _voided(self, service: Service) -> None:
        self.end_act(f"{service.name}　{service.item_name}　已作废")
        self.back_to_list()

    def _show_village(self, village: str) -> None:
        """Show what is overdue in a village; in all of them where none is named."""
        self.leave_work(quietly=True)
        if self.table is not None and self.table.chips is not None:
            self.table.chips.choose(Show.OVERDUE.value)
        self.filters.clear()
        self.filters.choose_village(village)
        self.first_focus()

    def _service_of(self, task: Task | None) -> Service | None:
        return self.household.services.get(task.service) if task is not None and self.household is not None else None


def _place(task: Task) -> Place:
    """Return where a task is written down; what was done beyond the plan once is done so again."""
    number = 0 if is_unplanned(task.number) else task.number
    return Place(contract=contract_id(task.resident), agreement=task.agreement, item=task.item, number=number)

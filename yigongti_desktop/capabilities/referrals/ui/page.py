"""转诊: the list with the case beside it, and the slips that are written from here."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.referrals import messages as m
from yigongti_desktop.capabilities.referrals import store
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.printing import slips as printing
from yigongti_desktop.capabilities.referrals.store import Case
from yigongti_desktop.capabilities.referrals.ui import acts
from yigongti_desktop.capabilities.referrals.ui import state
from yigongti_desktop.capabilities.referrals.ui.columns import columns
from yigongti_desktop.capabilities.referrals.ui.panel import show_case
from yigongti_desktop.capabilities.referrals.ui.return_form import ReturnForm
from yigongti_desktop.capabilities.referrals.ui.slip_form import SlipForm
from yigongti_desktop.capabilities.referrals.ui.writing import Writing
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.listpage import PERIODS
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.papers import hand_out
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.store import Seat

_CLINIC_ROLES = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR})
_HOSPITAL_ROLES = frozenset({Role.REFERRAL_OFFICE, Role.DOCTOR, Role.NURSE})
_CLINIC_CHIPS = (
    Chip("turn", "待我办", 0),
    Chip("road", "在途", 0),
    Chip("waiting", "待上传", 0),
    Chip("over", "已关闭", 0),
    Chip("all", "全部", 0),
)
_HOSPITAL_CHIPS = (
    Chip("offered", "待接收", 0),
    Chip("accepted", "待到诊", 0),
    Chip("arrived", "在院", 0),
    Chip("back", "已回转", 0),
    Chip("all", "全部", 0),
)


class ReferralsPage(ListPage[Case]):
    """The page of referrals."""

    topics = frozenset({"referrals", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "转诊", hint="选一条转诊，这里显示经过")
        self._seat: Seat | None = None
        self._shown: Referral | None = None
        self._new = KeyButton("新建转出单", "F2", icon="plus", style=PRIMARY)
        self._new.clicked.connect(lambda: self.open("new"))
        if desk.actor is not None:
            desk.read(
                self, registry.seat, desk.actor.institution, day(desk.now()), done=self._sit, failed=self.show_fault
            )

    @property
    def unsaved(self) -> str:
        """Return what is being written."""
        writing = self._writing
        return "转诊单" if writing is not None and writing.form.is_dirty else ""

    def open_argument(self, argument: Any) -> None:
        """Begin a slip ("new", "resident ID"), or show a case by its id."""
        if argument == "new":
            self._begin_slip(None)
        elif isinstance(argument, str) and argument.startswith("resident "):
            self.desk.read(self, registry.one_resident, argument.removeprefix("resident "), done=self._begin_for)
        elif isinstance(argument, str) and argument.startswith("edit "):
            self.desk.read(self, store.opened, argument.removeprefix("edit "), done=self._go_on_with)
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin a slip."""
        may = self._seat is None or self._may_write()
        if may:
            self.open("new")
        return may

    def leave(self) -> None:
        """Keep the slip that is being written."""
        if self._writing is not None:
            self._writing.form.keep_draft()

    def first_focus(self) -> None:
        """Put the cursor into the list, or into the form."""
        if self._writing is not None:
            self._writing.form.form.focus_first()
        else:
            super().first_focus()

    def set_compact(self, compact: bool) -> None:
        """Put the paper behind a key where there is no room."""
        super().set_compact(compact)
        if self._writing is not None:
            self._writing.set_compact(compact)

    # list and case

    def ask(self) -> None:
        """Read the cases of the period."""
        days = self.period.key if self.period else ""
        since = self.desk.now() - timedelta(days=int(days)) if days else None
        self.desk.read(self, store.cases, since, done=self._show_cases, failed=self.show_fault)

    def record_id(self, record: Case) -> str:
        """Return the id of a case."""
        return record.referral.id

    def fits(self, record: Case, chip: str) -> bool:
        """Say whether a case belongs under a chip."""
        if self._seat is None:
            return False
        own, value = self._seat.own.id, record.referral.state.value
        tests: dict[str, bool] = {
            "all": True,
            "turn": state.is_my_turn(record, own, self.desk.now()),
            "road": state.is_under_way(record),
            "waiting": record.is_waiting,
            "over": state.is_over(record),
            "offered": value in {"sent", "redirected"},
            "accepted": value == "accepted",
            "arrived": value == "arrived",
            "back": record.referral.return_slip is not None,
        }
        return tests[chip]

    def is_typed(self, record: Case, typed: str) -> bool:
        """Say whether a case is meant: by name, its initials, number, diagnosis or telephone."""
        slip = record.referral.slip
        plain = (slip.patient.name, record.referral.number.lower(), slip.impression, slip.diagnosis_code.lower())
        names = keys_of_name(slip.patient.name)
        return any(typed in text for text in (*plain, slip.patient.phone)) or any(k.startswith(typed) for k in names)

    def say_none(self) -> None:
        """Say that there is no case, and how one begins."""
        if self.table is None:
            return
        if self._may_write():
            begin = KeyButton("新建转出单", "F2", icon="plus")
            begin.clicked.connect(lambda: self.open("new"))
            words = "转出单写好就存本机，没有网也能打印，线路通了自动送到县院。"
            self.table.empty.say("还没有转诊", words, begin, icon="referral")
        else:
            self.table.empty.say("还没有转诊", "各单位转来的患者会出现在这里。", icon="referral")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._new) if self._may_write() else (self.export_button,)

    def show_record(self, record: Case | None) -> None:
        """Show a case in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, store.opened, record.referral.id, done=self._show_opened)

    def main_act(self) -> str:
        """Go on with a draft at once."""
        if self._shown is None or self.desk.actor is None:
            return ""
        return next((one.name for one in acts.offers(self._shown, self.desk.actor) if one.name == "edit"), "")

    def _sit(self, seat: Seat) -> None:
        self._seat = seat
        chips = _HOSPITAL_CHIPS if self._is_hospital else _CLINIC_CHIPS
        self.set_out(columns(seat.own.id, self.desk.now), chips=chips, placeholder="姓名、单号、诊断", periods=PERIODS)

    @property
    def _is_hospital(self) -> bool:
        actor = self.desk.actor
        return bool(self._seat and self._seat.is_lead and actor and actor.may(_HOSPITAL_ROLES))

    def _show_cases(self, cases: list[Case]) -> None:
        if self._seat is None:
            return
        own, now = self._seat.own.id, self.desk.now()
        out = sum(case.referral.origin == own and case.referral.number != "" for case in cases)
        back = sum(case.referral.return_slip is not None for case in cases)
        into = sum(case.referral.origin != own for case in cases)
        if self.work is None:
            self.facts.setText(f"收到 {into}　回转 {back}" if self._is_hospital else f"转出 {out}　回转 {back}")
        self.show_records(sorted(cases, key=lambda case: state.rank(case, own, now)))

    def _show_opened(self, opened: store.Opened | None) -> None:
        current = self.current
        if opened is None or self._seat is None or self.desk.actor is None or current is None:
            self.panel.show_nothing()
            return
        if opened.referral.id != current.referral.id or (self.panel.has_form and self._shown == opened.referral):
            return
        self._shown = opened.referral
        show_case(self.panel, opened, self.desk, self._seat.own.id)
        self.panel.show_acts(acts.offers(opened.referral, self.desk.actor))

    # acts

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        referral = self._shown
        if referral is None or self._seat is None or self.work is not None:
            return
        if name in {"edit", "complete"}:
            self._begin_slip(referral)
        elif name == "return":
            self._begin_return(referral)
        elif name == "visit":
            self.wants_page.emit("followups", f"source {referral.id}")
        elif name in {"print", "print_return"}:
            self._print(referral, "transfer_out" if name == "print" else "return")
        elif (asked := acts.ask(name, referral, self._seat)) is not None:
            form = self.panel.open_form(
                asked.title, asked.verb, asked.sections, partial(self._do, asked), is_danger=asked.is_danger
            )
            if name in {"redirect", "retarget"}:
                form.set_values({"institution": referral.target})

    def _do(self, asked: Ask, values: Mapping[str, Any]) -> None:
        self.desk.do(self, asked.command(values), self._done, lambda fault: self.panel.say_fault(self.desk.say(fault)))

    def _done(self, referral: Referral) -> None:
        self.panel.close_form()
        self.banner.clear()
        words = f"{referral.slip.patient.name}　{self.desk.name(referral.state.value)}，待上传"
        self.wants_toast.emit("已存本机", words, None)

    def _print(self, referral: Referral, paper: str) -> None:
        def printed(counted: Referral) -> None:
            copies = counted.prints if paper == "transfer_out" else counted.return_prints
            draw = printing.transfer_out if paper == "transfer_out" else printing.return_slip
            name = f"{self.desk.name(paper)} {counted.number}"
            self.desk.work(self, lambda: draw(counted, copy=copies), lambda pdf: hand_out(self, pdf, name))

        self.desk.do(self, m.PrintReferral(referral=referral.id, paper=paper), printed, self.show_fault)

    # writing

    @property
    def _writing(self) -> Writing | None:
        return self.work if isinstance(self.work, Writing) else None

    def _may_write(self) -> bool:
        actor = self.desk.actor
        return actor is not None and actor.may(_CLINIC_ROLES) and not self._is_hospital

    def _begin_for(self, resident: Any) -> None:
        if self._seat is None or resident is None or not self._may_write():
            return
        self.leave_work(quietly=True)
        form = SlipForm(self.desk, self._seat)
        self._begin_writing(Writing(form, "转出单预览", has_draft=True), "新建转出单")
        form.begin_for(resident)

    def _go_on_with(self, opened: store.Opened | None) -> None:
        if opened is not None:
            self._begin_slip(opened.referral)

    def _begin_slip(self, referral: Referral | None) -> None:
        actor = self.desk.actor
        if self._seat is None or actor is None or not self._may_write():
            return
        known = self._writing.form if self._writing is not None else None
        if isinstance(known, SlipForm) and known.referral is referral:
            return
        self.leave_work(quietly=True)
        form = SlipForm(self.desk, self._seat)
        completing = referral is not None and bool(referral.number)
        writing = Writing(form, "转出单预览", has_draft=not completing)
        if completing:
            writing.set_verb("补全", prints=False)
        title = "补全转出单" if completing else "转出单草稿" if referral else "新建转出单"
        self._begin_writing(writing, title, referral.number if referral else "")
        key = referral.id if referral else ""

        def begin(draft: Mapping[str, Any] | None) -> None:
            form.begin(referral, draft)
            if draft and self.work is writing:
                self.say_resumed(form.begin_anew)

        self.desk.read(self, store.kept_draft, actor.account, key, done=begin)

    def _begin_return(self, referral: Referral) -> None:
        actor = self.desk.actor
        if actor is None or self._seat is None:
            return
        form = ReturnForm(self.desk, referral)
        writing = Writing(form, "回转单预览", has_draft=False)
        self._begin_writing(writing, "写回转单", f"{referral.slip.patient.name}　{referral.number}")
        me = next((one for one in self._seat.people if one.id == actor.account), None)
        phone = (me.phone if me else "") or self._seat.own.phone

        def begin(draft: Mapping[str, Any] | None) -> None:
            form.begin(draft, actor.name, phone)
            if draft and self.work is writing:
                self.say_resumed(form.begin_anew)

        self.desk.read(self, store.kept_draft, actor.account, form.draft_key, done=begin)

    def _begin_writing(self, writing: Writing, title: str, facts: str = "") -> None:
        writing.set_compact(self.is_compact)
        writing.sent.connect(lambda: self._save(send=True, print_it=False))
        writing.printed.connect(lambda: self._save(send=True, print_it=True))
        writing.saved.connect(lambda: self._save(send=False, print_it=False))
        writing.left.connect(self.leave_work)
        writing.form.kept.connect(lambda: self.facts.setText(f"草稿已存本机 {local(self.desk.now()):%H:%M:%S}"))
        self.begin_work(writing, title, facts)

    def _save(self, *, send: bool, print_it: bool) -> None:
        writing = self._writing
        if writing is None:
            return
        form = writing.form
        try:
            command = form.command(send=send) if isinstance(form, SlipForm) else form.command()
        except Refused as fault:
            self._show_refusal(fault)
            return
        writing.set_busy(True)

        def saved(referral: Referral) -> None:
            form.drop_draft()
            self.leave_work(quietly=True)
            self.find_record(referral.id)
            self.first_focus()
            title = "已存本机，待上传" if send else "已存本机"
            self.wants_toast.emit(title, f"{referral.slip.patient.name}　{referral.number or '草稿'}", None)
            if print_it:
                self._print(referral, "transfer_out" if isinstance(form, SlipForm) else "return")

        self.desk.do(self, command, saved, self._show_refusal)

    def _show_refusal(self, fault: Fault) -> None:
        writing = self._writing
        if writing is None:
            self.show_fault(fault)
            return
        writing.set_busy(False)
        if writing.form.show_refusal(fault):
            self.banner.clear()
        else:
            self.banner.say("没有存上", self.desk.say(fault))

    def leave_work(self, *, quietly: bool = False) -> None:
        """Come back to the list; a slip that was not sent is kept as a draft."""
        writing = self._writing
        if writing is not None:
            writing.form.keep_draft()
            if not quietly and writing.form.is_dirty:
                self.wants_toast.emit("草稿已存本机", "下次按 F2 接着写", None)
        super().leave_work(quietly=quietly)

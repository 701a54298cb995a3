"""转诊: what is done from the list of referrals, and the slips that are written from it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages.down import ReceivePatient
from yigongti_desktop.capabilities.referrals.messages.paper import SealedSlips
from yigongti_desktop.capabilities.referrals.messages.paper import SealSlips
from yigongti_desktop.capabilities.referrals.model.carried import lacks_return
from yigongti_desktop.capabilities.referrals.model.down import as_paper
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store import capacity as slots
from yigongti_desktop.capabilities.referrals.store import cases as store
from yigongti_desktop.capabilities.referrals.ui import acts
from yigongti_desktop.capabilities.referrals.ui import further
from yigongti_desktop.capabilities.referrals.ui.down_form import DownForm
from yigongti_desktop.capabilities.referrals.ui.fhir_out import save_bundle
from yigongti_desktop.capabilities.referrals.ui.papers import hand_out_enclosed
from yigongti_desktop.capabilities.referrals.ui.papers import hand_out_slip
from yigongti_desktop.capabilities.referrals.ui.referral_list import ReferralList
from yigongti_desktop.capabilities.referrals.ui.referral_list import WhoIsAbsent
from yigongti_desktop.capabilities.referrals.ui.referral_list import nobody_absent
from yigongti_desktop.capabilities.referrals.ui.return_form import ReturnForm
from yigongti_desktop.capabilities.referrals.ui.slip_form import SlipForm
from yigongti_desktop.capabilities.referrals.ui.words import STATES
from yigongti_desktop.capabilities.referrals.ui.writing import Writing
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.resident import Resident


class ReferralsPage(ReferralList):
    """The page of referrals."""

    work_name = "转诊单"
    way_back = "下次按 F2 接着写"

    def __init__(self, desk: Desk, absent: WhoIsAbsent = nobody_absent) -> None:
        super().__init__(desk, absent)
        self._emergency = KeyButton("急诊转诊", "F9", icon="alert")
        self._emergency.clicked.connect(self.begin_emergency)
        on_key(self, "F9", self.begin_emergency, window_wide=True)
        #: For whom a slip is being begun.
        self._patient: Resident | None = None
        #: Why, where the page that asked for it says so.
        self._reason = ""
        #: Whether what is being sent is printed, too.
        self._prints = False

    def open_argument(self, argument: Any) -> None:
        """Begin a slip ("new", "resident ID", the reason on a line below), or show a case by its id."""
        if argument == "new" and self.may_send_down():
            self._begin_down()
        elif argument == "new":
            self._begin_slip(None)
        elif argument == "emergency":
            self._begin_slip(None, is_emergency=True)
        elif argument == "filled":
            self._begin_filled()
        elif isinstance(argument, str) and argument.startswith("resident "):
            resident, _, reason = argument.removeprefix("resident ").partition("\n")
            self.desk.read(self, registry.one_resident, resident, done=partial(self._begin_for, reason))
        elif isinstance(argument, str) and argument.startswith("edit "):
            self.desk.read(self, store.opened, argument.removeprefix("edit "), done=self._go_on_with)
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin a slip, up or down."""
        may = self._seat is None or self.may_write() or self.may_send_down()
        if may:
            self.open("new")
        return may

    def begin_emergency(self) -> None:
        """Begin the slip of an emergency: what is needed before the ambulance leaves (REF-10)."""
        if self.may_write() and self.isVisible():
            self.open("emergency")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        *others, main = super().list_buttons()
        return (*others, self._emergency, main) if self.may_write() else (*others, main)

    # acts

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        referral = self._shown
        if referral is None or self._seat is None or self.work is not None:
            return
        if (begin := self._of_its_own(name)) is not None:
            begin(referral)
        elif (asked := acts.ask(name, referral, self._seat, self.lists.reasons, self._units())) is not None:
            form = self.ask_for(asked, self._done)
            if name in {"redirect", "retarget"} and not referral.is_down:
                form.fill({"institution": referral.target})
            if name == "accept":
                form.fill({"reception": referral.reception})
            form.fill(further.first_values(name, self.desk.actor))

    def _of_its_own(self, name: str) -> Callable[[Referral], object] | None:
        """Return what an act begins that has a form of its own, or needs nothing; None for one of a few fields."""
        known: dict[str, Callable[[Referral], object]] = {
            "edit": self._begin_slip,
            "complete": self._begin_slip,
            "return": self._begin_return,
            "visit": lambda one: self.wants_page.emit("followups", f"source {one.id}"),
            "print": lambda one: self._print(one, "transfer_out"),
            "print_return": lambda one: self._print(one, "return"),
            "enclosed": lambda one: hand_out_enclosed(self, one),
            "more": self._offer_more,
            "timeline": lambda one: self.wants_page.emit("timeline", one.slip.patient.resident),
            "fhir": lambda one: save_bundle(self, self.desk, [one]),
            "deductible": lambda one: self.wants_page.emit("deductible", one.id),
            "receive": lambda one: self.desk.do(self, ReceivePatient(referral=one.id), self._done, self.show_fault),
        }
        return known.get(name)

    def _offer_more(self, referral: Referral) -> None:
        actor = self.desk.actor
        if actor is None:
            return
        options = acts.rest(referral, actor, self.hidden_acts)

        def chosen(values: Mapping[str, Any]) -> None:
            self.panel.close_form()
            self.act(values["what"])

        self.panel.open_form("更多", "继续", only(*further.choose(options)), chosen)

    def _units(self) -> list[Option]:
        return [Option(one.id, one.name) for one in self.lists.takers]

    def _done(self, referral: Referral) -> None:
        words = f"{referral.slip.patient.name}　{STATES[referral.state.value]}，待上传"
        self.end_act(words, "已存本机")

    def _print(self, referral: Referral, paper: str) -> None:
        def printed(counted: Referral) -> None:
            drawn = as_paper(counted) if paper == "return" else counted
            name = f"{self.desk.name(paper)} {counted.number}"

            def sealed(made: SealedSlips) -> None:
                self.desk.read(
                    self,
                    slots.as_printed,
                    drawn,
                    done=lambda shown: hand_out_slip(self, shown, paper, name, made.codes.get(counted.id, ())),
                    failed=self.show_fault,
                )

            self.desk.do(self, SealSlips(referrals=(counted.id,), paper=paper), sealed, self.show_fault)

        self.desk.do(self, m.PrintReferral(referral=referral.id, paper=paper), printed, self.show_fault)

    # writing

    @property
    def kept_work(self) -> Kept | None:
        """Return the slip that is being written, or None."""
        return self.work.form if isinstance(self.work, Writing) else None

    def set_compact(self, compact: bool) -> None:
        """Put the paper behind a key where there is no room."""
        super().set_compact(compact)
        if isinstance(self.work, Writing):
            self.work.set_compact(compact)

    def _begin_for(self, reason: str, resident: Resident | None) -> None:
        if self._seat is not None and resident is not None and self.may_write():
            self._patient, self._reason = resident, reason
            form = SlipForm(self.desk, self._seat, patient=resident)
            self._open_writing(form, Writing(form, "转出单预览", has_draft=True), "新建转出单")

    def _go_on_with(self, opened: store.Opened | None) -> None:
        if opened is not None:
            self._begin_slip(opened.referral)

    def _begin_slip(self, referral: Referral | None, *, is_emergency: bool = False) -> None:
        known = self.kept_work
        is_same = isinstance(known, SlipForm) and known.referral is referral
        if self._seat is None or not self.may_write() or (is_same and not is_emergency):
            return
        form = SlipForm(self.desk, self._seat, referral, is_emergency=is_emergency)
        writing = Writing(form, "转出单预览", has_draft=not form.is_completion)
        if form.is_completion:
            writing.set_verb("补全", prints=False)
        title = (
            "补全转出单"
            if form.is_completion
            else "转出单草稿"
            if referral
            else "急诊转出单"
            if is_emergency
            else "新建转出单"
        )
        self._open_writing(form, writing, title, referral.number if referral else "")

    def _begin_filled(self) -> None:
        """Show the slip that was filled from a file; where an empty one stands open, it is filled."""
        form = self.kept_work
        if isinstance(form, SlipForm) and form.referral is None:
            self.desk.ask_draft(self, form.draft_form, form.record, done=partial(self.begin_kept, form))
        else:
            self._begin_slip(None)

    def _begin_return(self, referral: Referral) -> None:
        actor = self.desk.actor
        if actor is None or self._seat is None:
            return
        me = next((one for one in self._seat.people if one.id == actor.account), None)
        form = ReturnForm(self.desk, referral, actor.name, (me.phone if me else "") or self._seat.own.phone)
        writing = Writing(form, "回转单预览", has_draft=False)
        title = "补写回转单" if lacks_return(referral) else "写回转单"
        self._open_writing(form, writing, title, f"{referral.slip.patient.name}　{referral.number}")

    def _begin_down(self) -> None:
        actor = self.desk.actor
        if actor is None or self._seat is None or isinstance(self.kept_work, DownForm):
            return
        me = next((one for one in self._seat.people if one.id == actor.account), None)
        phone = (me.phone if me else "") or self._seat.own.phone
        form = DownForm(self.desk, self._seat, self._units(), self.lists.classes, actor.name, phone)
        self._open_writing(form, Writing(form, "回转单预览", has_draft=False), "新建下转单")

    def _open_writing(self, form: SlipForm | ReturnForm, writing: Writing, title: str, facts: str = "") -> None:
        writing.set_compact(self.is_compact)
        writing.sent.connect(lambda: self._save(form.command, writing))
        writing.printed.connect(lambda: self._save(form.command, writing, prints=True))
        if isinstance(form, SlipForm):
            writing.saved.connect(lambda: self._save(form.draft_command, writing))
        self.open_kept(form, title, facts, frame=writing)

    def begin_kept(self, work: Kept, draft: Mapping[str, Any] | None) -> None:
        """Show the slip; one that is begun for somebody and was not left half-written begins with who they are."""
        resident, self._patient = self._patient, None
        reason, self._reason = self._reason, ""
        super().begin_kept(work, draft)
        if resident is not None and not draft and isinstance(work, SlipForm) and work is self.kept_work:
            work.begin_for(resident, reason)

    def _save(self, command: Callable[[], Any], writing: Writing, *, prints: bool = False) -> None:
        try:
            made = command()
        except Refused as fault:
            self.show_refusal(fault)
            return
        self._prints = prints
        self.carry_out(writing.form, made, *writing.buttons)

    def done(self, work: Kept, record: Referral) -> None:
        """Come back to the case whose slip was written, and print it where that was asked."""
        self.find_record(record.id)
        title = "已存本机" if record.state is State.DRAFT else "已存本机，待上传"
        self.end_act(f"{record.slip.patient.name}　{record.number or '草稿'}", title)
        if self._prints:
            self._print(record, "transfer_out" if isinstance(work, SlipForm) else "return")

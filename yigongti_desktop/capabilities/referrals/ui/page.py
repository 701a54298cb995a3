"""转诊: the list with the case beside it, and the slips that are written from here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from yigongti_desktop.capabilities.referrals import messages as m
from yigongti_desktop.capabilities.referrals import printing
from yigongti_desktop.capabilities.referrals import store
from yigongti_desktop.capabilities.referrals.model.referral import Referral
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
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.papers import hand_out
from yigongti_desktop.kit.picklist import Picklist
from yigongti_desktop.kit.table.export import export_table
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.store import Seat

_CLINIC_ROLES = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR})
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
_PERIODS = (("30", "近 30 天"), ("90", "近 90 天"), ("365", "近一年"), ("", "全部时间"))


class ReferralsPage(Page):
    """The page of referrals."""

    topics = frozenset({"referrals", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "转诊")
        self._seat: Seat | None = None
        self._cases: list[store.Case] = []
        self._wanted = ""
        self._pending: Any = None
        self._typed = ""
        self._writing: Writing | None = None
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack)
        self._new = KeyButton("新建转出单", "F2", icon="plus", style=PRIMARY)
        self._export = KeyButton("导出", "Ctrl+E", icon="export")
        self._leave_button = KeyButton("关闭", "Esc", icon="close", style=LINK)
        self._new.clicked.connect(lambda: self.open("new"))
        self._export.clicked.connect(self._on_export)
        self._leave_button.clicked.connect(self._leave_writing)
        self.table: RecordTable | None = None
        self.panel = Panel("选一条转诊，这里显示经过")
        self.panel.acted.connect(self._on_act)
        self.panel.left.connect(self._back_to_list)
        on_key(self, "Ctrl+E", self._on_export, window_wide=True)
        if desk.actor is not None:
            desk.read(
                self, registry.seat, desk.actor.institution, day(desk.now()), done=self._sit, failed=self.show_fault
            )

    @property
    def unsaved(self) -> str:
        """Return what is being written."""
        return "转诊单" if self._writing is not None and self._writing.form.is_dirty else ""

    def open(self, argument: Any) -> None:
        """Begin a slip ("new"), or show a case by its id."""
        if self._seat is None:
            self._pending = argument
        elif argument == "new":
            if self._may_write():
                self._begin_slip(None)
        elif isinstance(argument, str) and argument.startswith("resident "):
            self.desk.read(self, registry.one_resident, argument.removeprefix("resident "), done=self._begin_for)
        elif isinstance(argument, str):
            self._leave_writing(quietly=True)
            self._wanted = argument
            if self.table is not None and self.table.chips is not None:
                self.table.chips.choose("all")
                self._period.choose("")
            self.reload()

    def reload(self) -> None:
        """Read the cases of the period again."""
        if self._seat is None:
            return
        days = self._period.key
        since = self.desk.now() - timedelta(days=int(days)) if days else None
        self.desk.read(self, store.cases, since, done=self._show_cases)

    def leave(self) -> None:
        """Keep the slip that is being written."""
        if self._writing is not None:
            self._writing.form.keep_draft()

    def first_focus(self) -> None:
        """Put the cursor into the list, or into the form."""
        if self._writing is not None:
            self._writing.form.form.focus_first()
        elif self.table is not None:
            self.table.view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Put the panel over the list where there is no room."""
        super().set_compact(compact)
        self.panel.setVisible(not compact)
        if self.table is not None:
            self.table.set_compact(compact)
        if self._writing is not None:
            self._writing.set_compact(compact)

    # list and case

    def _sit(self, seat: Seat) -> None:
        self._seat = seat
        hospital = self._is_hospital
        chips = _HOSPITAL_CHIPS if hospital else _CLINIC_CHIPS
        keys = (("↑↓", "移动"), ("Enter", "打开"), ("/", "筛选"), ("F7", "主要的事"))
        self.table = RecordTable(
            columns(seat.own.id, self.desk.now), chips=chips, placeholder="姓名、单号、诊断", keys=keys
        )
        self._period = Picklist(_PERIODS)
        self.table.bar.insertWidget(self.table.bar.count() - 1, self._period)
        self.table.chips.choose("all") if self.table.chips else None
        self._stack.addWidget(boxed(row(self.table, self.panel, spacing=10)))
        self._period.chosen.connect(lambda _key: self.reload())
        self.table.searched.connect(self._on_typed)
        self.table.view.rested.connect(self._on_rested)
        self.table.view.opened.connect(self._on_opened)
        if self.table.chips:
            self.table.chips.chosen.connect(lambda _key: self._show_rows())
        self._show_buttons_of_list()
        self.set_compact(self.is_compact)
        self.reload()
        if self._pending is not None:
            pending, self._pending = self._pending, None
            self.open(pending)
        else:
            self.first_focus()

    @property
    def _is_hospital(self) -> bool:
        actor = self.desk.actor
        return bool(
            self._seat and self._seat.is_lead and actor and actor.may({Role.REFERRAL_OFFICE, Role.DOCTOR, Role.NURSE})
        )

    def _show_cases(self, cases: list[store.Case]) -> None:
        self._cases = cases
        if self._seat is None or self.table is None:
            return
        own = self._seat.own.id
        out = sum(case.referral.origin == own and case.referral.number != "" for case in cases)
        back = sum(case.referral.return_slip is not None for case in cases)
        into = sum(case.referral.origin != own for case in cases)
        self.facts.setText(f"收到 {into}　回转 {back}" if self._is_hospital else f"转出 {out}　回转 {back}")
        if self._writing is not None:
            self.facts.setText("")
        if self.table.chips:
            keys = [chip.key for chip in (_HOSPITAL_CHIPS if self._is_hospital else _CLINIC_CHIPS)]
            self.table.chips.set_counts({key: sum(self._fits(case, key) for case in cases) for key in keys})
        self._show_rows()

    def _show_rows(self) -> None:
        if self.table is None:
            return
        key = self.table.chips.key if self.table.chips else "all"
        rows = [case for case in self._cases if self._fits(case, key) and self._is_typed(case)]
        if not rows:
            self._say_empty()
        wanted = self._wanted
        self.table.show_rows(rows, keep=lambda one, other: one.referral.id == other.referral.id)
        if wanted and any(case.referral.id == wanted for case in rows):
            self._wanted = ""
            self.table.view.rest_on(lambda case: case.referral.id == wanted)
            self._on_rested(self.table.view.current())

    def _say_empty(self) -> None:
        if self.table is None:
            return
        clear = KeyButton("清除筛选", "Esc")
        clear.clicked.connect(self._clear_filters)
        total = len(self._cases)
        if self._typed:
            self.table.empty.say(
                "没有符合条件的转诊",
                f"您找的是「{self._typed}」。这段时间本机共有 {total} 条转诊。",
                clear,
                icon="search",
            )
        elif total:
            self.table.empty.say("这一栏没有转诊", f"这段时间本机共有 {total} 条转诊。", clear, icon="check-circle")
        elif self._may_write():
            begin = KeyButton("新建转出单", "F2", icon="plus")
            begin.clicked.connect(lambda: self.open("new"))
            self.table.empty.say(
                "还没有转诊", "转出单写好就存本机，没有网也能打印，线路通了自动送到县院。", begin, icon="referral"
            )
        else:
            self.table.empty.say("还没有转诊", "各单位转来的患者会出现在这里。", icon="referral")

    def _clear_filters(self) -> None:
        if self.table is None:
            return
        if self.table.search:
            self.table.search.clear()
        if self.table.chips:
            self.table.chips.choose("all")

    def _fits(self, case: store.Case, key: str) -> bool:
        if self._seat is None:
            return False
        own, value = self._seat.own.id, case.referral.state.value
        mine = own in {case.referral.target, case.referral.origin}
        tests: dict[str, bool] = {
            "all": True,
            "turn": state.is_my_turn(case, own, self.desk.now()),
            "road": state.is_under_way(case),
            "waiting": case.is_waiting,
            "over": state.is_over(case),
            "offered": mine and value in {"sent", "redirected"},
            "accepted": mine and value == "accepted",
            "arrived": mine and value == "arrived",
            "back": case.referral.return_slip is not None,
        }
        return tests[key]

    def _is_typed(self, case: store.Case) -> bool:
        wanted = self._typed.lower()
        if not wanted:
            return True
        slip = case.referral.slip
        plain = (
            slip.patient.name,
            case.referral.number.lower(),
            slip.impression,
            slip.diagnosis_code.lower(),
            slip.patient.phone,
        )
        return any(wanted in text for text in plain) or any(
            key.startswith(wanted) for key in keys_of_name(slip.patient.name)
        )

    def _on_typed(self, typed: str) -> None:
        self._typed = typed
        self._show_rows()

    def _on_rested(self, case: store.Case | None) -> None:
        if case is None:
            self.panel.show_nothing()
            return
        self.desk.read(self, store.opened, case.referral.id, done=self._show_opened)

    def _show_opened(self, opened: store.Opened | None) -> None:
        current = self.table.view.current() if self.table else None
        if opened is None or self._seat is None or self.desk.actor is None or current is None:
            self.panel.show_nothing()
            return
        if opened.referral.id != current.referral.id or (self.panel.has_form and self._shown == opened.referral):
            return
        self._shown = opened.referral
        show_case(self.panel, opened, self.desk, self._seat.own.id)
        self.panel.show_acts(acts.offers(opened.referral, self.desk.actor))

    _shown: Referral | None = None

    def _on_opened(self, _case: store.Case) -> None:
        if self.is_compact:
            self.panel.setVisible(True)
        main = next((act for act in self._offers() if act.key == "F7"), None)
        if main is not None and main.name == "edit":
            self._on_act(main.name)
        else:
            self.panel.setFocus(Qt.FocusReason.OtherFocusReason)
            self.panel.focusNextChild()

    def _offers(self) -> list[acts.Act]:
        if self._shown is None or self.desk.actor is None:
            return []
        return acts.offers(self._shown, self.desk.actor)

    def _back_to_list(self) -> None:
        if self.is_compact:
            self.panel.setVisible(False)
        if self.table is not None:
            self.table.view.setFocus()

    # acts

    def _on_act(self, name: str) -> None:
        referral = self._shown
        if referral is None or self._seat is None or self._writing is not None:
            return
        if name in {"edit", "complete"}:
            self._begin_slip(referral)
        elif name == "return":
            self._begin_return(referral)
        elif name == "visit":
            self.wants_page.emit("followups", referral.id)
        elif name in {"print", "print_return"}:
            self._print(referral, "transfer_out" if name == "print" else "return")
        elif (asked := acts.ask(name, referral, self._seat)) is not None:
            form = self.panel.open_form(
                asked.title, asked.verb, asked.sections, partial(self._do, asked), is_danger=asked.is_danger
            )
            if name in {"redirect", "retarget"}:
                form.set_values({"institution": referral.target})

    def _do(self, asked: acts.Ask, values: Mapping[str, Any]) -> None:
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

    def _on_export(self) -> None:
        if self.table is not None and self._writing is None:
            export_table(self, self.desk, self.table.view, f"转诊 {local(self.desk.now()):%Y-%m-%d}")

    # writing

    def _may_write(self) -> bool:
        return self.desk.actor is not None and self.desk.actor.may(_CLINIC_ROLES)

    def _begin_for(self, resident: Any) -> None:
        if self._seat is None or resident is None or not self._may_write():
            return
        form = SlipForm(self.desk, self._seat)
        self._begin_writing(Writing(form, "转出单预览", has_draft=True), "新建转出单")
        form.begin_for(resident)

    def _begin_slip(self, referral: Referral | None) -> None:
        actor = self.desk.actor
        if self._seat is None or actor is None:
            return
        if (
            self._writing is not None
            and isinstance(self._writing.form, SlipForm)
            and self._writing.form.referral is referral
        ):
            return
        self._leave_writing(quietly=True)
        form = SlipForm(self.desk, self._seat)
        completing = referral is not None and bool(referral.number)
        writing = Writing(form, "转出单预览", has_draft=not completing)
        if completing:
            writing.set_verb("补全", prints=False)
        title = "补全转出单" if completing else "转出单草稿" if referral else "新建转出单"
        self._begin_writing(writing, title, referral.number if referral else "")
        known = referral.id if referral else ""
        self.desk.read(self, store.kept_draft, actor.account, known, done=lambda draft: form.begin(referral, draft))

    def _begin_return(self, referral: Referral) -> None:
        actor = self.desk.actor
        if actor is None or self._seat is None:
            return
        form = ReturnForm(self.desk)
        writing = Writing(form, "回转单预览", has_draft=False)
        self._begin_writing(writing, "写回转单", f"{referral.slip.patient.name}　{referral.number}")
        me = next((one for one in self._seat.people if one.id == actor.account), None)
        phone = (me.phone if me else "") or self._seat.own.phone
        self.desk.read(
            self,
            store.kept_draft,
            actor.account,
            f"return {referral.id}",
            done=lambda draft: form.begin(referral, draft, actor.name, phone),
        )

    def _begin_writing(self, writing: Writing, title: str, facts: str = "") -> None:
        self._writing = writing
        writing.set_compact(self.is_compact)
        writing.sent.connect(lambda: self._save(send=True, print_it=False))
        writing.printed.connect(lambda: self._save(send=True, print_it=True))
        writing.saved.connect(lambda: self._save(send=False, print_it=False))
        writing.left.connect(self._leave_writing)
        writing.form.kept.connect(lambda: self.facts.setText(f"草稿已存本机 {local(self.desk.now()):%H:%M:%S}"))
        self._stack.addWidget(writing)
        self._stack.setCurrentWidget(writing)
        self.banner.clear()
        self.set_title(title, facts)
        self.set_buttons(self._leave_button)

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
            self._wanted = referral.id
            self._leave_writing(quietly=True)
            title = "已存本机" if not send else "已存本机，待上传"
            words = f"{referral.slip.patient.name}　{referral.number or '草稿'}"
            self.wants_toast.emit(title, words, None)
            if print_it:
                self._print(referral, "transfer_out" if isinstance(form, SlipForm) else "return")

        self.desk.do(self, command, saved, self._show_refusal)

    def _show_refusal(self, fault: Fault) -> None:
        writing = self._writing
        if writing is None:
            self.show_fault(fault)
            return
        writing.set_busy(False)
        if not writing.form.show_refusal(fault):
            self.banner.say("没有存上", self.desk.say(fault))
        else:
            self.banner.clear()

    def _leave_writing(self, quietly: bool = False) -> None:  # noqa: FBT002 - also a slot
        writing, self._writing = self._writing, None
        if writing is None:
            return
        writing.form.keep_draft()
        self._stack.removeWidget(writing)
        writing.hide()
        writing.deleteLater()
        self.banner.clear()
        self.set_title("转诊")
        self._show_buttons_of_list()
        self.reload()
        if not quietly:
            if writing.form.is_dirty:
                self.wants_toast.emit("草稿已存本机", "下次按 F2 接着写", None)
            self.first_focus()

    def _show_buttons_of_list(self) -> None:
        buttons: list[KeyButton] = [self._export]
        self._new.setVisible(self._may_write())
        self.set_buttons(*(buttons + ([self._new] if self._may_write() and not self._is_hospital else [])))

"""派驻: who of the lead hospital works at which unit, asked for, arranged, confirmed and counted, by the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.posting_kinds import STAYING
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.service_record import ServiceRecord
from yigongti_desktop.capabilities.staffing.printing.service_certificate import service_certificate
from yigongti_desktop.capabilities.staffing.service.candidates import Candidate
from yigongti_desktop.capabilities.staffing.service.candidates import candidates
from yigongti_desktop.capabilities.staffing.service.posting_year import served_by
from yigongti_desktop.capabilities.staffing.store import postings as store
from yigongti_desktop.capabilities.staffing.store.postings import Row
from yigongti_desktop.capabilities.staffing.store.promises import Promised
from yigongti_desktop.capabilities.staffing.store.promises import nothing
from yigongti_desktop.capabilities.staffing.ui import posting_acts as acts
from yigongti_desktop.capabilities.staffing.ui import posting_state as state
from yigongti_desktop.capabilities.staffing.ui.posting_columns import columns
from yigongti_desktop.capabilities.staffing.ui.posting_form import PostingForm
from yigongti_desktop.capabilities.staffing.ui.posting_form import all_units
from yigongti_desktop.capabilities.staffing.ui.posting_panel import show_posting
from yigongti_desktop.capabilities.staffing.ui.posting_words import KIND
from yigongti_desktop.capabilities.staffing.ui.posting_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.posting_words import STATES
from yigongti_desktop.capabilities.staffing.ui.posting_words import WHY_NOT
from yigongti_desktop.capabilities.staffing.ui.posting_words import leave_words
from yigongti_desktop.capabilities.staffing.ui.posting_words import say_absence
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import is_id
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.listpage import PERIODS
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.papers import draw
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.ui.staff.words import LEVELS

_PERIODS = {"pregnancy": "孕期", "nursing_child": "哺乳期"}


class PostingsPage(ListPage[Row]):
    """The page of postings."""

    way_back = "下次按 F2 接着写"
    topics = frozenset({"staffing.postings", "trail", "sync"})

    def __init__(self, desk: Desk, promised: Promised = nothing) -> None:
        super().__init__(desk, "派驻", hint="选一次派驻，这里显示经过")
        self._promised = promised
        self._is_office = desk.actor is not None and desk.actor.may(state.OFFICE)
        self._shown: Posting | None = None
        self._new = self.new_button("申请派驻", PRIMARY)
        self._save_button = KeyButton("提交", "Ctrl+S", style=PRIMARY)
        self._save_button.clicked.connect(self._save)
        own = desk.actor.institution if desk.actor else ""
        self.set_out(
            columns(lambda: day(desk.now()), own),
            chips=state.CHIPS,
            placeholder="姓名、单位、科室",
            periods=PERIODS,
            unit="次",
        )

    def open_argument(self, argument: Any) -> None:
        """Begin to ask ("new"), or show a posting by its id."""
        if argument == "new":
            self._begin_form()
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin to ask."""
        self.open("new")
        return True

    # list and posting

    def ask(self) -> None:
        """Read the postings of the period, and all that are not over."""
        days = self.period.key if self.period else ""
        since = day(self.desk.now()) - timedelta(days=int(days)) if days else None
        self.desk.read(self, store.rows, since, done=self._show_read, failed=self.show_fault)

    def record_id(self, record: Row) -> str:
        """Return the id of a posting."""
        return record.posting.id

    def fits(self, record: Row, chip: str) -> bool:
        """Say whether a posting belongs under a chip."""
        return state.fits(record.posting, chip, day(self.desk.now()), self.desk.actor)

    def is_typed(self, record: Row, typed: str) -> bool:
        """Say whether a posting is meant."""
        return state.is_meant(record.posting, typed)

    def say_none(self) -> None:
        """Say that there is none, and how one begins."""
        if self.table is not None:
            words = "单位缺人时在这里申请，牵头医院安排谁来、什么时候来。"
            self.table.empty.say("还没有派驻", words, self.new_button("申请派驻"), icon="people")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._new)

    def show_record(self, record: Row | None) -> None:
        """Show a posting in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            today = day(self.desk.now())
            self.desk.read(self, store.opened, record.posting.id, today, self._promised, done=self._show_opened)

    def _show_read(self, found: list[Row]) -> None:
        if self.work is None:
            here = sum(self.fits(row, "here") for row in found)
            turn = sum(self.fits(row, "turn") for row in found)
            self.facts.setText("　".join(word for word in (f"在岗 {here}", f"待办 {turn}" if turn else "") if word))
        self.show_records(found)

    def _show_opened(self, opened: store.Opened | None) -> None:
        posting = opened.posting if opened else None
        is_awaited = self.is_awaited(posting.id if posting else None, is_same=self._shown == posting)
        if opened is None or self.desk.actor is None or not is_awaited:
            return
        self._shown = opened.posting
        show_posting(self.panel, opened, self.desk)
        self.panel.show_acts(acts.offers(opened.posting, self.desk.actor, day(self.desk.now())))

    # acts

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        posting = self._shown
        if posting is None or self.work is not None:
            return
        today = day(self.desk.now())
        if name == "certificate":
            self.desk.read(self, served_by, posting, today, done=self._print, failed=self.show_fault)
        elif (command := acts.at_once(name, posting)) is not None:
            self.desk.do(self, command, self._done, self.show_fault)
        elif (asked := acts.ask(name, posting, today, self._people(posting.id), self._say)) is not None:
            form = self.ask_for(asked, self._done)
            form.fill(acts.begins_with(name, posting, today))
            if name == "arrange":
                form.editor("staff").taken.connect(lambda _option: self._look(form, posting))

    def _look(self, form: FormView, posting: Posting) -> None:
        """Say under the field what falls at home while whoever is chosen is away, before anything is arranged."""
        values = form.values()
        staff, first, last = str(values["staff"] or ""), values["since"], values["until"]
        if not is_id(staff) or not first or not last or posting.kind not in STAYING:
            form.set_note("staff", "")
            return

        def say(falls: store.Absence) -> None:
            form.set_note("staff", say_absence(falls))

        self.desk.read(self, store.absence, staff, first, last, self._promised, done=say)

    def _done(self, posting: Posting) -> None:
        who = posting.person.name if posting.person else posting.unit_name
        self.end_act(f"{who}　{KINDS[posting.kind.value]}　{STATES[posting.state.value]}")

    def _print(self, record: ServiceRecord) -> None:
        """Hand out what somebody has served at the base, by what the units wrote down (STF-26)."""
        posting = self._shown
        if posting is None or posting.person is None:
            return
        if not record.service.stays:
            self.banner.say("", "到基层服务的天数还没有登记，开不出证明。请接收单位先登记天数。", tone="warn")
            return
        titled = replace(record, title=record.title or LEVELS[posting.person.level.value])
        draw(self, partial(service_certificate, titled, self.desk.now()), f"基层服务证明 {record.name}")

    def _say(self, fault: Refused) -> str:
        return self.desk.say(fault, KIND)

    def _people(self, posting: str) -> Callable[[str, Callable[[Sequence[Option]], None]], None]:
        """Return what proposes whom the hospital could send, and says why somebody cannot be."""

        def search(typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
            def show(found: list[Candidate]) -> None:
                hand([self._as_option(one) for one in found])

            self.desk.read(self, candidates, posting, typed, self.desk.actor, self.desk.now(), done=show)

        return search

    def _as_option(self, one: Candidate) -> Option:
        words = "　".join(word for word in (LEVELS[one.level.value], one.department) if word)
        barred = WHY_NOT.get(one.code) or self._say(Refused(one.code, **one.facts)) if one.code else ""
        told = [*(_PERIODS.get(code, "") for code in one.protected), leave_words(one.leave)]
        right = "、".join(word for word in told if word)
        return Option(one.staff, one.name, detail=words, right=right, barred=barred)

    # asking

    def _begin_form(self) -> None:
        if isinstance(self.work, PostingForm):
            return
        if self._is_office:
            self.desk.read(self, all_units, done=self._open_form)
        else:
            self._open_form([])

    def _open_form(self, units: list[Institution]) -> None:
        own = self.desk.actor.institution if self.desk.actor else ""
        members = [one for one in units if one.kind not in HOSPITALS or one.id == own]
        form = PostingForm(self.desk, is_office=self._is_office, units=members)
        form.finished.connect(self._save)
        for key in ("Ctrl+S", "Ctrl+Return"):
            on_key(form, key, self._save)
        on_key(form, "F8", form.form.go_to_next_fault)
        self.open_kept(form, "申请派驻", "Enter 下一项，Ctrl+S 提交", self._save_button)

    def _save(self) -> None:
        self.send(self._save_button)

    def done(self, _work: Kept, record: Posting) -> None:
        """Come back to the posting that was asked for."""
        self.find_record(record.id)
        self.end_act(f"{record.unit_name}　{KINDS[record.kind.value]}　{STATES[record.state.value]}")

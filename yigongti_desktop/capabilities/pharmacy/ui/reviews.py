"""处方点评: reviews of prescriptions, drawn and judged at the lead hospital, answered by the units."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.pharmacy.messages import reviews as m
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.printing import reviews as printing
from yigongti_desktop.capabilities.pharmacy.store import reviews as store
from yigongti_desktop.capabilities.pharmacy.store.reviews import ReviewRow
from yigongti_desktop.capabilities.pharmacy.ui import review_acts as acts
from yigongti_desktop.capabilities.pharmacy.ui import review_state as state
from yigongti_desktop.capabilities.pharmacy.ui.review_columns import columns
from yigongti_desktop.capabilities.pharmacy.ui.review_form import ReviewForm
from yigongti_desktop.capabilities.pharmacy.ui.review_panel import show_review
from yigongti_desktop.capabilities.pharmacy.ui.review_sheet import ReviewSheet
from yigongti_desktop.capabilities.pharmacy.ui.review_words import STATES
from yigongti_desktop.capabilities.pharmacy.ui.statement_state import month_words
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.papers import hand_out
from yigongti_desktop.registry.model.institution import Institution


class ReviewsPage(ListPage[ReviewRow]):
    """The page of reviews."""

    topics = frozenset({"pharmacy.reviews", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "处方点评", hint="选一次点评，这里显示结果")
        self._is_centre = desk.actor is not None and desk.actor.may(state.CENTRE)
        self._shown: PrescriptionReview | None = None
        self._new = KeyButton("新点评", "F2", icon="plus", style=PRIMARY)
        self._import = KeyButton("从文件导入", "Ctrl+O", icon="import")
        self._draw = KeyButton("抽样", "Ctrl+Enter", style=PRIMARY)
        self._keep = KeyButton("存进度", "Ctrl+S")
        self._return = KeyButton("反馈给单位", "Ctrl+Enter", style=PRIMARY)
        self._new.clicked.connect(lambda: self.open("new"))
        self._import.clicked.connect(self._ask_file)
        self._draw.clicked.connect(self._open_review)
        self._keep.clicked.connect(lambda: self._save(is_whole=False))
        self._return.clicked.connect(lambda: self._save(is_whole=True))
        self.set_out(
            columns(desk.now, is_centre=self._is_centre),
            chips=state.CHIPS if self._is_centre else state.UNIT_CHIPS,
            placeholder="单位、月份、处方号",
            unit="次",
        )

    @property
    def unsaved(self) -> str:
        """Return what is being written."""
        work = self._form or self._sheet
        return "处方点评" if work is not None and work.is_dirty else ""

    def open_argument(self, argument: Any) -> None:
        """Begin a review ("new"), or show one by its id."""
        if argument == "new":
            self._ask_units()
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin a review."""
        if self._is_centre:
            self.open("new")
        return self._is_centre

    def leave(self) -> None:
        """Keep what is being written."""
        work = self._form or self._sheet
        if work is not None:
            work.keep_draft()

    def first_focus(self) -> None:
        """Put the cursor into the list, or into what is written."""
        if self._form is not None:
            self._form.form.focus_first()
        elif self._sheet is not None:
            self._sheet.first_focus()
        else:
            super().first_focus()

    def ask(self) -> None:
        """Read the reviews."""
        self.desk.read(self, store.rows, done=self._show_rows_read, failed=self.show_fault)

    def record_id(self, record: ReviewRow) -> str:
        """Return the id of a review."""
        return record.review.id

    def fits(self, record: ReviewRow, chip: str) -> bool:
        """Say whether a review belongs under a chip."""
        return chip in {"all", record.review.state.value}

    def is_typed(self, record: ReviewRow, typed: str) -> bool:
        """Say whether a review is meant: by unit, month, number, or a prescription that was drawn."""
        return state.is_meant(record.review, typed)

    def say_none(self) -> None:
        """Say that there is none, and how one begins."""
        words = "县院点评完本院的处方，结果会出现在这里。"
        if self._is_centre:
            words = "按 F2 开始：贴上一个单位一个月的处方号，随机抽样，逐张点评后反馈给单位。"
        if self.table is not None:
            self.table.empty.say("还没有处方点评", words, icon="clipboard")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._new) if self._is_centre else (self.export_button,)

    def show_record(self, record: ReviewRow | None) -> None:
        """Show a review in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, store.opened, record.review.id, done=self._show_opened)

    def main_act(self) -> str:
        """Open the review at once."""
        return "open"

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        known = self._shown
        if known is None or self.work is not None:
            return
        if name == "open":
            self._open_sheet(known)
        elif name == "print":
            title = f"处方点评表 {known.institution_name} {known.month}"
            paint = partial(printing.review_form, known)
            self.desk.work(self, paint, lambda pdf: hand_out(self, pdf, title), self.show_fault)
        elif (asked := acts.ask(name, known)) is not None:
            self.panel.open_form(
                asked.title, asked.verb, asked.sections, partial(self._do, asked), is_danger=asked.is_danger
            )

    def _do(self, asked: Ask, values: Mapping[str, Any]) -> None:
        self.desk.do(self, asked.command(values), self._done, lambda fault: self.panel.say_fault(self.desk.say(fault)))

    def _done(self, known: PrescriptionReview) -> None:
        self.panel.close_form()
        self.banner.clear()
        words = f"{known.institution_name}　{month_words(known.month)}　{STATES[known.state.value]}"
        self.wants_toast.emit("已存本机，待上传", words, None)

    def _show_rows_read(self, found: list[ReviewRow]) -> None:
        actor = self.desk.actor
        if self.work is None:
            turn = sum(actor is not None and state.is_my_turn(row.review, actor) for row in found)
            self.facts.setText(f"共 {len(found)} 次　待办 {turn} 次")
        self.show_records(found)

    def _show_opened(self, opened: store.OpenedReview | None) -> None:
        current = self.current
        if opened is None or self.desk.actor is None or current is None:
            self.panel.show_nothing()
            return
        if opened.review.id != current.review.id or (self.panel.has_form and self._shown == opened.review):
            return
        self._shown = opened.review
        show_review(self.panel, opened, self.desk, is_centre=self._is_centre)
        self.panel.show_acts(acts.offers(opened.review, self.desk.actor))

    # a new review

    @property
    def _form(self) -> ReviewForm | None:
        return self.work if isinstance(self.work, ReviewForm) else None

    def _ask_units(self) -> None:
        actor = self.desk.actor
        if actor is not None and self._is_centre and self._form is None:
            today = day(self.desk.now())
            self.desk.read(self, store.units, actor.institution, today, done=self._begin_form)

    def _begin_form(self, units: Sequence[Institution]) -> None:
        actor = self.desk.actor
        if actor is None or self._form is not None:
            return
        self.leave_work(quietly=True)
        form = ReviewForm(self.desk, units)
        form.kept.connect(self._say_kept)
        form.finished.connect(self._open_review)
        on_key(form, "Ctrl+Return", self._open_review)
        on_key(form, "Ctrl+O", self._ask_file)
        on_key(form, "Esc", self.leave_work)
        self.begin_work(form, "新点评", "", self._import, self._draw)
        self.desk.read(self, store.kept_draft, actor.account, done=partial(self._begin, form))

    def _ask_file(self) -> None:
        if self._form is not None:
            self._form.ask_file(self.show_fault)

    def _open_review(self) -> None:
        form = self._form
        if form is None or not form.check() or not self._draw.isEnabled():
            return
        self._draw.setEnabled(False)

        def opened(known: PrescriptionReview) -> None:
            self._draw.setEnabled(True)
            form.drop_draft()
            self.leave_work(quietly=True)
            self.find_record(known.id)
            self.first_focus()
            words = f"{known.institution_name}　{known.pool:,} 张里抽了 {len(known.lines):,} 张"
            self.wants_toast.emit("已存本机，待上传", words, None)

        self.desk.do(self, form.command(), opened, self._show_refusal)

    # the lines of a review

    @property
    def _sheet(self) -> ReviewSheet | None:
        return self.work if isinstance(self.work, ReviewSheet) else None

    def _open_sheet(self, known: PrescriptionReview) -> None:
        actor = self.desk.actor
        if actor is None:
            return
        is_open = acts.may_write(known, actor)
        sheet = ReviewSheet(self.desk, known, is_open=is_open)
        sheet.set_compact(self.is_compact)
        sheet.kept.connect(self._say_kept)
        on_key(sheet, "Esc", self.leave_work)
        if is_open:
            on_key(sheet, "Ctrl+S", lambda: self._save(is_whole=False))
            on_key(sheet, "Ctrl+Return", lambda: self._save(is_whole=True))
        title = f"{known.institution_name}　{month_words(known.month)}"
        self.begin_work(sheet, "写点评" if is_open else "处方点评", title, *self._sheet_buttons(is_open=is_open))
        if is_open:
            self.desk.read(self, store.kept_draft, actor.account, known.id, done=partial(self._begin, sheet))
        else:
            sheet.begin(None)

    def _sheet_buttons(self, *, is_open: bool) -> tuple[KeyButton, ...]:
        return (self._keep, self._return) if is_open else ()

    def _begin(self, work: ReviewForm | ReviewSheet, draft: Mapping[str, Any] | None) -> None:
        work.begin(draft)
        if draft and self.work is work:
            self.say_resumed(work.begin_anew)

    def _save(self, *, is_whole: bool) -> None:
        sheet = self._sheet
        if sheet is None or (is_whole and not sheet.check()) or not self._return.isEnabled():
            return
        self._return.setEnabled(False)

        def saved(known: PrescriptionReview) -> None:
            self._return.setEnabled(True)
            sheet.drop_draft()
            if is_whole:
                self.leave_work(quietly=True)
                self.find_record(known.id)
                self.first_focus()
            words = f"{known.institution_name}　{month_words(known.month)}　{STATES[known.state.value]}"
            self.wants_toast.emit("已存本机，待上传", words, None)

        lines, review = sheet.lines(), sheet.review.id
        make = m.ReturnReview if is_whole else m.WriteReview
        self.desk.do(self, make(review=review, lines=lines), saved, self._show_refusal)

    def _say_kept(self) -> None:
        self.facts.setText(f"草稿已存本机 {local(self.desk.now()):%H:%M:%S}")

    def _show_refusal(self, fault: Fault) -> None:
        self._draw.setEnabled(True)
        self._return.setEnabled(True)
        work = self._form or self._sheet
        if work is not None and work.show_refusal(fault):
            self.banner.clear()
        else:
            self.banner.say("没有存上", self.desk.say(fault))

    def leave_work(self, *, quietly: bool = False) -> None:
        """Come back to the list; what was not saved is kept."""
        work = self._form or self._sheet
        if work is not None:
            work.keep_draft()
            if not quietly and work.is_dirty:
                self.wants_toast.emit("草稿已存本机", "下次打开接着写", None)
        super().leave_work(quietly=quietly)

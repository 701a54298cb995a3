"""处方点评: reviews of prescriptions, drawn and judged at the lead hospital, answered by the units."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

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
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.papers import draw
from yigongti_desktop.registry.model.institution import Institution


class ReviewsPage(ListPage[ReviewRow]):
    """The page of reviews."""

    topics = frozenset({"pharmacy.reviews", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "处方点评", hint="选一次点评，这里显示结果")
        self._is_centre = desk.actor is not None and desk.actor.may(state.CENTRE)
        self._shown: PrescriptionReview | None = None
        self._new = self.new_button("新点评", PRIMARY)
        self._import = KeyButton("从文件导入", "Ctrl+O", icon="import")
        self._draw = KeyButton("抽样", "Ctrl+Enter", style=PRIMARY)
        self._keep = KeyButton("存进度", "Ctrl+S")
        self._return = KeyButton("反馈给单位", "Ctrl+Enter", style=PRIMARY)
        self._import.clicked.connect(self._ask_file)
        self._draw.clicked.connect(self._on_draw)
        self._keep.clicked.connect(self._on_keep)
        self._return.clicked.connect(self._on_return)
        self.set_out(
            columns(desk.now, is_centre=self._is_centre),
            chips=state.CHIPS if self._is_centre else state.UNIT_CHIPS,
            placeholder="单位、月份、处方号",
            unit="次",
        )

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
            draw(self, partial(printing.review_form, known), title)
        elif (asked := acts.ask(name, known)) is not None:
            self.ask_for(asked, self._done)

    def _done(self, known: PrescriptionReview) -> None:
        self.end_act(f"{known.institution_name}　{month_words(known.month)}　{STATES[known.state.value]}")

    def _show_rows_read(self, found: list[ReviewRow]) -> None:
        actor = self.desk.actor
        if self.work is None:
            turn = sum(actor is not None and state.is_my_turn(row.review, actor) for row in found)
            self.facts.setText(f"共 {len(found)} 次　待办 {turn} 次")
        self.show_records(found)

    def _show_opened(self, opened: store.OpenedReview | None) -> None:
        review = opened.review if opened else None
        is_awaited = self.is_awaited(review.id if review else None, is_same=self._shown == review)
        if opened is None or self.desk.actor is None or not is_awaited:
            return
        self._shown = opened.review
        show_review(self.panel, opened, self.desk, is_centre=self._is_centre)
        self.panel.show_acts(acts.offers(opened.review, self.desk.actor))

    # a new review, and the lines of one

    def _ask_units(self) -> None:
        actor = self.desk.actor
        if actor is not None and self._is_centre and not isinstance(self.work, ReviewForm):
            today = day(self.desk.now())
            self.desk.read(self, store.units, actor.institution, today, done=self._begin_form)

    def _begin_form(self, units: Sequence[Institution]) -> None:
        if isinstance(self.work, ReviewForm):
            return
        form = ReviewForm(self.desk, units)
        form.finished.connect(self._on_draw)
        on_key(form, "Ctrl+Return", self._on_draw)
        on_key(form, "Ctrl+O", self._ask_file)
        self.open_kept(form, "新点评", "", self._import, self._draw)

    def _ask_file(self) -> None:
        if isinstance(self.work, ReviewForm):
            self.work.ask_file(self.show_fault)

    def _on_draw(self) -> None:
        self.send(self._draw)

    def _open_sheet(self, known: PrescriptionReview) -> None:
        actor = self.desk.actor
        is_open = actor is not None and acts.may_write(known, actor)
        sheet = ReviewSheet(self.desk, known, is_open=is_open)
        on_key(sheet, "Ctrl+S", self._on_keep)
        on_key(sheet, "Ctrl+Return", self._on_return)
        buttons = (self._keep, self._return) if is_open else ()
        title = f"{known.institution_name}　{month_words(known.month)}"
        self.open_kept(sheet, "写点评" if is_open else "处方点评", title, *buttons)

    def _on_return(self) -> None:
        self.send(self._return)

    def _on_keep(self) -> None:
        sheet = self.work
        if not isinstance(sheet, ReviewSheet) or not sheet.is_open or not self._return.isEnabled():
            return
        self._return.setEnabled(False)
        sheet.keep_draft()

        def kept(review: PrescriptionReview) -> None:
            self._return.setEnabled(True)
            sheet.drop_draft()
            self._done(review)

        def failed(fault: Fault) -> None:
            self._return.setEnabled(True)
            self.show_refusal(fault)

        self.desk.do(self, sheet.written(), kept, failed, sheet.draft)

    def done(self, work: Kept, record: PrescriptionReview) -> None:
        """Come back to the review that was begun, or given back to its unit."""
        self.find_record(record.id)
        if isinstance(work, ReviewForm):
            self.end_act(f"{record.institution_name}　{record.pool:,} 张里抽了 {len(record.lines):,} 张")
        else:
            self._done(record)

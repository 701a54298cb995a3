"""A week of reserved capacity, filled in by keyboard; kept on this machine until it is published."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QLineEdit

from yigongti_desktop.capabilities.referrals.messages.capacity import PublishCapacity
from yigongti_desktop.capabilities.referrals.model.capacity import LONGEST
from yigongti_desktop.capabilities.referrals.model.capacity import CapacityLine
from yigongti_desktop.capabilities.referrals.model.capacity import Source
from yigongti_desktop.capabilities.referrals.model.capacity import tidy_time
from yigongti_desktop.capabilities.referrals.store import capacity as store
from yigongti_desktop.capabilities.referrals.ui import capacity_rows as rows
from yigongti_desktop.capabilities.referrals.ui.capacity_share_bar import ShareBar
from yigongti_desktop.capabilities.referrals.ui.capacity_words import KINDS
from yigongti_desktop.capabilities.referrals.ui.capacity_words import WEEKDAYS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.form.picker import Picker
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.lines import block
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.table import LineTable

_KEYS = (
    ("Enter", "下一格"),
    ("Ins", "加一行"),
    ("Del", "删新行"),
    ("Ctrl+D", "同上"),
    ("Ctrl+V", "贴 Excel"),
    ("F8", "下一处要改"),
)
_REASONS = ("医生外出", "医生请假", "设备检修", "病区调整", "排班变动")


class CapacityGrid(Kept):
    """The rows of a week."""

    kind = store.LINE.name

    def __init__(self, desk: Desk, monday: date, week: store.Week, departments: Sequence[str]) -> None:
        super().__init__(desk, store.WEEK, monday.isoformat())
        self.monday, self.week = monday, week
        self._source = Source.TYPED
        self.table = LineTable(self._columns(departments), keys=_KEYS)
        self.share = ShareBar(week.percent)
        usual = among([Option(one, one) for one in _REASONS])
        self.reason = Picker(usual, is_free=True, placeholder="清空已放的格子时要写")
        self._fault = label("", "error")
        self._build()

    # what every kept work says of itself

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show what was kept, or the week as it is."""
        self._put(draft)
        self.table.view.go_to_first()

    def renew(self, week: store.Week) -> None:
        """Show the week as it came anew, the cursor where it was; what somebody is writing in stays as it is."""
        if not self.has_begun:  # what was kept of it is still on its way here
            self.week = week
        elif week != self.week and not self.is_written:
            view, here = self.table.view, self.table.view.currentIndex()
            what = rows.what(view.lines.line(here.row()) or {})
            self.week = week
            self.share.percent = week.percent
            self._put(None)
            found = next((place for place, row in enumerate(self.rows) if rows.what(row) == what), here.row())
            view.setCurrentIndex(view.lines.index(min(found, len(self.rows) - 1), here.column()))

    @property
    def is_written(self) -> bool:
        """Say whether somebody is writing here: what was typed is not published yet, or a cell is being filled in."""
        editors = self.table.view.viewport().findChildren(QLineEdit, "cell")
        return self.is_dirty or any(one.isVisible() for one in editors)

    def _put(self, draft: Mapping[str, Any] | None) -> None:
        fresh = rows.rows_of(self.week.lines, self.monday)
        shown = rows.taken_up(fresh, draft.get("rows", ())) if draft else fresh
        self._source = Source(draft.get("source", Source.TYPED)) if draft else Source.TYPED
        self.reason.setText(str(draft.get("reason", "")) if draft else "")
        self.table.view.lines.set_lines(shown or [rows.empty()])
        self.has_begun, self.is_dirty = True, bool(draft)
        self._keep.stop()
        self._sum_up()

    def content(self) -> Mapping[str, Any]:
        """Return what stands in the rows."""
        return {"rows": rows.typed(self.rows), "reason": self.reason.key, "source": self._source.value}

    def check(self) -> bool:
        """Check every row; the cursor goes to the first that is wrong."""
        self.end_typing()
        self.table.view.lines.drop_idle_tail(rows.is_idle)
        if not self.table.view.lines.check():
            self.table.view.go_to_next_fault()
            return False
        made = self.command()
        if made is not None and made.closed and not self.reason.key:
            self._say("清空了已放的号，请写停诊原因：约了号的单位会看到。")
            self.reason.setFocus()
            return False
        return True

    def command(self) -> PublishCapacity | None:
        """Return what makes the week as it stands here; None when nothing was changed."""
        today = day(self.desk.now())
        return rows.command_of(self.rows, self.monday, today, self.week.percent, self.reason.key, self._source)

    def show_refusal(self, _fault: Fault) -> bool:
        """Leave it to the page: the sentence names what it is about."""
        return False

    def first_focus(self) -> None:
        """Put the cursor into the rows."""
        self.table.view.setFocus()

    def end_typing(self) -> None:
        """Take the value that is being typed."""
        self.table.view.end_cell()

    def set_compact(self, compact: bool) -> None:
        """Leave the shares and the keys out where there is no room."""
        self.table.set_compact(compact)
        self.share.setVisible(not compact)

    # the week

    @property
    def rows(self) -> list[Line]:
        """Return the rows as they stand."""
        return self.table.view.lines.lines

    def copy_from(self, former: Sequence[CapacityLine]) -> int:
        """Put the week before in where nothing stands; return how many cells that are."""
        self.end_typing()
        today = day(self.desk.now())
        found = rows.copied(self.rows, former, self.monday, today)
        before = sum(bool(row.get(key)) for row in self.rows for key in rows.DAYS)
        after = sum(bool(row.get(key)) for row in found for key in rows.DAYS)
        if after > before:
            self._source = Source.COPIED
            self.table.view.lines.set_lines(found)
            self.table.view.go_to_first()
            self._on_edited()
        return after - before

    def _columns(self, departments: Sequence[str]) -> tuple[LineColumn, ...]:
        kinds = [Option(key, name) for key, name in KINDS.items()]
        offered = [Option(one, one) for one in departments]
        return (
            LineColumn(
                key="kind",
                title="类别",
                width=72,
                kind=PICK,
                search=among(kinds),
                text=lambda row: KINDS.get(str(row.get("kind")), ""),
                is_open=rows.is_new,
            ),
            LineColumn(
                key="department",
                title="科室",
                width=104,
                stretch=1,
                kind=PICK,
                search=among(offered),
                is_free=True,
                is_open=rows.is_new,
                check=partial(self._needed, "科室"),
            ),
            LineColumn(
                key="name",
                title="专家、床位、项目",
                width=150,
                stretch=2,
                kind=WORDS,
                is_open=rows.is_new,
                is_bold=lambda _row: True,
                check=partial(self._needed, "名称"),
            ),
            LineColumn(key="time", title="时段", width=96, kind=WORDS, placeholder="全天", check=self._check_time),
            LineColumn(key="place", title="地点", width=104, stretch=1, kind=WORDS, is_passed=True, rank=1),
            *(self._day(place) for place in range(len(rows.DAYS))),
        )

    def _day(self, place: int) -> LineColumn:
        on = self.monday + timedelta(days=place)
        key = rows.DAYS[place]
        is_over = on < day(self.desk.now())
        return LineColumn(
            key=key,
            title=f"周{WEEKDAYS[place]} {on.month}-{on.day}",
            width=82,
            kind=WORDS,
            is_right=True,
            text=lambda row: rows.words_of(row, key),
            tone=lambda row: rows.tone_of(row, key),
            is_open=lambda row: not is_over and rows.may_change(row, key),
            check=partial(self._check_cell, key),
            typed=lambda typed, _row: {key: rows.filled(typed, self.week.percent)},
        )

    def _needed(self, title: str, value: Any, row: Line) -> str:
        if not value:
            return "" if rows.is_idle(row) else f"{title}没有填。请补上。"
        return "" if len(str(value)) <= LONGEST else f"{title}最多 {LONGEST} 个字。请改短。"

    def _check_time(self, value: Any, _row: Line) -> str:
        try:
            tidy_time(str(value or ""))
        except Refused as fault:
            return self.desk.say(fault, self.kind)
        return ""

    def _check_cell(self, key: str, value: Any, row: Line) -> str:
        text = str(value or "")
        if not text:
            return ""
        numbers = rows.read_cell(text, self.week.percent)
        if numbers is None:
            return "请写「预留/总数」，如 6/20；只写总数时按县里的比例预留。预留不多于总数，总数 1 至 999。"
        held = rows.taken(row, key)
        return f"已经有 {held} 个被占用，预留不能少于 {held}。" if numbers.reserved < held else ""

    def _build(self) -> None:
        view = self.table.view
        view.new_line = rows.empty
        view.may_remove = rows.is_new
        self.reason.setAccessibleName("停诊原因")
        self.reason.setMaxLength(LONGEST)
        self.reason.setFixedWidth(220)
        place = self.table.foot.count() - 1
        for widget in (label("停诊原因", "second"), self.reason, self._fault):
            place += 1
            self.table.foot.insertWidget(place, widget)
        layout = column(self.share, self.table, spacing=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.table.edited.connect(self._on_edited)
        self.reason.textEdited.connect(lambda _text: self._on_edited())
        self.reason.taken.connect(lambda _option: self._on_edited())
        block.take_from_cells(view, self.paste)
        on_key(self, "F8", view.go_to_next_fault)
        on_key(view, "Ctrl+V", self.paste)

    def paste(self) -> bool:
        """Put copied cells in from the cursor on, where they are more than one; say whether they are."""
        text = QApplication.clipboard().text()
        if not block.is_block(text):
            return False
        model, here = self.table.view.lines, self.table.view.currentIndex()
        copied = block.read_block(text)
        while model.rowCount() < here.row() + len(copied):
            model.add(model.rowCount(), rows.empty(model.line(model.rowCount() - 1)))
        placed = block.place(model, copied, here.row(), here.column())
        block.fill(model, placed)
        return True

    def _on_edited(self) -> None:
        self._say("")
        self.touch()
        self._sum_up()

    def _sum_up(self) -> None:
        self.share.show_sums(rows.sums(self.rows, self.week.percent))
        held = sum(rows.taken(row, key) for row in self.rows for key in rows.DAYS)
        self.table.set_sums(f"{sum(not rows.is_idle(row) for row in self.rows)} 行　已占用 {held}")

    def _say(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))

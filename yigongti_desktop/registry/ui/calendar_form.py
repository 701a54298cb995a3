"""A year of the calendar as it is typed, or as a file brought it, with what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal

from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.calendar import Holiday
from yigongti_desktop.kernel.calendar import Notice
from yigongti_desktop.kernel.calendar import changed_days
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.statutory import statutes
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.table import LineTable
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.registry.messages import WriteCalendarYear
from yigongti_desktop.registry.model.calendar_checks import faults
from yigongti_desktop.registry.model.calendar_year import Written
from yigongti_desktop.registry.model.holiday_file import HolidayFile
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.service.calendar import Calendars
from yigongti_desktop.registry.ui import calendar_lines as lines

_KEYS = (("Enter", "下一格"), ("Ins", "加一行"), ("Del", "删一行"), ("F8", "下一处要改"), ("Ctrl+Enter", "保存"))
#: Height of a file's faults, and where there is little room.
_FAULTS, _FEW_FAULTS, _LABEL, _LONGEST = 150, 116, 60, 200
#: A holiday of more days is a slip of the pen, and no change is counted by it.
_HANDY = 31


class CalendarForm(Kept):
    """The lines of one year."""

    #: A line was taken out: its row and itself.
    removed = Signal(int, object)
    #: What was kept was begun before somebody else wrote the year down otherwise.
    overtaken = Signal()

    kind = "calendar_year"

    def __init__(self, desk: Desk, year: int, known: Calendars, read: HolidayFile | None = None) -> None:
        """Make it.

        Args:
            desk: that keeps the draft.
            year: that is written down.
            known: what was in sight of the calendar when it was begun.
            read: what a file has brought; None when it is typed.
        """
        super().__init__(desk, self.kind, str(year))
        self.year, self.known, self.read = year, known, read
        self._seen = known.edition(year)
        self.head = FormView((Section("", ((_source(year),),)),), label_width=_LABEL)
        self.head.setFixedHeight(self.head.widget().sizeHint().height() + 2)
        self.table = LineTable(lines.holiday_columns(desk, year), keys=_KEYS)
        view = self.table.view
        view.new_line = lambda _after: lines.empty()
        view.may_remove = lambda _line: True
        view.removed.connect(self.removed)
        self.file_faults = RecordTable(self._fault_columns(), keys=(), unit="处")
        self.file_faults.setVisible(False)
        self._is_compact = False
        self._frame, inside = card()
        inside.addWidget(self.head)
        layout = column(self._frame, self.table, self.file_faults, spacing=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.head.edited.connect(lambda _name: self.touch())
        self.head.finished.connect(view.go_to_first)
        self.table.edited.connect(self._on_lines)
        on_key(self, "F8", view.go_to_next_fault)

    @property
    def lines(self) -> list[Line]:
        """Return the lines as they stand."""
        return self.table.view.lines.lines

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show what the file brought, what was kept, or the year as it stands."""
        if self.read is not None:
            self._show_read(self.read)
        elif draft:
            if draft.get("seen") != self._seen:
                QTimer.singleShot(0, self, self.overtaken.emit)  # after the page has said that it is gone on with
            self._fill(str(draft.get("source") or ""), draft.get("lines") or ())
        else:
            standing = self.known.calendar.notice(self.year)
            self._fill(standing.source if standing else _document(self.year), self._fresh(standing))
        self.has_begun = True
        self.is_dirty = bool(draft) or self.read is not None
        self._keep.stop()
        if self.read is None:
            self.first_focus()
            return
        self.touch()
        if self.check():
            self.first_focus()

    def begin_anew(self) -> None:
        """Forget what was kept, and show the year as it stands."""
        self.read = None
        self.file_faults.setVisible(False)
        self._share_room()
        super().begin_anew()

    def content(self) -> Mapping[str, Any]:
        """Return what stands here, for the draft."""
        return {"source": self.head.values()["source"], "lines": self.lines, "seen": self._seen}

    def check(self) -> bool:
        """Check every line as the rules will; the cursor goes to the first that is wrong."""
        self.end_typing()
        model = self.table.view.lines
        if model.check() and self.head.check():
            rows = [row for row, line in enumerate(self.lines) if not lines.is_empty(line)]
            for fault in faults(self.year, self._holidays()):
                if fault.place >= 0:
                    words = self.desk.say(Refused(fault.code, **fault.facts))
                    model.set_fault(rows[fault.place], lines.column_of(fault.code), words)
            self.table.view.lines.faults_changed.emit()
        if not model.faults():
            return True
        self.table.view.go_to_next_fault()
        return False

    def command(self) -> WriteCalendarYear:
        """Return the command for what stands here.

        Raises:
            Refused: calendar_empty, and what is wrong with the year as a whole.
        """
        holidays = self._holidays()
        if not holidays:
            raise Refused("calendar_empty", year=self.year)
        for fault in faults(self.year, holidays):
            raise Refused(fault.code, **fault.facts)
        source = self.head.values()["source"]
        return WriteCalendarYear(
            written=Written(year=self.year, holidays=holidays, source=source), seen=self._seen
        )  # fmt: skip

    def show_refusal(self, fault: Fault) -> bool:
        """Say no: what is wrong with a line is known before, and the rest is of the whole year."""
        _ = fault
        return False

    def first_focus(self) -> None:
        """Put the cursor into the first cell that is to be filled in."""
        self.table.view.go_to_first()

    def end_typing(self) -> None:
        """Take the value that is being typed into a cell."""
        self.table.view.end_cell()

    def set_compact(self, compact: bool) -> None:
        """Leave the keys out where there is no room, and the document where a file's faults need it."""
        self._is_compact = compact
        self.table.set_compact(compact)
        self._share_room()

    def restore(self, place: int, line: Line) -> None:
        """Put a line back that was taken out."""
        self.table.view.lines.add(place, line)
        self.table.view.go_to(place, 1)

    def _show_read(self, read: HolidayFile) -> None:
        notice = read.notice
        self._fill(notice.source if notice else "", lines.of_holidays(notice.holidays if notice else (), self.year))
        self.file_faults.show_rows(list(read.faults))
        self.file_faults.setVisible(bool(read.faults))
        self._share_room()

    def _share_room(self) -> None:
        self.file_faults.setFixedHeight(_FEW_FAULTS if self._is_compact else _FAULTS)
        self._frame.setVisible(not (self._is_compact and self.file_faults.isVisibleTo(self)))

    def _fill(self, source: str, shown: Sequence[Line]) -> None:
        self.head.clear_faults()
        self.head.fill({"source": source})
        self.table.view.lines.set_lines(list(shown) or [lines.empty()])
        self._sum_up()

    def _fresh(self, standing: Notice | None) -> list[Line]:
        if standing is None:
            return [lines.empty(name) for name in lines.USUAL]
        return lines.of_holidays(self.known.calendar.holidays(self.year), self.year)

    def _holidays(self) -> tuple[Holiday, ...]:
        return lines.to_holidays(self.lines, self.year)

    def _on_lines(self) -> None:
        self.touch()
        self._sum_up()

    def _sum_up(self) -> None:
        """Say what the year comes to, and what would change by it: nothing is written before it is saved."""
        try:
            holidays = self._holidays()
        except Refused:
            self.table.set_sums("")
            return
        wanted = len(statutes().days(self.year))
        by_law = len({day for one in holidays for day in one.statutory})
        off = sum(max((one.last - one.first).days + 1, 0) for one in holidays)
        made_up = sum(len(one.make_up) for one in holidays)
        is_sane = holidays and all((one.last - one.first).days <= _HANDY for one in holidays)
        changed = changes(self.known.calendar, Notice(year=self.year, holidays=holidays)) if is_sane else 0
        words = f"放假 {off} 天　其中法定 {by_law} / {wanted} 天　补班 {made_up} 天　存后有 {changed} 天和现在不同"
        self.table.set_sums(words)

    def _fault_columns(self) -> tuple[Column[RowFault], ...]:
        return (
            Column(title="文件行", text=lambda one: str(one.row or "全年"), width=74, is_right=True),
            Column(
                title="文件里的问题和办法",
                text=lambda one: self.desk.words.say(one.code, one.facts),
                width=320,
                stretch=1,
            ),
        )


def changes(before: Calendar, notice: Notice) -> int:
    """Return how many days become something else by a notice, those of the December before among them."""
    first, last = date(notice.year - 1, 12, 1), date(notice.year, 12, 31)
    return len(changed_days(before, before.having(notice), first, last))


def _document(year: int) -> str:
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def _source(year: int) -> Field:
    return Field(name="source", label="依据", is_wide=True, most=_LONGEST, placeholder=_document(year))

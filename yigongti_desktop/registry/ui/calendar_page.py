"""节假日: a year in small months with its holidays; written down and imported by the lead hospital's offices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog
from PySide6.QtWidgets import QScrollArea

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.badge import KeyHints
from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.confirm import confirm
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.kit.workpage import WorkPage
from yigongti_desktop.registry.messages import WriteCalendarYear
from yigongti_desktop.registry.model import holiday_file
from yigongti_desktop.registry.model.calendar_checks import years
from yigongti_desktop.registry.model.calendar_year import CalendarYear
from yigongti_desktop.registry.model.calendar_year import Written
from yigongti_desktop.registry.model.holiday_file import HolidayFile
from yigongti_desktop.registry.service import calendar as service
from yigongti_desktop.registry.service.calendar import OFFICES
from yigongti_desktop.registry.service.calendar import Calendars
from yigongti_desktop.registry.ui.calendar_columns import badge
from yigongti_desktop.registry.ui.calendar_columns import columns
from yigongti_desktop.registry.ui.calendar_form import CalendarForm
from yigongti_desktop.registry.ui.calendar_form import changes
from yigongti_desktop.registry.ui.calendar_legend import YearLegend
from yigongti_desktop.registry.ui.calendar_view import YearView

#: Width of the holidays, and what is kept in sight around the day of the cursor.
_SIDE, _ROOM = 340, 40
_FILES = "节假日文件 (*.json)"
_KEYS = (("←↑↓→", "移动"), ("PgUp/PgDn", "换一年"), ("F6", "换一块"))
_NOTE = "法定节假日按国家办法列出，周末按双休算，调休和补班还没有。照它排的班和算的期限，等通知来了要再核对。"


class CalendarPage(WorkPage):
    """The page of the calendar."""

    topics = frozenset({"calendar", "sync"})
    work_name = "节假日"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "节假日")
        self._is_office = desk.actor is not None and desk.actor.may(OFFICES)
        self._known = Calendars(years=(), waiting=frozenset())
        self._has_read = False
        self._pending: Any = None
        self._year = self._today().year
        self.view = YearView(self._known.calendar, self._today())
        self.holidays = RecordTable(columns(lambda: self._year), keys=(), unit="个")
        self._legend, self._day, self._hints = (
            YearLegend(),
            label(self.view.words(), "name", wrap=True),
            KeyHints(_KEYS),
        )
        self._months = QScrollArea()
        self._months.setWidgetResizable(True)
        self._months.setFrameShape(QScrollArea.Shape.NoFrame)
        self._months.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._months.setWidget(self.view)
        self._before = KeyButton("上一年", "PgUp", icon="arrow-left", style=LINK)
        self._after = KeyButton("下一年", "PgDn", icon="arrow-right", style=LINK)
        self._write = KeyButton("录入", "F2", icon="pencil", style=PRIMARY)
        self._import = KeyButton("导入", "Ctrl+O", icon="import")
        self._withdraw = KeyButton("撤回", "", icon="undo", style=LINK)
        self._save = KeyButton("保存", "Ctrl+Enter", style=PRIMARY)
        line = row(self._day, self._withdraw, self._before, self._after, spacing=10)
        line.setStretch(0, 1)
        months = column(self._months, line, self._legend, self._hints, spacing=6)
        months.setStretch(0, 1)
        self._beside = Beside(boxed(months), self.holidays, _SIDE)
        self._stack.addWidget(self._beside)
        self._connect()
        self.take_back()
        self.reload()

    @property
    def year(self) -> int:
        """Return the year in sight."""
        return self._year

    def reload(self) -> None:
        """Read the years again."""
        self.desk.read(self, service.calendars, done=self._show, failed=self.show_fault)

    def first_focus(self) -> None:
        """Put the cursor into the months, or into what is written."""
        if self.kept_work is None:
            self.view.setFocus()
        else:
            super().first_focus()

    def open(self, argument: Any) -> None:
        """Show a year ("2027"), or write it down ("edit 2027")."""
        words = str(argument).split()
        if not self._has_read:
            self._pending = argument
        elif words and words[-1].isdecimal() and int(words[-1]) in years():
            self._go_to(int(words[-1]))
            if words[0] == "edit":
                self._begin(None)

    def begin_new(self) -> bool:
        """Write down the year in sight."""
        if self._is_office and self._has_read:
            self._begin(None)
        return self._is_office

    def set_compact(self, compact: bool) -> None:
        """Leave the list of holidays away where there is no room."""
        super().set_compact(compact)
        self._beside.set_narrow(compact)
        self._hints.setVisible(not compact)
        QTimer.singleShot(0, self, lambda: self._show_day(self.view.day))

    def take_back(self) -> None:
        """Show the year."""
        self._stack.setCurrentWidget(self._beside)
        self.set_buttons(*((self._import, self._write) if self._is_office else ()))
        self._show_year()

    def done(self, work: Kept, record: CalendarYear) -> None:
        """Show the year that was written down, and what has become otherwise by it."""
        notice = record.notice
        count = changes(work.known.calendar, notice) if isinstance(work, CalendarForm) and notice else 0
        words = f"{record.year} 年节假日"
        if count:
            words += f"　{count} 天和以前不同，已排的班要核对"
        self.wants_toast.emit("已存本机，待上传", words, None)
        self.reload()

    def ask_file(self) -> None:
        """Ask for a file of the public form, and show what it would change; nothing is written by that."""
        if not self._is_office:
            return
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "导入节假日文件", "", _FILES)
        if chosen:
            file = Path(chosen)
            self.desk.work(self, lambda: holiday_file.read(service.content(file)), self._look, self.show_fault)

    def begin_kept(self, work: Kept, draft: Mapping[str, Any] | None) -> None:
        """Show what a file brought, else what was kept."""
        brought = isinstance(work, CalendarForm) and work.read is not None
        super().begin_kept(work, None if brought else draft)

    # inside

    def _connect(self) -> None:
        for button, act in (
            (self._before, partial(self._step, -1)),
            (self._after, partial(self._step, 1)),
            (self._write, partial(self._begin, None)),
            (self._import, self.ask_file),
            (self._withdraw, self._ask_withdraw),
            (self._save, lambda: self.send(self._save)),
        ):
            button.clicked.connect(act)
        on_key(self._beside, "PgUp", partial(self._step, -1))
        on_key(self._beside, "PgDown", partial(self._step, 1))
        on_key(self, "Ctrl+O", self.ask_file)
        self.view.rested.connect(self._show_day)

    def _today(self) -> date:
        return day(self.desk.now())

    def _step(self, by: int) -> None:
        if self._year + by in years():
            self._go_to(self._year + by)

    def _go_to(self, year: int) -> None:
        self._year = year
        today = self._today()
        self.view.show_day(today if today.year == year else date(year, 1, 1))
        if self.work is None:
            self._show_year()

    def _show_day(self, on: date) -> None:
        self._day.setText(self.view.words())
        middle = self.view.box_of(on).center().toPoint()
        self._months.ensureVisible(middle.x(), middle.y(), _ROOM, _ROOM)

    def _show(self, known: Calendars) -> None:
        self._known, self._has_read = known, True
        self.view.show_calendar(known.calendar)
        if self.work is None:
            self._show_year()
        pending, self._pending = self._pending, None
        if pending is not None:
            self.open(pending)

    def _show_year(self) -> None:
        calendar, year = self._known.calendar, self._year
        is_published = calendar.is_published(year)
        counted = Counter(kind for _, kind in calendar.days(year))
        self._legend.show_counts(counted, is_awaited=calendar.unsettled(date(year, 12, 31)) is not None)
        working = sum(count for kind, count in counted.items() if kind.is_working)
        self.set_title("节假日", f"{year} 年　上班 {working} 天")
        self.badge.set_badge(badge(is_published=is_published, is_waiting=year in self._known.waiting))
        self._write.set_words(f"{'修改' if is_published else '录入'} {year} 年")
        self._withdraw.setVisible(self._is_office and bool(self._known.edition(year)))
        self.holidays.empty.say("还没有发布", "通知来了，由牵头医院录入或导入。", icon="calendar")
        self.holidays.show_rows(list(calendar.holidays(year)))
        if is_published:
            self.banner.clear()
        else:
            self.banner.say(f"{year} 年未发布", _NOTE, tone="warn", icon="calendar")

    def _begin(self, read: HolidayFile | None) -> None:
        if not self._is_office or (read is None and isinstance(self.work, CalendarForm)):
            return
        form = CalendarForm(self.desk, self._year, self._known, read)
        form.removed.connect(partial(self._on_removed, form))
        form.overtaken.connect(self._say_overtaken)
        on_key(form, "Ctrl+Return", lambda: self.send(self._save))
        facts = "由文件读入，还没有存" if read is not None else "照国务院办公厅的通知逐条录"
        self.open_kept(form, f"{self._year} 年节假日", facts, self._save)
        self.badge.set_badge(None)

    def _say_overtaken(self) -> None:
        words = "您录的还在下面，和现在有几天不同写在最下面。对照过再存，存了就换成您的。"
        self.banner.say("别人已改了这一年", words, tone="warn")

    def _look(self, read: HolidayFile) -> None:
        """Ask for what was kept of the file's year: what somebody typed is not lost to a file unasked."""
        self.leave_work(quietly=True)
        self.desk.ask_draft(self, CalendarForm.kind, str(read.year), done=partial(self._take, read))

    def _take(self, read: HolidayFile, draft: Mapping[str, Any] | None) -> None:
        """Show what a file has brought, to be looked at and put right before it is saved."""
        words = f"{read.year} 年有一份没写完的草稿，用文件里的就换掉它。"
        is_wanted = draft is None or read.notice is None or confirm(self, "换掉草稿", words, verb="用文件里的")
        if not is_wanted:
            return
        self._go_to(read.year)
        if read.notice is None:
            self.banner.say(
                f"{read.year} 年未发布", "文件里这一年还没有放假安排，什么也没有改。", tone="warn", icon="calendar"
            )
            return
        self._begin(read)
        if read.faults:
            words = "读到的都在下面，改好再存；没改好之前什么也不会变。"
            self.banner.say(f"文件里有 {len(read.faults)} 处问题", words, tone="warn")
        else:
            self.banner.say("文件没有问题", "看过以后按 Ctrl+Enter 存。", tone="ok", icon="check-circle")

    def _ask_withdraw(self) -> None:
        year = self._year
        words = f"撤回以后，{year} 年回到录入以前的样子，照它排的班要再核对。"
        if confirm(self, f"撤回 {year} 年节假日", words, verb="撤回"):
            written = Written(year=year, holidays=())
            command = WriteCalendarYear(written=written, seen=self._known.edition(year))
            self.desk.do(self, command, self._withdrawn, self.show_fault)

    def _withdrawn(self, record: CalendarYear) -> None:
        self.wants_toast.emit("已存本机，待上传", f"{record.year} 年节假日已撤回", None)
        self.reload()

    def _on_removed(self, form: CalendarForm, place: int, line: Line) -> None:
        if line["name"]:
            self.wants_toast.emit("删了一行", str(line["name"]), partial(form.restore, place, line))

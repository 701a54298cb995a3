"""预留号源: the weeks of the hospital's referral office: filled in, copied, read from Excel, published (REF-09)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from yigongti_desktop.capabilities.referrals.messages.capacity import Changing
from yigongti_desktop.capabilities.referrals.messages.capacity import Opening
from yigongti_desktop.capabilities.referrals.messages.capacity import PublishCapacity
from yigongti_desktop.capabilities.referrals.model.capacity import Source
from yigongti_desktop.capabilities.referrals.model.capacity_share import monday
from yigongti_desktop.capabilities.referrals.store import capacity as store
from yigongti_desktop.capabilities.referrals.ui.capacity_grid import CapacityGrid
from yigongti_desktop.capabilities.referrals.ui.capacity_words import week_words
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.page import Page
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.store import Seat

_WEEK, _SUNDAY = timedelta(7), timedelta(6)
_FILES = "表格 (*.xlsx *.csv)"
#: Wrong rows of a sheet that are told one by one.
_MOST_TOLD = 4


class CapacityPage(Page):
    """The page of weeks."""

    topics = frozenset({"capacity", "county", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "预留号源")
        self._monday = monday(day(desk.now()))
        self._seat: Seat | None = None
        self.grid: CapacityGrid | None = None
        self._found: store.Import | None = None
        self._before = KeyButton("上一周", "Ctrl+PgUp", icon="arrow-left", style=LINK)
        self._after = KeyButton("下一周", "Ctrl+PgDn", icon="arrow-right", style=LINK)
        self._copy = KeyButton("抄上周", "F9", icon="copy")
        self._import = KeyButton("读 Excel", "Ctrl+I", icon="import")
        self._publish = KeyButton("放号", "Ctrl+Enter", style=PRIMARY)
        for button, key, act in (
            (self._before, "Ctrl+PgUp", partial(self.step, -1)),
            (self._after, "Ctrl+PgDown", partial(self.step, 1)),
            (self._copy, "F9", self.copy),
            (self._import, "Ctrl+I", self._choose),
            (self._publish, "Ctrl+Return", self.publish),
        ):
            button.clicked.connect(act)
            on_key(self, key, act, window_wide=True)
        for place, button in enumerate((self._before, self._after), start=2):
            self._head.insertWidget(place, button)
        self.set_buttons(self._copy, self._import, self._publish)
        if desk.actor is not None:
            today = day(desk.now())
            desk.read(self, registry.seat, desk.actor.institution, today, done=self._sit, failed=self.show_fault)

    @property
    def monday(self) -> date:
        """Return the Monday of the week in sight."""
        return self._monday

    @property
    def unsaved(self) -> str:
        """Return what is being written."""
        return "预留号源" if self.grid is not None and self.grid.is_written else ""

    def open(self, argument: Any) -> None:
        """Show the week of a day."""
        if isinstance(argument, str) and argument:
            self._go_to(monday(date.fromisoformat(argument)))

    def reload(self) -> None:
        """Read the week again, unless somebody is writing in it."""
        grid = self.grid
        is_written = grid is not None and grid.monday == self._monday and grid.is_written
        if self._seat is not None and not is_written:
            self.desk.read(
                self,
                store.week,
                self._seat.own.id,
                self._monday,
                self._monday + _SUNDAY,
                done=partial(self._show, self._monday),
                failed=self.show_fault,
            )

    def leave(self) -> None:
        """Keep what is being written."""
        if self.grid is not None:
            self.grid.end_typing()
            self.grid.keep_draft()

    def first_focus(self) -> None:
        """Put the cursor into the rows."""
        if self.grid is not None:
            self.grid.first_focus()

    def set_compact(self, compact: bool) -> None:
        """Fit a small window."""
        super().set_compact(compact)
        for button in (self._before, self._after):
            button.setVisible(not compact)
        if self.grid is not None:
            self.grid.set_compact(compact)

    def step(self, by: int) -> None:
        """Go to the week before or after; what was typed is kept."""
        self._go_to(self._monday + by * _WEEK)

    def copy(self) -> None:
        """Put the week before in where nothing stands."""
        if self._seat is None or self.grid is None:
            return
        before = self._monday - _WEEK
        self.desk.read(
            self, store.week, self._seat.own.id, before, before + _SUNDAY, done=self._copied, failed=self.show_fault
        )

    def publish(self) -> None:
        """Publish the week as it stands, or what was read from a sheet."""
        if not self._publish.isEnabled():  # it is under way
            return
        if self._found is not None:
            self._publish_sheet(self._found)
            return
        grid = self.grid
        if grid is None or not grid.check():
            return
        command = grid.command()
        if command is None:
            self.wants_toast.emit("没有要改的", "这一周和已放的号一样。", None)
            return
        words = _counted(len(command.opened), len(command.changed), len(command.closed))
        self._do(command, words, grid)

    def read_file(self, file: Path) -> None:
        """Read a sheet, and say what it would change."""
        if self._seat is not None:
            self.desk.read(
                self,
                store.read_sheet,
                str(file),
                self._seat.own.id,
                day(self.desk.now()),
                done=self._show_sheet,
                failed=self.show_fault,
            )

    def _go_to(self, week: date) -> None:
        self.leave()  # what is kept comes back with its week
        self._drop_sheet()
        self._monday = week
        self.reload()

    def _sit(self, seat: Seat) -> None:
        self._seat = seat
        self.reload()

    def _show(self, week_of: date, found: store.Week) -> None:
        if week_of != self._monday or self._seat is None:
            return
        last = self._monday + _SUNDAY
        self.facts.setText(f"{week_words(self._monday, last)}　格子里写「预留/总数」")
        if self.grid is not None and self.grid.monday == week_of:
            self.grid.renew(found)
            return
        former, self.grid = (
            self.grid,
            CapacityGrid(self.desk, self._monday, found, self._seat.departments_of(self._seat.own.id)),
        )
        if former is not None:
            self.body.removeWidget(former)
            former.hide()
            former.deleteLater()
        self.body.addWidget(self.grid, 1)
        self.grid.set_compact(self.is_compact)
        self.desk.ask_draft(self, store.WEEK, self._monday.isoformat(), done=partial(self._begin, self.grid))

    def _begin(self, grid: CapacityGrid, draft: dict[str, Any] | None) -> None:
        if grid is not self.grid:
            return
        grid.begin(draft)
        if draft:
            anew = KeyButton("从头写", "", icon="refresh")
            anew.clicked.connect(self._begin_anew)
            self.banner.say("接着上次没放的", "上次填的都在，接着写就行。", anew, tone="accent", icon="pencil")
        if self.isVisible():
            grid.first_focus()

    def _begin_anew(self) -> None:
        self.banner.clear()
        if self.grid is not None:
            self.grid.begin_anew()
            self.reload()  # what came while it was written was left for later

    def _copied(self, former: store.Week) -> None:
        if self.grid is None:
            return
        count = self.grid.copy_from(former.lines)
        words = f"抄了 {count} 格，看过以后按 Ctrl+Enter 放号。" if count else "上周没有可抄的，或这一周已经都有了。"
        self.wants_toast.emit("抄上周", words, None)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "读预留号源", "", _FILES)
        if chosen:
            self.read_file(Path(chosen))

    def _show_sheet(self, found: store.Import) -> None:
        self._found = found if found.opened or found.changed else None
        counts = _counted(len(found.opened), len(found.changed), 0)
        days = f"{_short(found.days[0])}—{_short(found.days[-1])}" if found.days else ""
        told = [f"第 {one.row} 行：{self._say_fault(one)}" for one in found.faults[:_MOST_TOLD]]
        more = f"另有 {len(found.faults) - _MOST_TOLD} 行要改。" if len(found.faults) > _MOST_TOLD else ""
        words = " ".join((f"{days}　{counts}，{found.same} 行和已放的一样。", *told, more)).strip()
        if self._found is None:
            self.banner.say("没有要放的", words, tone="warn")
            return
        go = KeyButton("放这些号", "Ctrl+Enter", style=PRIMARY)
        go.clicked.connect(self.publish)
        stop = KeyButton("先不", "")
        stop.clicked.connect(self._drop_sheet)
        title = f"{len(found.faults)} 行有错，不放" if found.faults else "读好了"
        self.banner.say(title, words, stop, go, tone="warn" if found.faults else "accent", icon="inbox")

    def _say_fault(self, one: Any) -> str:
        return self.desk.words.say(one.code, one.facts, store.LINE.name)

    def _drop_sheet(self) -> None:
        if self._found is not None:
            self._found = None
            self.banner.clear()

    def _publish_sheet(self, found: store.Import) -> None:
        command = PublishCapacity(
            opened=tuple(Opening(slot=one.slot, numbers=one.numbers) for one in found.opened),
            changed=tuple(
                Changing(line=line, numbers=one.numbers, time=one.slot.time, place=one.slot.place)
                for line, one in found.changed
            ),
            source=Source.IMPORTED,
        )
        self._do(command, _counted(len(found.opened), len(found.changed), 0), None)

    def _do(self, command: PublishCapacity, words: str, grid: CapacityGrid | None) -> None:
        self._publish.setEnabled(False)

        def done(_line: Any) -> None:
            self._publish.setEnabled(True)
            self._found = None
            self.banner.clear()
            if grid is not None:
                grid.drop_draft()
                if grid.reason.hasFocus():
                    grid.first_focus()
            self.wants_toast.emit("已存本机，待上传", words, None)
            self.reload()

        def failed(fault: Fault) -> None:
            self._publish.setEnabled(True)
            self.banner.say("没有放成", self.desk.say(fault, store.LINE.name))

        self.desk.do(self, command, done, failed, grid.draft if grid is not None else None)


def _counted(opened: int, changed: int, closed: int) -> str:
    parts: Sequence[tuple[str, int]] = (("新放", opened), ("改", changed), ("停诊", closed))
    return "，".join(f"{name} {count} 格" for name, count in parts if count) or "没有要改的"


def _short(on: date) -> str:
    return f"{on.month}-{on.day}"

"""A roster on paper and in files: for the wall on A4 or A3, one person's slip, Excel, and one person's calendar."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.calendar_file import personal_calendar
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.wall import Wall
from yigongti_desktop.capabilities.staffing.model.wall import wall
from yigongti_desktop.capabilities.staffing.printing.roster_book import write_roster_book
from yigongti_desktop.capabilities.staffing.printing.rosters import roster_sheet
from yigongti_desktop.capabilities.staffing.printing.slips import personal_slips
from yigongti_desktop.capabilities.staffing.ui.roster_host import Host
from yigongti_desktop.capabilities.staffing.ui.roster_words import say_days
from yigongti_desktop.kernel import files
from yigongti_desktop.kit import saving
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.papers import draw


class Papers:
    """Hands out the roster in sight: a draft as it stands on the grid, else what is published."""

    def __init__(self, page: Page, host: Host, line: Callable[[], Line | None]) -> None:
        """Make it.

        Args:
            page: that shows papers and says what was saved.
            host: the same page, with its roster.
            line: returns the line under the cursor, or None.
        """
        self._page, self._host, self._line = page, host, line

    def month(self, *, is_a3: bool = False) -> None:
        """Show the roster for the wall."""
        if (roster := self._roster()) is not None:
            made, at = self._wall(roster), self._page.desk.now()
            draw(self._page, lambda: roster_sheet(made(), at, is_a3=is_a3), f"排班表 {_span(roster)}")

    def slip(self) -> None:
        """Show the month of the person under the cursor."""
        roster, line = self._roster(), self._line()
        if roster is None or not self._has_line(line) or line is None:
            return
        made, at = self._wall(roster), self._page.desk.now()
        draw(self._page, lambda: personal_slips(made(), [line.person], at), f"个人排班 {line.name} {_span(roster)}")

    def book(self) -> None:
        """Save the roster as a workbook."""
        roster = self._roster()
        if roster is None:
            return
        target = saving.ask_where(self._page, "导出到 Excel", f"排班表 {_span(roster)}", (".xlsx",), "Excel")
        if target is not None:
            made = self._wall(roster)
            self._save(target, lambda: write_roster_book(target, made()), "已导出")

    def calendar(self) -> None:
        """Save the month of the person under the cursor for the telephone."""
        roster, line, opened = self._roster(), self._line(), self._host.opened
        board = self._host.board
        if roster is None or not self._has_line(line) or line is None or board is None or opened is None:
            return
        name = f"{line.name} 排班 {_span(roster)}"
        target = saving.ask_where(self._page, "存成日历文件", name, (".ics",), "日历")
        if target is None:
            return
        asked, at = board.ground.asked, self._page.desk.now()
        make = partial(
            personal_calendar,
            roster,
            line.person,
            asked.duties,
            asked.month.leave,
            unit=opened.unit_name,
            name=line.name,
            at=at,
        )
        self._save(target, lambda: files.save(target, make()), "日历文件已存")

    def _roster(self) -> Roster | None:
        opened, board = self._host.opened, self._host.board
        if opened is None or opened.roster is None or board is None:
            return None
        is_draft = opened.roster.state is State.DRAFT
        return replace(opened.roster, lines=board.sheet.lines) if is_draft else opened.roster

    def _wall(self, roster: Roster) -> Callable[[], Wall]:
        opened, board = self._host.opened, self._host.board
        assert opened is not None  # noqa: S101 - there is a roster
        assert board is not None  # noqa: S101 - as above
        asked = board.ground.asked
        return partial(wall, roster, asked.month, asked.duties, opened.calendar, opened.unit_name)

    def _has_line(self, line: Line | None) -> bool:
        if line is None:
            self._page.banner.say("没有选人", "先把光标移到这个人的行上。", tone="warn")
        return line is not None

    def _save(self, target: Path, write: Callable[[], object], said: str) -> None:
        page = self._page

        def done(_nothing: object) -> None:
            page.desk.note("export", target.stem)
            page.wants_toast.emit(said, target.name, None)

        page.desk.work(page, write, done, page.show_fault)


def _span(roster: Roster) -> str:
    return say_days(roster.first, roster.days, roster.group).replace(" ", "").replace("　", " ")

"""What else can be done with a roster: paper and files, a sheet read in, somebody who drops out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from yigongti_desktop.capabilities.staffing.model.editions import Edition
from yigongti_desktop.capabilities.staffing.model.editions import editions
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.ui.edition_words import moment
from yigongti_desktop.capabilities.staffing.ui.roster_absence import Absence
from yigongti_desktop.capabilities.staffing.ui.roster_host import Host
from yigongti_desktop.capabilities.staffing.ui.roster_importing import Importing
from yigongti_desktop.capabilities.staffing.ui.roster_papers import Papers
from yigongti_desktop.capabilities.staffing.ui.roster_people import Membership
from yigongti_desktop.capabilities.staffing.ui.roster_room import RosterRoom
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.page import Page

Entry = tuple[str, str, Callable[[], object]]


class More:
    """The button 更多 with its menu, and the keys that do the same."""

    def __init__(self, page: Page, host: Host, room: RosterRoom, publish: Callable[[], object]) -> None:
        self._host, self._room = host, room
        self.papers = Papers(page, host, self._line)
        self.importing = Importing(page, host, room)
        self.absence = Absence(host, room.repair, self._cells, publish)
        self.people = Membership(host)
        self.button = KeyButton("更多", icon="chevron-down")
        self.button.make_menu = self.menu
        self.button.clicked.connect(self._open)
        problems: tuple[Entry, ...] = (
            ("", "F8", partial(room.next_problem, 1)),
            ("", "Shift+F8", partial(room.next_problem, -1)),
        )
        for _, key, act in (*self._entries(), *problems):
            if key:
                on_key(page, key, act)

    def _entries(self) -> tuple[Entry, ...]:
        return (
            ("打印班表 A4", "Ctrl+P", self.papers.month),
            ("打印班表 A3", "", partial(self.papers.month, is_a3=True)),
            ("打印这个人的班", "Ctrl+Shift+P", self.papers.slip),
            ("导出 Excel", "Ctrl+E", self.papers.book),
            ("这个人的日历文件", "", self.papers.calendar),
            ("读班表", "Ctrl+I", self.importing.ask),
            ("有人生病或临时请假", "F10", self.absence.ask),
            ("班上加人", "F11", self.people.ask_join),
            ("班上减人", "Shift+F11", self.people.ask_leave),
            ("更改记录", "F12", self.show_editions),
            ("撤回班表", "", self.people.ask_withdraw),
        )

    def menu(self) -> QMenu:
        """Return what can be done now."""
        menu = QMenu(self.button)
        for words, key, act in self._entries():
            if act == self.importing.ask and not self.importing.may:
                continue
            if act == self.absence.ask and not self._host.may_draw:
                continue
            if act in self.people.acts and not self.people.may:
                continue
            if act == self.show_editions and not self._editions():
                continue
            menu.addAction(f"{words}\t{key}" if key else words).triggered.connect(partial(_do, act))
        return menu

    def show_editions(self) -> None:
        """Show what was changed after it had been published."""
        roster = self._host.opened.roster if self._host.opened is not None else None
        if roster is not None and (found := self._editions()):
            at = moment(roster.published_at) if roster.published_at is not None else ""
            self._room.editions.show_editions(found, at, roster.published_by)
            self._host.show_side(self._room.editions)

    def _editions(self) -> tuple[Edition, ...]:
        roster = self._host.opened.roster if self._host.opened is not None else None
        return editions(roster) if roster is not None else ()

    def _open(self) -> None:
        self.menu().popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 2)))

    def _cells(self) -> list[tuple[int, int]]:
        grid = self._room.rostered.grid if self._room.rostered is not None else None
        return grid.cells() if grid is not None and grid.cell is not None else []

    def _line(self) -> Line | None:
        grid = self._room.rostered.grid if self._room.rostered is not None else None
        if grid is None or grid.person is None:
            return None
        return grid.board.sheet.lines[grid.person]


def _do(act: Callable[[], object], _checked: bool = False) -> None:  # noqa: FBT002 - Qt's
    act()

"""排班: a month's roster on a grid, drawn by keys or mouse, checked while it is drawn; published, and amended after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.editions import changed_cells
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.tally import Ground
from yigongti_desktop.capabilities.staffing.service.duties import DRAWERS
from yigongti_desktop.capabilities.staffing.store import rosters as store
from yigongti_desktop.capabilities.staffing.store import sheets
from yigongti_desktop.capabilities.staffing.store.sheets import Opened
from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.capabilities.staffing.ui.month_buttons import MonthButtons
from yigongti_desktop.capabilities.staffing.ui.roster_beginning import Beginning
from yigongti_desktop.capabilities.staffing.ui.roster_conflict import Conflict
from yigongti_desktop.capabilities.staffing.ui.roster_head import RosterHead
from yigongti_desktop.capabilities.staffing.ui.roster_keeping import FORM
from yigongti_desktop.capabilities.staffing.ui.roster_keeping import Keeping
from yigongti_desktop.capabilities.staffing.ui.roster_more import More
from yigongti_desktop.capabilities.staffing.ui.roster_publishing import Publishing
from yigongti_desktop.capabilities.staffing.ui.roster_room import RosterRoom
from yigongti_desktop.capabilities.staffing.ui.roster_solving import SelfDrawing
from yigongti_desktop.capabilities.staffing.ui.roster_state import first_month
from yigongti_desktop.capabilities.staffing.ui.roster_turned import Turned
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.empty import EmptyState
from yigongti_desktop.kit.page import Page

_STAFFING = ("rosters", "duties", "leave", "wishes", "settings", "rules")


class RosterPage(Page):
    """The page of the month roster."""

    topics = frozenset({*(f"staffing.{one}" for one in _STAFFING), "staff", "calendar", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "排班")
        self._own = desk.actor.institution if desk.actor else ""
        self._may_draw = desk.actor is not None and desk.actor.may(DRAWERS)
        self._month = first_month(day(desk.now()), may_draw=self._may_draw)
        self._opened: Opened | None = None
        self._is_amending, self._reads = False, 0
        self.board: Board | None = None
        self.keeping: Keeping | None = None
        self.room = RosterRoom(desk, self.body, self._leave_panel)
        self.panel = self.room.panel
        self._drawing = SelfDrawing(self, self.room.solving)
        self.empty = EmptyState("calendar")
        self.body.addWidget(self.empty)
        self.publishing, self._conflict, self._beginning = Publishing(self), Conflict(self), Beginning(self)
        self.more = More(self, self, self.room, self.publishing.ask)
        self._turned = Turned(self, self.room, self.more.people)
        self.head = RosterHead(MonthButtons(self._month, self), self.badge)
        self._build()
        self.reload()

    # what every page does

    @property
    def unsaved(self) -> str:
        """Return what is being drawn."""
        return "班表" if self.keeping is not None and self.keeping.is_dirty else ""

    @property
    def may_draw(self) -> bool:
        """Say whether this person draws rosters."""
        return self._may_draw

    @property
    def month(self) -> date:
        """Return the first day of the month in sight."""
        return self._month

    @property
    def opened(self) -> Opened | None:
        """Return the month as it was read last."""
        return self._opened

    def reload(self) -> None:
        """Read the month again; an answer that was on its way before is older than what has been saved since."""
        self._reads += 1
        shown = partial(self._show, self._reads)
        asked = (self._own, self._month, None, self._may_draw, day(self.desk.now()))
        self.desk.read(self, sheets.opened, *asked, done=shown, failed=self.show_fault)

    def open(self, argument: Any) -> None:
        """Show a month ("2026-10"), or that of a roster by its id; "new" is the one that is to be drawn next."""
        if len(words := str(argument)) == len("2026-10"):
            self.go_to(date.fromisoformat(f"{words}-01"))
        elif words != "new":
            shown = self._month
            self.desk.read(self, store.one_roster, words, done=lambda one: self.go_to(one.first if one else shown))

    def begin_new(self) -> bool:
        """Begin the roster of the month in sight, where there is none."""
        self._beginning.begin()
        return self._may_draw

    def leave(self) -> None:
        """Keep what is drawn, and put a draft into the record."""
        if self.keeping is not None:
            self.keeping.keep()
            self.keeping.save()

    def first_focus(self) -> None:
        """Put the cursor into the grid."""
        if self.room.rostered is not None and self.room.is_in_sight:
            self.room.rostered.grid.setFocus()
        else:
            (self.empty.findChild(KeyButton) or self.empty).setFocus()

    def set_compact(self, compact: bool) -> None:
        """Let the panel open over the grid where there is no room beside it."""
        super().set_compact(compact)
        self.room.set_compact(compact)
        if self.head.set_compact(compact):
            self.show_head()

    def go_to(self, month: date) -> None:
        """Show another month."""
        if month.replace(day=1) != self._month:
            self.leave()
            self.more.importing.end()
            self._month = month.replace(day=1)
            self._is_amending = False
            self.banner.clear()
            self.head.months.show_month(self._month)
            self.reload()

    # what is shown

    def _show(self, read: int, opened: Opened) -> None:
        if read != self._reads or self.more.importing.view is not None:
            return
        former, self._opened = self._opened, opened
        self.head.months.show_month(opened.month)
        if opened.roster is None or opened.asked is None:
            self._let_go()
            self._beginning.show(opened)
        elif self.board is None or former is None or not self._goes_on(former, opened):
            self._show_roster(opened.roster, opened)
        elif opened.roster.lines != self.board.sheet.base:
            self.board.come_after(opened.roster.lines)
        self.show_head()
        self._turned.show(opened)

    def _goes_on(self, former: Opened, opened: Opened) -> bool:
        """Say whether it is the roster in hand, and nothing that it stands on has changed."""
        was, now = former.roster, opened.roster
        if was is None or now is None or (was.id, was.state) != (now.id, now.state):
            return False
        if self.keeping is not None:
            self.keeping.come_after(now)
        return (was.changes, former.asked) == (now.changes, opened.asked)

    def _show_roster(self, roster: Roster, opened: Opened) -> None:
        """Show a roster, and what this person had begun to draw on it."""
        asked = opened.asked
        if asked is None:
            return
        draft = self.board.sheet.changes() if self.board is not None and self._is_in_hand(roster) else {}
        self._let_go()
        is_open = self._may_draw and (roster.state is State.DRAFT or self._is_amending)
        amended = changed_cells(roster)
        self.board = board = Board(Ground(asked, opened.calendar), roster.lines, is_open=is_open, amended=amended)
        self.keeping = Keeping(self.desk, roster, board)
        self.keeping.kept.connect(partial(self._say_at, "草稿已存本机"))
        self.keeping.saved.connect(self._on_saved)
        self.keeping.refused.connect(self._conflict.show)
        board.changed.connect(self._on_changed)
        self.empty.hide()
        self.room.show_board(board)
        if draft:
            board.restore(draft)
        elif self._may_draw:
            self.desk.ask_draft(self, FORM, roster.id, done=partial(self._go_on, self.keeping))
        self.first_focus()

    def _go_on(self, keeping: Keeping, draft: Mapping[str, Any] | None) -> None:
        """Show what was kept; of a published roster only once it is being amended."""
        if keeping is not self.keeping or self.board is None or self._opened is None or draft is None:
            return
        roster = self._opened.roster
        if roster is not None and roster.state is State.PUBLISHED and not self._is_amending:
            self.begin_amending()
        elif keeping.begin(draft):
            self._conflict.say_resumed()

    def _is_in_hand(self, roster: Roster) -> bool:
        in_hand = self._opened.roster if self._opened is not None else None
        return in_hand is not None and in_hand.id == roster.id and self.board is not None and self.board.is_open

    def _let_go(self) -> None:
        """Let the roster in hand go; what was drawn is kept."""
        self.panel.decide.close_form()
        self._drawing.stop()
        self.more.absence.stop()
        if self.keeping is not None:
            self.keeping.keep()
            self.keeping.saved.disconnect(self._on_saved)
        self.keeping = None
        former, self.board = self.board, None
        if former is not None:
            former.changed.disconnect(self._on_changed)
        self.room.hide()

    def show_head(self) -> None:
        """Say how the roster stands and what can be done."""
        opened = self._opened
        self.head.show(opened, self.board, is_amending=self._is_amending)
        if self.more.importing.view is None:
            more = self.more.button
            self.set_buttons(*self.head.buttons(opened, more, may_draw=self._may_draw, is_amending=self._is_amending))

    def _on_changed(self) -> None:
        if self.keeping is not None and not self.keeping.is_dirty:
            self.room.say_saved("")
        self.show_head()

    def _say_at(self, words: str) -> None:
        self.room.say_saved(f"{words} {local(self.desk.now()):%H:%M:%S}")

    # acts

    def begin_amending(self) -> None:
        """Let what is published be changed."""
        opened = self._opened
        if self._may_draw and opened is not None and opened.roster is not None and not self._is_amending:
            self._is_amending = True
            self._show_roster(opened.roster, opened)
            self.show_head()

    def show_side(self, side: QWidget | None) -> None:
        """Bring a panel into sight; None is that of why, where there is room for it."""
        self.room.show_side(side)

    def end_amending(self) -> None:
        """Show the published roster again; what was drawn on it is let go."""
        if self.keeping is not None:
            self.keeping.drop()
            self.keeping.saved.disconnect(self._on_saved)
        self.board, self.keeping, self._is_amending = None, None, False
        self.banner.clear()
        if self._opened is not None and self._opened.roster is not None:
            self._show_roster(self._opened.roster, self._opened)
            self.show_head()

    def _save(self) -> None:
        if self.keeping is not None:
            self.keeping.save()

    def _on_saved(self, roster: Roster) -> None:
        self._reads += 1  # the page is told to read again, and what is on its way now is older
        self._say_at("已存进班表")
        if roster.state is State.PUBLISHED:
            self._is_amending = False
            self._let_go()
            self.wants_toast.emit("已存本机，待上传", "班表的更改已公示", None)
            self.reload()

    def _leave_panel(self) -> None:
        if self.panel.decide.form is not None:
            self.panel.decide.close_form()
        else:
            self.show_side(None)
            self.first_focus()

    def _build(self) -> None:
        self.facts.hide()
        (head := self.head).lay_out(self._head)
        for button, act in (
            (head.draw, self._drawing.ask),
            (head.publish, self.publishing.go),
            (head.amend, self.begin_amending),
            (head.give_up, self.end_amending),
        ):
            button.clicked.connect(act)
        for key, press in (
            ("F7", self.begin_amending),
            ("F9", self._drawing.ask),
            ("Ctrl+S", self._save),
            ("Ctrl+Return", self.publishing.go),
        ):
            on_key(self, key, press)
        head.months.chosen.connect(self.go_to)
        self.panel.decide.closed.connect(self._leave_panel)
        self.empty.say("正在读班表", icon="clock")

"""排班: a month's roster on a grid, drawn by keys or mouse, checked while it is drawn; published, and amended after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from msgspec import convert
from PySide6.QtWidgets import QStackedWidget

from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.rosters import BeginRoster
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.tally import Ground
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.service.duties import DRAWERS
from yigongti_desktop.capabilities.staffing.store import rosters as store
from yigongti_desktop.capabilities.staffing.store import sheets
from yigongti_desktop.capabilities.staffing.store.sheets import Opened
from yigongti_desktop.capabilities.staffing.ui import roster_state as state
from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.capabilities.staffing.ui.roster_body import RosterBody
from yigongti_desktop.capabilities.staffing.ui.roster_keeping import FORM
from yigongti_desktop.capabilities.staffing.ui.roster_keeping import Keeping
from yigongti_desktop.capabilities.staffing.ui.roster_publishing import Publishing
from yigongti_desktop.capabilities.staffing.ui.roster_why import Why
from yigongti_desktop.capabilities.staffing.ui.solve_panel import SolvePanel
from yigongti_desktop.capabilities.staffing.ui.why_panel import WIDTH
from yigongti_desktop.capabilities.staffing.ui.why_panel import WhyPanel
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.dates import month_end
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.empty import EmptyState
from yigongti_desktop.kit.page import Page

_NEXT_MONTH_FROM = 15


class RosterPage(Page):
    """The page of the month roster."""

    topics = frozenset({"staffing.rosters", "staffing.duties", "staff", "calendar", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "排班")
        self._own = desk.actor.institution if desk.actor else ""
        self._may_draw = desk.actor is not None and desk.actor.may(DRAWERS)
        today = day(desk.now())
        first = today.replace(day=1)
        is_late = self._may_draw and today.day >= _NEXT_MONTH_FROM
        self._month = months_after(first, 1) if is_late else first
        self._opened: Opened | None = None
        self._is_amending = False
        self.board: Board | None = None
        self.rostered: RosterBody | None = None
        self.keeping: Keeping | None = None
        self.why: Why | None = None
        self.panel, self.solving = WhyPanel(), SolvePanel(desk.say)
        self._side = QStackedWidget()
        self._side.addWidget(self.panel)
        self._side.addWidget(self.solving)
        self._beside: Beside | None = None
        self.empty = EmptyState("calendar")
        self.body.addWidget(self.empty)
        self.publishing = Publishing(self)
        self._problems, self._awaited = BadgeLabel(), BadgeLabel()
        self._back = KeyButton("", "", icon="arrow-left")
        self._on = KeyButton("", "", icon="arrow-right")
        self._draw = KeyButton("自动排", "F9")
        self._publish = KeyButton("公示", "Ctrl+Enter", style=PRIMARY)
        self._amend = KeyButton("更改", "F7", icon="pencil")
        self._give_up = KeyButton("放弃更改", "", icon="undo", style=LINK)
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
    def opened(self) -> Opened | None:
        """Return the month as it was read last."""
        return self._opened

    def reload(self) -> None:
        """Read the month again."""
        self.desk.read(
            self, sheets.opened, self._own, self._month, None, self._may_draw, done=self._show, failed=self.show_fault
        )

    def open(self, argument: Any) -> None:
        """Show a month ("2026-10"), or begin the one in sight ("new")."""
        words = str(argument)
        if words == "new":
            self.begin_new()
        elif len(words) == len("2026-10"):
            self.go_to(date.fromisoformat(f"{words}-01"))

    def begin_new(self) -> bool:
        """Begin the roster of the month in sight, where there is none."""
        if self._may_draw and self._opened is not None and self._opened.roster is None and self._opened.has_duties:
            self._begin()
        return self._may_draw

    def leave(self) -> None:
        """Keep what is drawn, and put a draft into the record."""
        if self.keeping is not None:
            self.keeping.keep()
            self.keeping.save()

    def first_focus(self) -> None:
        """Put the cursor into the grid."""
        if self.rostered is not None and self.rostered.isVisible():
            self.rostered.grid.setFocus()
        else:
            self.empty.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Let the panel open over the grid where there is no room beside it."""
        super().set_compact(compact)
        if self._beside is not None and self.rostered is not None:
            self._beside.set_narrow(compact)
            self.rostered.set_compact(compact)
        self._problems.setVisible(self.board is not None)

    def go_to(self, month: date) -> None:
        """Show another month."""
        if month.replace(day=1) != self._month:
            self.leave()
            self._month = month.replace(day=1)
            self._is_amending = False
            self.banner.clear()
            self.reload()

    # what is shown

    def _show(self, opened: Opened) -> None:
        if opened.month != self._month:
            return
        former, self._opened = self._opened, opened
        self.set_title("排班", f"{opened.month.year}年{opened.month.month}月")
        if opened.roster is None or opened.asked is None:
            self._show_none(opened)
        elif self.board is None or former is None or not self._goes_on(former, opened):
            self._show_roster(opened.roster, opened)
        elif opened.roster.lines != self.board.sheet.base:
            self.board.come_after(opened.roster.lines)
        self._show_head()

    def _goes_on(self, former: Opened, opened: Opened) -> bool:
        """Say whether it is the roster in hand, and nothing that it stands on has changed."""
        was, now = former.roster, opened.roster
        is_same = was is not None and now is not None and (was.id, was.state) == (now.id, now.state)
        if is_same and now is not None and self.keeping is not None:
            self.keeping.come_after(now)
        return is_same and former.asked == opened.asked

    def _show_none(self, opened: Opened) -> None:
        self._let_go()
        month = f"{opened.month.year}年{opened.month.month}月"
        self.empty.show()
        if not self._may_draw:
            self.empty.say(f"{month}的班表还没有公示", "院里公示以后，会出现在这里。", icon="calendar")
        elif not opened.has_duties:
            names = "、".join(duty.name for duty in starting())
            take = KeyButton("用建议的班次", "", icon="check", style=PRIMARY)
            take.clicked.connect(self._set_up)
            self.empty.say("本单位还没有班次", f"建议先用这几个：{names}。时间和人数以后都可以改。", take, icon="clock")
        else:
            begin = KeyButton("建班表", "F2", icon="plus", style=PRIMARY)
            begin.clicked.connect(self._begin)
            tail = f"，前面的班接 {opened.before.month}月{opened.before.day}日" if opened.before is not None else ""
            words = f"在本单位上班的 {opened.people} 人都放进去{tail}。排的时候随时存草稿，公示以后大家才看得到。"
            self.empty.say(f"{month}还没有班表", words, begin, icon="calendar")
        self.set_buttons()

    def _show_roster(self, roster: Roster, opened: Opened) -> None:
        """Show a roster, and what this person had begun to draw on it."""
        asked = opened.asked
        if asked is None:
            return
        draft = self.board.sheet.changes() if self.board is not None and self._is_in_hand(roster) else {}
        self._let_go()
        is_open = self._may_draw and (roster.state is State.DRAFT or self._is_amending)
        board = Board(Ground(asked, opened.calendar), roster.lines, is_open=is_open, parent=self)
        self.board = board
        self.keeping = Keeping(self.desk, roster, board, parent=board)
        self.keeping.kept.connect(self._say_kept)
        self.keeping.saved.connect(self._on_saved)
        self.keeping.refused.connect(self._on_refused)
        board.changed.connect(self._show_head)
        self.empty.hide()
        if self.rostered is None:
            self._lay_out(board)
        else:
            self.rostered.show_board(board)
        if self._beside is not None:
            self._beside.show()
        if self.why is not None:
            self.why.show_board()
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
            self._begin_amending()
        elif keeping.begin(draft):
            anew = KeyButton("回到存过的样子", "", icon="undo", style=LINK)
            anew.clicked.connect(self._begin_anew)
            self.banner.say("接着上次没存的", "上次排的都在，接着排就行。", anew, tone="accent", icon="pencil")

    def _begin_anew(self) -> None:
        if self.board is not None:
            self.banner.clear()
            self.board.undo()

    def _is_in_hand(self, roster: Roster) -> bool:
        in_hand = self._opened.roster if self._opened is not None else None
        return in_hand is not None and in_hand.id == roster.id and self.board is not None and self.board.is_open

    def _lay_out(self, board: Board) -> None:
        self.rostered = RosterBody(board)
        self._beside = Beside(self.rostered, self._side, WIDTH)
        self.body.addWidget(self._beside)
        self.why = Why(self.desk, self.rostered.grid, self.panel)
        grid = self.rostered.grid
        on_key(grid, "Return", partial(self._beside.open_side, True))
        on_key(self.panel, "Esc", self._to_grid)
        self.set_compact(self.is_compact)

    def _let_go(self) -> None:
        """Let the roster in hand go; what was drawn is kept."""
        self.panel.decide.close_form()
        if self.keeping is not None:
            self.keeping.keep()
        self.keeping = None
        former, self.board = self.board, None
        if former is not None:
            former.changed.disconnect(self._show_head)
        if self._beside is not None:
            self._beside.hide()

    def _show_head(self) -> None:
        opened, board = self._opened, self.board
        roster = opened.roster if opened is not None else None
        lacking = board.ground.asked.unpublished if board is not None else ()
        self._awaited.set_badge(Badge(f"{lacking[0]} 年节假日未发布", "warn", "calendar") if lacking else None)
        if opened is None or roster is None or board is None:
            self.badge.set_badge(None)
            self._problems.set_badge(None)
            return
        self.badge.set_badge(state.state_badge(roster, is_waiting=opened.is_waiting, is_amending=self._is_amending))
        self._problems.set_badge(state.problem_badge(board.live))
        if not self._may_draw:
            self.set_buttons()
        elif roster.state is State.DRAFT:
            self.set_buttons(self._draw, self._publish)
        elif self._is_amending:
            self.set_buttons(self._give_up, self._draw, self._publish)
        else:
            self.set_buttons(self._amend)
        if self.keeping is not None and self.rostered is not None and not self.keeping.is_dirty:
            self.rostered.saved.setText("")

    def _say_kept(self) -> None:
        if self.rostered is not None:
            self.rostered.saved.setText(f"草稿已存本机 {local(self.desk.now()):%H:%M:%S}")

    # acts

    def _begin(self) -> None:
        days = month_end(self._month).day
        self.desk.do(self, BeginRoster(first=self._month, days=days), lambda _roster: self.reload(), self.show_fault)

    def _set_up(self) -> None:
        self.desk.do(self, SetUpDuties(duties=starting()), lambda _duties: self.reload(), self.show_fault)

    def _begin_amending(self) -> None:
        opened = self._opened
        if self._may_draw and opened is not None and opened.roster is not None and not self._is_amending:
            self._is_amending = True
            self._show_roster(opened.roster, opened)
            self._show_head()

    def show_panel(self) -> None:
        """Bring the panel of why into sight."""
        self._side.setCurrentWidget(self.panel)
        if self._beside is not None:
            self._beside.open_side(True)

    def end_amending(self) -> None:
        """Show the published roster again; what was drawn on it is let go."""
        if self.keeping is not None:
            self.keeping.drop()
        self.board, self.keeping, self._is_amending = None, None, False
        self.banner.clear()
        if self._opened is not None and self._opened.roster is not None:
            self._show_roster(self._opened.roster, self._opened)
            self._show_head()

    def _save(self) -> None:
        if self.keeping is not None and self.keeping.is_dirty and not self._is_amending:
            self.keeping.save()

    def _on_saved(self, roster: Roster) -> None:
        if self.rostered is not None:
            self.rostered.saved.setText(f"已存进班表 {local(self.desk.now()):%H:%M:%S}")
        if roster.state is State.PUBLISHED:
            self.panel.decide.close_form()
            self._is_amending = False
            self.wants_toast.emit("已存本机，待上传", "班表的更改已公示", None)
            self.reload()

    def _on_refused(self, fault: Fault) -> None:
        """Say why it was not saved; of lines that others have changed, ask which stand."""
        fields = fault.facts.get("fields")
        if fault.code != "conflict" or not isinstance(fields, Mapping):
            self.panel.decide.say_fault(self.desk.say(fault))
            self.banner.say("没有存上", f"{self.desk.say(fault)}您排的都还在。")
            return
        theirs = {person: convert(told["theirs"], Line) for person, told in fields.items() if told["theirs"]}
        mine = KeyButton("按我排的存", "", icon="check")
        give_way = KeyButton("用别人排的", "", icon="undo", style=LINK)
        mine.clicked.connect(partial(self._decide, theirs, is_mine=True))
        give_way.clicked.connect(partial(self._decide, theirs, is_mine=False))
        names = "、".join(line.name for line in theirs.values())
        self.panel.decide.close_form()
        self.banner.say(f"{names}的班别人也改了", "别人的已经存上。两样都还在，请选一样。", mine, give_way, tone="warn")

    def _decide(self, theirs: Mapping[str, Line], *, is_mine: bool) -> None:
        self.banner.clear()
        if self.board is None or self.keeping is None:
            return
        if is_mine:
            self.keeping.stand(theirs)
        else:
            self.board.give_way(theirs)
        self.first_focus()

    def _next_problem(self, step: int) -> None:
        if self.rostered is not None and self.board is not None:
            self.rostered.grid.setFocus()
            self.rostered.grid.next_problem(step)

    def _to_grid(self) -> None:
        if self._beside is not None:
            self._beside.open_side(False)
        self.first_focus()

    # drawing by the program

    def _ask_drawing(self) -> None:
        """Read the month with what is pinned now, and let it be drawn."""
        opened, board = self._opened, self.board
        if opened is None or opened.roster is None or board is None or not board.is_open or self.solving.is_running:
            return
        roster = Roster(
            id=opened.roster.id,
            unit=opened.roster.unit,
            group=opened.roster.group,
            first=opened.roster.first,
            days=opened.roster.days,
            lines=board.sheet.lines,
            duties=opened.roster.duties,
        )
        self.desk.read(self, store.question, roster, done=self._draw_month, failed=self.show_fault)

    def _draw_month(self, asked: Asked) -> None:
        self._side.setCurrentWidget(self.solving)
        if self._beside is not None:
            self._beside.open_side(True)
        self.solving.begin(asked)

    def _take_drawn(self, drawn: Mapping[str, tuple[str, ...]]) -> None:
        if self.board is not None:
            self.board.take(drawn)
        self._end_drawing()

    def _end_drawing(self) -> None:
        self._side.setCurrentWidget(self.panel)
        self._to_grid()

    def _build(self) -> None:
        self._back.setAccessibleName("上一月 Ctrl+PgUp")
        self._back.setToolTip("上一月　Ctrl+PgUp")
        self._on.setAccessibleName("下一月 Ctrl+PgDn")
        self._on.setToolTip("下一月　Ctrl+PgDn")
        self._head.insertWidget(1, self._back)
        self._head.insertWidget(3, self._on)
        place = self._head.indexOf(self.badge)
        self._head.insertWidget(place + 1, self._problems)
        self._head.insertWidget(place + 2, self._awaited)
        for button, act in (
            (self._back, lambda: self.go_to(months_after(self._month, -1))),
            (self._on, lambda: self.go_to(months_after(self._month, 1))),
            (self._draw, self._ask_drawing),
            (self._publish, self.publishing.ask),
            (self._amend, self._begin_amending),
            (self._give_up, self.end_amending),
        ):
            button.clicked.connect(act)
        for key, act in (
            ("Ctrl+PgUp", self._back.click),
            ("Ctrl+PgDown", self._on.click),
            ("F7", self._begin_amending),
            ("F8", partial(self._next_problem, 1)),
            ("Shift+F8", partial(self._next_problem, -1)),
            ("F9", self._ask_drawing),
            ("Ctrl+S", self._save),
            ("Ctrl+Return", self.publishing.ask),
        ):
            on_key(self, key, act)
        self.solving.taken.connect(self._take_drawn)
        self.solving.dropped.connect(self._end_drawing)
        self.panel.decide.closed.connect(self.first_focus)
        self.empty.say("正在读班表", icon="clock")

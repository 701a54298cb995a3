"""The head of the roster's page: the month, how far the roster has come, what to look at, what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout

from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.store.sheets import Opened
from yigongti_desktop.capabilities.staffing.ui import roster_state as state
from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.capabilities.staffing.ui.month_buttons import MonthButtons
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton


class RosterHead:
    """Badges and buttons."""

    def __init__(self, months: MonthButtons, badge: BadgeLabel) -> None:
        self.months, self.badge = months, badge
        #: Whether the window is small: the calendar is not spoken of, and the rest in few letters.
        self.is_compact = False
        self.problems, self.awaited = BadgeLabel(), BadgeLabel()
        self.draw = KeyButton("自动排", "F9")
        self.publish = KeyButton("公示", "Ctrl+Enter", style=PRIMARY)
        self.amend = KeyButton("更改", "F7", icon="pencil")
        self.give_up = KeyButton("放弃更改", "", icon="undo", style=LINK)

    def lay_out(self, head: QHBoxLayout) -> None:
        """Take its place after the title."""
        head.insertWidget(1, self.months)
        place = head.indexOf(self.badge)
        head.insertWidget(place + 1, self.problems)
        head.insertWidget(place + 2, self.awaited)

    def set_compact(self, compact: bool) -> bool:
        """Fit a small window; say whether it is another size than before."""
        was, self.is_compact = self.is_compact, compact
        return was != compact

    def show(self, opened: Opened | None, board: Board | None, *, is_amending: bool) -> None:
        """Say how it stands."""
        lacking = board.ground.asked.unpublished if board is not None and not self.is_compact else ()
        self.awaited.set_badge(Badge(f"{lacking[0]} 年节假日未发布", "warn", "calendar") if lacking else None)
        if opened is None or opened.roster is None or board is None:
            self.badge.set_badge(None)
            self.problems.set_badge(None)
            return
        self.badge.set_badge(
            state.state_badge(
                opened.roster, is_waiting=opened.is_waiting, is_amending=is_amending, is_short=self.is_compact
            )
        )
        self.problems.set_badge(state.problem_badge(board.live))

    def buttons(
        self, opened: Opened | None, more: KeyButton, *, may_draw: bool, is_amending: bool
    ) -> Sequence[KeyButton]:
        """Return what can be done, the primary last."""
        if opened is None or opened.roster is None:
            return ()
        if not may_draw:
            return (more,)
        if opened.roster.state is State.DRAFT:
            return more, self.draw, self.publish
        return (self.give_up, more, self.draw, self.publish) if is_amending else (more, self.amend)

"""Publishes a roster, and what was changed of one: says what falls by it, and asks for the reasons that are needed."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.rosters import PublishRoster
from yigongti_desktop.capabilities.staffing.model.falling import Falling
from yigongti_desktop.capabilities.staffing.model.falling import told
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.capabilities.staffing.ui.roster_host import Host
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.form.fields import Field

_WHY_BROKEN = ("人手不够，已和本人说好", "临时顶班，下月补休", "规则另有批准")
_WHY_CHANGED = ("本人请假", "临时出诊", "两人换班", "补缺")
#: Names that are said; the others are counted.
_NAMED = 4


class Publishing:
    """The last step of a roster."""

    def __init__(self, page: Host) -> None:
        self._page = page

    def go(self) -> None:
        """Ask for what publishing needs; asked already, do it."""
        if self._page.panel.decide.form is not None:
            self._page.panel.decide.finish()
        else:
            self.ask()

    def ask(self) -> None:
        """Say what falls, and ask for what is needed."""
        page = self._page
        roster = page.opened.roster if page.opened is not None else None
        board = page.board
        if roster is None or board is None or not board.is_open or page.panel.decide.form is not None:
            return
        page.show_side(page.panel)
        if roster.state is State.PUBLISHED:
            self._ask_amend(board)
            return
        title = f"公示 {roster.first.month} 月班表"
        fields = [reason(_WHY_BROKEN)] if board.live.broken else []
        words = falls(board) + sessions(board, page.opened.sessions if page.opened is not None else ())
        page.panel.decide.ask(title, words, "公示", only(*fields) if fields else (), self._save)

    def _ask_amend(self, board: Board) -> None:
        changes = board.sheet.changes()
        if not changes:
            self._page.banner.say("还没有改", "先在表上改好，再公示。", tone="warn")
            return
        names = [line.name for pair in changes.values() for line in pair if line is not None]
        told = Field(name="told", label="已告知", placeholder="名字用、分开")
        words = f"改了{listed(list(dict.fromkeys(names)))}的班。{falls(board)}"
        words += sessions(board, self._page.opened.sessions if self._page.opened is not None else ())
        self._page.panel.decide.ask("公示更改", words, "公示更改", only(reason(_WHY_CHANGED), told), self._amend)

    def _amend(self, values: Mapping[str, Any]) -> None:
        if self._page.keeping is not None:
            told = tuple(part for part in str(values["told"] or "").replace("，", "、").split("、") if part)
            self._page.keeping.amend(str(values["reason"]), told)

    def _save(self, values: Mapping[str, Any]) -> None:
        """Put what was drawn into the record, then publish that."""
        why = str(values.get("reason") or "")
        if self._page.keeping is not None:
            self._page.keeping.save(lambda roster: self._publish(roster, why))

    def _publish(self, roster: Roster, why: str) -> None:
        command = PublishRoster(roster=roster.id, seen=roster.edition, reason=why)
        self._page.desk.do(self._page.panel, command, self._published, self._refused)

    def _published(self, roster: Roster) -> None:
        self._page.panel.decide.close_form()
        self._page.wants_toast.emit("已存本机，待上传", f"{roster.first.month} 月班表已公示", None)
        self._page.reload()

    def _refused(self, fault: Fault) -> None:
        self._page.panel.decide.say_fault(self._page.desk.say(fault))


def falls(board: Board) -> str:
    """Return what is open in a roster: what is broken, who is lacking where, what is not settled."""
    live = board.live
    gaps = [one for one in live.problems if one.person is None]
    texts = [live.sentence(one.finding).text for one in gaps]
    open_ = sum(code is None for line in board.sheet.lines for code in line.codes)
    parts = (
        f"违反必须遵守的规则 {live.broken} 处，要写原因。" if live.broken else "",
        f"缺 {live.short} 班：{listed(texts, '；')}。" if texts else "",
        f"没排的 {open_} 格按休息公示。" if open_ else "",
    )
    return "".join(parts) or "没有违反，不缺班。"


def sessions(board: Board, found: Iterable[Falling]) -> str:
    """Return which sessions away from home fall by the lines as they stand, the first few."""
    names = {duty.code: duty.name for duty in board.duties}
    fallen = told(board.sheet.lines, board.ground.asked.month.first, found, names)
    texts = [one.text.partition("。")[0] for one in fallen]
    return f"要停的坐诊巡诊 {len(texts)} 次：{listed(texts, '；')}。" if texts else ""


def listed(names: list[str], between: str = "、") -> str:
    """Return names, the first few."""
    more = f"等 {len(names)} 处" if len(names) > _NAMED else ""
    return between.join(names[:_NAMED]) + more

"""What stands between a roster in hand and its record: what was left unsaved, why it was refused, who is right."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from msgspec import convert

from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.ui.roster_host import Host
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton


class Conflict:
    """Says it above the grid, with the ways out."""

    def __init__(self, page: Host) -> None:
        self._page = page

    def show(self, fault: Fault) -> None:
        """Say it; what was drawn stays in the grid and in the draft."""
        page, fields = self._page, fault.facts.get("fields")
        if fault.code != "conflict" or not isinstance(fields, Mapping):
            page.panel.decide.say_fault(page.desk.say(fault))
            page.banner.say("没有存上", f"{page.desk.say(fault)}您排的都还在。")
            return
        theirs = {person: convert(told["theirs"], Line) for person, told in fields.items() if told["theirs"]}
        mine = KeyButton("按我排的存", "", icon="check")
        give_way = KeyButton("用别人排的", "", icon="undo", style=LINK)
        mine.clicked.connect(partial(self._decide, theirs, is_mine=True))
        give_way.clicked.connect(partial(self._decide, theirs, is_mine=False))
        names = "、".join(line.name for line in theirs.values())
        page.panel.decide.close_form()
        page.banner.say(f"{names}的班别人也改了", "别人的已经存上，您的也还在。请选一样。", mine, give_way, tone="warn")

    def say_resumed(self) -> None:
        """Say that something unfinished is gone on with, and offer to go back to what was saved."""
        anew = KeyButton("回到存过的样子", "", icon="undo", style=LINK)
        anew.clicked.connect(self._begin_anew)
        words = "上次排的都在，接着排就行。"
        self._page.banner.say("接着上次没存的", words, anew, tone="accent", icon="pencil")

    def _begin_anew(self) -> None:
        self._page.banner.clear()
        if self._page.board is not None:
            self._page.board.undo()

    def _decide(self, theirs: Mapping[str, Line], *, is_mine: bool) -> None:
        page = self._page
        page.banner.clear()
        if page.board is None or page.keeping is None:
            return
        if is_mine:
            page.keeping.stand(theirs)
        else:
            page.board.give_way(theirs)
        page.first_focus()

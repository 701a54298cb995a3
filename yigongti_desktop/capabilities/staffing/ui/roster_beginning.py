"""A month without a roster: what is lacking to begin one, and how it is begun."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.rosters import BeginRoster
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.store.sheets import Opened
from yigongti_desktop.capabilities.staffing.ui.roster_host import Host
from yigongti_desktop.kernel.dates import month_end
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton


class Beginning:
    """Begins rosters."""

    def __init__(self, page: Host) -> None:
        self._page = page

    def show(self, opened: Opened) -> None:
        """Say what is not there, and what can be done."""
        empty = self._page.empty
        month = f"{opened.month.year}年{opened.month.month}月"
        empty.show()
        if not self._page.may_draw:
            empty.say(f"{month}的班表还没有公示", "院里公示以后，会出现在这里。", icon="calendar")
        elif not opened.has_duties:
            names = "、".join(duty.name for duty in starting())
            take = KeyButton("用建议的班次", "F2", icon="check", style=PRIMARY)
            take.clicked.connect(self.begin)
            empty.say("本单位还没有班次", f"建议先用这几个：{names}。", take, icon="clock")
        else:
            begin = KeyButton("建班表", "F2", icon="plus", style=PRIMARY)
            begin.clicked.connect(self.begin)
            before = opened.before
            tail = f"，规则往前接到 {before.month}月{before.day}日的班" if before is not None else ""
            words = f"在本单位上班的 {opened.people} 人都放进去{tail}。边排边存草稿，公示以后大家才看得到。"
            empty.say(f"{month}还没有班表", words, begin, icon="calendar")

    def begin(self) -> None:
        """Begin the roster of the month in sight; before that, the duties that are proposed."""
        page, opened = self._page, self._page.opened
        if not page.may_draw or opened is None or opened.roster is not None:
            return
        days = month_end(page.month).day
        command = BeginRoster(first=page.month, days=days) if opened.has_duties else SetUpDuties(duties=starting())
        page.desk.do(page.panel, command, lambda _record: page.reload(), page.show_fault)

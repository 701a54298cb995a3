"""Leave that stands on a sheet which was read: offered as requests of leave, which the director then decides."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.staffing.messages.leave import AskLeave
from yigongti_desktop.capabilities.staffing.model.leave import NAMES
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.model.reading.roster import LeaveSeen
from yigongti_desktop.capabilities.staffing.store.leave import between
from yigongti_desktop.capabilities.staffing.ui.roster_host import Host
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton

#: What sheets call kinds of leave beside their own names.
_SHORT = {"病": Kind.SICK, "年假": Kind.ANNUAL, "年休": Kind.ANNUAL, "产检": Kind.MATERNITY}
#: Runs of days that are named; the others are counted.
_NAMED = 3


class LeaveOffer:
    """Offers it above the grid."""

    def __init__(self, page: Host) -> None:
        self._page = page
        self._left: list[Written] = []
        self._done = 0

    def offer(self, seen: Sequence[LeaveSeen], names: dict[str, str]) -> None:
        """Offer what is not asked for yet; nothing is said where all of it is.

        Args:
            seen: on the sheet.
            names: of the people, by id.
        """
        opened = self._page.opened
        if not seen or opened is None or opened.roster is None:
            return
        first, last = min(one.first for one in seen), max(one.last for one in seen)

        def show(known: list[LeaveSlip]) -> None:
            open_ = [one for one in seen if not any(_meets(one, slip) for slip in known)]
            if open_:
                self._say(open_, names)

        self._page.desk.read(self._page.panel, between, opened.roster.unit, first, last, done=show)

    def _say(self, seen: Sequence[LeaveSeen], names: dict[str, str]) -> None:
        told = [f"{names.get(one.person, '')} {_days(one)}（{one.text}）" for one in seen[:_NAMED]]
        more = f"等 {len(seen)} 次" if len(seen) > _NAMED else ""
        ask = KeyButton(f"提交 {len(seen)} 张请假单", "", icon="check")
        leave = KeyButton("不用", "", icon="close", style=LINK)
        ask.clicked.connect(lambda: self._begin(seen))
        leave.clicked.connect(self._page.banner.clear)
        words = f"{'、'.join(told)}{more}。提交以后由院长批，准了这几天才不再排班。"
        self._page.banner.say("表上有人请假，还没有请假单", words, ask, leave, tone="accent", icon="calendar")

    def _begin(self, seen: Sequence[LeaveSeen]) -> None:
        self._page.banner.clear()
        self._done = 0
        self._left = [_written(one) for one in seen]
        self._next()

    def _next(self) -> None:
        """Ask for one after another; one that is refused is said, and the others go on."""
        if not self._left:
            self._page.wants_toast.emit("已存本机，待上传", f"{self._done} 张请假单已提交，等院长批", None)
            return
        written = self._left.pop(0)

        def done(_slip: LeaveSlip) -> None:
            self._done += 1
            self._next()

        def failed(fault: Fault) -> None:
            page = self._page
            page.banner.say("有请假单没有提交", f"{written.first}：{page.desk.say(fault)}请在「请假换班」里补写。")
            self._next()

        self._page.desk.do(self._page.panel, AskLeave(written=written), done, failed)


def _meets(one: LeaveSeen, slip: LeaveSlip) -> bool:
    return slip.person == one.person and slip.first <= one.last and one.first <= slip.last


def _written(one: LeaveSeen) -> Written:
    """Return the request; a kind that the sheet does not tell is other leave, with what the sheet says as reason."""
    kinds = {name: kind for kind, name in NAMES.items()} | _SHORT
    kind = kinds.get(one.text.strip(), Kind.OTHER)
    reason = f"原班表上写的是「{one.text}」"
    return Written(person=one.person, kind=kind, first=one.first, last=one.last, reason=reason)


def _days(one: LeaveSeen) -> str:
    until = f"—{one.last.month}-{one.last.day}" if one.last != one.first else ""
    return f"{one.first.month}-{one.first.day}{until}"

"""What whoever was first is told when a resident was signed twice, or a task done twice."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.kit.words import short_day
from yigongti_desktop.notices.model import Notice
from yigongti_desktop.notices.model import State

_ENDS = {
    State.ASKED: "对方已收到提问",
    State.TAKEN_UP: "对方已取回改写",
    State.WITHDRAWN: "对方已不再送",
    State.BESIDE: "对方已另记为计划外服务",
}
_STANDS = {"contract": "对方后来已签成，此人现由对方签约", "service": "这一次作废后，对方的已登记"}


def sentence(notice: Notice, today: date) -> str:
    """Return all of it, as it stands at the contract or the task."""
    if notice.record_kind == "contract":
        did = f"{_who(notice)}也在 {_on(notice, today)}与此人签约，县院以先到的本份为准"
    else:
        did = f"{_who(notice)}也在 {_on(notice, today)}做了这一项，县院以先到的这次为准"
    return f"{did}；{ending(notice)}。"


def line(notice: Notice, today: date) -> str:
    """Return it in one line, as it stands on 今日."""
    did = "也签了，本份有效" if notice.record_kind == "contract" else "也做了，您的有效"
    return f"{ending(notice)}：{_who(notice)} {short_day(notice.rival.on, today)} {did}"


def ending(notice: Notice) -> str:
    """Return how the matter stands with whoever came second."""
    return _STANDS[notice.record_kind] if notice.state is State.STANDS else _ENDS[notice.state]


def _who(notice: Notice) -> str:
    """Return who came second: of another unit its name and team, of one's own the team or the person."""
    rival = notice.rival
    if rival.institution != notice.institution:
        return f"{rival.institution_name}{rival.team}" or "别的机构"
    if notice.record_kind == "contract":
        return f"{rival.team}（{rival.person}）" if rival.team else rival.person
    return rival.person


def _on(notice: Notice, today: date) -> str:
    on = notice.rival.on
    return f"{on.month} 月 {on.day} 日" if on.year == today.year else f"{on.year} 年 {on.month} 月 {on.day} 日"

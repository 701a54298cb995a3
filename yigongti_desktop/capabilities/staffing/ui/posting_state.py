"""A posting at a glance: its badge, its chips, and what a few letters mean."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.staffing.model.posting_checks import is_short
from yigongti_desktop.capabilities.staffing.model.posting_kinds import LEAST_MONTHS
from yigongti_desktop.capabilities.staffing.model.postings import OVER
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.model.postings import holder
from yigongti_desktop.capabilities.staffing.model.postings import span
from yigongti_desktop.capabilities.staffing.model.served import owed
from yigongti_desktop.capabilities.staffing.store.postings import Row
from yigongti_desktop.capabilities.staffing.ui.posting_words import KINDS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.chips import Chip

OFFICE = frozenset({Role.STAFFING_OFFICE})
UNIT = frozenset({Role.SCHEDULER, Role.DIRECTOR})
READERS = OFFICE | UNIT

CHIPS = (
    Chip("turn", "待我办", 0),
    Chip("asked", "申请中", 0),
    Chip("here", "在岗", 0),
    Chip("over", "已结束", 0),
    Chip("all", "全部", 0),
)
_SOON = 14
_ENDED = {
    State.DECLINED: Badge("不安排", "danger", "close"),
    State.WITHDRAWN: Badge("已撤回", "neutral", "undo"),
    State.BROKEN_OFF: Badge("已中止", "neutral", "close"),
    State.COMPLETED: Badge("期满", "ok", "check"),
}


def badge(row: Row, today: date, own: str) -> Badge:
    """Return the badge: how it ended, or what is owed by whom."""
    posting = row.posting
    if posting.state in _ENDED:
        return _ENDED[posting.state]
    is_mine = holder(posting) == own
    if posting.state is State.ASKED:
        if is_mine:
            return Badge("待安排", "warn", "inbox")
        return Badge("待上传", "neutral", "arrow-up") if row.is_waiting else Badge("申请中", "accent", "clock")
    if posting.state is State.ARRANGED:
        is_late = posting.since < today
        words = "待到岗" if not is_late else "到岗未确认"
        return Badge(words, "warn" if is_mine and posting.since <= today else "accent", "clock")
    if today > posting.until:
        return Badge("待办期满", "warn", "flag")
    if (left := (posting.until - today).days) <= _SOON:
        return Badge(f"剩 {left} 天", "warn", "clock")
    return Badge("延期" if posting.state is State.EXTENDED else "在岗", "ok", "check")


def is_turn(posting: Posting, today: date, actor: Actor | None) -> bool:
    """Say whether this institution has something to do about it now; days of who was called back are owed too."""
    if actor is not None and posting.state is State.BROKEN_OFF:
        return actor.institution == posting.host and bool(owed(posting, today))
    if actor is None or holder(posting) != actor.institution:
        return False
    if posting.state is State.ASKED:
        return True
    if posting.state is State.ARRANGED:
        return posting.since <= today
    return bool(owed(posting, today)) or today > posting.until


def fits(posting: Posting, chip: str, today: date, actor: Actor | None) -> bool:
    """Say whether a posting belongs under a chip."""
    tests = {
        "turn": is_turn(posting, today, actor),
        "asked": posting.state in {State.ASKED, State.ARRANGED},
        "here": posting.state in {State.SERVING, State.EXTENDED},
        "over": posting.state in OVER,
    }
    return tests.get(chip, True)


def is_meant(posting: Posting, typed: str) -> bool:
    """Say whether a posting is meant by what was typed, in lower case: unit, person, initials, department, kind."""
    names = (posting.unit_name, posting.person.name if posting.person else "")
    if any(key.startswith(typed) for name in names for key in keys_of_name(name)):
        return True
    plain = (*names, posting.department, KINDS[posting.kind.value], posting.person.home_name if posting.person else "")
    return any(typed in text.lower() for text in plain)


def is_exception(posting: Posting) -> bool:
    """Say whether a lasting posting is shorter than half a year, as arranged or as it ended (STF-17)."""
    days = span(posting) or (posting.since, posting.until)
    return is_short(posting.kind, *days, LEAST_MONTHS)

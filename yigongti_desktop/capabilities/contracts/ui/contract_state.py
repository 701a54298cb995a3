"""A contract at a glance: where it stands, its badge, under which filter it belongs."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from yigongti_desktop.capabilities.contracts.model import terms
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.signature_files import SIGNERS
from yigongti_desktop.capabilities.contracts.model.terms import Allowed
from yigongti_desktop.capabilities.contracts.model.terms import TermState
from yigongti_desktop.capabilities.contracts.store.listing import Entry
from yigongti_desktop.capabilities.contracts.store.listing import Listing
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.chips import Chip

WRITERS = SIGNERS
CHIPS = (
    Chip("active", "生效", 0),
    Chip("soon", "快到期", 0),
    Chip("over", "已到期", 0),
    Chip("ended", "已解除", 0),
    Chip("waiting", "待上传", 0),
    Chip("all", "全部", 0),
)
_BADGES = {
    TermState.NOT_BEGUN: Badge("未开始", "neutral", "clock"),
    TermState.IN_FORCE: Badge("生效", "ok", "check"),
    TermState.EXPIRED: Badge("已到期", "neutral", "calendar"),
    TermState.ENDED: Badge("已解除", "neutral", "close"),
}


def place(entry: Entry, listing: Listing) -> TermState:
    """Return where a contract of the list stands today."""
    today = listing.today.isoformat()
    if entry.last < today:
        return TermState.ENDED if entry.is_ended else TermState.EXPIRED
    if entry.since > today:
        return TermState.NOT_BEGUN
    opens = (listing.today + timedelta(days=listing.allowed.renewal_days - 1)).isoformat()
    return TermState.EXPIRING if entry.last <= opens else TermState.IN_FORCE


def fits(entry: Entry, chip: str, listing: Listing) -> bool:
    """Say whether a contract belongs under a filter; one that was renewed before its last day is in force all along."""
    if chip in {"all", ""}:
        return True
    if chip == "waiting":
        return entry.is_waiting
    state = place(entry, listing)
    if chip == "active":
        return entry.is_continued or state in {TermState.IN_FORCE, TermState.EXPIRING}
    return state is {"soon": TermState.EXPIRING, "over": TermState.EXPIRED, "ended": TermState.ENDED}[chip]


def standing_of(contract: Contract, today: date, allowed: Allowed) -> TermState:
    """Return where a contract stands by its latest agreement."""
    return terms.state_on(contract.latest.term, today, allowed)


def badge(contract: Contract, today: date, allowed: Allowed, *, is_waiting: bool) -> Badge:
    """Return the badge of a contract: what waits to be sent comes first, then how it stands."""
    if is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    state = standing_of(contract, today, allowed)
    if state is TermState.EXPIRING:
        days = (contract.last - today).days
        return Badge("今天到期" if not days else f"{days} 天后到期", "warn", "clock")
    if state is TermState.NOT_BEGUN and contract.on(today) is not None:
        return Badge("已续签", "ok", "refresh")
    return _BADGES[state]

"""A contract at a glance: where it stands, its badge, under which filter it belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from yigongti_desktop.capabilities.contracts.model import terms
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.signature_files import SIGNERS
from yigongti_desktop.capabilities.contracts.model.terms import Allowed
from yigongti_desktop.capabilities.contracts.model.terms import TermState
from yigongti_desktop.capabilities.contracts.store.listing import Entry
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
_HOLDS = frozenset({TermState.IN_FORCE, TermState.EXPIRING})
_OF_CHIP = {"soon": TermState.EXPIRING, "over": TermState.EXPIRED, "ended": TermState.ENDED}
_BADGES = {
    TermState.NOT_BEGUN: Badge("未开始", "neutral", "clock"),
    TermState.IN_FORCE: Badge("生效", "ok", "check"),
    TermState.EXPIRED: Badge("已到期", "neutral", "calendar"),
    TermState.ENDED: Badge("已解除", "neutral", "close"),
}


def fits(entry: Entry, chip: str) -> bool:
    """Say whether a contract belongs under a filter; one that was renewed before its last day is in force all along."""
    if chip in {"all", ""}:
        return True
    if chip == "waiting":
        return entry.is_waiting
    if chip == "active":
        return entry.is_continued or entry.state in _HOLDS
    return entry.state is _OF_CHIP[chip]


def counts(entries: Iterable[Entry]) -> dict[str, int]:
    """Return how many belong under each filter."""
    found = Counter[str]()
    for entry in entries:
        found["all"] += 1
        found["waiting"] += entry.is_waiting
        found["active"] += entry.is_continued or entry.state in _HOLDS
        found[entry.state.value] += 1
    named = {chip: found[state.value] for chip, state in _OF_CHIP.items()}
    return {"all": found["all"], "waiting": found["waiting"], "active": found["active"], **named}


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

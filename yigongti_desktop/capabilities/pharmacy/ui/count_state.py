"""A count at a glance: how far it is, what this person can do with it, who may see what the books say."""

from __future__ import annotations

from enum import StrEnum

from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.store.counting import CountRow
from yigongti_desktop.capabilities.pharmacy.ui.count_words import STATES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.badge import Badge

#: Who counts; who may let a count stand, if they did not count.
KEEPERS = frozenset({Role.PHARMACIST, Role.CENTRAL_PHARMACY})
CONFIRMERS = KEEPERS | {Role.DIRECTOR}


class Mode(StrEnum):
    """How a count is opened."""

    COUNT = "count"
    CONFIRM = "confirm"
    READ = "read"


def counted(count: StockCount) -> int:
    """Return how many lines are counted."""
    return sum(line.counted is not None for line in count.lines)


def different(count: StockCount) -> int:
    """Return how many lines differ from the books."""
    return sum(bool(line.difference) for line in count.lines)


def is_whole(count: StockCount) -> bool:
    """Say whether every line is counted."""
    return bool(count.lines) and counted(count) == len(count.lines)


def may_confirm(count: StockCount, actor: Actor) -> bool:
    """Say whether a count waits for this person, who did not count, to let it stand."""
    is_second = actor.account not in count.counters and actor.institution == count.institution
    return count.state is CountState.OPEN and is_whole(count) and is_second and actor.may(CONFIRMERS)


def may_count(count: StockCount, actor: Actor) -> bool:
    """Say whether this person may write down what lies there."""
    return count.state is CountState.OPEN and actor.institution == count.institution and actor.may(KEEPERS)


def mode_for(count: StockCount, actor: Actor) -> Mode:
    """Return what this person does with a count now."""
    if may_confirm(count, actor):
        return Mode.CONFIRM
    return Mode.COUNT if may_count(count, actor) else Mode.READ


def sees_books(count: StockCount, actor: Actor) -> bool:
    """Say whether this person may see what the books say.

    In a blind count (盲盘) nobody sees it before every line is counted, and after that only who did not count, until
    the count has come to its end.
    """
    return not count.is_blind or count.state is not CountState.OPEN or may_confirm(count, actor)


def badge(row: CountRow, actor: Actor) -> Badge:
    """Return the badge of a count."""
    count = row.count
    if count.state is CountState.CONFIRMED:
        return Badge("已确认，待上传", "neutral", "arrow-up") if row.is_waiting else Badge("已确认", "ok", "check")
    if count.state is CountState.CANCELLED:
        return Badge(STATES["cancelled"], "neutral", "close")
    if not is_whole(count):
        return Badge("盘点中", "accent", "pencil")
    return Badge("待我确认", "warn", "inbox") if may_confirm(count, actor) else Badge("待确认", "warn", "clock")


def is_my_turn(count: StockCount, actor: Actor) -> bool:
    """Say whether this person has something to do with a count."""
    return may_confirm(count, actor) or (may_count(count, actor) and not is_whole(count))


def rank(row: CountRow, actor: Actor) -> tuple[int, float]:
    """Return where a count stands in its list: what waits for this person first, then what is open."""
    count = row.count
    group = 0 if is_my_turn(count, actor) else 1 if count.state is CountState.OPEN else 2
    return group, -count.opened_at.timestamp()

"""Who may do what with a count, and who may see what the books say (standards §4.3: two people)."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role

#: Who counts; who may let a count stand, if they did not count.
KEEPERS = frozenset({Role.PHARMACIST, Role.CENTRAL_PHARMACY})
CONFIRMERS = KEEPERS | {Role.DIRECTOR}


def counted(count: StockCount) -> int:
    """Return how many lines are counted."""
    return sum(line.counted is not None for line in count.lines)


def is_whole(count: StockCount) -> bool:
    """Say whether every line is counted."""
    return bool(count.lines) and counted(count) == len(count.lines)


def may_count(count: StockCount, actor: Actor) -> bool:
    """Say whether this person may write down what lies there."""
    return count.state is CountState.OPEN and actor.institution == count.institution and actor.may(KEEPERS)


def may_confirm(count: StockCount, actor: Actor) -> bool:
    """Say whether a count waits for this person, who did not count, to let it stand."""
    is_second = actor.account not in count.counters and actor.institution == count.institution
    is_ready = count.state is CountState.OPEN and is_whole(count) and not count.is_back
    return is_ready and is_second and actor.may(CONFIRMERS)


def is_to_correct(count: StockCount, actor: Actor) -> bool:
    """Say whether a count was put back and this person may correct it and hand it in again."""
    return count.is_back and may_count(count, actor)


def sees_books(count: StockCount, actor: Actor) -> bool:
    """Say whether this person may see what the books say.

    In a blind count (盲盘) nobody sees it before every line is counted, and after that only who did not count, until
    the count has come to its end.
    """
    return not count.is_blind or count.state is not CountState.OPEN or may_confirm(count, actor)

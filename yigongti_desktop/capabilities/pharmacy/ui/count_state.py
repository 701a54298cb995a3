"""A count at a glance: how far it is, what this person can do with it."""

from __future__ import annotations

from enum import StrEnum

from yigongti_desktop.capabilities.pharmacy.model.count_sight import is_whole
from yigongti_desktop.capabilities.pharmacy.model.count_sight import may_confirm
from yigongti_desktop.capabilities.pharmacy.model.count_sight import may_count
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.store.counting import CountRow
from yigongti_desktop.capabilities.pharmacy.ui.count_words import STATES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.badge import Badge


class Mode(StrEnum):
    """How a count is opened."""

    COUNT = "count"
    CONFIRM = "confirm"
    READ = "read"


def different(count: StockCount) -> int:
    """Return how many lines differ from the books."""
    return sum(bool(line.difference) for line in count.lines)


def mode_for(count: StockCount, actor: Actor) -> Mode:
    """Return what this person does with a count now."""
    if may_confirm(count, actor):
        return Mode.CONFIRM
    return Mode.COUNT if may_count(count, actor) else Mode.READ


def badge(row: CountRow, actor: Actor) -> Badge:
    """Return the badge of a count."""
    count = row.count
    if count.state is CountState.CONFIRMED:
        return Badge("待上传", "neutral", "arrow-up") if row.is_waiting else Badge("已确认", "ok", "check")
    if count.state is CountState.CANCELLED:
        return Badge(STATES["cancelled"], "neutral", "close")
    if count.is_back:
        return Badge("退回重盘", "danger", "undo")
    if not is_whole(count):
        return Badge("盘点中", "accent", "pencil")
    return Badge("待我确认", "warn", "inbox") if may_confirm(count, actor) else Badge("待确认", "warn", "clock")


def is_my_turn(count: StockCount, actor: Actor) -> bool:
    """Say whether this person has something to do with a count."""
    return may_confirm(count, actor) or (may_count(count, actor) and (count.is_back or not is_whole(count)))


def rank(row: CountRow, actor: Actor) -> tuple[int, float]:
    """Return where a count stands in its list: what waits for this person first, then what is open."""
    count = row.count
    group = 0 if is_my_turn(count, actor) else 1 if count.state is CountState.OPEN else 2
    return group, -count.opened_at.timestamp()

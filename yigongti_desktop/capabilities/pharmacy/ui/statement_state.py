"""What is owed at a glance: the badge of a unit's month, whose turn it is, months to choose from."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.pharmacy.model.payables import month_of
from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.model.statement import StatementState
from yigongti_desktop.capabilities.pharmacy.store.statements import DueRow
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kit.badge import Badge

UNIT = frozenset({Role.PHARMACIST, Role.DIRECTOR})
CENTRE = frozenset({Role.CENTRAL_PHARMACY})
ALL_MONTHS = ""
_MONTHS = 13
_NOT_OPEN = Badge("未出账", "neutral", "clock")
_OFF = Badge("不在单上", "danger", "warning")
_BADGES = {
    StatementState.OPEN: Badge("待核对", "warn", "clipboard"),
    StatementState.CONFIRMED: Badge("已核对", "accent", "check"),
    StatementState.DISPUTED: Badge("有异议", "danger", "alert"),
    StatementState.CLOSED: Badge("已结账", "ok", "check"),
}


def badge(row: DueRow) -> Badge:
    """Return the badge of a delivery: how far its statement is."""
    if row.statement is None:
        return _NOT_OPEN
    if not row.is_on:
        return _OFF
    if row.is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    return _BADGES[row.statement.state]


def is_my_turn(known: Statement, actor: Actor) -> bool:
    """Say whether this person's side has to do the next thing with a statement."""
    if known.institution == actor.institution and actor.may(UNIT):
        return known.state is StatementState.OPEN
    if known.supplier == actor.institution and actor.may(CENTRE):
        return known.state in {StatementState.CONFIRMED, StatementState.DISPUTED}
    return False


def months(today: date) -> tuple[tuple[str, str], ...]:
    """Return the months that one chooses from: this one, those of a year before, and all."""
    first = today.replace(day=1)
    keys = [month_of(months_after(first, -before)) for before in range(_MONTHS)]
    return (*((key, month_words(key)) for key in keys), (ALL_MONTHS, "全部月份"))


def month_words(month: str) -> str:
    """Return a month as people write it: 2026年11月."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月"

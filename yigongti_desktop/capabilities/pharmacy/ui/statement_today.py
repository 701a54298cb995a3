"""What statements bring to 今日: those to be confirmed here, disputed ones and those to be settled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.model.statement import StatementState
from yigongti_desktop.capabilities.pharmacy.store import statements as store
from yigongti_desktop.capabilities.pharmacy.ui import statement_state as state
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Todo

PAGE = "payables"
_KINDS = {StatementState.OPEN: "对账", StatementState.DISPUTED: "异议", StatementState.CONFIRMED: "结账"}
_BADGES = {StatementState.OPEN: "待核对", StatementState.DISPUTED: "有异议", StatementState.CONFIRMED: "待结账"}


def todos(connection: Any, actor: Actor, _now: datetime) -> list[Todo]:
    """Return the statements with which this person's side has to do something."""
    return [_todo(known, actor) for known in _mine(connection, actor)]


def count(connection: Any, actor: Actor, _now: datetime) -> Count:
    """Return how many they are."""
    return Count(number=len(_mine(connection, actor)))


def _mine(connection: Any, actor: Actor) -> list[Statement]:
    return [known for known in store.open_statements(connection) if state.is_my_turn(known, actor)]


def _todo(known: Statement, actor: Actor) -> Todo:
    month = state.month_words(known.month)
    is_own = known.institution == actor.institution
    return Todo(
        kind=_KINDS[known.state],
        icon="document",
        title=f"{month}药款" if is_own else known.institution_name,
        detail=known.words or f"{month}　{yuan(known.total_fen)} 元",
        badge=_BADGES[known.state],
        page=PAGE,
        record=known.id,
    )

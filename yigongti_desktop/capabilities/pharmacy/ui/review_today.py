"""What reviews bring to 今日: at the lead those to be written, at the unit those to be answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewState
from yigongti_desktop.capabilities.pharmacy.model.review_figures import figures
from yigongti_desktop.capabilities.pharmacy.store import reviews as store
from yigongti_desktop.capabilities.pharmacy.ui import review_state as state
from yigongti_desktop.capabilities.pharmacy.ui.review_words import rate
from yigongti_desktop.capabilities.pharmacy.ui.statement_state import month_words
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Todo

PAGE = "reviews"


def todos(connection: Any, actor: Actor, _now: datetime) -> list[Todo]:
    """Return the reviews with which this person's side has to do something."""
    return [_todo(known) for known in _mine(connection, actor)]


def count(connection: Any, actor: Actor, _now: datetime) -> Count:
    """Return how many they are."""
    return Count(number=len(_mine(connection, actor)))


def _mine(connection: Any, actor: Actor) -> list[PrescriptionReview]:
    return [known for known in store.unfinished(connection) if state.is_my_turn(known, actor)]


def _todo(known: PrescriptionReview) -> Todo:
    found, month = figures(known.lines), month_words(known.month)
    is_open = known.state is ReviewState.OPEN
    return Todo(
        kind="点评",
        icon="clipboard",
        title=known.institution_name if is_open else f"{month}处方点评",
        detail=f"{month}　已评 {found.judged}/{found.drawn}" if is_open else f"合理率 {rate(found)}",
        badge="点评中" if is_open else "待答复",
        page=PAGE,
        record=known.id,
    )

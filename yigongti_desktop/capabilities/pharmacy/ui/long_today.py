"""What long prescriptions bring to 今日: drugs to be fetched in the next days, and those that nobody fetched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.store import long_prescriptions as store
from yigongti_desktop.capabilities.pharmacy.ui import long_state as state
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Todo

PAGE = "long"


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return those to be fetched within a week, and the late ones."""
    return [_todo(known) for known in _due(connection, actor, now)]


def count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many they are."""
    return Count(number=len(_due(connection, actor, now)))


def _due(connection: Any, actor: Actor, now: datetime) -> list[LongPrescription]:
    if not actor.may(state.WRITERS):
        return []
    today = day(now)
    held = (known for known in store.held(connection) if known.institution == actor.institution)
    return [known for known in held if state.is_soon(known, today) or state.is_late(known, today)]


def _todo(known: LongPrescription) -> Todo:
    return Todo(
        kind="取药",
        icon="pill",
        title=known.name,
        detail=f"{known.drug_name}　{known.packs:,} {known.unit}",
        who=known.doctor,
        due_on=known.next_date,
        page=PAGE,
        record=known.id,
    )

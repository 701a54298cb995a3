"""What the hand-over book brings to the window: how many shifts wait for a signature, how many are missing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.store import handover as store
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count

PAGE = "handover"


def count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many shifts of the last days have no entry, for clerk and director; for others nothing."""
    if not actor.may(ARRANGERS):
        return Count()
    return Count(number=len(store.missing(connection, actor.institution, day(now))))

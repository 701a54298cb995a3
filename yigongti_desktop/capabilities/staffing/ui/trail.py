"""The steps of what people ask of the roster, as they were taken: nothing is still to come."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import walk
from yigongti_desktop.registry.ui.trail import mark

_ROAD = Road(handed_over="", ahead=(), stops=frozenset())


def show_steps(panel: Panel, entries: Sequence[TrailEntry], desk: Desk) -> None:
    """Show who did what and when."""
    now = desk.now()
    marks = [mark(step, desk, now) for step in walk(_ROAD, entries, ended=True)]
    panel.show_trail(marks, proven=any(step.receipt for step in entries))

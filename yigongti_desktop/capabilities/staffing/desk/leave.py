"""Leave, wishes and swaps on the desk: their page, how they are found, what stands in a refused act."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.staffing.model.leave import NAMES
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.own import WORKERS
from yigongti_desktop.capabilities.staffing.refused import leave as refused
from yigongti_desktop.capabilities.staffing.ui import today
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_days
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.staffing.ui.asks_page import AsksPage

    return AsksPage(desk)


def _found(slip: LeaveSlip) -> tuple[str, str]:
    return slip.person_name, f"{NAMES[slip.kind]}　{say_days(slip)}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=today.PAGE,
            title="请假换班",
            short="请假",
            icon="calendar",
            order=43,
            roles=WORKERS,
            make=_page,
            count=today.count,
            is_of_units=True,
        ),
    ),
    new=(NewThing(text="请假", page=today.PAGE, argument="new", roles=WORKERS, order=70, is_of_units=True),),
    todos=today.todos,
    finds={"leave": Found("calendar", today.PAGE, _found, WORKERS)},
    contents=refused.contents,
    take_up=refused.take_up,
)

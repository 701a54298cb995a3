"""The hand-over book on the desk: its page, how it is found, what stands in a refused act."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.staffing.model.handover import Handover
from yigongti_desktop.capabilities.staffing.model.own import WORKERS
from yigongti_desktop.capabilities.staffing.refused import handover as refused
from yigongti_desktop.capabilities.staffing.ui import handover_today as today
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.staffing.ui.handover_page import HandoverPage

    return HandoverPage(desk)


def _found(entry: Handover) -> tuple[str, str]:
    return entry.duty_name, f"{entry.day.isoformat()}　{entry.given_name}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=today.PAGE,
            title="交接班",
            short="交班",
            icon="book",
            order=44,
            roles=WORKERS,
            make=_page,
            count=today.count,
            is_of_units=True,
        ),
    ),
    new=(NewThing(text="写交班", page=today.PAGE, argument="new", roles=WORKERS, order=71, is_of_units=True),),
    finds={"handover": Found("book", today.PAGE, _found, WORKERS)},
    contents=refused.contents,
    take_up=refused.take_up,
)

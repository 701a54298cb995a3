"""Services owed by contracts on the desk: their page, what they bring to 今日, how they are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import State
from yigongti_desktop.capabilities.contracts.refused import services as refused
from yigongti_desktop.capabilities.contracts.ui import task_today
from yigongti_desktop.capabilities.contracts.ui.task_state import SERVERS
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.contracts.ui.task_page import TasksPage

    return TasksPage(desk)


def _found(service: Service) -> tuple[str, str]:
    void = "（已作废）" if service.state is State.VOID else ""
    return service.name, f"{service.item_name}{void}　{service.done_on.isoformat()}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=task_today.PAGE,
            title="履约任务",
            short="履约",
            icon=task_today.ICON,
            order=17,
            roles=SERVERS,
            make=_page,
            count=task_today.count,
            is_of_units=True,
        ),
    ),
    todos=task_today.todos,
    news=task_today.news,
    figures=task_today.figures,
    finds={"service": Found(task_today.ICON, task_today.PAGE, _found, SERVERS)},
    contents=refused.contents,
    take_up=refused.take_up,
)

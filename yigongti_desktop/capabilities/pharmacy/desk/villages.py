"""What villages ask for on the desk: its page, what it brings to 今日, how it is found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.model import village_road
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.refused import villages as refused
from yigongti_desktop.capabilities.pharmacy.ui import village_state
from yigongti_desktop.capabilities.pharmacy.ui import village_today
from yigongti_desktop.capabilities.pharmacy.ui.words import VILLAGE_STATES
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec


def _villages_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.village_page import VillagesPage

    return VillagesPage(desk)


def _found_village(request: VillageRequest) -> tuple[str, str]:
    return request.number, f"{request.village}　{VILLAGE_STATES[request.state.value]}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=village_today.PAGE,
            title="村室请领",
            short="村室",
            icon=village_today.ICON,
            order=21,
            roles=village_state.ASKERS,
            make=_villages_page,
            count=village_today.count,
            is_of_units=True,
        ),
    ),
    new=(
        NewThing(
            text="新建村室请领",
            page=village_today.PAGE,
            argument="new",
            roles=village_state.ASKERS,
            order=2,
            is_of_units=True,
        ),
    ),
    todos=village_today.todos,
    figures=village_today.figures,
    finds={
        "village_request": Found(
            village_today.ICON, village_today.PAGE, _found_village, village_state.ASKERS, village_road.steps
        )
    },
    contents=refused.contents,
    take_up=refused.take_up,
)

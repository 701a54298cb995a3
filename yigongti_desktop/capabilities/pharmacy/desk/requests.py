"""Drug requests on the desk: their page, what they bring to 今日, how they are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.road import steps
from yigongti_desktop.capabilities.pharmacy.refused import requests as refused
from yigongti_desktop.capabilities.pharmacy.ui import today
from yigongti_desktop.capabilities.pharmacy.ui.words import STATES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec

_ROLES = frozenset({Role.PHARMACIST, Role.DIRECTOR, Role.CENTRAL_PHARMACY})
_WRITERS = frozenset({Role.PHARMACIST, Role.DIRECTOR})


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.page import RequestsPage

    return RequestsPage(desk)


def _found(request: DrugRequest) -> tuple[str, str]:
    return request.number or "请领单", f"{request.institution_name}　{STATES[request.state.value]}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name="pharmacy",
            title="药品请领",
            short="请领",
            icon="pill",
            order=20,
            roles=_ROLES,
            make=_page,
            count=today.count,
        ),
    ),
    new=(NewThing(text="新建请领单", page="pharmacy", argument="new", roles=_WRITERS, order=1, is_of_units=True),),
    todos=today.todos,
    figures=today.figures,
    news=today.news,
    finds={"drug_request": Found("pill", "pharmacy", _found, _ROLES, steps)},
    contents=refused.contents,
    take_up=refused.take_up,
)

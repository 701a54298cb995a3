"""Drug requests on the desk: their page, what they bring to 今日, how they are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
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


def _todos(*asked: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui import today

    return today.todos(*asked)


def _figures(*asked: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui import today

    return today.figures(*asked)


def _news(*asked: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui import today

    return today.news(*asked)


def _count(*asked: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui import today

    return today.count(*asked)


def _found(request: DrugRequest) -> tuple[str, str]:
    return request.number or "请领单", f"{request.institution_name}　{STATES[request.state.value]}"


def _contents(*asked: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy import refused

    return refused.contents(*asked)


def _take_up(*asked: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy import refused

    return refused.take_up(*asked)


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
            count=_count,
        ),
    ),
    new=(NewThing(text="新建请领单", page="pharmacy", argument="new", roles=_WRITERS, order=1, is_of_units=True),),
    todos=_todos,
    figures=_figures,
    news=_news,
    finds={"drug_request": Found("pill", "pharmacy", _found, _ROLES)},
    contents=_contents,
    take_up=_take_up,
)

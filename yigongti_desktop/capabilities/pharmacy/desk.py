"""The pharmacy on the desk: its pages, what they bring to 今日, how its papers are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy import refused
from yigongti_desktop.capabilities.pharmacy.model import difference_road
from yigongti_desktop.capabilities.pharmacy.model import village_road
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.road import steps
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.ui import difference_state
from yigongti_desktop.capabilities.pharmacy.ui import difference_today
from yigongti_desktop.capabilities.pharmacy.ui import today
from yigongti_desktop.capabilities.pharmacy.ui import village_state
from yigongti_desktop.capabilities.pharmacy.ui import village_today
from yigongti_desktop.capabilities.pharmacy.ui.words import CASE_STATES
from yigongti_desktop.capabilities.pharmacy.ui.words import STATES
from yigongti_desktop.capabilities.pharmacy.ui.words import VILLAGE_STATES
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


def _villages_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.village_page import VillagesPage

    return VillagesPage(desk)


def _found_village(request: VillageRequest) -> tuple[str, str]:
    return request.number, f"{request.village}　{VILLAGE_STATES[request.state.value]}"


VILLAGES = Manifest(
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
    contents=refused.contents_of_village,
    take_up=refused.take_up_village,
)


def _differences_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.difference_page import DifferencesPage

    return DifferencesPage(desk)


def _found_case(case: DifferenceCase) -> tuple[str, str]:
    return case.number, f"{case.institution_name}　差异{CASE_STATES[case.state.value]}"


DIFFERENCES = Manifest(
    pages=(
        PageSpec(
            name=difference_today.PAGE,
            title="差异",
            short="差异",
            icon=difference_today.ICON,
            order=22,
            roles=difference_state.SEEN_BY,
            make=_differences_page,
            count=difference_today.count,
        ),
    ),
    todos=difference_today.todos,
    news=difference_today.news,
    finds={
        "difference_case": Found(
            difference_today.ICON, difference_today.PAGE, _found_case, difference_state.SEEN_BY, difference_road.steps
        )
    },
    contents=refused.contents_of_case,
)

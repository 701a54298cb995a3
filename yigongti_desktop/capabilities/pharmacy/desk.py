"""The pharmacy on the desk: its pages, what they bring to 今日, how their papers are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy import refused
from yigongti_desktop.capabilities.pharmacy.model import count_road
from yigongti_desktop.capabilities.pharmacy.model import count_sight
from yigongti_desktop.capabilities.pharmacy.model import shortage_road
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.road import steps
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.ui import count_today
from yigongti_desktop.capabilities.pharmacy.ui import count_words
from yigongti_desktop.capabilities.pharmacy.ui import shortage_state
from yigongti_desktop.capabilities.pharmacy.ui import shortage_today
from yigongti_desktop.capabilities.pharmacy.ui import shortage_words
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


def _shortages_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.shortages import ShortagesPage

    return ShortagesPage(desk)


def _found_shortage(shortage: Shortage) -> tuple[str, str]:
    state = shortage_words.STATES[shortage.state.value]
    return f"{shortage.patient}　{shortage.name}", f"缺药登记　{state}"


def _shortages(roles: frozenset[Role], *, is_of_units: bool) -> PageSpec:
    return PageSpec(
        name=shortage_today.PAGE,
        title="缺药登记",
        short="缺药",
        icon="clipboard",
        order=22,
        roles=roles,
        make=_shortages_page,
        count=shortage_today.count,
        is_of_units=is_of_units,
    )


def _counts_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.count_page import CountsPage

    return CountsPage(desk)


def _found_count(count: StockCount) -> tuple[str, str]:
    return count.number, f"{count_words.room_name(count.room)}盘点　{count_words.STATES[count.state.value]}"


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

#: One page for those who write at the counter of a unit, one for the lead hospital's pharmacy, which buys.
SHORTAGES = Manifest(
    pages=(
        _shortages(shortage_state.AT_UNIT, is_of_units=True),
        _shortages(shortage_state.CENTRE, is_of_units=False),
    ),
    new=(
        NewThing(
            text="登记缺药",
            page=shortage_today.PAGE,
            argument="new",
            roles=shortage_state.WRITERS,
            order=2,
            is_of_units=True,
        ),
    ),
    todos=shortage_today.todos,
    figures=shortage_today.figures,
    news=shortage_today.news,
    finds={
        "shortage": Found(
            "clipboard",
            shortage_today.PAGE,
            _found_shortage,
            shortage_state.AT_UNIT | shortage_state.CENTRE,
            shortage_road.steps,
        )
    },
    contents=refused.contents_of_shortage,
    take_up=refused.take_up_shortage,
)

COUNTS = Manifest(
    pages=(
        PageSpec(
            name=count_today.PAGE,
            title="盘点",
            short="盘点",
            icon="list",
            order=23,
            roles=count_sight.CONFIRMERS,
            make=_counts_page,
            count=count_today.count,
        ),
    ),
    todos=count_today.todos,
    finds={
        "stock_count": Found("list", count_today.PAGE, _found_count, count_sight.CONFIRMERS, count_road.steps),
    },
    contents=refused.contents_of_count,
)

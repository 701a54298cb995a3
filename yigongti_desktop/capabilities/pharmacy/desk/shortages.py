"""The shortage register on the desk: its page, what it brings to 今日, how somebody is found in it."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.model import shortage_road
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.refused import shortages as refused
from yigongti_desktop.capabilities.pharmacy.ui import shortage_state
from yigongti_desktop.capabilities.pharmacy.ui import shortage_today
from yigongti_desktop.capabilities.pharmacy.ui import shortage_words
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec


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


#: One page for those who write at the counter of a unit, one for the lead hospital's pharmacy, which buys.
MANIFEST = Manifest(
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
    contents=refused.contents,
    take_up=refused.take_up,
)

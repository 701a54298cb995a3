"""Stock counts on the desk: their page, what they bring to 今日, how they are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.model import count_road
from yigongti_desktop.capabilities.pharmacy.model import count_sight
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.refused import counts as refused
from yigongti_desktop.capabilities.pharmacy.ui import count_today
from yigongti_desktop.capabilities.pharmacy.ui import count_words
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec


def _counts_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.count_page import CountsPage

    return CountsPage(desk)


def _found_count(count: StockCount) -> tuple[str, str]:
    return count.number, f"{count_words.room_of_count(count)}盘点　{count_words.STATES[count.state.value]}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=count_today.PAGE,
            title="盘点",
            short="盘点",
            icon="list",
            order=24,
            roles=count_sight.CONFIRMERS,
            make=_counts_page,
            count=count_today.count,
        ),
    ),
    todos=count_today.todos,
    finds={
        "stock_count": Found("list", count_today.PAGE, _found_count, count_sight.CONFIRMERS, count_road.steps),
    },
    contents=refused.contents,
)

"""The list of a team's tasks and the page of figures, opened and narrowed as people do it, and how long they wait."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from functools import partial
from typing import Any

from tests.benchmarks.parts.countryside import villages
from tests.benchmarks.parts.opened import until
from tests.benchmarks.parts.seated import Seated
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.contracts.store.tasks import Show
from yigongti_desktop.kernel.access import Actor


def _chip(show: Show) -> Callable[[Any], None]:
    def choose(page: Any) -> None:
        page.table.chips.choose(show.value)

    return choose


def _village(page: Any) -> None:
    page.filters.village.choose(villages(1)[0])


def _item(page: Any) -> None:
    page.filters.item.choose("01-1")


def _by_village(page: Any) -> None:
    page.filters.order.choose("village")


def _typed(page: Any) -> None:
    listed = (name for home in page.table.view.records.records() for name in home.names)
    page.on_typed(next(name for name in listed if len(name) == _USUAL_NAME))


def _widen(page: Any) -> None:
    """Let everything of the team through again; this is no part of what is measured."""
    for one in (page.filters.village, page.filters.item, page.filters.order):
        one.choose("")


#: Characters of most names; shorter ones begin many others, too.
_USUAL_NAME = 3
#: What follows the figures.
FOLLOWS = "走势和分项"
#: What is chosen one after another in the list of tasks of one's own team.
FILTERS: Mapping[str, Callable[[Any], None]] = {
    "本周": _chip(Show.WEEK),
    "本月": _chip(Show.MONTH),
    "已完成": _chip(Show.DONE),
    "全部": _chip(Show.ALL),
    "逾期": _chip(Show.OVERDUE),
    "一个村": _village,
    "一个项目": _item,
    "按村组排": _by_village,
    "找三个字的姓名": _typed,
}


def of_tasks(desk: Workbench, actor: Actor) -> dict[str, float]:
    """Return after how many seconds the list of one's own team stood there, and then with each filter."""
    with Seated(desk, actor) as seat:
        page, took = seat.open("services")
        if not page.filters.team.key or not page._homes:
            raise SystemExit("the team has no tasks")
        found = {"打开": took}
        for name, choose in FILTERS.items():
            found[name] = seat.timed(partial(choose, page))
            seat.timed(partial(_widen, page))
    return found


def of_figures(desk: Workbench, actor: Actor) -> dict[str, float]:
    """Return after how many seconds the figures stood there, and then the months and parts of the first of them."""
    with Seated(desk, actor) as seat:
        page, took = seat.open("rates")
        whole = seat.timed(lambda: until(lambda: page.closer is not None))
    return {"打开": took, FOLLOWS: took + whole}

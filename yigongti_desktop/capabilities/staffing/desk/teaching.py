"""Teaching on the desk: its pages, what it brings to 今日, what stands in a refused act."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.staffing.model.teaching import Teaching
from yigongti_desktop.capabilities.staffing.refused import teaching as refused
from yigongti_desktop.capabilities.staffing.ui import teaching_today as today
from yigongti_desktop.capabilities.staffing.ui.teaching_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.visit_state import READERS
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.staffing.ui.teaching import TeachingPage

    return TeachingPage(desk)


def _year(desk: Any) -> Any:
    from yigongti_desktop.capabilities.staffing.ui.teaching_year import TeachingYearPage

    return TeachingYearPage(desk)


def _found(teaching: Teaching) -> tuple[str, str]:
    return teaching.title, f"{KINDS[teaching.kind.value]}　{teaching.first:%Y-%m-%d}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=today.PAGE,
            title="教学培训",
            short="教学",
            icon="book",
            order=52,
            roles=READERS,
            make=_page,
            count=today.count,
        ),
        PageSpec(
            name="teaching_year",
            title="教学全年",
            short="学年",
            icon="chart",
            order=53,
            roles=READERS,
            make=_year,
        ),
    ),
    new=(NewThing(text="登记教学", page=today.PAGE, argument="new", roles=READERS, order=74),),
    todos=today.todos,
    finds={"teaching": Found("book", today.PAGE, _found, READERS)},
    contents=refused.contents,
    take_up=refused.take_up,
)

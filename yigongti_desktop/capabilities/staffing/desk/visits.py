"""Sessions away from home on the desk: their pages, what they bring to 今日, what stands in a refused act."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.staffing.model.visits import Visit
from yigongti_desktop.capabilities.staffing.refused import visits as refused
from yigongti_desktop.capabilities.staffing.ui import visit_state
from yigongti_desktop.capabilities.staffing.ui import visit_today as today
from yigongti_desktop.capabilities.staffing.ui.visit_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.visit_words import say_plan
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.staffing.ui.visits import VisitsPage

    return VisitsPage(desk)


def _timetable(desk: Any) -> Any:
    from yigongti_desktop.capabilities.staffing.ui.timetable import TimetablePage

    return TimetablePage(desk)


def _found(visit: Visit) -> tuple[str, str]:
    return f"{visit.person_name}　{visit.unit_name}", f"{KINDS[visit.plan.kind.value]}　{say_plan(visit.plan)}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=today.PAGE,
            title="坐诊巡诊",
            short="坐诊",
            icon="stethoscope",
            order=50,
            roles=visit_state.READERS,
            make=_page,
            count=today.count,
        ),
        PageSpec(
            name="timetable",
            title="坐诊表",
            short="诊表",
            icon="calendar",
            order=51,
            roles=visit_state.READERS,
            make=_timetable,
        ),
    ),
    new=(NewThing(text="安排坐诊巡诊", page=today.PAGE, argument="new", roles=visit_state.READERS, order=73),),
    todos=today.todos,
    finds={"outreach": Found("stethoscope", today.PAGE, _found, visit_state.READERS)},
    contents=refused.contents,
    take_up=refused.take_up,
)

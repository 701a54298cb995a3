"""Differences of deliveries on the desk: their page, what they bring to 今日, how they are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.model import difference_road
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.refused import differences as refused
from yigongti_desktop.capabilities.pharmacy.ui import difference_state
from yigongti_desktop.capabilities.pharmacy.ui import difference_today
from yigongti_desktop.capabilities.pharmacy.ui.words import CASE_STATES
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec


def _differences_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.difference_page import DifferencesPage

    return DifferencesPage(desk)


def _found_case(case: DifferenceCase) -> tuple[str, str]:
    return case.number, f"{case.institution_name}　差异{CASE_STATES[case.state.value]}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=difference_today.PAGE,
            title="差异",
            short="差异",
            icon=difference_today.ICON,
            order=25,
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
    contents=refused.contents,
)

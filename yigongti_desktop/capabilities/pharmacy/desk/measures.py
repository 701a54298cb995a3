"""The figures of the supply on the desk: their page, and what they bring to 今日."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.ui import measures_state
from yigongti_desktop.capabilities.pharmacy.ui import measures_today
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec


def _measures_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.measures_page import MeasuresPage

    return MeasuresPage(desk)


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=measures_today.PAGE,
            title="供应指标",
            short="指标",
            icon="chart",
            order=29,
            roles=measures_state.SEEN_BY,
            make=_measures_page,
        ),
    ),
    figures=measures_today.figures,
)

"""排班设置 on the desk: its page."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.staffing.service.duties import DRAWERS
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec

PAGE = "roster_settings"


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.staffing.ui.settings_page import SettingsPage

    return SettingsPage(desk)


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=PAGE,
            title="排班设置",
            short="班设",
            icon="columns",
            order=29,
            roles=DRAWERS,
            make=_page,
            is_of_units=True,
        ),
    ),
)

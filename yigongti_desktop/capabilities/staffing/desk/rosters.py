"""Month rosters on the desk: their page, and what is begun from anywhere."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.service.duties import DRAWERS
from yigongti_desktop.capabilities.staffing.ui import roster_state as state
from yigongti_desktop.capabilities.staffing.ui import roster_today as today
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec

PAGE, ICON = today.PAGE, "calendar"


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.staffing.ui.roster_page import RosterPage

    return RosterPage(desk)


def _found(roster: Roster) -> tuple[str, str]:
    return f"{roster.first.year}年{roster.first.month}月班表", roster.group


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=PAGE,
            title="排班",
            short="排班",
            icon=ICON,
            order=29,
            roles=state.SEEN_BY,
            make=_page,
            count=today.count,
            is_of_units=True,
        ),
    ),
    new=(NewThing(text="建班表", page=PAGE, argument="new", roles=DRAWERS, order=9, is_of_units=True),),
    todos=today.todos,
    finds={"roster": Found(ICON, PAGE, _found, state.SEEN_BY)},
)

"""Teams of family doctors on the desk: their page, how they are found, what stands in a refused act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.model.villages import say_villages
from yigongti_desktop.capabilities.contracts.refused import teams as refused
from yigongti_desktop.capabilities.contracts.store import teams as store
from yigongti_desktop.capabilities.contracts.ui import team_state as state
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec

PAGE, ICON = "teams", "people"


def _teams_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.contracts.ui.teams_page import TeamsPage

    return TeamsPage(desk)


def _found(team: Team) -> tuple[str, str]:
    return team.name, say_villages(team.villages)


def _count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many of the unit's teams lack somebody today."""
    if not actor.may(state.ARRANGERS):
        return Count()
    return Count(number=sum(bool(row.lacking) for row in store.team_rows(connection, day(now))))


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=PAGE,
            title="家庭医生团队",
            short="团队",
            icon=ICON,
            order=36,
            roles=state.SEEN_BY,
            make=_teams_page,
            count=_count,
            is_of_units=True,
        ),
    ),
    new=(NewThing(text="建团队", page=PAGE, argument="new", roles=state.ARRANGERS, order=8, is_of_units=True),),
    finds={"team": Found(ICON, PAGE, _found, state.SEEN_BY)},
    contents=refused.contents,
    take_up=refused.take_up,
)

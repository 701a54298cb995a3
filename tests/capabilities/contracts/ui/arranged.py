"""Teams and packages that stand already, for tests of their pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.capabilities.contracts.world import written_package
from tests.capabilities.contracts.world import written_team
from tests.registry.ui.people import register
from tests.screens import Screen
from tests.sync.county import County
from tests.world import id_number
from yigongti_desktop.capabilities.contracts.messages.contracts import SignContract
from yigongti_desktop.capabilities.contracts.messages.contracts import Signer
from yigongti_desktop.capabilities.contracts.messages.teams import OfferPackage
from yigongti_desktop.capabilities.contracts.messages.teams import SetUpTeam
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.store import teams as store
from yigongti_desktop.kernel.clock import day


def arranged(county: County, desk: str = "岳口", **others: Any) -> Team:
    """Set up a team at a desk of 岳口, and let every desk there know it."""
    made: Team = county.desks[desk].do(county.people["公卫"], SetUpTeam(written=written_team(**others))).record
    county.sync("岳口", "岳口二")
    return made


def offered(county: County, **others: Any) -> Package:
    """Offer a package at the lead hospital, and let the units know it."""
    command = OfferPackage(written=written_package(**others))
    made: Package = county.desks["市一医"].do(county.people["医共体办"], command).record
    county.sync("市一医", "岳口", "岳口二")
    return made


def signed(county: County, team: Team, package: Package, count: int) -> None:
    """Sign so many residents of 健康村 with a team."""
    for place in range(count):
        birth = date(1950, 1, 1 + place)
        resident = register(
            county, name=f"胡小{'一二三四五六七八九'[place]}", birth=birth, id_number=id_number(birth, 302 + 2 * place)
        )
        people = (Signer(resident=resident.id, packages=(package.id,)),)
        command = SignContract(team=team.id, people=people, signed_on=day(county.clock.now()))
        county.desks["岳口"].do(county.people["公卫"], command)


def team(me: Screen, wanted: str = "") -> Team:
    """Return the one team of a desk, or the one of a name."""
    found = [one for one in me.bench.read(store.all_teams) if not wanted or one.name == wanted]
    assert len(found) == 1, found
    return found[0]


def package(me: Screen, name: str) -> Package:
    """Return the package of a name."""
    (found,) = [one for one in me.bench.read(store.all_packages) if one.name == name]
    return found

"""A clinic with a team and packages, for tests of contracts over real desks and a hub."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.world import World
from yigongti_desktop.capabilities.contracts.messages.contracts import SignContract
from yigongti_desktop.capabilities.contracts.messages.contracts import Signer
from yigongti_desktop.capabilities.contracts.messages.teams import OfferPackage
from yigongti_desktop.capabilities.contracts.messages.teams import SetUpTeam
from yigongti_desktop.capabilities.contracts.model import package
from yigongti_desktop.capabilities.contracts.model import team
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.rhythm import Yearly
from yigongti_desktop.capabilities.contracts.model.team import Level
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.team import Part
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import Identity

LEAD = "市一医"
BEGAN = date(2025, 1, 1)
VISIT = Item(code="htn-visit", name="高血压随访", rhythm=Yearly(times=4), form=Form.HYPERTENSION)
CHECKUP = Item(code="checkup", name="健康体检", rhythm=Yearly(times=1))


def members(*without: Level) -> tuple[Member, ...]:
    """Return a team of one doctor of each level, but those left out."""
    people = (
        Member(name="周建国", part=Part.LEADER, level=Level.TOWNSHIP, since=BEGAN),
        Member(name="胡小燕", part=Part.NURSE, level=Level.TOWNSHIP, since=BEGAN),
        Member(name="邱海棠", part=Part.SPECIALIST, level=Level.COUNTY, since=BEGAN),
        Member(name="赵春生", part=Part.DOCTOR, level=Level.VILLAGE, since=BEGAN),
    )
    return tuple(one for one in people if one.level not in without)


def written_team(name: str = "健康村团队", **others: Any) -> team.Written:
    """Return a team as it is written down."""
    usual: dict[str, Any] = {"name": name, "members": members(), "villages": ("健康村",), "since": BEGAN}
    return team.Written(**(usual | others))


def written_package(**others: Any) -> package.Written:
    """Return a package of four visits and a check-up a year, 100 元 of which the resident pays 20."""
    usual: dict[str, Any] = {
        "name": "高血压服务包",
        "year": 2026,
        "key_group": "hypertension",
        "items": (VISIT, CHECKUP),
        "price_fen": 10_000,
        "finance_fen": 3_000,
        "insurance_fen": 5_000,
        "self_fen": 2_000,
        "since": BEGAN,
    }
    return package.Written(**(usual | others))


class Clinic:
    """A world with a lead hospital that offers a package, and a clinic with two desks and a team."""

    def __init__(self, world: World, place: str = "岳口") -> None:
        self.world, self.place = world, place
        world.open_line()
        world.desk(LEAD, roles=(Role.COMMUNITY_OFFICE,))
        world.desk(place)
        world.desk(place, "二号机")
        self.package: str = world.do(LEAD, OfferPackage(written=written_package())).id
        self.team: str = world.do(place, SetUpTeam(written=written_team())).id
        self.talk()

    def talk(self) -> None:
        """Let everybody talk until all have everything."""
        for _ in range(2):
            for desk in self.world.desks.values():
                talk = desk.sync()
                assert not talk.code, talk.code

    def today(self) -> date:
        """Return today."""
        return day(self.world.clock.now())

    def register(self, identity: Identity, name: str = "") -> str:
        """Register a resident at a desk; return their id."""
        resident: str = self.world.do(name or self.place, RegisterResident(identity=identity)).id
        return resident

    def sign(self, *residents: str, name: str = "", **others: Any) -> tuple[Contract, ...]:
        """Sign residents with one agreement at a desk."""
        people = tuple(Signer(resident=one, packages=(self.package,)) for one in residents)
        usual: dict[str, Any] = {"team": self.team, "people": people, "signed_on": self.today()}
        signed: tuple[Contract, ...] = self.world.do(name or self.place, SignContract(**(usual | others)))
        return signed

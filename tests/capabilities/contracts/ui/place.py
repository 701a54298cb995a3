"""A clinic on the screen with teams, packages and residents to be signed."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.capabilities.contracts.world import CHECKUP
from tests.capabilities.contracts.world import LEAD
from tests.capabilities.contracts.world import written_package
from tests.capabilities.contracts.world import written_team
from tests.sync.county import County
from tests.world import hu_xiaoyan
from tests.world import id_number
from yigongti_desktop.capabilities.contracts.messages.contracts import SignContract
from yigongti_desktop.capabilities.contracts.messages.contracts import Signer
from yigongti_desktop.capabilities.contracts.messages.teams import OfferPackage
from yigongti_desktop.capabilities.contracts.messages.teams import SetUpTeam
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.messages import JoinHousehold
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.standing import Relation

BASIC = written_package(
    name="基础服务包",
    key_group="",
    items=(CHECKUP,),
    price_fen=0,
    finance_fen=0,
    insurance_fen=0,
    self_fen=0,
)
ELDERLY = written_package(
    name="老年人服务包",
    key_group="elderly",
    items=(CHECKUP,),
    price_fen=6_000,
    finance_fen=6_000,
    insurance_fen=0,
    self_fen=0,
)


class Place:
    """岳口 with two teams and three packages."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.packages = {
            one.name: self.by("医共体办", OfferPackage(written=one), LEAD).id
            for one in (BASIC, written_package(), ELDERLY)
        }
        self.team: str = self.by("院长", SetUpTeam(written=written_team())).id
        self.other: str = self.by("院长", SetUpTeam(written=written_team("新堰村团队", villages=("新堰村",)))).id
        county.sync(LEAD, "岳口")

    def by(self, who: str, command: Any, desk: str = "岳口") -> Any:
        """Let somebody do something at a desk; return the record."""
        return self.county.desks[desk].do(self.county.people[who], command).record

    def today(self) -> date:
        """Return today."""
        return day(self.county.clock.now())

    def resident(self, desk: str = "岳口", **others: Any) -> str:
        """Register 胡小燕 of 健康村, or somebody else; return their id."""
        usual: dict[str, Any] = {"village": "健康村二组", "address": "岳口镇健康村二组 18 号"}
        known: str = self.by("医生", RegisterResident(identity=hu_xiaoyan(**(usual | others))), desk).id
        return known

    def somebody(self, serial: int, name: str, birth: date, village: str = "健康村一组") -> str:
        """Register somebody by their day of birth; return their id."""
        number = id_number(birth, serial)
        sex = Sex.MALE if serial % 2 else Sex.FEMALE
        identity = Identity(name=name, sex=sex, birth=birth, id_number=number, village=village)
        known: str = self.by("医生", RegisterResident(identity=identity)).id
        return known

    def household(self, head: str, *others: tuple[str, Relation]) -> None:
        """Put residents into the household of another."""
        for resident, relation in others:
            self.by("医生", JoinHousehold(resident=resident, member=head, relation=relation))

    def sign(self, *residents: str, desk: str = "岳口", package: str = "高血压服务包", **others: Any) -> Contract:
        """Sign residents with one agreement; return the contract of the first."""
        people = tuple(Signer(resident=one, packages=(self.packages[package],)) for one in residents)
        usual: dict[str, Any] = {"team": self.team, "people": people, "signed_on": self.today()}
        signed: tuple[Contract, ...] = self.by("医生", SignContract(**(usual | others)), desk)
        return signed[0]

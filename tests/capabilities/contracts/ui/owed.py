"""Residents of 岳口 that have signed some months ago, so that a good deal is owed to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from tests.capabilities.contracts.world import BEGAN
from tests.capabilities.contracts.world import CHECKUP
from tests.capabilities.contracts.world import VISIT
from tests.capabilities.contracts.world import written_package
from tests.capabilities.contracts.world import written_team
from tests.screens import Screen
from tests.sync.county import County
from tests.world import hu_xiaoyan
from tests.world import id_number
from yigongti_desktop.capabilities.contracts.messages.contracts import SignContract
from yigongti_desktop.capabilities.contracts.messages.contracts import Signer
from yigongti_desktop.capabilities.contracts.messages.teams import OfferPackage
from yigongti_desktop.capabilities.contracts.messages.teams import SetUpTeam
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.rhythm import Yearly
from yigongti_desktop.capabilities.contracts.model.team import Level
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.team import Part
from yigongti_desktop.capabilities.contracts.store import services
from yigongti_desktop.capabilities.contracts.store.contracts import of_resident
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.messages import RegisterResident

SUGAR = Item(code="t2d-visit", name="糖尿病随访", rhythm=Yearly(times=4), form=Form.DIABETES)
CARDED = Item(code="home-visit", name="入户指导", rhythm=Yearly(times=4), evidence=(Evidence.CARDS,))
SHOWN = Item(code="dressing", name="换药", rhythm=Yearly(times=4), evidence=(Evidence.PHOTO, Evidence.SIGNATURE))
#: What the village doctor holds to the reader.
CARD = "W0007"
#: Three quarters ago, so that two visits are overdue in November 2026.
SIGNED = date(2026, 3, 1)
BIRTH = date(1958, 3, 12)


def by(county: County, who: str, command: Any, desk: str = "岳口") -> Any:
    """Let somebody do something at a desk."""
    return county.desks[desk].do(county.people[who], command).record


def team(county: County, who: str = "医生") -> str:
    """Set up the team of somebody of 岳口; return its id."""
    actor = county.people[who]
    village = county.people["村医"].account
    people = (
        Member(name=actor.name, account=actor.account, part=Part.LEADER, level=Level.TOWNSHIP, since=BEGAN),
        Member(name="邱海棠", part=Part.SPECIALIST, level=Level.COUNTY, since=BEGAN),
        Member(name="何长贵", account=village, part=Part.DOCTOR, level=Level.VILLAGE, card=CARD, since=BEGAN),
    )
    made: str = by(county, "院长", SetUpTeam(written=written_team(members=people))).id
    return made


def package(county: County, *items: Item) -> str:
    """Offer a package of the lead hospital, known at 岳口; return its id."""
    written = written_package(items=items or (VISIT, CHECKUP))
    made: str = by(county, "医共体办", OfferPackage(written=written), "市一医").id
    county.sync("市一医", "岳口", "岳口二")
    return made


def signed(
    county: County, *people: str, items: Sequence[Item] = (), since: date = SIGNED, village: str = "健康村二组"
) -> list[Contract]:
    """Sign people of a village, each by themselves."""
    of, offered = team(county), package(county, *items)
    return [sign(county, name, of, offered, since, village, place) for place, name in enumerate(people)]


def sign(
    county: County, name: str, of: str, offered: str, since: date = SIGNED, village: str = "健康村二组", place: int = 0
) -> Contract:
    """Register somebody and sign them."""
    identity = hu_xiaoyan(
        name=name,
        sex=Sex.FEMALE,
        birth=BIRTH,
        id_number=id_number(BIRTH, 302 + 2 * place + 40 * len(village)),
        village=village,
    )
    resident = by(county, "医生", RegisterResident(identity=identity)).id
    command = SignContract(team=of, people=(Signer(resident=resident, packages=(offered,)),), signed_on=since, years=1)
    (contract,) = by(county, "医生", command)
    made: Contract = contract
    return made


def live_together(county: County, *contracts: Contract, household: str = "household-1") -> None:
    """Let residents live in one household, as the hub tells it."""
    county.sync("岳口")
    known = [contract_of(county, one.resident) for one in contracts]
    county.hub.counter.publish({"contract": [replace(one, household=household) for one in known]})
    county.sync("岳口", "岳口二")


def contract_of(county: County, resident: str, desk: str = "岳口") -> Contract:
    """Return the contract of somebody as a desk has it."""
    found = county.desks[desk].read(of_resident, resident)
    assert found is not None
    return found


def services_of(me: Screen, contract: Contract) -> list[Service]:
    """Return what was written down under a contract."""
    return me.bench.read(services.of_contract, contract.id)


def tasks_shown(page: Any) -> list[list[str]]:
    """Return the tasks in the panel: how each stands, what it is, its day; those that head a member begin it."""
    model = page.homes.view.records
    return [
        [str(model.index(row, place).data() or "") for place in range(model.columnCount())]
        for row in range(model.rowCount())
    ]

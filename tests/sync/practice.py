"""Family doctors of 岳口: two desks, two teams, a package, residents of whom some were registered twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.capabilities.contracts.world import VISIT
from tests.capabilities.contracts.world import written_package
from tests.capabilities.contracts.world import written_team
from tests.sync.county import County
from tests.world import EVERY_LEAD_ROLE
from yigongti_desktop.capabilities.contracts.messages.contracts import SignContract
from yigongti_desktop.capabilities.contracts.messages.contracts import Signer
from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.messages.teams import OfferPackage
from yigongti_desktop.capabilities.contracts.messages.teams import SetUpTeam
from yigongti_desktop.capabilities.contracts.model.contract import Agreement
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.contracts import of_resident
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.service import people
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.outbox import Act

A, B, LEAD = "岳口", "岳口二", "市一医"
BOTH = (A, B)
#: A mother and her child, each registered a second time without the number; and a neighbour.
WHO = (("胡小燕", 1958), ("胡小燕", 1958), ("邱传富", 1979), ("邱传富", 1979), ("赵春生", 1964))


class Practice:
    """What the people of the two desks do."""

    def __init__(self, county: County) -> None:
        """Offer a package, set up two teams, register the residents, and let both desks know all of it."""
        self.county = county
        office = next(one for one in county.keeper.accounts() if one.id == county.people[LEAD].account)
        county.keeper.give_roles(office, (*EVERY_LEAD_ROLE, Role.COMMUNITY_OFFICE))
        county.sync(LEAD)
        office = next(one for one in county.keeper.accounts() if one.id == office.id)
        county.people[LEAD] = office.actor()
        self.package: str = county.do(LEAD, OfferPackage(written=written_package())).id
        self.team: str = county.do(A, SetUpTeam(written=written_team())).id
        self.other: str = county.do(A, SetUpTeam(written=written_team("新堰村团队", villages=("新堰村",)))).id
        self.residents = [self._registered(name, year) for name, year in WHO]
        county.sync(LEAD, *BOTH, *BOTH)

    def today(self) -> date:
        """Return today."""
        return day(self.county.clock.now())

    def talk(self, *first: str) -> None:
        """Let the desks talk in this order, then both once more, so that each has what came of it."""
        self.county.sync(*(first or BOTH), *BOTH)

    def sign(self, desk: str, *residents: str, **others: Any) -> Contract:
        """Sign residents with one agreement at a desk; return the contract of the first."""
        signers = tuple(Signer(resident=one, packages=(self.package,)) for one in residents)
        usual: dict[str, Any] = {"team": self.team, "people": signers, "signed_on": self.today()}
        signed: tuple[Contract, ...] = self.county.do(desk, SignContract(**(usual | others)))
        return signed[0]

    def serve(self, desk: str, contract: Contract, number: int = 1, sbp: int = 128, **others: Any) -> Service:
        """Write a visit down at a desk."""
        usual: dict[str, Any] = {
            "contract": contract.id,
            "agreement": contract.number,
            "item": VISIT.code,
            "number": number,
            "done_on": self.today(),
            "way": Way.HOME,
            "readings": {"sbp": sbp, "dbp": 78},
        }
        service: Service = self.county.do(desk, RecordService(done=Done(**(usual | others))))
        return service

    def contract(self, desk: str, resident: str) -> Contract:
        """Return the contract of a record as a desk has it."""
        found = self.contract_or_none(desk, resident)
        assert found is not None
        return found

    def contract_or_none(self, desk: str, resident: str) -> Contract | None:
        """Return the contract of a record as a desk has it, or None."""
        return self.county.desks[desk].read(of_resident, resident)

    def live(self, desk: str) -> dict[str, list[str]]:
        """Return the numbers of the agreements that hold today, by the record that is kept of each person."""
        return {kept: [one.number for one in its] for kept, its in self.held(desk).items()}

    def held(self, desk: str) -> dict[str, list[Agreement]]:
        """Return the agreements that hold today, by the record that is kept of each person."""
        bench, found = self.county.desks[desk], dict[str, list[Agreement]]()
        for contract in bench.read(registry.everything, CONTRACT):
            known = bench.read(people.kept_of, contract.resident)
            if known is not None and (its := contract.on(self.today())) is not None:
                found.setdefault(known.id, []).append(its)
        return found

    def asked(self, desk: str) -> list[Act]:
        """Return what came back to a desk as a question, the earliest first."""
        return self.county.desks[desk].read(outbox.in_states, [outbox.REFUSED])[::-1]

    def _registered(self, name: str, year: int) -> str:
        identity = Identity(
            name=name, sex=Sex.UNKNOWN, birth=date(year, 2, 28), no_id_reason="未带证件", village="健康村"
        )
        resident: str = self.county.do(A, RegisterResident(identity=identity)).id
        return resident

"""A unit with years of contracts as its desk has them: every row made by the rule that makes it in the program.

What a person would sign and write down day by day is decided by the same functions, each as on its own day, and
written as a sync writes what the hub sends: rows, spellings, what lies beside them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from itertools import islice
from typing import Any

from tests.benchmarks.parts.arranged import VILLAGES
from tests.benchmarks.parts.arranged import Known
from tests.benchmarks.parts.arranged import offered
from tests.benchmarks.parts.arranged import set_up
from tests.benchmarks.parts.countryside import TODAY
from tests.benchmarks.parts.countryside import Family
from tests.benchmarks.parts.countryside import families
from tests.benchmarks.parts.countryside import villages
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractServed
from yigongti_desktop.capabilities.contracts.model import doing
from yigongti_desktop.capabilities.contracts.model import signing
from yigongti_desktop.capabilities.contracts.model.agreeing import Agreed
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.model.performed import service_id
from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.model.tasks import tasks_of
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.service.follows import follow
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.services import SERVICE
from yigongti_desktop.capabilities.contracts.store.teams import PACKAGE
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.dates import age_on
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.census import Entry
from yigongti_desktop.registry.model.county import THE_COUNTY
from yigongti_desktop.registry.model.county import County
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.service import census
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.engine import writing

#: Records of some kinds that are written together.
Piece = Sequence[tuple[RecordKind[Any], Sequence[Any]]]
#: Years of agreements.
_YEARS = 3
_AT_ONCE = 500
_CACHE_KB, _USUAL_KB = 400_000, 16_000
_ONE = timedelta(days=1)
_OLD = 65
#: How much of what was due is done, how many are not gone on with after a year, how many end before their time.
_DONE, _LOST, _ENDED = 0.8, 0.06, 0.02
_READINGS: dict[str, dict[str, Any]] = {
    Form.HYPERTENSION.value: {"sbp": 132, "dbp": 82, "pulse": 72},
    Form.DIABETES.value: {"sbp": 132, "dbp": 82, "fasting": 62},
}
_HIGH: dict[str, dict[str, Any]] = {
    Form.HYPERTENSION.value: {"sbp": 156, "dbp": 96, "pulse": 80},
    Form.DIABETES.value: {"sbp": 134, "dbp": 84, "fasting": 92},
}


@dataclass(frozen=True)
class Size:
    """How large a unit is."""

    residents: int
    signed: int
    teams: int

    @property
    def villages(self) -> int:
        """Return how many villages it has."""
        return self.teams * VILLAGES


@dataclass
class Counted:
    """What was made."""

    residents: int = 0
    contracts: int = 0
    services: int = 0
    #: Families of whom nobody is signed: the team of their village, and their residents' ids.
    unsigned: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    #: The basic package of this year.
    package: str = ""


def fill(desk: Workbench, actor: Actor, size: Size, seed: int) -> Counted:
    """Write a unit of that size into a desk, and return what was made."""
    made = _Unit(desk, actor, size, seed)
    for piece in made.pieces():
        with writing(desk.engine) as connection:
            connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KB}")
            for kind, some in piece:
                records.save_many(connection, kind, some)
                indexes.write(connection, kind, some)
            connection.exec_driver_sql(f"PRAGMA cache_size = -{_USUAL_KB}")
    return made.counted


class _Unit:
    """One unit, made family by family."""

    def __init__(self, desk: Workbench, actor: Actor, size: Size, seed: int) -> None:
        self._actor, self._size, self._seed = actor, size, seed
        self._chance = random.Random(seed)  # noqa: S311 - the same unit each time
        self._books = Known(desk, actor)
        self._places = villages(size.villages)
        self._serving: dict[str, Team] = {}
        self._packages: dict[tuple[int, str], Package] = {}
        self._numbered = 0
        self.counted = Counted()

    def pieces(self) -> Iterator[Piece]:
        """Return what is written: teams and packages, then some families at a time with all that is theirs."""
        teams = set_up(self._books, self._places)
        self._serving = {village: team for team in teams for village in team.villages}
        self._packages = offered(self._books, range(TODAY.year - _YEARS, TODAY.year + 2))
        self.counted.package = self._packages[TODAY.year, ""].id
        yield (TEAM, teams), (PACKAGE, list(self._packages.values()))
        everybody = families(self._size.residents, self._places, self._seed)
        share = self._size.signed / self._size.residents
        while some := list(islice(everybody, _AT_ONCE)):
            residents: list[Resident] = []
            contracts: list[Contract] = []
            services: list[Service] = []
            for family in some:
                its = [self._resident(one) for one in family.members]
                residents += its
                owed = round((self.counted.residents + len(residents)) * share)
                if self.counted.contracts + len(contracts) + len(its) <= owed:
                    for contract, done in self._sign(family, its):
                        contracts.append(contract)
                        services += done
                else:
                    self.counted.unsigned.append((self._serving[family.village].id, tuple(one.id for one in its)))
            yield (registry.RESIDENT, residents), (CONTRACT, contracts), (SERVICE, services)
            self.counted.residents += len(residents)
            self.counted.contracts += len(contracts)
            self.counted.services += len(services)

    def _resident(self, entry: Entry) -> Resident:
        county: County | None = self._books.get("county", THE_COUNTY)
        if county is None:
            raise SystemExit("the desk knows no county")
        ruling = self._books.ruling(census.record_of(county, self._actor.institution, entry), date(2023, 6, 1))
        if entry.identity.birth > date(2023, 6, 1):
            ruling = self._books.ruling(ruling.record, TODAY)
        resident, _acts = census.judged(None, entry, ruling)
        return resident

    def _sign(self, family: Family, members: Sequence[Resident]) -> Iterator[tuple[Contract, list[Service]]]:
        team = self._serving[family.village]
        since = TODAY - timedelta(days=365 * _YEARS - self._chance.randrange(365))
        is_signed: dict[str, tuple[Contract | None, list[Service]]] = {one.id: (None, []) for one in members}
        lost = _YEARS if self._chance.random() > _LOST else self._chance.randrange(1, _YEARS)
        born = max(one.birth for one in members)
        since = max(since, born + _ONE)
        for year in range(lost):
            number = self._number(since)
            for one in members:
                self._books.put(registry.RESIDENT.name, one)
                contract, services = is_signed[one.id]
                contract = self._agreed(contract, one, team, number, since, is_first=not year)
                is_signed[one.id] = self._serve(contract, services)
                self._books.drop(registry.RESIDENT.name, one.id)
            latest = next(contract for contract, _ in is_signed.values() if contract is not None)
            if latest.last >= TODAY:
                break
            since = latest.last + _ONE
        for contract, services in is_signed.values():
            if contract is not None:
                yield self._maybe_ended(contract), services

    def _agreed(
        self, contract: Contract | None, one: Resident, team: Team, number: str, since: date, *, is_first: bool
    ) -> Contract:
        signed_on = since if is_first else since - _ONE
        agreed = Agreed(
            number=number,
            resident=one.id,
            team=team.id,
            packages=tuple(self._packages[since.year, group].id for group in _groups(one, since)),
            signed_on=signed_on,
        )
        ruling = self._books.ruling(contract_id(one.id), signed_on)
        return signing.sign(None, agreed, ruling) if is_first else signing.renew(contract, agreed, ruling)

    def _serve(self, contract: Contract, services: list[Service]) -> tuple[Contract, list[Service]]:
        """Do most of what the latest agreement promises, each on a day near the one it is planned for."""
        due = [task for task in tasks_of(contract) if task.agreement == contract.number and task.done_on is None]
        planned = sorted(((self._day_of(task), task) for task in due), key=lambda one: (one[0], one[1].task))
        for on, task in planned:
            if self._chance.random() < _DONE and max(task.opens, contract.since) <= on <= min(contract.last, TODAY):
                contract, service = self._done(contract, task, on)
                services.append(service)
        return contract, services

    def _day_of(self, task: Task) -> date:
        return max(task.opens, min(task.due + timedelta(days=self._chance.randrange(-30, 12)), task.holds_until))

    def _done(self, contract: Contract, task: Task, on: date) -> tuple[Contract, Service]:
        readings = _READINGS if self._chance.random() < _DONE else _HIGH
        done = Done(
            contract=contract.id,
            agreement=task.agreement,
            item=task.item,
            number=task.number,
            done_on=on,
            way=Way.CLINIC,
            readings=readings.get(task.form, {}),
        )
        self._books.put(CONTRACT.name, contract)
        record = service_id(contract.id, task.agreement, task.item, task.number)
        service = doing.perform(None, done, self._books.ruling(record, on))
        self._books.drop(CONTRACT.name, contract.id)
        (noted,) = (one.body for one in follow(service))
        if not isinstance(noted, ContractServed):
            raise SystemExit("what was done is not noted")
        return signing.note_served(contract, noted.served), service

    def _maybe_ended(self, contract: Contract) -> Contract:
        if self._chance.random() > _ENDED or not contract.latest.holds(TODAY):
            return contract
        return signing.end(contract, TODAY, Ending.BY_RESIDENT, "", self._books.ruling(contract.id, TODAY))

    def _number(self, on: date) -> str:
        self._numbered += 1
        return f"岳口-{on:%Y%m%d}-A-{self._numbered:06d}"


def _groups(one: Resident, on: date) -> list[str]:
    """Return the packages of somebody: the basic one, by age, and by the groups that they are in."""
    found = ["", *(tag.group for tag in one.groups if tag.group in {"hypertension", "diabetes"})]
    return [*found, "elderly"] if age_on(one.birth, on) >= _OLD else found

"""A task as the form of its service needs it: whose it is, what was promised, what was found before, county rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.capabilities.contracts.model import numbers
from yigongti_desktop.capabilities.contracts.model.contract import Agreement
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.deciding import Former
from yigongti_desktop.capabilities.contracts.model.doing import left_before
from yigongti_desktop.capabilities.contracts.model.evidence import id_number_of
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import State
from yigongti_desktop.capabilities.contracts.model.tasks import item_of
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.rounds import Place
from yigongti_desktop.capabilities.contracts.store.services import SERVICE
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.registry.store import RULE
from yigongti_desktop.registry.store import everything
from yigongti_desktop.storage import records


class Rulebook:
    """The county's rules as rules look them up, read once for as long as a form is filled in."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = rules

    def get(self, _kind: str, record: str) -> Rule | None:
        """Return a rule by its name, or None."""
        return self._rules.get(record)


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """One service, to be written down or to be corrected."""

    contract: Contract
    agreement: Agreement
    item: Item
    #: Number of the task; 0 for one beyond the plan, which gets that of its day.
    number: int
    #: What was written down of it; None for what is written now.
    service: Service | None = None
    #: Account and name of those who may have done it: the members of the team with accounts.
    doers: tuple[tuple[str, str], ...] = ()
    #: ID number of the resident, by which their card is known; empty where they have none.
    id_number: str = ""
    #: The team, whose members' cards are known; None where this desk does not have it.
    team: Team | None = None
    rules: dict[str, Rule] = {}

    @property
    def rulebook(self) -> Rulebook:
        """Return the county's rules."""
        return Rulebook(self.rules)

    def number_on(self, on: date) -> int:
        """Return under which number it is written down, when it was done on a day."""
        return self.number or numbers.unplanned(on)

    def former(self, on: date) -> Former:
        """Return what the service of the item before has left."""
        return left_before(self.contract, self.item.code, on, self.service.id if self.service else "")


def opened_task(connection: Connection, place: Place, today: date) -> Opening | None:
    """Return what is to be written down of a task, or None where there is no such promise."""
    return openings(connection, (place,), today).get(place)


def opened_service(connection: Connection, service: str, today: date) -> Opening | None:
    """Return a service that was written down, to be looked at and corrected; None where there is none that counts."""
    known = records.load(connection, SERVICE, service)
    if known is None or known.state is not State.DONE:
        return None
    place = Place(contract=known.contract, agreement=known.agreement, item=known.item, number=known.number)
    opening = opened_task(connection, place, today)
    return msgspec.structs.replace(opening, service=known) if opening else None


def openings(connection: Connection, places: tuple[Place, ...], today: date) -> dict[Place, Opening]:
    """Return what is to be written down of the tasks of a sheet; promises that are gone are left out."""
    contracts = records.load_many(connection, CONTRACT, [place.contract for place in places])
    promised = {place: _promised(contracts[place.contract], place) for place in places if place.contract in contracts}
    found = {place: opening for place, opening in promised.items() if opening is not None}
    teams = records.load_many(connection, TEAM, [one.agreement.team for one in found.values()])
    residents = records.load_many(connection, RESIDENT, [one.contract.resident for one in found.values()])
    folded = records.load_many(connection, RESIDENT, [one.merged_into for one in residents.values() if one.merged_into])
    find = (residents | folded).get
    rules = {one.id: one for one in everything(connection, RULE)}
    return {
        place: msgspec.structs.replace(
            opening,
            rules=rules,
            team=teams.get(opening.agreement.team),
            doers=_doers(teams.get(opening.agreement.team), today),
            id_number=id_number_of(find, opening.contract.resident),
        )
        for place, opening in found.items()
    }


def _promised(contract: Contract, place: Place) -> Opening | None:
    agreement = next((one for one in contract.agreements if one.number == place.agreement), None)
    item = item_of(agreement, place.item) if agreement else None
    if agreement is None or item is None:
        return None
    return Opening(contract=contract, agreement=agreement, item=item, number=place.number)


def _doers(team: Team | None, today: date) -> tuple[tuple[str, str], ...]:
    return tuple((one.account, one.name) for one in team.on(today)) if team else ()

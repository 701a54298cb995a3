"""What somebody needs who signs residents: teams and packages of the place, its words, the people of a household."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.attachments import store as attachments
from yigongti_desktop.capabilities.contracts.model import terms
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.standing import Standing
from yigongti_desktop.capabilities.contracts.model.standing import standing
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.model.terms import Allowed
from yigongti_desktop.capabilities.contracts.model.texts import Texts
from yigongti_desktop.capabilities.contracts.model.texts import texts
from yigongti_desktop.capabilities.contracts.store.contracts import by_number
from yigongti_desktop.capabilities.contracts.store.persons import of_persons
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.capabilities.contracts.store.teams import all_packages
from yigongti_desktop.capabilities.contracts.store.teams import all_teams
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry import tables
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import records


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit may sign for."""

    own: Institution
    #: Its teams that work, by name.
    teams: tuple[Team, ...]
    #: Packages of its community, whatever day they are offered on.
    packages: tuple[Package, ...]
    allowed: Allowed
    texts: Texts


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A resident who may be signed."""

    resident: Resident
    standing: Standing
    contract: Contract | None = None


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the paper of an agreement."""

    #: Everybody whom it binds, and how each is noted in the registry.
    contracts: tuple[Contract, ...]
    residents: dict[str, Resident]
    standings: dict[str, Standing]
    team: Team | None
    own: Institution
    texts: Texts
    #: Signatures that were drawn on the screen and are here whole, as pictures, by their ids.
    signatures: dict[str, bytes] = {}


def offer(connection: Connection, institution: str, today: date) -> Offer | None:
    """Return what a unit may sign for; None before the first sync."""
    own = records.load(connection, registry.INSTITUTION, institution)
    if own is None:
        return None
    community = own.community_on(today)
    return Offer(
        own=own,
        teams=tuple(one for one in all_teams(connection) if one.institution == institution and one.works(today)),
        packages=tuple(one for one in all_packages(connection) if one.community == community),
        allowed=terms.allowed(registry.Rules(connection), today),
        texts=_texts(connection, today),
    )


def people(connection: Connection, residents: Sequence[str], today: date) -> list[Person]:
    """Return residents with their contracts, in this order."""
    found = records.load_many(connection, registry.RESIDENT, residents)
    contracts = of_persons(connection, found.values())
    return [
        Person(resident=known, standing=standing(known, today), contract=contracts.get(one))
        for one in residents
        if (known := found.get(one)) is not None
    ]


def household(connection: Connection, resident: str, today: date) -> list[Person]:
    """Return a resident and, after them, those who live in one household with them, the head first."""
    first = people(connection, [resident], today)
    if not first:
        return []
    others = [one for one in _living_with(connection, first[0].standing.household) if one != resident]
    found = people(connection, others, today)
    return [*first, *sorted(found, key=lambda one: (one.standing.relation != "head", one.resident.birth))]


def printed(connection: Connection, number: str, today: date) -> Printed | None:
    """Return what the paper of an agreement needs, or None."""
    contracts = by_number(connection, number)
    if not contracts:
        return None
    its = next(one for one in contracts[0].agreements if one.number == number)
    own = records.load(connection, registry.INSTITUTION, its.institution)
    if own is None:
        return None
    residents = records.load_many(connection, registry.RESIDENT, [one.resident for one in contracts])
    drawn = (its.signature for one in contracts for its in one.agreements if its.number == number and its.signature)
    pictures = {one: attachments.content(connection, one) for one in drawn}
    return Printed(
        contracts=tuple(contracts),
        residents=residents,
        standings={one: standing(known, today) for one, known in residents.items()},
        team=records.load(connection, TEAM, its.team),
        own=own,
        texts=_texts(connection, its.signed_on),
        signatures={one: content for one, content in pictures.items() if content is not None},
    )


def _living_with(connection: Connection, household: str) -> list[str]:
    """Return who bears a household's id."""
    residents = tables.residents
    return (
        list(connection.scalars(select(residents.c.id).where(residents.c.household == household))) if household else []
    )


def _texts(connection: Connection, on: date) -> Texts:
    return texts(_usual(), registry.Rules(connection), on)


@lru_cache(maxsize=1)
def _usual() -> Texts:
    words = tomllib.loads(resource("agreements", "contract.toml").read_text(encoding="utf-8"))
    return msgspec.convert({name: text.strip() for name, text in words.items()}, Texts)

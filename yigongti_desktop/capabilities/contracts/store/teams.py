"""Teams and packages in the database, and what screens ask for."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.capabilities.contracts.model import package
from yigongti_desktop.capabilities.contracts.model import team
from yigongti_desktop.capabilities.contracts.model.load import Load
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.model.villages import counted
from yigongti_desktop.capabilities.contracts.store.contracts import loads_of_teams
from yigongti_desktop.capabilities.contracts.tables.teams import packages
from yigongti_desktop.capabilities.contracts.tables.teams import teams
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.store import Rules
from yigongti_desktop.registry.tables import residents
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind

TEAM = RecordKind(
    name="team",
    record=Team,
    table=teams,
    streams=team.streams,
    topic="contracts.teams",
    called=lambda one: one.name,
    has_trail=True,
)
PACKAGE = RecordKind(
    name="package",
    record=Package,
    table=packages,
    streams=package.streams,
    topic="contracts.packages",
    called=lambda one: one.name,
    has_trail=True,
)


class TeamRow(msgspec.Struct, frozen=True, kw_only=True):
    """A team in a list: what it lacks and how many residents it has, today."""

    team: Team
    #: Levels without a member, and "leader"; nothing of a team that works no more.
    lacking: tuple[str, ...]
    load: Load
    is_waiting: bool


class PackageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A package in a list, with whether this desk still has something of it to send."""

    package: Package
    is_waiting: bool


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """The steps of one team or package."""

    record: str
    steps: tuple[TrailEntry, ...]


def team_rows(connection: Connection, on: date) -> list[TeamRow]:
    """Return the teams that this desk knows as they stand on a day, those that work first, by name."""
    rules = Rules(connection)
    levels, loads = team.needed_levels(rules, on), loads_of_teams(connection, on)
    waiting = pending.waiting(connection, TEAM.name)
    return [
        TeamRow(
            team=one,
            lacking=team.lacking(one, on, levels) if one.works(on) else (),
            load=Load(loads.get(one.id, 0), team.most_residents(rules, one, on)),
            is_waiting=one.id in waiting,
        )
        for one in all_teams(connection)
    ]


def package_rows(connection: Connection) -> list[PackageRow]:
    """Return the packages that this desk knows, the latest year first."""
    waiting = pending.waiting(connection, PACKAGE.name)
    return [PackageRow(package=one, is_waiting=one.id in waiting) for one in all_packages(connection)]


def steps(connection: Connection, record: str) -> Opened:
    """Return the steps of a team or a package."""
    return Opened(record=record, steps=trails.of_record(connection, record))


def resident_villages(connection: Connection) -> dict[str, int]:
    """Return how many residents of this desk live in each village, the largest first."""
    village = residents.c.village
    query = select(village, func.count()).where(village != "").group_by(village)
    return counted({line: int(count) for line, count in connection.execute(query)})


def all_teams(connection: Connection) -> list[Team]:
    """Return the teams that this desk knows, those that work first, by name."""
    found = [records.from_row(TEAM, row) for row in connection.execute(select(teams))]
    return sorted(found, key=lambda one: (one.until is not None, one.name, one.id))


def working_teams(connection: Connection, institution: str, on: date) -> list[Team]:
    """Return the teams of a unit that work on a day, by name."""
    return [one for one in all_teams(connection) if one.institution == institution and one.works(on)]


def all_packages(connection: Connection) -> list[Package]:
    """Return the packages that this desk knows, the latest year first, the basic one before the others."""
    found = [records.from_row(PACKAGE, row) for row in connection.execute(select(packages))]
    return sorted(found, key=lambda one: (-one.year, bool(one.key_group), one.name, one.id))


def offered_packages(connection: Connection, community: str, on: date) -> list[Package]:
    """Return the packages of a community that are offered on a day."""
    return [one for one in all_packages(connection) if one.community == community and one.offered(on)]

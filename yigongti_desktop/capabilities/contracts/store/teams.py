"""Teams and packages in the database, and what screens ask for."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.contracts.model import package
from yigongti_desktop.capabilities.contracts.model import team
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.tables.teams import packages
from yigongti_desktop.capabilities.contracts.tables.teams import teams
from yigongti_desktop.storage import records
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

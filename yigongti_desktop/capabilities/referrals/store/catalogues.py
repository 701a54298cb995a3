"""Catalogues in the database, what screens ask of them, and the look at a list before it is published."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import or_
from sqlalchemy import select

from yigongti_desktop.capabilities.referrals.model.catalogue import COUNTY
from yigongti_desktop.capabilities.referrals.model.catalogue import Advice
from yigongti_desktop.capabilities.referrals.model.catalogue import CatalogueLine
from yigongti_desktop.capabilities.referrals.model.catalogue import ReferralCatalogue
from yigongti_desktop.capabilities.referrals.model.catalogue import advise
from yigongti_desktop.capabilities.referrals.model.catalogue import owners
from yigongti_desktop.capabilities.referrals.model.catalogue import posted
from yigongti_desktop.capabilities.referrals.model.catalogue import streams
from yigongti_desktop.capabilities.referrals.model.catalogue_list import Listed
from yigongti_desktop.capabilities.referrals.model.catalogue_list import read_catalogue
from yigongti_desktop.capabilities.referrals.model.catalogue_moves import may_publish
from yigongti_desktop.capabilities.referrals.model.codes import Reach
from yigongti_desktop.capabilities.referrals.tables.catalogues import referral_catalogues
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.event import NoBooks
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.storage import records
from yigongti_desktop.storage import sheets
from yigongti_desktop.storage.catalogue import RecordKind

CATALOGUE = RecordKind(
    name="referral_catalogue",
    record=ReferralCatalogue,
    table=referral_catalogues,
    streams=streams,
    topic="referrals.catalogues",
    spellings=lambda one: {sought(one.title), sought(one.document)} - {""},
    postings=posted,
    called=lambda one: f"{one.title}　{one.owner_name}",
    has_trail=True,
)


def versions(connection: Connection) -> list[ReferralCatalogue]:
    """Return all versions that this desk has, the latest to begin first."""
    query = select(referral_catalogues).order_by(referral_catalogues.c.since.desc(), referral_catalogues.c.id.desc())
    return [records.from_row(CATALOGUE, row) for row in connection.execute(query)]


def in_force(connection: Connection, unit: Institution, on: date) -> list[ReferralCatalogue]:
    """Return the versions that count for a unit on a day, the widest first."""
    wanted = owners(unit, on)
    table = referral_catalogues.c
    query = select(referral_catalogues).where(
        table.owner.in_(wanted), table.since <= on.isoformat(), table.withdrawn == ""
    )
    latest: dict[str, ReferralCatalogue] = {}
    for row in connection.execute(query.order_by(table.since, table.id)):
        one = records.from_row(CATALOGUE, row)
        latest[one.owner] = one
    return [latest[owner] for owner in wanted if owner in latest]


class Ruled(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a catalogue in a list, with the version it stands in."""

    line: CatalogueLine
    catalogue: ReferralCatalogue
    #: Another catalogue decides: a stricter one, or a closer line of the same rank.
    overruled: str = ""

    @property
    def id(self) -> str:
        """Return what it is known by in a list."""
        return f"{self.catalogue.id}.{self.line.code}"


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of catalogues shows: every version, and those in force for the own unit."""

    own: Institution
    #: For whom the person may publish, with names: the widest first.
    owners: tuple[tuple[str, str], ...]
    versions: tuple[ReferralCatalogue, ...]
    current: tuple[ReferralCatalogue, ...]

    @property
    def rules(self) -> list[Ruled]:
        """Return the lines in force, by code; of two that speak of one code, the overruled one says so."""
        found = []
        for catalogue in self.current:
            for line in catalogue.lines:
                advice = advise(self.current, line.reach.low)
                other = advice is not None and (advice.catalogue, advice.code) != (catalogue.id, line.code)
                found.append(Ruled(line=line, catalogue=catalogue, overruled=advice.title if other and advice else ""))
        return sorted(found, key=lambda one: (one.line.reach.low, one.line.reach.high, one.catalogue.owner))


def shelf(connection: Connection, actor: Actor, on: date) -> Shelf:
    """Return what the page of catalogues shows to somebody.

    Raises:
        Refused: institution_unknown before the first sync.
    """
    own = registry.seat(connection, actor.institution, on).own
    return Shelf(
        own=own,
        owners=publishable(connection, actor, on),
        versions=tuple(versions(connection)),
        current=tuple(in_force(connection, own, on)),
    )


def publishable(connection: Connection, actor: Actor, on: date) -> tuple[tuple[str, str], ...]:
    """Return for whom somebody may publish, with names: the county, communities, units."""
    county = registry.the_county(connection)
    places: list[tuple[str, str]] = [(COUNTY, f"{county.name}（全县）")] if county else []
    places += [(one.id, one.name) for one in registry.everything(connection, registry.COMMUNITY)]
    places += [(one.id, one.name) for one in registry.everything(connection, registry.INSTITUTION)]
    register = _Register(connection)
    return tuple(one for one in places if may_publish(actor, one[0], register, on))


class _Register(NoBooks):
    """Institutions and communities, as rules look them up."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, kind: str, record: str) -> Any | None:
        """Return an institution or a community, or None."""
        known: RecordKind[Any] = registry.COMMUNITY if kind == registry.COMMUNITY.name else registry.INSTITUTION
        return records.load(self._connection, known, record)


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What would become of a list."""

    listed: tuple[Listed, ...]
    faults: tuple[RowFault, ...]


def preview(connection: Connection, file: Path, owner: str, on: date) -> Preview:
    """Look at a list that is to be the catalogue of an owner from a day on; nothing is changed.

    Raises:
        Refused: what is wrong with the file as a whole; column_missing, list_empty, catalogue_long.
    """
    unit = records.load(connection, registry.INSTITUTION, owner)
    wide = [] if owner == COUNTY else in_force(connection, unit, on) if unit else _of_owner(connection, COUNTY, on)
    wider = [one for one in wide if one.owner != owner]

    def known(reach: Reach) -> bool:
        return has_diagnosis(connection, reach)

    def said(code: str) -> Advice | None:
        return advise(wider, code)

    listed, faults = read_catalogue(sheets.rows(file), known, said)
    return Preview(listed=listed, faults=faults)


def has_diagnosis(connection: Connection, reach: Reach) -> bool:
    """Say whether the county's list has a diagnosis within reach; of a pair, either half counts."""
    table = registry.DIAGNOSIS.table.c
    inside = (table.id >= reach.low) & (table.id <= reach.end)
    found = connection.scalar(select(table.id).where(inside).limit(1))
    if found is not None:
        return True
    halves = select(table.id).where(or_(table.id.contains("+"), table.id.contains("†")))
    return any(reach.covers(code) for code in connection.scalars(halves))


def _of_owner(connection: Connection, owner: str, on: date) -> list[ReferralCatalogue]:
    table = referral_catalogues.c
    query = select(referral_catalogues).where(
        table.owner == owner, table.since <= on.isoformat(), table.withdrawn == ""
    )
    rows = connection.execute(query.order_by(table.since.desc(), table.id.desc()).limit(1))
    return [records.from_row(CATALOGUE, row) for row in rows]

"""Records of the registry in the database: their kinds, and what screens ask for."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from typing import Any
from typing import TypeVar

import msgspec
from sqlalchemy import Connection
from sqlalchemy import bindparam
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry import tables
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.calendar_year import CalendarYear
from yigongti_desktop.registry.model.catalogue import Diagnosis
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.catalogue import spell_diagnosis
from yigongti_desktop.registry.model.catalogue import spell_drug
from yigongti_desktop.registry.model.county import County
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.device import DeviceKey
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import Community
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.registry.model.institution import Township
from yigongti_desktop.registry.model.institution import targets
from yigongti_desktop.registry.model.resident import SLIP
from yigongti_desktop.registry.model.resident import TAIL
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.resident import spellings
from yigongti_desktop.registry.model.staff import person
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.model.transfer import Transfer
from yigongti_desktop.registry.model.transfer import streams as streams_of_transfer
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.tables import search_keys

R = TypeVar("R", bound=Record)
_SHORTEST_TAIL = 3
_END = "\U0010ffff"


def _whole_county(_record: Any) -> frozenset[str]:
    return frozenset({"county"})


COUNTY = RecordKind(name="county", record=County, table=tables.counties, streams=_whole_county, topic="county")
RULE = RecordKind(name="rule", record=Rule, table=tables.rules, streams=_whole_county, topic="county")
DEVICE_KEY = RecordKind(
    name="device_key",
    record=DeviceKey,
    table=tables.device_keys,
    streams=_whole_county,
    topic="devices",
    called=lambda key: f"{key.institution}-{key.letter}",
)
COMMUNITY = RecordKind(
    name="community", record=Community, table=tables.communities, streams=_whole_county, topic="institutions"
)
TOWNSHIP = RecordKind(
    name="township", record=Township, table=tables.townships, streams=_whole_county, topic="institutions"
)
INSTITUTION = RecordKind(
    name="institution", record=Institution, table=tables.institutions, streams=_whole_county, topic="institutions"
)
ACCOUNT = RecordKind(
    name="account",
    record=Account,
    table=tables.accounts,
    streams=lambda account: frozenset({f"unit:{account.institution}"}),
    topic="accounts",
    called=lambda account: account.name,
)
RESIDENT = RecordKind(
    name="resident",
    record=Resident,
    table=tables.residents,
    streams=lambda resident: frozenset(f"unit:{unit}" for unit in resident.units),
    topic="residents",
    is_bulky=True,
    is_watched=True,
    spellings=spellings,
    called=lambda resident: resident.name,
)
TRANSFER = RecordKind(
    name="transfer",
    record=Transfer,
    table=tables.transfers,
    streams=streams_of_transfer,
    is_watched=True,
    topic="residents",
)
DRUG = RecordKind(
    name="drug",
    record=Drug,
    table=tables.drugs,
    streams=lambda drug: frozenset({f"community:{drug.community}"}),
    topic="drugs",
    is_bulky=True,
    spellings=spell_drug,
)
DIAGNOSIS = RecordKind(
    name="diagnosis",
    record=Diagnosis,
    table=tables.diagnoses,
    streams=_whole_county,
    topic="diagnoses",
    spellings=spell_diagnosis,
)
STAFF = RecordKind(
    name="staff",
    record=Staff,
    table=tables.staff,
    streams=person.streams,
    topic="staff",
    spellings=person.spellings,
    postings=person.posted,
    called=lambda staff: staff.name,
    has_trail=True,
)
CALENDAR_YEAR = RecordKind(
    name="calendar_year",
    record=CalendarYear,
    table=tables.calendar_years,
    streams=_whole_county,
    topic="calendar",
    called=lambda one: f"{one.year} 年节假日",
)

KINDS = (
    COUNTY,
    RULE,
    DEVICE_KEY,
    COMMUNITY,
    TOWNSHIP,
    INSTITUTION,
    ACCOUNT,
    RESIDENT,
    TRANSFER,
    DRUG,
    DIAGNOSIS,
    STAFF,
    CALENDAR_YEAR,
)


class Rules:
    """The county's rules and the years of its calendar as `county.rule` and deadlines look them up, for screens."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, kind: str, record: str) -> Any | None:
        """Return a rule by its name or a year by its id, or None."""
        known: RecordKind[Any] = CALENDAR_YEAR if kind == CALENDAR_YEAR.name else RULE
        return records.load(self._connection, known, record)


def everything(connection: Connection, kind: RecordKind[R]) -> list[R]:
    """Return all records of a short list, by id."""
    return [records.from_row(kind, row) for row in connection.execute(select(kind.table).order_by(kind.table.c.id))]


def the_county(connection: Connection) -> County | None:
    """Return the county that this database serves; None before the first sync."""
    found = everything(connection, COUNTY)
    return found[0] if found else None


def find(connection: Connection, kind: RecordKind[R], typed: str, most: int = 50) -> list[R]:
    """Return records whose spellings begin as typed; of a number, its tail will do; slips of a surname come last."""
    ids = find_ids(connection, kind.name, typed, most)
    found = records.load_many(connection, kind, ids)
    return [found[record] for record in ids if record in found]


def find_ids(connection: Connection, kind: str, typed: str, most: int) -> list[str]:
    """Return the ids of records whose spellings begin as typed, shorter spellings first."""
    wanted = sought(typed)
    if not wanted:
        return []
    ids = _beginning(connection, kind, wanted, most)
    if len(ids) < most and len(wanted) >= _SHORTEST_TAIL and wanted.rstrip("x").isdecimal():
        ids += _beginning(connection, kind, TAIL + wanted[::-1], most)
    if len(ids) < most and wanted.isascii() and wanted.isalpha():
        ids += _beginning(connection, kind, SLIP + wanted, most)
    return list(dict.fromkeys(ids))[:most]


def find_inside(connection: Connection, kind: RecordKind[R], typed: str, most: int = 50) -> list[R]:
    """Return records whose spellings hold what was typed anywhere, those beginning with it first."""
    wanted = sought(typed)
    ids = find_ids(connection, kind.name, typed, most)
    if len(ids) < most and len(wanted) > 1:
        query = (
            select(search_keys.c.record)
            .where(search_keys.c.kind == kind.name, search_keys.c.spelling.contains(wanted, autoescape=True))
            .where(~search_keys.c.spelling.startswith(TAIL), ~search_keys.c.spelling.startswith(SLIP))
            .order_by(func.length(search_keys.c.spelling))
            .limit(most)
        )
        ids = list(dict.fromkeys([*ids, *connection.scalars(query)]))[:most]
    found = records.load_many(connection, kind, ids)
    return [found[record] for record in ids if record in found]


def accounts_of(connection: Connection, institution: str) -> list[Account]:
    """Return the working accounts of an institution, by name."""
    query = select(tables.accounts).where(tables.accounts.c.institution == institution, tables.accounts.c.active == 1)
    found = [records.from_row(ACCOUNT, row) for row in connection.execute(query)]
    return sorted(found, key=lambda account: account.login)


def count(connection: Connection, kind: RecordKind[Any]) -> int:
    """Return how many records of a kind there are."""
    return int(connection.scalar(select(func.count()).select_from(kind.table)) or 0)


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """What a page needs to know of the place where somebody sits."""

    own: Institution
    #: Hospitals that it may refer to, its own lead first (REF-13).
    hospitals: tuple[Institution, ...]
    #: Its people with working accounts.
    people: tuple[Account, ...]
    is_lead: bool
    #: Offered where a hospital has not given its own list.
    departments: tuple[str, ...] = ()

    def departments_of(self, hospital: str) -> tuple[str, ...]:
        """Return the departments of a hospital, or the county's list where it has given none."""
        found = next((one for one in (self.own, *self.hospitals) if one.id == hospital), None)
        return (found.departments if found else ()) or self.departments


def seat(connection: Connection, institution: str, on: date) -> Seat:
    """Return the place where the people of an institution sit.

    Raises:
        Refused: institution_unknown before the first sync.
    """
    institutions, communities = everything(connection, INSTITUTION), everything(connection, COMMUNITY)
    own = next((one for one in institutions if one.id == institution), None)
    if own is None:
        raise Refused("institution_unknown")
    county = the_county(connection)
    return Seat(
        own=own,
        hospitals=tuple(targets(institutions, communities, own, on)),
        people=tuple(accounts_of(connection, institution)),
        is_lead=institution in {community.lead for community in communities},
        departments=county.departments if county else (),
    )


def one_resident(connection: Connection, resident: str) -> Resident | None:
    """Return a resident, or None."""
    return records.load(connection, RESIDENT, resident)


def transfers_of(connection: Connection, resident: str) -> list[Transfer]:
    """Return the moves of a resident from unit to unit, the first first."""
    query = select(tables.transfers).where(tables.transfers.c.resident == resident).order_by(tables.transfers.c.at)
    return [records.from_row(TRANSFER, row) for row in connection.execute(query)]


def transfers_since(connection: Connection, since: datetime, most: int = 60) -> list[Transfer]:
    """Return the moves that concern this unit since a moment, the latest first."""
    query = select(tables.transfers).where(tables.transfers.c.at >= stamp(since))
    rows = connection.execute(query.order_by(tables.transfers.c.at.desc()).limit(most))
    return [records.from_row(TRANSFER, row) for row in rows]


def units(connection: Connection, but: str) -> list[Institution]:
    """Return the working units that care for residents, but for one, by name."""
    found = everything(connection, INSTITUTION)
    fit = (one for one in found if one.id != but and one.kind not in HOSPITALS and one.status is Status.ACTIVE)
    return sorted(fit, key=lambda one: one.name)


def names_of_institutions(connection: Connection) -> dict[str, str]:
    """Return the names of all institutions by id."""
    query = select(tables.institutions.c.id, tables.institutions.c.name)
    return {row.id: row.name for row in connection.execute(query)}


def one_drug(connection: Connection, drug: str) -> Drug | None:
    """Return a drug, or None."""
    return records.load(connection, DRUG, drug)


#: A range, since LIKE would not use the index; made once, since making it takes longer than asking it.
_BEGINNING = (
    select(search_keys.c.record)
    .where(
        search_keys.c.kind == bindparam("of"),
        search_keys.c.spelling >= bindparam("first"),
        search_keys.c.spelling < bindparam("last"),
    )
    .order_by(search_keys.c.spelling)
)


def _beginning(connection: Connection, kind: str, wanted: str, most: int) -> list[str]:
    # A record has several spellings, so rows are read until there are enough records; the index gives them in order
    # one by one.
    found: dict[str, None] = {}
    with connection.execute(_BEGINNING, {"of": kind, "first": wanted, "last": wanted + _END}) as rows:
        for record in rows.scalars():
            found[record] = None
            if len(found) >= most:
                break
    return list(found)

"""Shortages in the database, and what screens ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model.shortage import ENDED
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import can_be_asked_for
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_over
from yigongti_desktop.capabilities.pharmacy.model.shortage import streams
from yigongti_desktop.capabilities.pharmacy.model.shortage_moves import needed_by_rule
from yigongti_desktop.capabilities.pharmacy.tables.shortages import shortages
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.spans import between


def _spellings(shortage: Shortage) -> set[str]:
    """Return by what a shortage is looked for: the resident's name and telephone, the drug."""
    of_person = keys_of_name(shortage.patient) | {sought(shortage.patient), sought(shortage.phone)}
    return (of_person | keys_of_term(shortage.name) | {sought(shortage.name)}) - {""}


SHORTAGE = RecordKind(
    name="shortage",
    record=Shortage,
    table=shortages,
    streams=streams,
    topic="pharmacy.shortages",
    spellings=_spellings,
    called=lambda shortage: shortage.name,
    has_trail=True,
)


class ShortageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A shortage in a list, with whether this desk still has something of it to send."""

    shortage: Shortage
    is_waiting: bool


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """One shortage with all that its panel shows."""

    shortage: Shortage
    steps: tuple[TrailEntry, ...]
    is_waiting: bool


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """An open shortage with its drug as the formulary has it now."""

    shortage: Shortage
    drug: Drug


def rows(connection: Connection, since: datetime | None = None) -> list[ShortageRow]:
    """Return what is not over, by the day on which it is needed, then what is, the latest first.

    Args:
        connection: the database.
        since: what is over is left out when it was registered before; None for all.
    """
    query = select(shortages)
    if since is not None:
        is_open = shortages.c.state.notin_([state.value for state in ENDED])
        query = query.where(is_open | (shortages.c.registered_at >= stamp(since)))
    waiting = pending.waiting(connection, SHORTAGE.name)
    found = [records.from_row(SHORTAGE, row) for row in connection.execute(query)]
    owed = sorted((one for one in found if not is_over(one)), key=lambda one: (one.needed_by, one.registered_at))
    rest = sorted((one for one in found if is_over(one)), key=lambda one: one.registered_at, reverse=True)
    return [ShortageRow(shortage=one, is_waiting=one.id in waiting) for one in (*owed, *rest)]


def opened(connection: Connection, shortage: str) -> Opened | None:
    """Return a shortage with its steps, or None."""
    found = records.load(connection, SHORTAGE, shortage)
    if found is None:
        return None
    waiting = pending.waiting(connection, SHORTAGE.name)
    return Opened(shortage=found, steps=trails.of_record(connection, shortage), is_waiting=shortage in waiting)


def open_shortages(connection: Connection) -> list[Shortage]:
    """Return the shortages about which something is still to be done, by the day on which they are needed."""
    query = select(shortages).where(shortages.c.state.notin_([state.value for state in ENDED]))
    found = (records.from_row(SHORTAGE, row) for row in connection.execute(query.order_by(shortages.c.needed_by)))
    return [one for one in found if not is_over(one)]


def needs(connection: Connection, ids: Sequence[str]) -> list[Need]:
    """Return those of these shortages that a request can be written for, in the order of the ids."""
    known = records.load_many(connection, SHORTAGE, ids)
    found = [known[one] for one in ids if one in known and can_be_asked_for(known[one])]
    drugs = records.load_many(connection, registry.DRUG, [one.drug for one in found])
    return [Need(shortage=one, drug=drugs[one.drug]) for one in found if one.drug in drugs]


def registered_between(connection: Connection, institution: str, since: date, until: date) -> list[Shortage]:
    """Return what an institution registered from one day to another, both included, in the order of the register."""
    registered = shortages.c.registered_at
    query = (
        select(shortages)
        .where(shortages.c.institution == institution)
        .where(between(registered, since, until))
        .order_by(registered, shortages.c.id)
    )
    return [records.from_row(SHORTAGE, row) for row in connection.execute(query)]


def answers_since(connection: Connection, own: str, since: datetime) -> list[tuple[Shortage, TrailEntry]]:
    """Return what the lead hospital answered to our 代购 since a moment, the latest first."""
    found = trails.news(connection, SHORTAGE, own, since)
    return [(shortage, step) for shortage, step in found if step.act == "shortage.answered"]


def needed_by(connection: Connection, today: date) -> date:
    """Return the day by which a drug is needed when nobody says."""
    return needed_by_rule(registry.Rules(connection), today)

"""What the figures of the supply are made of: lines, requests, packs for villages, units that are to be supplied."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Connection
from sqlalchemy import and_
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.model import supplying
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.supplying import SETTLED
from yigongti_desktop.capabilities.pharmacy.model.supplying import UNDER_WAY
from yigongti_desktop.capabilities.pharmacy.model.supplying import SuppliedLine
from yigongti_desktop.capabilities.pharmacy.model.supplying import SuppliedRequest
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.pharmacy.store.stock import STOCK_ENTRY
from yigongti_desktop.capabilities.pharmacy.tables.requests import drug_requests
from yigongti_desktop.capabilities.pharmacy.tables.stock import stock_entries
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.periods import Period
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import InstitutionKind
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.storage import records
from yigongti_desktop.storage.spans import between


class Supply(msgspec.Struct, frozen=True, kw_only=True):
    """What was supplied in a period, and what is under way now."""

    lines: tuple[SuppliedLine, ...] = ()
    requests: tuple[SuppliedRequest, ...] = ()


class VillageLine(msgspec.Struct, frozen=True, kw_only=True):
    """Packs that went to a village clinic."""

    number: str
    on: date
    village: str
    name: str
    strength: str
    unit: str
    quantity: int
    #: By the formulary of the day; a drug that it did not list is none.
    essential: bool
    #: In 分; None where the paper had no price.
    amount_fen: int | None


class Unit(msgspec.Struct, frozen=True, order=True):
    """An institution that a central pharmacy is to supply."""

    name: str
    id: str


def leads(connection: Connection, institution: str) -> bool:
    """Say whether an institution leads a community: its pharmacy is the central one."""
    return any(one.lead == institution for one in registry.everything(connection, registry.COMMUNITY))


def supply(connection: Connection, institution: str, within: Period, *, is_lead: bool) -> Supply:
    """Return what an institution was supplied with, or what it supplied others with where it leads."""
    its = drug_requests.c
    side = its.supplier if is_lead else its.institution
    known = func.coalesce(its.received_at, its.reviewed_at, its.submitted_at)
    settled = and_(its.state.in_([one.value for one in SETTLED]), between(known, within.first, within.last))
    under_way = its.state.in_([one.value for one in UNDER_WAY])
    query = select(drug_requests).where(side == institution, or_(settled, under_way))
    found = [records.from_row(DRUG_REQUEST, row) for row in records.at_once(connection, query)]
    substitutes = {line.given for one in found for line in one.lines if line.instead}
    essential = {drug.id: drug.essential for drug in records.load_many(connection, registry.DRUG, substitutes).values()}
    lines = [line for one in found for line in supplying.supplied_lines(one, essential) if within.holds(line.on)]
    requests = [one for one in map(supplying.supplied_request, found) if one is not None]
    return Supply(
        lines=tuple(lines),
        requests=tuple(one for one in requests if one.received is None or within.holds(one.received)),
    )


def given_to_villages(connection: Connection, institution: str, within: Period) -> list[VillageLine]:
    """Return what went to the village clinics of a unit, but for what was taken back (PHA-05)."""
    its = stock_entries.c
    query = select(stock_entries).where(
        its.institution == institution,
        its.kind == EntryKind.ISSUE_VILLAGE.value,
        between(its.at, within.first, within.last),
    )
    entries = [records.from_row(STOCK_ENTRY, row) for row in records.at_once(connection, query)]
    turned = records.load_many(connection, STOCK_ENTRY, [entering.reversal_of(entry.id) for entry in entries])
    drugs = records.load_many(connection, registry.DRUG, {line.drug for entry in entries for line in entry.lines})
    found: list[VillageLine] = []
    for entry in entries:
        on = day(entry.at)
        if not within.holds(on) or entering.reversal_of(entry.id) in turned:
            continue
        for line in entry.lines:
            drug = drugs.get(line.drug)
            listed = drug.on(on) if drug is not None else None
            found.append(
                VillageLine(
                    number=entry.number,
                    on=on,
                    village=entry.partner_name,
                    name=line.name,
                    strength=line.strength,
                    unit=line.unit,
                    quantity=line.quantity,
                    essential=listed is not None and listed.essential,
                    amount_fen=None if line.price_fen is None else line.quantity * line.price_fen,
                )
            )
    return sorted(found, key=lambda one: (one.on, one.number, one.name), reverse=True)


def units(connection: Connection, lead: str, today: date) -> tuple[Unit, ...]:
    """Return the working units that a lead hospital's central pharmacy is to supply, by name (PHA-15 全覆盖)."""
    led = {one.id for one in registry.everything(connection, registry.COMMUNITY) if one.lead == lead}
    barred = HOSPITALS | {InstitutionKind.VILLAGE_CLINIC}
    return tuple(
        sorted(
            Unit(one.name, one.id)
            for one in registry.everything(connection, registry.INSTITUTION)
            if one.status is Status.ACTIVE and one.kind not in barred and one.community_on(today) in led
        )
    )

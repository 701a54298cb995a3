"""Where a lot is, as a desk can know: what moved it here, and what units of the community report of a recalled one."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model.recalling import Destination
from yigongti_desktop.capabilities.pharmacy.model.recalling import LotReport
from yigongti_desktop.capabilities.pharmacy.model.recalling import followed
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.capabilities.pharmacy.store import papers
from yigongti_desktop.capabilities.pharmacy.store import rooms
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.capabilities.pharmacy.store.stock import Movement
from yigongti_desktop.capabilities.pharmacy.tables.stock import lot_holds
from yigongti_desktop.capabilities.pharmacy.tables.stock import lot_reports
from yigongti_desktop.storage import records


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a recalled lot at one unit."""

    institution: str
    name: str
    #: Packs that this institution sent there, less what was taken back.
    sent: int = 0
    #: What its own ledger says; None while it has not said anything.
    came: int | None = None
    there: int | None = None
    went: tuple[Destination, ...] = ()
    #: When that was reckoned.
    at: datetime | None = None

    @property
    def given(self) -> int | None:
        """Return how many packs went from it; None while it has not said anything."""
        return None if self.came is None or self.there is None else self.came - self.there


class Recall(msgspec.Struct, frozen=True, kw_only=True):
    """All that a desk knows of a lot."""

    movements: tuple[Movement, ...]
    #: What of it came here, lies here, and where the rest went.
    own: Unit
    #: Units of the community that got it or have it, by name; none where this institution has not recalled it.
    units: tuple[Unit, ...] = ()
    hold: LotHold | None = None
    #: What rooms are called.
    rooms: dict[str, str] = {}

    @property
    def is_led(self) -> bool:
        """Say whether this institution recalled it for its community."""
        return self.hold is not None and bool(self.hold.community) and self.hold.institution == self.own.institution


def recall(connection: Connection, institution: str, drug: str, lot: str) -> Recall:
    """Return all that a desk knows of a lot: at its own institution, and at the units of a recall that it made."""
    moved = store.touched(connection, institution, drug, lot)
    hold = hold_of(connection, drug, lot)
    leads = hold is not None and bool(hold.community) and hold.institution == institution
    entries = {one.entry.id: one.entry for one in moved}
    came, there, went = followed(entries.values(), drug, lot)
    name = papers.name_of(connection, institution)
    return Recall(
        movements=tuple(moved),
        own=Unit(institution=institution, name=name, came=came, there=there, went=went),
        units=_units(moved, reports(connection, hold.id)) if hold is not None and leads else (),
        hold=hold,
        rooms=rooms.names(connection, institution),
    )


def hold_of(connection: Connection, drug: str, lot: str) -> LotHold | None:
    """Return the hold of a lot that is in force here, the community's before the unit's own; None when it is free."""
    its = lot_holds.c
    query = select(lot_holds).where(its.drug == drug, its.lot == lot, its.is_held == 1)
    row = connection.execute(query.order_by(its.community.desc())).first()
    return None if row is None else records.from_row(store.LOT_HOLD, row)


def reports(connection: Connection, hold: str) -> list[LotReport]:
    """Return what units report of a recalled lot, by name."""
    query = select(lot_reports).where(lot_reports.c.hold == hold).order_by(lot_reports.c.institution_name)
    return [records.from_row(store.LOT_REPORT, row) for row in connection.execute(query)]


def _units(moved: list[Movement], reported: list[LotReport]) -> tuple[Unit, ...]:
    sent: dict[str, int] = {}
    names: dict[str, str] = {}
    for one in moved:
        if one.entry.kind is EntryKind.DISPATCH and one.entry.partner:
            sent[one.entry.partner] = sent.get(one.entry.partner, 0) - one.amount
            names[one.entry.partner] = one.entry.partner_name
    found = {
        report.institution: Unit(
            institution=report.institution,
            name=report.institution_name,
            sent=sent.get(report.institution, 0),
            came=report.came,
            there=report.there,
            went=report.went,
            at=report.at,
        )
        for report in reported
    }
    for institution, packs in sent.items():
        found.setdefault(institution, Unit(institution=institution, name=names[institution], sent=packs))
    return tuple(sorted(found.values(), key=lambda unit: (unit.name, unit.institution)))

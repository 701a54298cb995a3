"""Long prescriptions in the database, and what of a drug is there, laid aside and free."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import ColumnElement
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import handing_out
from yigongti_desktop.capabilities.pharmacy.model import long_prescription as model
from yigongti_desktop.capabilities.pharmacy.model import long_rules
from yigongti_desktop.capabilities.pharmacy.model.handing_out import Taken
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongState
from yigongti_desktop.capabilities.pharmacy.store import stock
from yigongti_desktop.capabilities.pharmacy.tables.long_prescriptions import long_prescriptions
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind

LONG_PRESCRIPTION = RecordKind(
    name="long_prescription",
    record=LongPrescription,
    table=long_prescriptions,
    streams=model.streams,
    topic="pharmacy.long_prescriptions",
    spellings=lambda known: {sought(known.number)} - {""},
    postings=model.postings,
    called=lambda known: known.name,
    has_trail=True,
)


class LongRow(msgspec.Struct, frozen=True, kw_only=True):
    """A long prescription in a list, with whether this desk still has something of it to send."""

    prescription: LongPrescription
    is_waiting: bool


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What of a drug lies in a unit and has not expired, and what of it is laid aside; in packs."""

    on_hand: int = 0
    reserved: int = 0

    @property
    def free(self) -> int:
        """Return what may be given to others (可用); below nought when too much is laid aside."""
        return self.on_hand - self.reserved


class OpenedLong(msgspec.Struct, frozen=True, kw_only=True):
    """One long prescription with all that its panel shows."""

    prescription: LongPrescription
    steps: tuple[TrailEntry, ...]
    is_waiting: bool
    standing: Standing
    #: Lots that may go out, in the order in which they do.
    lots: tuple[Taken, ...]


def rows(connection: Connection) -> list[LongRow]:
    """Return all: those laid aside by the day they are fetched, then the others, the latest first."""
    waiting = pending.waiting(connection, LONG_PRESCRIPTION.name)
    found = [records.from_row(LONG_PRESCRIPTION, row) for row in connection.execute(select(long_prescriptions))]
    held = [one for one in found if one.state is LongState.RESERVED]
    rest = [one for one in found if one.state is not LongState.RESERVED]
    held.sort(key=lambda one: (one.next_date, one.id))
    rest.sort(key=lambda one: (one.at, one.id), reverse=True)
    return [LongRow(prescription=one, is_waiting=one.id in waiting) for one in (*held, *rest)]


def opened(connection: Connection, prescription: str, today: date) -> OpenedLong | None:
    """Return a long prescription with its steps and its drug's stock, or None."""
    found = records.load(connection, LONG_PRESCRIPTION, prescription)
    if found is None:
        return None
    return OpenedLong(
        prescription=found,
        steps=trails.of_record(connection, prescription),
        is_waiting=prescription in pending.waiting(connection, LONG_PRESCRIPTION.name),
        standing=standing(connection, found.institution, found.drug, today),
        lots=usable_lots(connection, found.institution, found.drug, today),
    )


def standing(connection: Connection, institution: str, drug: str, today: date) -> Standing:
    """Return what of a drug is there and free; lots that have expired are not there.

    What nobody fetched in time is free, also on a desk that has not heard yet that the hub has ended it.
    """
    lots = [lot for lot in stock.lots(connection, institution) if lot.key.drug == drug and lot.key.expiry >= today]
    reserved = postings.total(connection, model.reserved_account(institution, drug))
    its = long_prescriptions.c
    late = select(func.sum(its.packs)).where(_is_lapsed(today), its.institution == institution, its.drug == drug)
    freed = int(connection.scalar(late) or 0)
    return Standing(on_hand=sum(lot.quantity for lot in lots), reserved=reserved - freed)


def usable_lots(connection: Connection, institution: str, drug: str, today: date) -> tuple[Taken, ...]:
    """Return the lots of a drug that may go out, in the order in which they do."""
    lots = [
        Taken(room=lot.key.room, lot=lot.key.lot, expiry=lot.key.expiry, quantity=lot.quantity)
        for lot in stock.lots(connection, institution)
        if lot.key.drug == drug
    ]
    return handing_out.usable(lots, stock.held_lots(connection).get(drug, {}), today)


def lapsed(connection: Connection, today: date) -> list[str]:
    """Return the ids of those that nobody fetched until the last day on which they were kept."""
    return list(connection.scalars(select(long_prescriptions.c.id).where(_is_lapsed(today))))


def held(connection: Connection) -> list[LongPrescription]:
    """Return those whose drugs are laid aside, by the day on which they are fetched."""
    query = select(long_prescriptions).where(long_prescriptions.c.state == LongState.RESERVED.value)
    order = query.order_by(long_prescriptions.c.next_date, long_prescriptions.c.id)
    return [records.from_row(LONG_PRESCRIPTION, row) for row in connection.execute(order)]


def terms(connection: Connection, on: date) -> long_rules.Terms:
    """Return what the county allows on a day."""
    return long_rules.terms(registry.Rules(connection), on)


def _is_lapsed(today: date) -> ColumnElement[bool]:
    its = long_prescriptions.c
    return (its.state == LongState.RESERVED.value) & (its.keep_until < today.isoformat())

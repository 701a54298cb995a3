"""Reserved capacity and holds in the database, and what screens and the hub's clock ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection
from sqlalchemy import Select
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.capabilities.referrals.model import booking
from yigongti_desktop.capabilities.referrals.model import capacity
from yigongti_desktop.capabilities.referrals.model import capacity_table
from yigongti_desktop.capabilities.referrals.model import holds
from yigongti_desktop.capabilities.referrals.model.capacity import CapacityLine
from yigongti_desktop.capabilities.referrals.model.capacity import Slot
from yigongti_desktop.capabilities.referrals.model.capacity_table import Entry
from yigongti_desktop.capabilities.referrals.model.capacity_table import RowFault
from yigongti_desktop.capabilities.referrals.model.holds import SlotHold
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.capabilities.referrals.tables.capacity import capacity_lines
from yigongti_desktop.capabilities.referrals.tables.capacity import slot_holds
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import sheets
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.facts import stamp

#: Under what drafts of a week are kept.
WEEK = "capacity_week"

LINE = RecordKind(
    name=capacity.KIND,
    record=CapacityLine,
    table=capacity_lines,
    streams=capacity.streams,
    topic="capacity",
    postings=capacity.postings,
    called=lambda line: capacity.said(capacity.slot_of(line)),
)
HOLD = RecordKind(
    name=holds.KIND,
    record=SlotHold,
    table=slot_holds,
    streams=holds.streams,
    topic="capacity",
    postings=holds.postings,
    called=lambda hold: capacity.said(hold.slot),
)


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A line as a desk may offer it."""

    line: CapacityLine
    #: How many are free: as the hub last said, without what is asked here and not yet decided.
    free: int


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """A hospital's lines between two days."""

    lines: tuple[CapacityLine, ...]
    #: Lines that this desk has changed and the hub has not confirmed.
    waiting: frozenset[str] = frozenset()
    #: The county's share, in percent (REF-09).
    percent: int = 20


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """What may be held, and as of when."""

    offers: tuple[Offer, ...]
    confirmed_at: datetime | None


def week(connection: Connection, institution: str, first: date, last: date) -> Week:
    """Return a hospital's lines between two days, both included, in the order of their days."""
    its = capacity_lines.c
    query = select(capacity_lines).where(
        its.institution == institution, its.day >= first.isoformat(), its.day <= last.isoformat()
    )
    lines = tuple(_lines(connection, query.order_by(its.kind, its.department, its.name, its.day, its.time)))
    return Week(
        lines=lines, waiting=frozenset(pending.waiting(connection, LINE.name)), percent=share(connection, first)
    )


def share(connection: Connection, on: date) -> int:
    """Return the percentage that the county wants reserved on a day."""
    rule: Rule | None = records.load(connection, registry.RULE, "referral.reserved_percent")
    value = rule.on(on) if rule else None
    return value if isinstance(value, int) and not isinstance(value, bool) else 20


def offers(connection: Connection, now: datetime, most: int = 400) -> Offers:
    """Return what is free on this desk, the next first; what goes back to the pool meanwhile is left out."""
    its = capacity_lines.c
    query = select(capacity_lines).where(its.state == capacity.State.OPEN.value, its.returns_at > stamp(now))
    query = query.where(its.reserved > its.held + its.used).order_by(its.day, its.time, its.department, its.id)
    found = _offered(connection, list(_lines(connection, query.limit(most))))
    return Offers(offers=tuple(found), confirmed_at=_as_of(connection))


def fitting(connection: Connection, institution: str, department: str, now: datetime, most: int = 60) -> Offers:
    """Return what is free for a case: of its hospital and department, and every examination there."""
    its = capacity_lines.c
    query = select(capacity_lines).where(
        its.institution == institution,
        its.state == capacity.State.OPEN.value,
        its.returns_at > stamp(now),
        its.reserved > its.held + its.used,
        (its.department == department) | (its.kind == capacity.Kind.EXAM.value),
    )
    found = _offered(connection, list(_lines(connection, query.order_by(its.day, its.time, its.id).limit(most))))
    return Offers(offers=tuple(found), confirmed_at=_as_of(connection))


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A case with its holds, and what is free for it."""

    referral: Referral | None
    holds: tuple[SlotHold, ...]
    offers: Offers


def held(connection: Connection, referral: str, now: datetime) -> Held:
    """Return the holds of a case, and what else is free for it."""
    case = records.load(connection, REFERRAL, referral)
    found = tuple(holds_of(connection, [referral]))
    free = Offers(offers=(), confirmed_at=None)
    if case is not None:
        free = fitting(connection, case.target, case.slip.target.department, now)
    return Held(referral=case, holds=found, offers=free)


def holds_of(connection: Connection, referrals: Sequence[str]) -> list[SlotHold]:
    """Return the holds of cases."""
    query = select(slot_holds).where(records.among(connection, slot_holds.c.referral, referrals))
    return [records.from_row(HOLD, row) for row in connection.execute(query.order_by(slot_holds.c.kind))]


def as_printed(connection: Connection, referral: Referral) -> Referral:
    """Return a case as its slip is printed: what the hub has not decided yet is said to be so."""
    return booking.with_asked(referral, holds_of(connection, [referral.id]))


def to_read(connection: Connection, origin: str) -> list[SlotHold]:
    """Return the holds of a clinic of which somebody has still to read how they ended."""
    query = select(slot_holds).where(slot_holds.c.origin == origin, slot_holds.c.known == 0, slot_holds.c.why != "")
    found = (records.from_row(HOLD, row) for row in connection.execute(query.order_by(slot_holds.c.id)))
    return [hold for hold in found if hold.is_news]


def holds_between(connection: Connection, institution: str, first: date, last: date) -> list[SlotHold]:
    """Return the holds at a hospital whose slot is between two days, both included."""
    lines = select(capacity_lines.c.id).where(
        capacity_lines.c.institution == institution,
        capacity_lines.c.day >= first.isoformat(),
        capacity_lines.c.day <= last.isoformat(),
    )
    query = select(slot_holds).where(slot_holds.c.line.in_(lines)).order_by(slot_holds.c.id)
    return [records.from_row(HOLD, row) for row in connection.execute(query)]


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """What a sheet would change."""

    opened: tuple[Entry, ...]
    #: Lines that stand with other numbers or in another room, each with what the sheet says.
    changed: tuple[tuple[str, Entry], ...]
    #: Rows that say what stands already.
    same: int
    faults: tuple[RowFault, ...]
    days: tuple[date, ...]


def read_sheet(connection: Connection, file: str, institution: str, today: date) -> Import:
    """Read a sheet of reserved capacity and compare it with what stands; nothing is changed.

    Raises:
        Refused: what is wrong with the file; capacity_heads.
    """
    found = capacity_table.read(sheets.rows(Path(file)), today, share(connection, today))
    entries = {_where(entry.slot): entry for entry in found.entries}
    opened: list[Entry] = []
    changed: list[tuple[str, Entry]] = []
    for entry in entries.values():
        line = standing(connection, institution, entry.slot)
        if line is None:
            opened.append(entry)
            continue
        said = entry if entry.slot.place else replace(entry, slot=replace(entry.slot, place=line.place))
        is_elsewhere = line.state is capacity.State.OPEN and line.place != said.slot.place
        if is_elsewhere or (line.total, line.reserved) != (said.numbers.total, said.numbers.reserved):
            changed.append((line.id, said))
    return Import(
        opened=tuple(opened),
        changed=tuple(changed),
        same=len(entries) - len(opened) - len(changed),
        faults=found.faults,
        days=tuple(sorted({entry.slot.day for entry in found.entries})),
    )


def standing(connection: Connection, institution: str, slot: Slot) -> CapacityLine | None:
    """Return the line that stands at a slot now, wherever it was when it was published; None where none does."""
    its = capacity_lines.c
    query = select(capacity_lines).where(
        its.institution == institution,
        its.day == slot.day.isoformat(),
        its.kind == slot.kind.value,
        its.department == slot.department,
        its.name == slot.name,
        its.time == slot.time,
        its.state != capacity.State.CLOSED.value,
    )
    # of two that an older program let stand there, the one that still reserves something
    found = _lines(connection, query.order_by(its.state != capacity.State.OPEN.value, its.reserved.desc(), its.id))
    return found[0] if found else None


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """A hospital's lines of some days, and who asked for them."""

    lines: tuple[CapacityLine, ...]
    holds: tuple[SlotHold, ...]
    percent: int


def month(connection: Connection, institution: str, first: date, last: date) -> Month:
    """Return what the figures of some days are made of."""
    found = week(connection, institution, first, last)
    asked = tuple(holds_between(connection, institution, first, last))
    return Month(lines=found.lines, holds=asked, percent=found.percent)


def to_return(connection: Connection, now: datetime) -> list[str]:
    """Return the lines whose time has come to go back to the ordinary pool."""
    its = capacity_lines.c
    query = select(its.id).where(its.state == capacity.State.OPEN.value, its.returns_at <= stamp(now))
    return list(connection.scalars(query.order_by(its.id)))


def to_lapse(connection: Connection, now: datetime) -> list[str]:
    """Return the holds whose patient has not come in time."""
    its = slot_holds.c
    query = select(its.id).where(its.state == holds.State.HELD.value, its.lapses_at <= stamp(now))
    return list(connection.scalars(query.order_by(its.id)))


def _as_of(connection: Connection) -> datetime | None:
    """Return when the hub last confirmed what this desk knows."""
    told = facts.get(connection, facts.HUB_TIME)
    return facts.moment(told) if told else None


def _where(slot: Slot) -> Slot:
    return replace(slot, place="")


def _lines(connection: Connection, query: Select[tuple[object, ...]]) -> list[CapacityLine]:
    return [records.from_row(LINE, row) for row in connection.execute(query)]


def _offered(connection: Connection, lines: Sequence[CapacityLine]) -> list[Offer]:
    """Return lines of which something is left beside what is asked here and waits for the hub."""
    its = slot_holds.c
    asked = select(its.line, func.count()).where(its.state == holds.State.ASKED.value).group_by(its.line)
    waiting: dict[str, int] = {row[0]: row[1] for row in connection.execute(asked)}
    found = [Offer(line=one, free=max(one.free - waiting.get(one.id, 0), 0)) for one in lines]
    return [offer for offer in found if offer.free]

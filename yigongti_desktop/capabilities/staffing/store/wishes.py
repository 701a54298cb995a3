"""Wishes in the database, and what rosters and screens ask of them."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.staffing.model import wish_rules as rules_model
from yigongti_desktop.capabilities.staffing.model import wishes as model
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.month import Wish
from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.model.wish_rules import WishRules
from yigongti_desktop.capabilities.staffing.model.wishes import State
from yigongti_desktop.capabilities.staffing.model.wishes import WishSlip
from yigongti_desktop.capabilities.staffing.store.duties import worked
from yigongti_desktop.capabilities.staffing.store.leave import colleagues
from yigongti_desktop.capabilities.staffing.tables.wishes import wish_rules
from yigongti_desktop.capabilities.staffing.tables.wishes import wish_slips
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind

WISH = RecordKind(
    name=model.KIND,
    record=WishSlip,
    table=wish_slips,
    streams=model.streams,
    topic="staffing.wishes",
    postings=model.posted,
    called=lambda slip: slip.person_name,
    has_trail=True,
)
WISH_RULES = RecordKind(
    name=rules_model.KIND,
    record=WishRules,
    table=wish_rules,
    streams=rules_model.streams,
    topic="staffing.wishes",
)


class WishRow(msgspec.Struct, frozen=True, kw_only=True):
    """A wish in a list, with whether this desk still has something of it to send."""

    slip: WishSlip
    is_waiting: bool


class WishOpened(msgspec.Struct, frozen=True, kw_only=True):
    """A wish with its steps, and the rules of the unit."""

    slip: WishSlip
    rules: WishRules
    steps: tuple[TrailEntry, ...]


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What the form of a wish offers."""

    people: tuple[Staff, ...]
    duties: tuple[Duty, ...]
    rules: WishRules


def wishes_of(connection: Connection, unit: str, first: date, last: date) -> tuple[Wish, ...]:
    """Return the wishes of a unit for days between two, for its roster, by day and person."""
    query = (
        select(wish_slips)
        .where(wish_slips.c.institution == unit, wish_slips.c.state == State.OPEN.value)
        .where(wish_slips.c.day.between(first.isoformat(), last.isoformat()))
        .order_by(wish_slips.c.day, wish_slips.c.person)
    )
    found = (records.from_row(WISH, row) for row in connection.execute(query))
    return tuple(Wish(person=one.person, day=one.day, duty=one.duty, is_wanted=one.is_wanted) for one in found)


def wish_rows(connection: Connection, actor: Actor) -> list[WishRow]:
    """Return the wishes that stand and that somebody may see, the latest day first: their own, or those of the unit."""
    waiting = pending.waiting(connection, WISH.name)
    query = select(wish_slips).where(
        wish_slips.c.institution == actor.institution, wish_slips.c.state == State.OPEN.value
    )
    if not actor.may(ARRANGERS):
        query = query.where(wish_slips.c.account == actor.account)
    found = [records.from_row(WISH, row) for row in connection.execute(query)]
    ordered = sorted(found, key=lambda one: (one.day, one.person_name, one.id), reverse=True)
    return [WishRow(slip=one, is_waiting=one.id in waiting) for one in ordered]


def wish_opened(connection: Connection, wish: str) -> WishOpened | None:
    """Return a wish with its steps, or None."""
    slip = records.load(connection, WISH, wish)
    if slip is None:
        return None
    return WishOpened(slip=slip, rules=rules_of(connection, slip.institution), steps=trails.of_record(connection, wish))


def one_wish(connection: Connection, person: str, on: date) -> WishSlip | None:
    """Return somebody's wish for a day, or None."""
    return records.load(connection, WISH, model.wish_id(person, on))


def rules_of(connection: Connection, unit: str) -> WishRules:
    """Return how a unit takes wishes."""
    return records.load(connection, WISH_RULES, rules_model.rules_id(unit)) or rules_model.usual(unit)


def choices(connection: Connection, actor: Actor, on: date) -> Choices:
    """Return what the form of a wish offers to somebody."""
    return Choices(
        people=tuple(colleagues(connection, actor, on)),
        duties=worked(connection, actor.institution, on),
        rules=rules_of(connection, actor.institution),
    )

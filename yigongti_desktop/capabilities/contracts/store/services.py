"""Services done under contracts in the database, and what screens ask for."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.capabilities.contracts.model import numbers
from yigongti_desktop.capabilities.contracts.model import performed
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.tables.contracts import services
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.notices import store as notices
from yigongti_desktop.notices.model import Notice
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.facts import stamp

#: Two services of one item within so many days are likely to be one that was meant.
_APART = timedelta(days=7)
SERVICE = RecordKind(
    name="service",
    record=Service,
    table=services,
    streams=performed.streams,
    topic="contracts.services",
    is_bulky=True,
    is_watched=True,
    shares_numbers=True,
    called=lambda one: one.name,
    has_trail=True,
)


class Twice(msgspec.Struct, frozen=True, kw_only=True):
    """One item that two people have done within days of each other, the second beyond the plan."""

    mine: Service
    other: Service


def done_by_others_too(connection: Connection, account: str, since: datetime) -> list[Twice]:
    """Return what somebody has done and another did as well since then, not knowing of it; the latest first."""
    mine, other = services.alias("mine"), services.alias("other")
    apart = func.abs(func.julianday(mine.c.done_on) - func.julianday(other.c.done_on))
    query = (
        select(mine.c.id, other.c.id)
        .where(
            other.c.recorded_at >= stamp(since),
            other.c.done_on >= (day(since) - _APART).isoformat(),
            other.c.number >= numbers.UNPLANNED,
            mine.c.contract == other.c.contract,
            mine.c.agreement == other.c.agreement,
            mine.c.item == other.c.item,
            mine.c.id != other.c.id,
            mine.c.doer == account,
            other.c.doer != account,
            mine.c.state == performed.State.DONE.value,
            other.c.state == performed.State.DONE.value,
            apart <= _APART.days,
        )
        .order_by(other.c.recorded_at.desc())
    )
    pairs = list(connection.execute(query))
    known = records.load_many(connection, SERVICE, [one for pair in pairs for one in pair])
    return [Twice(mine=known[first], other=known[second]) for first, second in pairs]


def told(connection: Connection, actor: Actor) -> list[tuple[Notice, Service]]:
    """Return which services of a unit somebody else has done as well, where nobody took note yet."""
    untold = notices.untold(connection, actor, SERVICE.name)
    known = records.load_many(connection, SERVICE, {one.record for one in untold})
    return [(one, known[one.record]) for one in untold if one.record in known]


def of_contract(connection: Connection, contract: str) -> list[Service]:
    """Return the services done under a contract, the latest first."""
    query = select(services).where(services.c.contract == contract).order_by(services.c.done_on.desc(), services.c.id)
    return [records.from_row(SERVICE, row) for row in connection.execute(query)]

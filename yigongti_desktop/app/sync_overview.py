"""What 同步 shows, read from the database in one go: what needs an answer, what waits, what was confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.protocol.compact import read_receipt
from yigongti_desktop.storage import departed
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import tables
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.outbox import Act
from yigongti_desktop.sync.batches import events_of
from yigongti_desktop.sync.loop import last_contacts
from yigongti_desktop.sync.status import Status
from yigongti_desktop.sync.status import status

_MOST_WAITING, _MOST_DONE, _MOST_ASIDE = 300, 5, 50


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One act in the list."""

    act: Act
    icon: str
    title: str
    page: str
    #: Who did it.
    person: str = ""
    #: It stands in a batch that was sent and not answered.
    is_on_the_way: bool = False
    #: That batch lies in a package that was written to a stick.
    is_exported: bool = False
    #: What stands in it, in words.
    contents: tuple[tuple[str, str], ...] = ()
    #: Whoever looks wrote it, or may see such records; to others it is only an act that waits or has come.
    is_open: bool = True


class Aside(msgspec.Struct, frozen=True, kw_only=True):
    """A row from the hub that this program could not take in."""

    kind: str
    record: str
    code: str
    at: datetime


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """One talk with the hub."""

    at: datetime
    code: str
    sent: int
    received: int
    milliseconds: int


class LastReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """The hub's last signed answer to a batch."""

    #: Id of its batch.
    id: str
    number: str
    batch: int
    acts: int
    accepted: int
    hub_time: datetime


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """The whole page."""

    status: Status
    needs: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    asides: tuple[Aside, ...]
    done: tuple[Entry, ...]
    done_today: int
    contacts: tuple[Contact, ...]
    receipt: LastReceipt | None


def overview(connection: Connection, manifests: Sequence[Manifest], actor: Actor, now: datetime) -> Overview:
    """Return what the page shows to a person."""
    names: dict[str, str] = {}
    sent_to, exported_to = _sent_to(connection), _exported_to(connection)

    def entries(acts: Iterable[Act]) -> tuple[Entry, ...]:
        return tuple(
            msgspec.structs.replace(
                _entry(connection, act, found, manifests)
                if _may_see(actor, act, found)
                else Entry(act=act, icon="document", title="", page="", is_open=False),
                person=_person(connection, names, act.account),
                is_on_the_way=act.state == outbox.WAITING and act.seq <= sent_to,
                is_exported=act.state == outbox.WAITING and act.seq <= exported_to,
            )
            for act in acts
        )

    found = {kind: way for manifest in manifests for kind, way in manifest.finds.items()}
    needs = outbox.in_states(connection, outbox.NEEDS_PERSON)
    waiting = list(reversed(outbox.in_states(connection, [outbox.WAITING], _MOST_WAITING)))
    done = outbox.in_states(connection, [outbox.ACCEPTED], _MOST_DONE)
    return Overview(
        status=status(connection),
        needs=entries(needs),
        waiting=entries(act for act in waiting if not act.cause),
        asides=_asides(connection),
        done=entries(done),
        done_today=_done_today(connection, now),
        contacts=contacts_of(connection),
        receipt=_receipt(connection),
    )


def _person(connection: Connection, names: dict[str, str], account: str) -> str:
    if account not in names:
        found = records.load(connection, CATALOGUE.records["account"], account)
        names[account] = str(found.name) if found is not None else ""
    return names[account]


def _sent_to(connection: Connection) -> int:
    """Return up to which act a batch was sent that has no answer yet; 0 when none was."""
    table = tables.sent_batches.c
    is_open = table.confirmed_at.is_(None) & (table.heavy == 0)
    return int(connection.scalar(select(func.max(table.last_seq)).where(is_open)) or 0)


def _exported_to(connection: Connection) -> int:
    """Return up to which act a package was written that has no answer yet; it holds every batch made until then."""
    exported = facts.get(connection, facts.EXPORTED_AT)
    table = tables.sent_batches.c
    is_open = table.confirmed_at.is_(None) & (table.heavy == 0)
    query = select(func.max(table.last_seq)).where(is_open, table.made_at <= exported)
    return int(connection.scalar(query) or 0)


def _may_see(actor: Actor, act: Act, found: dict[str, Found]) -> bool:
    way = found.get(act.record_kind)
    left_behind = act.code == "account_stopped" and actor.may({Role.DIRECTOR})  # its writer no longer comes here
    return act.account == actor.account or left_behind or (way is not None and actor.may(way.roles))


def _entry(connection: Connection, act: Act, found: dict[str, Found], manifests: Sequence[Manifest]) -> Entry:
    way = found.get(act.record_kind)
    record = records.load(connection, CATALOGUE.records[act.record_kind], act.record) if way else None
    contents: list[tuple[str, str]] | None = None
    for manifest in manifests:
        contents = contents or (manifest.contents(connection, act) if manifest.contents else None)
    title = way.words(record)[0] if way and record else ""
    title = title or departed.name(connection, act.record_kind, act.record)
    if not title and contents:
        title = contents[0][1]
    return Entry(
        act=act,
        icon=way.icon if way else "key" if act.record_kind == "account" else "document",
        title=title,
        page=way.page if way and record else "",
        contents=tuple(contents or ()),
    )


def _asides(connection: Connection) -> tuple[Aside, ...]:
    table = tables.set_aside
    rows = connection.execute(
        select(table.c.kind, table.c.record, table.c.code, table.c.at).order_by(table.c.at.desc()).limit(_MOST_ASIDE)
    )
    return tuple(Aside(kind=row.kind, record=row.record, code=row.code, at=moment(row.at)) for row in rows)


def _done_today(connection: Connection, now: datetime) -> int:
    began = stamp(now - timedelta(days=1))
    table = tables.outbox
    is_done = (table.c.state == outbox.ACCEPTED) & (table.c.heavy == 0)
    query = select(table.c.answered_at).where(is_done, table.c.answered_at >= began)
    return sum(day(moment(answered)) == day(now) for answered in connection.scalars(query))


def contacts_of(connection: Connection, most: int = 20) -> tuple[Contact, ...]:
    """Return the last talks with the hub, the latest first."""
    return tuple(
        Contact(at=moment(row.at), code=row.code, sent=row.sent, received=row.received, milliseconds=row.milliseconds)
        for row in last_contacts(connection, most)
    )


def _receipt(connection: Connection) -> LastReceipt | None:
    table = tables.sent_batches
    query = select(table).where(table.c.receipt.is_not(None), table.c.heavy == 0)
    query = query.order_by(table.c.epoch.desc(), table.c.number.desc())
    row: Any = connection.execute(query.limit(1)).first()
    if row is None:
        return None
    receipt = read_receipt(row.receipt, events_of(row))
    return LastReceipt(
        id=row.id,
        number=receipt.number,
        batch=row.number,
        acts=len(receipt.outcomes),
        accepted=sum(outcome.is_accepted for outcome in receipt.outcomes),
        hub_time=receipt.hub_time,
    )

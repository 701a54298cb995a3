"""The figures of today, kept: what each person adds and the sum of it, put right by those of whom something changed.

A sum is taken as it is while unit, rules and forms are the same and the year has not turned. Else, or when much was
written, all are counted anew. What was found out in reading is kept by a writing of its own, unless another came first.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date

import msgspec
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import select

from yigongti_desktop.capabilities.contracts.model import shares as model
from yigongti_desktop.capabilities.contracts.model.rates import Asked
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Look
from yigongti_desktop.capabilities.contracts.model.rates import Period
from yigongti_desktop.capabilities.contracts.model.shares import Share
from yigongti_desktop.capabilities.contracts.store import rates
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.population import forms_of
from yigongti_desktop.capabilities.contracts.store.population import population
from yigongti_desktop.capabilities.contracts.store.rates import Count
from yigongti_desktop.capabilities.contracts.store.rates import Overview
from yigongti_desktop.capabilities.contracts.store.services import SERVICE
from yigongti_desktop.capabilities.contracts.tables.contracts import contracts
from yigongti_desktop.capabilities.contracts.tables.contracts import figure_shares
from yigongti_desktop.capabilities.contracts.tables.contracts import figure_sums
from yigongti_desktop.capabilities.contracts.tables.contracts import services
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.registry.store import TRANSFER
from yigongti_desktop.registry.tables import transfers
from yigongti_desktop.storage import records
from yigongti_desktop.storage import touched
from yigongti_desktop.storage.touched import Touched

#: People, and records written, from which on counting all anew is the shorter way.
_MOST = 5_000
_MARK_BYTES = 8
_encode, _decode = msgspec.json.encode, msgspec.json.Decoder(Share).decode


class _Sum(msgspec.Struct, frozen=True):
    """A sum as it lies in its row."""

    institution: str
    day: str
    basis: str
    total: str
    mark: str


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What was found out and is worth keeping."""

    sum: _Sum
    #: Mark of the sum that was there; empty for none.
    after: str
    #: Whether all were counted, and not only those of whom something changed.
    is_whole: bool
    #: Of each person that was looked at: what they add, and until when.
    shares: tuple[tuple[str, str, str | None], ...]
    #: Of what was written and is in it.
    marks: frozenset[str]
    #: Whether it was noted what was written when it was found out.
    is_watched: bool


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of a unit today."""

    overview: Overview
    #: None when nothing has changed.
    changes: Changes | None
    #: Whether all are to be counted once more when there is time: once a day nothing is taken on trust.
    is_to_be_counted: bool


def overview(connection: Connection, own: str, today: date, *, anew: bool = False) -> Kept:
    """Return all figures of a unit today, with what is to be kept of it by `keep`.

    Args:
        connection: the database.
        own: the unit.
        today: this day.
        anew: whether all are counted, whatever is known.
    """
    asked, before = rates.asked_on(connection, today)
    basis = _encode([asked.terms, before.terms, forms_of(connection), asked.period.first]).decode()
    kept, written = _sum(connection, own), touched.seen(connection)
    is_usable = kept is not None and kept.basis == basis and kept.day <= today.isoformat() and not anew
    stale = _stale(connection, written, today) if is_usable and written is not None else None
    is_whole = kept is None or stale is None
    if kept is None or stale is None:
        found, ends = _counted(connection, own, asked, before, None)
        total, people = model.added(model.NOTHING, found.values(), ()), frozenset(found.keys() | ends.keys())
    else:
        found, ends = _counted(connection, own, asked, before, stale)
        total, people = model.added(_decode(kept.total), found.values(), _known(connection, stale)), stale
    is_new_day = kept is not None and kept.day != today.isoformat()
    marks = frozenset[str]() if written is None else written.marks
    changes = None
    if is_whole or people or marks or is_new_day:
        total_text, mark = _encode(total).decode(), secrets.token_hex(_MARK_BYTES)
        changes = Changes(
            sum=_Sum(own, today.isoformat(), basis, total_text, mark),
            after="" if kept is None else kept.mark,
            is_whole=is_whole,
            shares=tuple((one, _encode(found.get(one, model.NOTHING)).decode(), ends.get(one)) for one in people),
            marks=marks,
            is_watched=written is not None,
        )
    counts, former = ({one: Count(*its) for one, its in part(total).items()} for part in (model.figures, model.former))
    return Kept(
        overview=rates.drawn_up(connection, asked, counts, former),
        changes=changes,
        is_to_be_counted=is_new_day and not is_whole,
    )


def mark_of(connection: Connection, own: str, today: date) -> str:
    """Return the mark of the sum of today; empty when there is none, or when something was written since."""
    kept, written = _sum(connection, own), touched.seen(connection)
    if kept is None or kept.day != today.isoformat() or written is None or written.ids:
        return ""
    return kept.mark


def keep(connection: Connection, changes: Changes) -> bool:
    """Keep what was found out, unless something else was kept meanwhile: the next who looks finds it out again then.

    Returns:
        False when nobody had noted what was written while all were counted: it is noted from now on, and they are to
        be counted once more.
    """
    touched.watch(connection)
    if not changes.is_watched:
        return False
    kept = _sum(connection, changes.sum.institution)
    if changes.after != ("" if kept is None else kept.mark):
        return True
    if changes.is_whole:
        connection.execute(delete(figure_shares))
    records.upsert(connection, figure_shares, changes.shares)
    records.upsert(connection, figure_sums, [msgspec.structs.astuple(changes.sum)])
    touched.forget(connection, changes.marks)
    return True


def _sum(connection: Connection, own: str) -> _Sum | None:
    row = connection.execute(select(figure_sums).where(figure_sums.c.institution == own)).first()
    return None if row is None else _Sum(*row)


def _known(connection: Connection, people: Collection[str]) -> list[Share]:
    """Return what people added until now."""
    query = select(figure_shares.c.share).where(records.among(connection, figure_shares.c.person, list(people)))
    return [_decode(share) for share in connection.scalars(query)]


def _stale(connection: Connection, written: Touched, today: date) -> frozenset[str] | None:
    """Return who is to be looked at again; None when they are too many, or when it is not known who they are."""
    if sum(map(len, written.ids.values())) > _MOST:
        return None
    its = figure_shares.c
    found = set(connection.scalars(select(its.person).where(its.changes_on <= today.isoformat())))
    found |= written.ids.get(RESIDENT.name, frozenset())
    for kind, table in ((CONTRACT, contracts), (SERVICE, services), (TRANSFER, transfers)):
        if ids := written.ids.get(kind.name):
            query = select(table.c.resident).where(records.among(connection, table.c.id, list(ids)))
            whose = list(connection.scalars(query))
            if len(whose) != len(ids):
                return None
            found.update(whose)
    return frozenset(found) if len(found) <= _MOST else None


def _counted(
    connection: Connection, own: str, asked: Asked, before: Asked, people: Collection[str] | None
) -> tuple[dict[str, Share], dict[str, str]]:
    """Return what people add, and until when, of all or of some; all that they are promised later is looked at, too."""
    if people is not None and not people:
        return {}, {}
    known = population(connection, own, Period(asked.period.first, date.max), tuple(Definition), people)
    ends = model.changes_on(known, asked.on)
    return model.shares(Look(known, asked), Look(known, before)), {one: on.isoformat() for one, on in ends.items()}

"""The list of contracts, of any length: a few narrow columns of all, whole records only of those in sight.

A contract is some four kilobytes; what filters and order need lies beside it in `agreements`, a tenth of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import timedelta

import msgspec
from sqlalchemy import Connection
from sqlalchemy import and_
from sqlalchemy import exists
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.capabilities.contracts.model import terms
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.standing import standing
from yigongti_desktop.capabilities.contracts.model.terms import Allowed
from yigongti_desktop.capabilities.contracts.model.terms import TermState
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.tables.contracts import agreements
from yigongti_desktop.capabilities.contracts.tables.contracts import contract_tasks
from yigongti_desktop.capabilities.contracts.tables.contracts import contracts
from yigongti_desktop.capabilities.contracts.tables.teams import teams as team_table
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.service import people
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A contract as filters and order know it."""

    contract: str
    #: Of the latest agreement.
    number: str
    team: str
    village: str
    #: First and last day on which it holds, or held: 2026-09-28, which compare as days do.
    since: str
    last: str
    #: Where it stands today.
    state: TermState
    #: The agreement before it still holds: this one goes on from there.
    is_continued: bool = False
    #: This desk still has something of it to send.
    is_waiting: bool = False


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """All contracts of a desk, and what the county allows today."""

    entries: tuple[Entry, ...]
    allowed: Allowed
    today: date


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A contract in sight."""

    contract: Contract
    is_waiting: bool
    #: Tasks of the latest agreement that were done, and those that were due by today or done before.
    done: int = 0
    due: int = 0
    #: The resident has died, or is not this unit's any more, while the agreement still stands in the list.
    is_dead: bool = False
    is_gone: bool = False


def listing(connection: Connection, institution: str, today: date) -> Listing:
    """Return the contracts that are a unit's now, village by village, members of a household together."""
    found: dict[str, list[tuple[str, str, str, str, str, str, str]]] = {}
    query = select(
        agreements.c.record,
        agreements.c.number,
        agreements.c.institution,
        agreements.c.team,
        agreements.c.village,
        agreements.c.since,
        agreements.c.last,
        agreements.c.until,
    )
    for record, *term in records.at_once(connection, query):
        found.setdefault(record, []).append(tuple(term))
    on, waiting = today.isoformat(), pending.waiting(connection, CONTRACT.name)
    allowed = terms.allowed(registry.Rules(connection), today)
    opens = (today + timedelta(days=allowed.renewal_days - 1)).isoformat()
    entries = []
    for record, its in found.items():
        number, where, team, village, since, last, until = max(its, key=lambda term: (term[4], term[5]))
        if where == institution:
            entries.append(
                Entry(
                    contract=record,
                    number=number,
                    team=team,
                    village=village,
                    since=since,
                    last=last,
                    state=_place(since, last, until, on, opens),
                    is_continued=since > on and any(term[4] <= on <= term[5] for term in its),
                    is_waiting=record in waiting,
                )
            )
    entries.sort(key=lambda one: (one.village, one.number, one.contract))
    return Listing(entries=tuple(entries), allowed=allowed, today=today)


def rows(connection: Connection, wanted: Sequence[str], today: date) -> list[Row]:
    """Return contracts by their ids, in this order, with how far their services are."""
    found = records.load_many(connection, CONTRACT, wanted)
    residents = _kept(connection, [one.resident for one in found.values()])
    waiting = pending.waiting(connection, CONTRACT.name)
    done = _done(connection, list(found), today)
    made = []
    for known in (found[one] for one in wanted if one in found):
        whom = residents.get(known.resident)
        were_done, were_due = done.get((known.id, known.number), (0, 0))
        made.append(
            Row(
                contract=known,
                is_waiting=known.id in waiting,
                done=were_done,
                due=were_due,
                is_dead=whom is not None and standing(whom, today).died_on is not None,
                is_gone=whom is None or known.institution not in whom.units,
            )
        )
    return made


def gone(connection: Connection, wanted: Sequence[str], institution: str, today: date) -> frozenset[str]:
    """Return those of these contracts whose residents have died, are not this unit's any more, or were merged away."""
    query = select(contracts.c.id, contracts.c.resident).where(records.among(connection, contracts.c.id, wanted))
    of = {row[0]: row[1] for row in connection.execute(query)}
    residents = records.load_many(connection, registry.RESIDENT, of.values())
    found = []
    for one, resident in of.items():
        known = residents.get(resident)
        if (
            known is None
            or known.merged_into
            or institution not in known.units
            or standing(known, today).died_on is not None
        ):
            found.append(one)
    return frozenset(found)


def matching(connection: Connection, typed: str, most: int) -> frozenset[str]:
    """Return the contracts whose resident or number begins as typed, by name, pinyin or digits."""
    return frozenset(registry.find_ids(connection, CONTRACT.name, typed, most))


def expiring(connection: Connection, institution: str, today: date) -> int:
    """Return how many agreements of a unit may be renewed today and are not; without reading any contract."""
    later = agreements.alias("later")
    allowed = terms.allowed(registry.Rules(connection), today)
    until = date.fromordinal(today.toordinal() + allowed.renewal_days - 1)
    teams = _teams(connection, institution)
    query = (
        select(func.count())
        .select_from(agreements)
        .where(
            records.among(connection, agreements.c.team, teams),
            agreements.c.last.between(today.isoformat(), until.isoformat()),
            agreements.c.since <= today.isoformat(),
            ~exists().where(and_(later.c.record == agreements.c.record, later.c.since > agreements.c.since)),
        )
    )
    return int(connection.scalar(query) or 0)


def in_force(connection: Connection, institution: str, today: date) -> int:
    """Return how many agreements of a unit hold on a day."""
    on = today.isoformat()
    teams = _teams(connection, institution)
    query = (
        select(func.count())
        .select_from(agreements)
        .where(records.among(connection, agreements.c.team, teams), agreements.c.last >= on, agreements.c.since <= on)
    )
    return int(connection.scalar(query) or 0)


def _teams(connection: Connection, institution: str) -> list[str]:
    return list(connection.scalars(select(team_table.c.id).where(team_table.c.institution == institution)))


def _place(since: str, last: str, until: str, today: str, opens: str) -> TermState:
    """Return where a term stands; one whose last day came before that which was agreed on was ended.

    Args:
        since: first day.
        last: last day on which it holds.
        until: last day that was agreed on.
        today: this day.
        opens: the latest last day of those that may be renewed today.
    """
    if last < today:
        return TermState.ENDED if last < until else TermState.EXPIRED
    if since > today:
        return TermState.NOT_BEGUN
    return TermState.EXPIRING if last <= opens else TermState.IN_FORCE


def _kept(connection: Connection, residents: Sequence[str]) -> dict[str, Resident]:
    """Return residents by their ids, each as the record that is kept of them has them."""
    known = records.load_many(connection, registry.RESIDENT, residents)
    kept = {one: people.kept_of(connection, one) if its.merged_into else its for one, its in known.items()}
    return {one: its for one, its in kept.items() if its is not None}


def _done(connection: Connection, wanted: Sequence[str], today: date) -> dict[tuple[str, str], tuple[int, int]]:
    if not wanted:
        return {}
    its = contract_tasks.c
    is_done = its.done_on.isnot(None)
    query = (
        select(
            its.record,
            its.agreement,
            func.count().filter(is_done),
            func.count().filter(is_done | (its.due <= today.isoformat())),
        )
        .where(records.among(connection, its.record, wanted))
        .group_by(its.record, its.agreement)
    )
    return {(row[0], row[1]): (int(row[2]), int(row[3])) for row in connection.execute(query)}

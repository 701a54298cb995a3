"""Whoever is behind a figure, in the numerator or missing from it, as a list shows them (FDC-12, FDC-13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import or_
from sqlalchemy import select

from yigongti_desktop.capabilities.contracts.model.population import Owed
from yigongti_desktop.capabilities.contracts.model.population import Signed
from yigongti_desktop.capabilities.contracts.model.rates import Counts
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Look
from yigongti_desktop.capabilities.contracts.model.rates import Rate
from yigongti_desktop.capabilities.contracts.store import rates as store
from yigongti_desktop.capabilities.contracts.store.population import FOLLOWED
from yigongti_desktop.capabilities.contracts.store.population import items
from yigongti_desktop.capabilities.contracts.store.rates import Wanted
from yigongti_desktop.capabilities.contracts.tables.contracts import contracts
from yigongti_desktop.registry.tables import residents
from yigongti_desktop.registry.tables import transfers
from yigongti_desktop.storage import records


class Behind(msgspec.Struct, frozen=True, kw_only=True):
    """One person, task or agreement behind a figure."""

    id: str
    person: str
    name: str
    birth: date | None = None
    phone: str = ""
    village: str = ""
    groups: tuple[str, ...] = ()
    #: Whether it is in the numerator.
    is_in: bool
    team: str = ""
    doctor: str = ""
    #: The agreement in force, or the one that it is about; the last one of somebody who has none now.
    number: str = ""
    since: date | None = None
    until: date | None = None
    #: Another unit where they are signed, as far as it is known here.
    elsewhere: str = ""
    item: str = ""
    closes: date | None = None
    done_on: date | None = None
    #: How many tasks were due to somebody, and how many of them were done.
    owed: int = 0
    done: int = 0
    #: Their latest follow-up.
    followed_on: date | None = None


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """The list of a figure."""

    definition: Definition
    rows: tuple[Behind, ...]


def listed(connection: Connection, own: str, wanted: Wanted) -> Listed:
    """Return whoever is behind a figure, those missing first, by village and name."""
    found, look = store.behind(connection, own, wanted)
    if found.counts is Counts.TASKS:
        rows = _tasks(connection, found, look)
    elif found.counts is Counts.AGREEMENTS:
        rows = [_row(one.id, one.person, look, one, is_in=one.id in found.of) for one in _expired(found, look)]
    else:
        rows = _people(connection, own, found, look)
    known = _known(connection, {row["person"] for row in rows})
    teams = store.team_names(connection)
    made = [
        Behind(**(row | known.get(row["person"], {"name": ""}) | {"team": teams.get(row["team"], row["team"])}))
        for row in rows
    ]
    return Listed(
        definition=wanted.definition,
        rows=tuple(sorted(made, key=lambda row: (row.is_in, row.village, row.name, row.closes or date.min, row.id))),
    )


_Row = dict[str, Any]


def _row(key: str, person: str, look: Look, agreement: Signed | None, *, is_in: bool) -> _Row:
    on = look.asked.on
    serving = look.population.serving.get(village := look.population.village_of(person, on))
    row: _Row = {
        "id": key,
        "person": person,
        "is_in": is_in,
        "village": village,
        "groups": tuple(sorted(look.groups.get(person, ()))),
        "team": serving.team if serving else "",
        "doctor": serving.doctor if serving else "",
    }
    if agreement is not None:
        row |= {"number": agreement.number, "since": agreement.since, "until": agreement.last}
        if agreement.holds(on) or key == agreement.id:
            row |= {"team": agreement.team, "doctor": agreement.doctor}
    return row


def _tasks(connection: Connection, found: Rate, look: Look) -> list[_Row]:
    names = {code: item.name for code, item in items(connection).items()}
    agreements = {(one.person, one.number): one for one in look.population.signed}
    rows = []
    for task in look.tasks:
        if task.id in found.base:
            agreement = agreements.get((task.person, task.agreement))
            row = _row(task.id, task.person, look, agreement, is_in=task.id in found.of)
            if agreement is not None:
                row |= {"team": agreement.team, "doctor": agreement.doctor}
            rows.append(row | _of_task(task, names, look.asked.known_by))
    return rows


def _of_task(task: Owed, names: Mapping[str, str], known_by: date) -> _Row:
    return {
        "item": names.get(task.item, task.item),
        "closes": task.closes,
        "done_on": task.done_on if task.is_done(known_by) else None,
    }


def _expired(found: Rate, look: Look) -> list[Signed]:
    return [one for one in look.ran_out if one.id in found.base]


def _people(connection: Connection, own: str, found: Rate, look: Look) -> list[_Row]:
    latest: dict[str, Signed] = {}
    for one in sorted(look.population.signed, key=lambda one: one.since):
        if one.since <= look.asked.on and one.last >= one.since:
            latest[one.person] = one
    elsewhere = _elsewhere(connection, own, found.missing, look.asked.on)
    owed = Counter(task.person for task in look.tasks)
    done = Counter(task.person for task in look.tasks if task.is_done(look.asked.known_by))
    form = FOLLOWED.get(found.definition)
    followed: dict[str, date] = {}
    for visit in look.population.followed:
        if form is not None and visit.form == form.value and visit.on <= look.asked.on:
            followed[visit.person] = max(followed.get(visit.person, visit.on), visit.on)
    return [
        _row(person, person, look, latest.get(person), is_in=person in found.of)
        | {
            "elsewhere": elsewhere.get(person, ""),
            "owed": owed[person],
            "done": done[person],
            "followed_on": followed.get(person),
        }
        for person in found.base
    ]


def _elsewhere(connection: Connection, own: str, people: Collection[str], on: date) -> dict[str, str]:
    """Return where people are signed who went on with another unit: their contract still comes here."""
    its, day = contracts.c, on.isoformat()
    query = select(its.resident, its.institution_name).where(
        its.institution != own, its.since <= day, its.until >= day, or_(its.ended.is_(None), its.ended > day)
    )
    return {person: unit for person, unit in records.at_once(connection, query) if person in people}


def _known(connection: Connection, people: Collection[str]) -> dict[str, _Row]:
    """Return names, births and phones; of who has left, what their contract or the note of their leaving says."""
    its = residents.c
    query = select(its.id, its.name, its.birth, its.phone).where(records.among(connection, its.id, list(people)))
    found: dict[str, _Row] = {
        person: {"name": name, "birth": date.fromisoformat(birth), "phone": phone}
        for person, name, birth, phone in records.at_once(connection, query)
    }
    for table in (contracts, transfers):
        if gone := [one for one in people if one not in found]:
            left = select(table.c.resident, table.c.name).where(records.among(connection, table.c.resident, gone))
            found |= {person: {"name": name} for person, name in records.at_once(connection, left)}
    return found

"""A unit's people, agreements, tasks and follow-ups as the figures take them, each read in one narrow answer.

No record is made whole: tens of thousands of residents and hundreds of thousands of tasks are had as a few columns.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Column
from sqlalchemy import Connection
from sqlalchemy import Select
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select

from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.performed import State
from yigongti_desktop.capabilities.contracts.model.population import Followed
from yigongti_desktop.capabilities.contracts.model.population import Held
from yigongti_desktop.capabilities.contracts.model.population import Owed
from yigongti_desktop.capabilities.contracts.model.population import Person
from yigongti_desktop.capabilities.contracts.model.population import Population
from yigongti_desktop.capabilities.contracts.model.population import Serving
from yigongti_desktop.capabilities.contracts.model.population import Signed
from yigongti_desktop.capabilities.contracts.model.population import Stay
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Period
from yigongti_desktop.capabilities.contracts.store.teams import all_packages
from yigongti_desktop.capabilities.contracts.store.teams import all_teams
from yigongti_desktop.capabilities.contracts.tables.contracts import agreements
from yigongti_desktop.capabilities.contracts.tables.contracts import contract_tasks
from yigongti_desktop.capabilities.contracts.tables.contracts import contracts
from yigongti_desktop.capabilities.contracts.tables.contracts import services
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry.tables import residents
from yigongti_desktop.registry.tables import transfers
from yigongti_desktop.storage import records

_OF_TASKS = frozenset({Definition.ITEMS, Definition.IN_TIME, Definition.PEOPLE})
#: Figures of follow-ups, and the form that each looks at.
FOLLOWED = {Definition.PRESSURE: Form.HYPERTENSION, Definition.GLUCOSE: Form.DIABETES}
_ONE, _YEAR = timedelta(days=1), timedelta(days=366)
_on = date.fromisoformat
_held, _units = msgspec.json.Decoder(tuple[Held, ...]), msgspec.json.Decoder(list[str])


def population(
    connection: Connection,
    own: str,
    within: Period,
    definitions: Collection[Definition],
    of: Collection[str] | None = None,
) -> Population:
    """Return what these figures of a unit need to know, for any day of the period; of all, or of certain residents."""
    some = None if of is None else _Some(of)
    return Population(
        people=_people(connection, own, some),
        signed=_signed(connection, own, some),
        owed=_owed(connection, own, within, some) if not _OF_TASKS.isdisjoint(definitions) else (),
        followed=_followed(connection, own, within, some) if not FOLLOWED.keys().isdisjoint(definitions) else (),
        serving=serving(connection, own, within.last),
    )


def serving(connection: Connection, own: str, on: date) -> dict[str, Serving]:
    """Return which team serves each village on a day; of several the first by name."""
    found: dict[str, Serving] = {}
    for team in all_teams(connection):
        if team.institution == own and team.works(on):
            leader = team.leader(on)
            for village in team.villages:
                found.setdefault(village, Serving(team=team.id, doctor=leader.name if leader else ""))
    return found


def items(connection: Connection) -> dict[str, Item]:
    """Return the items of all packages by their codes, as the latest year has them."""
    found: dict[str, Item] = {}
    for package in all_packages(connection):
        for item in package.items:
            found.setdefault(item.code, item)
    return found


class _Some:
    """Certain residents: how their rows are found by the keys that tables have."""

    def __init__(self, people: Collection[str]) -> None:
        self._people = list(people)
        self._contracts = [contract_id(one) for one in self._people]

    def residents(self, connection: Connection, query: Select[Any], column: Column[Any]) -> Select[Any]:
        """Return the question about them alone, by the column that names residents."""
        return query.where(records.among(connection, column, self._people))

    def contracts(self, connection: Connection, query: Select[Any], column: Column[Any]) -> Select[Any]:
        """Return the question about them alone, by the column that names contracts."""
        return query.where(records.among(connection, column, self._contracts))


def forms_of(connection: Connection) -> dict[str, str]:
    """Return on which form each item is written down, as the latest year has them."""
    return {code: item.form.value for code, item in items(connection).items()}


def _people(connection: Connection, own: str, some: _Some | None) -> dict[str, Person]:
    """Return who belongs to the unit by its register, and who did by the notes of their leaving."""
    moves = _moves(connection, own, some)
    its = residents.c
    query = select(its.id, its.birth, its.village, its.units, its.died_on, its.groups, its.merged_into)
    if some is not None:
        query = some.residents(connection, query, its.id)
    found: dict[str, Person] = {}
    alone = msgspec.json.encode([own]).decode()
    for resident, birth, village, units, died, tags, into in records.at_once(connection, query):
        if into or (units != alone and own not in _units.decode(units)):
            continue
        found[resident] = Person(
            id=resident,
            birth=_on(birth),
            died_on=_on(died) if died else None,
            stays=_stays(moves.pop(resident, ()), village, is_here=True),
            groups=_held.decode(tags) if tags != "[]" else (),
        )
    return found | _gone(connection, moves)


def _gone(connection: Connection, moves: Mapping[str, list[tuple[date, bool]]]) -> dict[str, Person]:
    """Return who has left with their record: the contract that stays behind knows when they were born, and where."""
    if not moves:
        return {}
    its = contracts.c
    query = select(its.resident, its.birth, its.village).where(records.among(connection, its.resident, list(moves)))
    known = {resident: (birth, village) for resident, birth, village in records.at_once(connection, query)}
    found = {}
    for resident, its_moves in moves.items():
        birth, village = known.get(resident, ("", ""))
        found[resident] = Person(
            id=resident,
            birth=_on(birth) if birth else None,
            stays=_stays(its_moves, village, is_here=False),
        )
    return found


def _moves(connection: Connection, own: str, some: _Some | None) -> dict[str, list[tuple[date, bool]]]:
    """Return by resident on which days they came to the unit (True) and left it, in order."""
    its = transfers.c
    query = select(its.resident, its.receiver, its.at).where(or_(its.giver == own, its.receiver == own))
    if some is not None:
        query = some.residents(connection, query, its.resident)
    found: dict[str, list[tuple[str, bool]]] = {}
    for resident, receiver, at in records.at_once(connection, query):
        found.setdefault(resident, []).append((at, receiver == own))
    return {
        resident: [(day(datetime.fromisoformat(at)), comes) for at, comes in sorted(moves)]
        for resident, moves in found.items()
    }


def _stays(moves: Iterable[tuple[date, bool]], village: str, *, is_here: bool) -> tuple[Stay, ...]:
    """Return the times between coming and leaving; who was never brought has been here for as long as anybody knows."""
    found: list[Stay] = []
    since: date | None = None
    is_open = True
    for on, comes in moves:
        if comes:
            since, is_open = on, True
        elif is_open:
            found.append(Stay(village=village, since=since, until=on - _ONE))
            since, is_open = on, False
    if is_here:
        found.append(Stay(village=village, since=since))
    return tuple(found)


def _signed(connection: Connection, own: str, some: _Some | None) -> list[Signed]:
    """Return the agreements with teams of the unit, those before the latest too."""
    its = agreements.c
    until = func.coalesce(func.nullif(its.until, ""), its["last"]).label("until")
    signed_on = func.coalesce(func.nullif(its.signed_on, ""), its.since).label("signed_on")
    query = select(
        its.resident, its.number, its.team, its.doctor, signed_on, its.since, until, its["last"], its.forms
    ).where(its.institution == own)
    if some is not None:
        query = some.contracts(connection, query, its.record)
    return msgspec.convert(records.at_once(connection, query), list[Signed])


def _owed(connection: Connection, own: str, within: Period, some: _Some | None) -> list[Owed]:
    """Return the tasks whose last day lies in the period, and those that are carried out of it."""
    its = contract_tasks.c
    query: Select[Any] = select(
        (its.record + "|" + its.task).label("id"),
        its.resident,
        its.agreement,
        its.item,
        its.number,
        its.due,
        its.closes,
        its.done_on,
        its.is_carried,
    ).where(
        its.institution == own,
        its.closes >= within.first.isoformat(),
        or_(its.closes <= within.last.isoformat(), its.is_carried == 1),
    )
    if some is not None:
        query = some.contracts(connection, query, its.record)
    return msgspec.convert(records.at_once(connection, query), list[Owed], strict=False)


def _followed(connection: Connection, own: str, within: Period, some: _Some | None) -> list[Followed]:
    """Return the follow-ups of the period and of the year before it; within the target is who left none unsatisfied."""
    its = services.c
    query = select(its.resident, its.item, its.done_on, func.json_extract(its.leaves, "$.unsatisfied")).where(
        its.institution == own,
        its.state == State.DONE.value,
        its.outcome != "",
        its.done_on >= (within.first - _YEAR).isoformat(),
        its.done_on <= within.last.isoformat(),
    )
    if some is not None:
        query = some.contracts(connection, query, its.contract)
    forms = forms_of(connection)
    return [
        Followed(person=person, form=forms.get(item, ""), on=_on(on), is_controlled=not unsatisfied)
        for person, item, on, unsatisfied in records.at_once(connection, query)
    ]

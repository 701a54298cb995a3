"""What contracts promise, as lists need it: household by household, the most urgent first, counted by the database.

Everything that is asked of lists stands in two indexes, one of what is still to be done and one of what was done; the
rows themselves are read for the households in sight alone.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import ColumnElement
from sqlalchemy import CompoundSelect
from sqlalchemy import Connection
from sqlalchemy import Select
from sqlalchemy import and_
from sqlalchemy import func
from sqlalchemy import literal
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy import true
from sqlalchemy import union_all

from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.contracts import read_task
from yigongti_desktop.capabilities.contracts.store.services import SERVICE
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.capabilities.contracts.tables.contracts import contract_tasks
from yigongti_desktop.capabilities.contracts.tables.contracts import contracts
from yigongti_desktop.capabilities.contracts.tables.teams import teams
from yigongti_desktop.registry.store import find_ids
from yigongti_desktop.storage import records

_T = contract_tasks.c
_SUNDAY = 6
#: Contracts that are looked through when somebody is looked for by name.
_MOST_FOUND = 300
_NEVER = "9999"
#: Villages one after another, each found by the index alone, however many contracts each has.
_VILLAGES = text(
    "WITH RECURSIVE listed (village) AS (SELECT min(village) FROM contracts UNION ALL"
    " SELECT (SELECT min(village) FROM contracts WHERE village > listed.village) FROM listed"
    " WHERE listed.village IS NOT NULL) SELECT village FROM listed WHERE village <> ''"
)


class Show(StrEnum):
    """Which tasks are listed."""

    OVERDUE = "overdue"
    #: Not overdue, and planned until Sunday, until the last of the month.
    WEEK = "week"
    MONTH = "month"
    DONE = "done"
    ALL = "all"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for; an empty filter lets everything through."""

    today: date
    show: Show = Show.OVERDUE
    team: str = ""
    village: str = ""
    item: str = ""
    #: Name, its initials, or number of an agreement.
    typed: str = ""
    #: Village by village, not the most urgent first.
    by_village: bool = False


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """A household in a list, with the tasks of its members that are asked for, the most urgent first."""

    home: str
    village: str
    tasks: tuple[Task, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of its members that have tasks."""
        return tuple(dict.fromkeys(one.name for one in self.tasks))


class Late(msgspec.Struct, frozen=True, kw_only=True):
    """What is overdue in a village: tasks, households, and since which day the first of them was due."""

    village: str
    tasks: int
    homes: int
    first: date


def homes(connection: Connection, wanted: Wanted) -> list[str]:
    """Return the households that have such tasks, in their order."""
    its = _listed(connection, wanted).subquery()
    urgent = func.max(its.c.day).desc() if wanted.show is Show.DONE else func.min(its.c.day).asc()
    order = (func.min(its.c.village), its.c.home) if wanted.by_village else (urgent, its.c.home)
    query = select(its.c.home).group_by(its.c.home).order_by(*order)
    return [row[0] for row in records.plain_rows(connection.execute(query))]


def homes_at(connection: Connection, wanted: Wanted, listed: Sequence[str]) -> list[Home]:
    """Return households of the list with their tasks, in the order given; one that has none left is empty."""
    found: dict[str, list[Task]] = {home: [] for home in listed}
    for query in _at(connection, wanted, listed):
        for row in records.plain_rows(connection.execute(query)):
            task = read_task(row)
            found.setdefault(task.home, []).append(task)
    is_done = wanted.show is Show.DONE
    for its in found.values():
        its.sort(key=lambda one: (one.name, one.item))
        its.sort(key=lambda one: (one.done_on or one.due) if is_done else one.due, reverse=is_done)
    return [
        Home(home=home, village=found[home][0].village if found[home] else "", tasks=tuple(found[home]))
        for home in listed
    ]


def counts(connection: Connection, wanted: Wanted) -> dict[str, int]:
    """Return how many tasks there are of each kind under the same filters; those to be done are gone through once."""
    kinds = (Show.OVERDUE, Show.WEEK, Show.MONTH)
    its = [func.count().filter(_shown(show, wanted.today)) for show in kinds]
    everything = msgspec.structs.replace(wanted, show=Show.ALL)
    query = select(*its, func.count()).select_from(contract_tasks)
    *some, still = connection.execute(query.where(*_conditions(connection, everything), _is_open())).one()
    done = count(connection, wanted, Show.DONE)
    found = {show.value: int(number) for show, number in zip(kinds, some, strict=True)}
    return found | {Show.DONE.value: done, Show.ALL.value: done + int(still)}


def count(connection: Connection, wanted: Wanted, show: Show) -> int:
    """Return how many tasks there are of one kind."""
    its = _listed(connection, msgspec.structs.replace(wanted, show=show)).subquery()
    return int(connection.scalar(select(func.count()).select_from(its)) or 0)


def due_of(connection: Connection, account: str, first: date, last: date) -> dict[str, int]:
    """Return how many tasks fall due between two days for the teams of somebody, by name of the team.

    Args:
        connection: the database.
        account: their log-in; nobody without one is known in a team.
        first: the first day, whose members count.
        last: the last day.
    """
    found: dict[str, int] = {}
    known = (records.from_row(TEAM, row) for row in connection.execute(select(teams).order_by(teams.c.name)))
    for team in known:
        if not account or all(one.account != account for one in team.on(first)):
            continue
        its = (_T.team == team.id, _is_open(), _T.due >= first.isoformat(), _T.due <= last.isoformat())
        query = select(func.count()).select_from(contract_tasks).where(*its, _in_force(first))
        if number := int(connection.scalar(query) or 0):
            found[team.name] = number
    return found


def late_by_village(connection: Connection, team: str, today: date) -> list[Late]:
    """Return what is overdue village by village, the earliest first; of all teams where none is named."""
    its = _listed(connection, Wanted(today=today, team=team)).subquery()
    first = func.min(its.c.day)
    query = select(its.c.village, func.count(), func.count(its.c.home.distinct()), first)
    rows = connection.execute(query.group_by(its.c.village).order_by(first, its.c.village))
    return [
        Late(village=village, tasks=tasks, homes=homes, first=date.fromisoformat(day))
        for village, tasks, homes, day in records.plain_rows(rows)
    ]


def in_order(connection: Connection, wanted: Wanted) -> list[Task]:
    """Return all such tasks, village by village and household by household, as they are printed and exported."""
    query = (
        select(contract_tasks)
        .where(*_conditions(connection, wanted))
        .order_by(_T.village, _T.home, _T.name, _T.due, _T.item)
    )
    return [read_task(row) for row in records.plain_rows(connection.execute(query))]


def of_homes(connection: Connection, listed: Sequence[str], today: date) -> list[Task]:
    """Return everything that is promised to households by agreements in force, by village, household and day."""
    query = (
        select(contract_tasks)
        .where(_live_in(connection, listed), _in_force(today))
        .order_by(_T.village, _T.home, _T.name, _T.due, _T.item)
    )
    return [read_task(row) for row in records.plain_rows(connection.execute(query))]


def home_of(connection: Connection, record: str) -> str:
    """Return the household in which the resident of a contract or a service is listed; empty where there is none."""
    service = records.load(connection, SERVICE, record)
    found = records.load(connection, CONTRACT, service.contract if service else record)
    return "" if found is None else found.household or found.id


def villages(connection: Connection) -> list[str]:
    """Return the villages in which residents have contracts, by name."""
    return list(connection.execute(_VILLAGES).scalars())


def _listed(connection: Connection, wanted: Wanted) -> Select[Any] | CompoundSelect[Any]:
    """Return home, village and day of each such task; all of them are two halves, each read from its own index."""
    conditions = _conditions(connection, wanted)
    day = _T.done_on if wanted.show is Show.DONE else _T.due
    query = select(_T.home, _T.village, day.label("day")).where(*conditions)
    if wanted.show is not Show.ALL:
        return query
    done = select(_T.home, _T.village, literal(_NEVER).label("day")).where(*conditions, _is_done())
    return union_all(query.where(_is_open()), done)


def _at(connection: Connection, wanted: Wanted, listed: Sequence[str]) -> list[Select[Any]]:
    """Return the questions for the tasks of households: those of one team are told by its indexes, each by a half.

    Of all teams the tasks of each contract are gone through, which is the shorter way then.
    """
    if wanted.typed.strip() or not wanted.team:
        where = _live_in(connection, listed), *_conditions(connection, wanted, func.coalesce(_T.team, ""))
        return [select(contract_tasks).where(*where)]
    its = select(contract_tasks).where(records.among(connection, _T.home, listed), *_conditions(connection, wanted))
    return [its.where(_is_open()), its.where(_is_done())] if wanted.show is Show.ALL else [its]


def _conditions(
    connection: Connection, wanted: Wanted, team: ColumnElement[str] = contract_tasks.c.team
) -> list[ColumnElement[bool]]:
    """Return what is asked of a task; all teams are named, so that the indexes are used without one as well.

    Whoever is looked for by name is a few contracts, whose tasks are had by their own keys sooner.

    Args:
        connection: the database.
        wanted: what is asked for.
        team: the column; an expression of it where its indexes are to be left alone.
    """
    is_found = bool(wanted.typed.strip())
    whose = func.coalesce(team, "") if is_found else team
    one_team = whose == wanted.team if wanted.team else whose.in_(select(teams.c.id))
    found = [one_team, _shown(wanted.show, wanted.today), _in_force(wanted.today)]
    if wanted.village:
        found.append(_T.village == wanted.village)
    if wanted.item:
        found.append(_T.item == wanted.item)
    if is_found:
        ids = find_ids(connection, CONTRACT.name, wanted.typed, _MOST_FOUND)
        found.append(records.among(connection, _T.record, ids))
    return found


def _live_in(connection: Connection, homes: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a task is of somebody of these households."""
    lives = select(contracts.c.id).where(records.among(connection, contracts.c.household, homes))
    return records.among(connection, _T.record, [*homes, *connection.scalars(lives)])


def _shown(show: Show, today: date) -> ColumnElement[bool]:
    day = today.isoformat()
    match show:
        case Show.OVERDUE:
            return and_(_is_open(), _T.due < day, _T.closes < day)
        case Show.WEEK:
            return and_(_is_open(), _T.due <= week_ends(today).isoformat(), _T.closes >= day)
        case Show.MONTH:
            return and_(_is_open(), _T.due <= month_ends(today).isoformat(), _T.closes >= day)
        case Show.DONE:
            return _is_done()
        case Show.ALL:
            return true()


def _is_open() -> ColumnElement[bool]:
    return _T.done_on.is_(None)


def _is_done() -> ColumnElement[bool]:
    return _T.done_on.is_not(None)


def _in_force(today: date) -> ColumnElement[bool]:
    return and_(_T.holds_until >= today.isoformat(), _T.holds_since <= today.isoformat())


def week_ends(today: date) -> date:
    """Return the Sunday of the week."""
    return today + timedelta(days=_SUNDAY - today.weekday())


def month_ends(today: date) -> date:
    """Return the last day of the month."""
    return today.replace(day=calendar.monthrange(today.year, today.month)[1])

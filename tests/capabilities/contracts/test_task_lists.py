"""Lists of tasks: of agreements that hold today, the most urgent household first, and asked of indexes alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Connection
from sqlalchemy import event

from tests.capabilities.contracts.makers import TEAM
from tests.capabilities.contracts.makers import agreed
from tests.capabilities.contracts.makers import by
from tests.capabilities.contracts.makers import register
from tests.storage.conftest import KEY
from yigongti_desktop.app.schema import METADATA
from yigongti_desktop.capabilities.contracts.model import signing
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Served
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.model.tasks import tasks_of
from yigongti_desktop.capabilities.contracts.store import tasks as store
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.tasks import Show
from yigongti_desktop.capabilities.contracts.store.tasks import Wanted
from yigongti_desktop.capabilities.contracts.store.teams import TEAM as TEAM_KIND
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.policy("FDC-16")
TODAY = date(2026, 11, 26)


@contextmanager
def kept(folder: Path, *contracts: Contract, account: str = "") -> Iterator[Connection]:
    """Open a desk's database with a team, whose members have an account, and these contracts."""
    team = register().need("team", TEAM)
    team = replace(team, members=tuple(replace(one, account=account or one.account) for one in team.members))
    engine = open_desk(folder / "desk.db", KEY)
    METADATA.create_all(engine)
    try:
        with writing(engine) as connection:
            records.save_many(connection, TEAM_KIND, [team])
            records.save_many(connection, CONTRACT, contracts)
            indexes.write(connection, CONTRACT, contracts)
        with reading(engine) as connection:
            yield connection
    finally:
        engine.dispose()


def contract(place: int, since: date, *, home: str = "", village: str = "健康村", years: int = 1) -> Contract:
    """Return the contract of somebody since a day."""
    base = signing.sign(None, agreed(), by(register()))
    last = date(since.year + years, since.month, min(since.day, 28)) - timedelta(days=1)
    return replace(
        base,
        id=contract_id(f"resident {place}"),
        resident=f"resident {place}",
        name=f"居民{place}",
        number=f"岳口-{place:04d}",
        since=since,
        anchor=since,
        until=last,
        village=village,
        household=home,
    )


def served(known: Contract, number: int, on: date) -> Contract:
    """Return a contract with a visit that was done."""
    return replace(known, served=(*known.served, Served(service=f"s {number}", item="htn-visit", number=number, on=on)))


def test_the_household_that_waits_longest_comes_first_with_all_that_is_overdue(tmp_path: Path) -> None:
    long_ago = contract(1, date(2026, 2, 1), home="一户")
    later = contract(2, date(2026, 5, 1), home="一户")
    alone = contract(3, date(2026, 4, 1), village="新建村")
    gone = contract(4, date(2025, 1, 1))
    with kept(tmp_path, long_ago, later, alone, gone) as connection:
        wanted = Wanted(today=TODAY)
        homes = store.homes(connection, wanted)
        assert homes == ["一户", alone.id]  # whose agreement is over is owed nothing
        first, second = store.homes_at(connection, wanted, homes)
        assert (first.village, first.names) == ("健康村", ("居民1", "居民2"))
        assert [task.due.isoformat() for task in first.tasks] == sorted(task.due.isoformat() for task in first.tasks)
        assert second.names == ("居民3",)
        assert store.homes(connection, replace(wanted, village="新建村")) == [alone.id]
        assert store.homes(connection, replace(wanted, item="checkup")) == []
        assert store.homes(connection, replace(wanted, typed="居民2")) == ["一户"]
        assert store.homes(connection, replace(wanted, typed="岳口-0003")) == [alone.id]
        assert store.homes(connection, replace(wanted, team="another")) == []
        late = store.late_by_village(connection, "", TODAY)
        assert [(one.village, one.tasks, one.homes) for one in late] == [("健康村", 5, 1), ("新建村", 2, 1)]


def test_what_falls_due_in_the_name_of_somebody_is_counted_by_team(tmp_path: Path) -> None:
    """Who goes on leave leaves it to others (FDC-08)."""
    its = contract(1, date(2026, 5, 1)), contract(2, date(2026, 5, 1))
    with kept(tmp_path, *its, account="zhou") as connection:
        name = register().need("team", TEAM).name
        tasks = store.in_order(connection, Wanted(today=TODAY, show=Show.ALL))
        last = TODAY + timedelta(120)
        due = sum(TODAY <= one.due <= last for one in tasks)
        assert due > 0
        assert store.due_of(connection, "zhou", TODAY, last) == {name: due}
        assert store.due_of(connection, "nobody", TODAY, last) == {}
        assert store.due_of(connection, "", TODAY, last) == {}


def test_what_was_done_is_listed_the_latest_first_and_what_is_carried_on_stays_owed(tmp_path: Path) -> None:
    one = served(contract(1, date(2026, 2, 1)), 1, date(2026, 4, 2))
    other = served(contract(2, date(2026, 2, 1)), 1, date(2026, 4, 20))
    with kept(tmp_path, one, other) as connection:
        wanted = Wanted(today=TODAY, show=Show.DONE)
        assert store.homes(connection, wanted) == [other.id, one.id]
        assert store.counts(connection, wanted) == {"overdue": 4, "week": 0, "month": 0, "done": 2, "all": 10}


@settings(deadline=None, max_examples=25)
@given(
    made=st.lists(
        st.tuples(
            st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.sampled_from(["", "一户", "二户"]), st.integers(0, 4)
        ),
        min_size=1,
        max_size=5,
    ),
    today=st.dates(date(2025, 6, 1), date(2027, 6, 1)),
    by_village=st.booleans(),
)
def test_lists_say_what_the_contracts_say(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[date, str, int]], today: date, *, by_village: bool
) -> None:
    contracts = []
    for place, (since, home, done) in enumerate(made):
        known = contract(place, since, home=home, village=f"村{place % 2}")
        for number in range(1, done + 1):
            known = served(known, number, since + timedelta(days=80 * number))
        contracts.append(known)
    every = [task for one in contracts for task in tasks_of(one) if task.holds_since <= today <= task.holds_until]
    with kept(tmp_path_factory.mktemp("desk"), *contracts) as connection:
        for show in Show:
            wanted = Wanted(today=today, show=show, by_village=by_village)
            fit = [task for task in every if _fits(task, show, today)]
            homes = store.homes(connection, wanted)
            assert set(homes) == {task.home for task in fit}
            assert len(homes) == len(set(homes))
            assert store.count(connection, wanted, show) == len(fit)
            listed = [task for home in store.homes_at(connection, wanted, homes) for task in home.tasks]
            assert sorted(task.task for task in listed) == sorted(task.task for task in fit)
            if show in {Show.OVERDUE, Show.WEEK, Show.MONTH} and not by_village:
                firsts = [min(task.due for task in fit if task.home == home) for home in homes]
                assert firsts == sorted(firsts)


@pytest.mark.parametrize("show", list(Show))
@pytest.mark.parametrize("team", ["", TEAM])
def test_no_list_reads_the_rows_to_count_or_to_order(tmp_path: Path, show: Show, team: str) -> None:
    with kept(tmp_path, contract(1, date(2026, 2, 1))) as connection:
        plans: list[str] = []

        def explain(conn: Connection, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
            if statement.startswith("SELECT") and not plans:
                cursor: Any = conn.connection.cursor()
                rows = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans.extend(str(row[3]) for row in rows)

        event.listen(connection, "before_cursor_execute", explain)
        for question in (store.homes, lambda one, wanted: store.count(one, wanted, show)):
            plans.clear()
            question(connection, Wanted(today=TODAY, show=show, team=team))
            reads = [plan for plan in plans if "contract_tasks" in plan]
            assert reads
            assert all("USING COVERING INDEX ix_contract_tasks_" in plan for plan in reads), plans


def _fits(task: Task, show: Show, today: date) -> bool:
    is_open = task.done_on is None
    tests = {
        Show.OVERDUE: is_open and task.closes < today,
        Show.WEEK: is_open and task.due <= store.week_ends(today) and task.closes >= today,
        Show.MONTH: is_open and task.due <= store.month_ends(today) and task.closes >= today,
        Show.DONE: not is_open,
        Show.ALL: True,
    }
    return tests[show]

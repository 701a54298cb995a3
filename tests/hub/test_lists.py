"""A long list goes into a hub in slices: desks go on meanwhile, nothing of it counts before all of it does."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import func
from sqlalchemy import select

from tests.fakes.time import StoppedClock
from tests.sync.agreement import Agreement
from tests.sync.county import County
from tests.world import WORDS
from yigongti_desktop.app.formulary import Counts
from yigongti_desktop.app.formulary import FormularyImport
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.hub import lists
from yigongti_desktop.hub.draft import Draft
from yigongti_desktop.hub.tables import laid_lists
from yigongti_desktop.hub.tables import laid_records
from yigongti_desktop.hub.tables import marks
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

pytestmark = [pytest.mark.hub, pytest.mark.policy("PHA-08")]
HERE = "tianmen-1"
#: A list is in force today, so that what is half done would be seen.
TODAY = day(StoppedClock().now())
ROWS = 5_000
ALL = Counts(new=ROWS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A list of five thousand drugs, none of which is in the county's formulary."""
    return listed(tmp_path / "list.csv", ROWS)


@pytest.fixture
def other(county: County) -> Iterator[Hub]:
    """The same hub as another process has it: with a pen of its own."""
    made = Hub(county.hub.home, county.hub._vault, county.open_database(), county.clock)
    yield made
    made.engine.dispose()


def listed(file: Path, count: int) -> Path:
    with file.open("w", encoding="utf-8", newline="") as sheet:
        lines = csv.writer(sheet)
        lines.writerow(("通用名", "规格", "单位", "包装", "单价"))
        lines.writerows((f"国谈药{number}号片", "1g", "盒", "24片", "12.5") for number in range(count))
    return file


def take(hub: Hub, file: Path, since: date | None = None, told: Callable[[str, int], bool] = lambda *_: True) -> Counts:
    with FormularyImport(hub, [HERE], since=since, progress=told) as taking:
        taking.read(file)
        return taking.apply().counts[HERE]


def in_place(hub: Hub) -> int:
    """Return how many drugs of the list stand where they belong."""
    with reading(hub.engine) as connection:
        query = select(func.count()).select_from(store.DRUG.table).where(store.DRUG.table.c.name.like("国谈药%"))
        return int(connection.scalar(query) or 0)


def on_the_way(hub: Hub) -> tuple[int, int]:
    """Return how many lists are on their way, and how many of their records."""
    with reading(hub.engine) as connection:
        lists_, rows = (select(func.count()).select_from(table) for table in (laid_lists, laid_records))
        return int(connection.scalar(lists_) or 0), int(connection.scalar(rows) or 0)


def position(hub: Hub) -> int:
    with reading(hub.engine) as connection:
        return int(connection.scalar(select(marks.c.last).where(marks.c.name == "position")) or 0)


def killed(county: County, file: Path, step: str, since: str = "") -> None:
    """Import a list in a process that is killed once it has come so far."""
    ran = subprocess.run(
        [sys.executable, "-c", _KILLED, str(county.hub.home.path), str(file), step, since, WORDS], check=False
    )
    assert ran.returncode == -signal.SIGKILL


_KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from tests.fakes.time import StoppedClock
from yigongti_desktop.app.formulary import FormularyImport
from yigongti_desktop.app.hub import open_home
from yigongti_desktop.storage.home import Home
home, file, step, since, words = sys.argv[1:]
def told(doing, done):
    if doing == step and done >= 500:
        os.kill(os.getpid(), signal.SIGKILL)
    return True
hub = open_home(Home(Path(home)), words, clock=StoppedClock())
begins = date.fromisoformat(since) if since else None
with FormularyImport(hub, ["tianmen-1"], since=begins, progress=told) as taking:
    taking.read(Path(file))
    taking.apply()
"""


def test_a_desk_pushes_and_pulls_while_a_list_goes_in_and_ends_with_the_hubs_formulary(
    county: County, other: Hub, file: Path
) -> None:
    counted: list[Counts] = []
    importing = threading.Thread(target=lambda: counted.append(take(other, file)))
    importing.start()
    requests = []
    while importing.is_alive():
        requests.append(county.request("岳口"))
        county.sync("岳口")  # a desk that is told to come again would fail here
    importing.join()
    assert counted == [ALL]
    county.sync(*("岳口", "市一医") * 3)  # that the hospital has the requests is told, too
    now = county.desks["岳口"].read(status)
    assert (now.waiting, now.needs_person) == (0, 0)
    agreement = Agreement(county.hub)
    for name in ("岳口", "市一医"):
        agreement.check_desk(county.desks[name])
    agreement.check_nothing_was_done_twice()
    assert {request.id for request in requests} <= {row.record for row in agreement.judged.values() if not row.code}
    assert on_the_way(county.hub) == (0, 0)


def test_a_desk_has_the_parts_of_a_list_as_they_come(county: County, other: Hub, file: Path) -> None:
    county.sync("岳口")
    desk, met = county.desks["岳口"], list[int]()

    def told(step: str, _done: int) -> bool:
        if step == "settle":
            county.sync("岳口")
            met.append(desk.read(store.count, store.DRUG))
        return True

    before = desk.read(store.count, store.DRUG)
    assert take(other, file, told=told) == ALL
    assert len(set(met)) > 2, met
    assert met == sorted(met)
    assert (met[0] < before + ROWS, met[-1]) == (True, before + ROWS)


def test_nothing_of_a_list_is_seen_before_it_is_in_force(county: County, other: Hub, file: Path) -> None:
    county.sync("岳口")
    mark, seen = position(county.hub), []

    def told(step: str, done: int) -> bool:
        if step == "compare" and done == ROWS:
            assert on_the_way(county.hub)[0] == 1
            talk = county.desks["岳口"].sync()
            seen.append((talk.code, talk.received, in_place(county.hub), position(county.hub)))
        return True

    assert take(other, file, told=told) == ALL
    assert seen == [("", 0, 0, mark)]
    assert in_place(county.hub) == ROWS


def test_an_import_that_is_killed_before_it_counts_has_imported_nothing_and_is_cleared_away(
    county: County, file: Path
) -> None:
    mark = position(county.hub)
    killed(county, file, "compare")
    assert (in_place(county.hub), position(county.hub)) == (0, mark)
    assert on_the_way(county.hub) > (0, 0)
    county.hub.counter.lists.tend()
    assert on_the_way(county.hub) > (0, 0)  # it may be laid still, for all that anybody knows
    county.clock.advance(hours=2)
    county.hub.counter.lists.tend()
    assert on_the_way(county.hub) == (0, 0)
    assert (in_place(county.hub), position(county.hub)) == (0, mark)


def test_after_a_kill_the_same_list_can_be_imported_at_once(county: County, file: Path) -> None:
    killed(county, file, "compare")
    assert take(county.hub, file) == ALL
    assert (in_place(county.hub), on_the_way(county.hub)) == (ROWS, (0, 0))
    county.sync("岳口")
    Agreement(county.hub).check_desk(county.desks["岳口"])


def test_a_list_counts_as_a_whole_from_one_moment_on_even_if_the_import_is_killed_then(
    county: County, file: Path
) -> None:
    """The county's own drugs are not on the new list; 岳口 has not heard of that and asks for one of them."""
    county.request("岳口")
    killed(county, file, "settle", TODAY.isoformat())
    assert 0 < in_place(county.hub) < ROWS
    with reading(county.hub.engine) as connection:
        left = list(connection.scalars(select(laid_records.c.record)))
        draft = Draft(connection, CATALOGUE)
        draft.read_ahead(("drug", one) for one in left[::2])
        counted: list[Drug] = [draft.get("drug", one) for one in left]  # type: ignore[misc] # each of them is there
    fresh = [one for one in counted if one.name.startswith("国谈药")]
    assert in_place(county.hub) + len(fresh) == ROWS
    assert all((one.on(TODAY) is not None) == one.name.startswith("国谈药") for one in counted)
    county.sync("岳口")
    assert [row.code for row in county.journal("drug_request.submitted")] == ["drug_not_listed"]
    county.clock.advance(minutes=2)
    county.hub.counter.lists.tend()
    assert (in_place(county.hub), on_the_way(county.hub)) == (ROWS, (0, 0))
    assert all(one.revision in {1, 2} for one in _all(county.hub))
    county.sync("岳口", "市一医")
    for name in ("岳口", "市一医"):
        Agreement(county.hub).check_desk(county.desks[name])


def test_an_import_goes_on_with_what_the_one_before_it_has_left(county: County, file: Path) -> None:
    killed(county, file, "settle")
    assert take(county.hub, file) == Counts(unchanged=ROWS)
    assert (in_place(county.hub), on_the_way(county.hub)) == (ROWS, (0, 0))


def test_of_two_imports_at_once_the_later_one_stands_and_the_other_has_done_nothing(
    county: County, other: Hub, file: Path, tmp_path: Path
) -> None:
    short, counted = listed(tmp_path / "short.csv", 10), []

    def told(step: str, done: int) -> bool:
        if step == "compare" and done == 2_000:
            counted.append(take(county.hub, short))
        return True

    with pytest.raises(Refused, match="list_overtaken"):
        take(other, file, told=told)
    assert counted == [Counts(new=10)]
    assert (in_place(county.hub), on_the_way(county.hub)) == (10, (0, 0))


def test_a_record_that_is_changed_by_hand_while_a_list_is_laid_stops_the_list(
    county: County, other: Hub, file: Path
) -> None:
    drug = _all(county.hub)[0]

    def told(step: str, done: int) -> bool:
        if step == "compare" and done == 2_000:
            county.hub.counter.publish({"drug": [_renamed(drug)]})
        return True

    with pytest.raises(Refused, match="list_overtaken"):
        take(other, file, told=told)
    assert (in_place(county.hub), on_the_way(county.hub)) == (0, (0, 0))


def test_diagnoses_go_the_same_way_and_the_same_list_again_sends_nothing(county: County, tmp_path: Path) -> None:
    file = tmp_path / "diagnoses.csv"
    file.write_text("编码,名称\n" + "".join(f"Z{number:02}.900,诊断 {number}\n" for number in range(100)))
    keeper = Keeper(county.hub)
    assert keeper.import_diagnoses(file, "测试") == (100, [])
    mark = position(county.hub)
    assert keeper.import_diagnoses(file, "测试") == (100, [])
    assert (position(county.hub), on_the_way(county.hub)) == (mark, (0, 0))
    county.sync("岳口")
    Agreement(county.hub).check_desk(county.desks["岳口"])


@pytest.mark.parametrize(("seconds", "rows"), [(0.0, 1000), (0.1, 1000), (0.2, 500), (0.4, 250), (60.0, 25)])
def test_a_slice_is_as_long_as_the_last_one_lets_expect(seconds: float, rows: int) -> None:
    pace = lists._Pace()
    pace.held(seconds)
    assert pace.rows == rows


def _all(hub: Hub) -> list[Drug]:
    with reading(hub.engine) as connection:
        return store.everything(connection, store.DRUG)


def _renamed(drug: Drug) -> Drug:
    return replace(drug, maker=f"{drug.maker}改")

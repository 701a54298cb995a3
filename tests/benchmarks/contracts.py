"""How long people wait for contracts when a unit is full, beside the same unit with a thousand residents.

    python -m tests.benchmarks.contracts [--residents 60000] [--signed 38000] [--teams 25] [--rounds 7] [--json]

Two desks of one unit stand in one process: one with all residents, contracts of three years and their tasks, one with
a thousand residents. The months and parts of a figure follow it; when they are painted is told and not judged.
What is measured: whoever is looked for, against the same residents read one by one by their key;
the list of a team's tasks with each filter, the figures, and the signing of a household, against the small desk; a
list of residents taken in, against the bare insert of its rows; many contracts renewed at once.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

from sqlalchemy import func
from sqlalchemy import select

from tests.benchmarks.parts import acts_of_contracts as acts
from tests.benchmarks.parts import finding
from tests.benchmarks.parts import listed_residents
from tests.benchmarks.parts import task_pages
from tests.benchmarks.parts.opened import Row
from tests.benchmarks.parts.panel import Counted
from tests.benchmarks.parts.panel import Size
from tests.benchmarks.parts.panel import fill
from tests.fakes.time import StoppedClock
from tests.world import World
from yigongti_desktop.app.application import make_application
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.contracts.tables.contracts import contract_tasks
from yigongti_desktop.kernel.access import Actor

_SEARCH_LIMIT, _SIZE_LIMIT = 5.0, 1.5
_PLACE = "岳口"
_SEED = 20261126
#: Members of a household that sign together.
_SIGNED = 2


@dataclass(frozen=True)
class Asked:
    """How much is measured."""

    full: Size
    small: Size
    #: Rows of the list that is taken in, contracts that are renewed at once.
    listed: int
    renewed: int
    rounds: int


@dataclass(frozen=True)
class Unit:
    """A desk with what was made on it."""

    desk: Workbench
    made: Counted


def main() -> int:
    """Measure, print, and return 1 when a limit is broken."""
    parser = argparse.ArgumentParser(description="签约：找人、任务、指标、签约、导入、续签，与小单位和裸数据库相比")
    parser.add_argument("--residents", type=int, default=60_000)
    parser.add_argument("--signed", type=int, default=38_000)
    parser.add_argument("--teams", type=int, default=25)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--renewed", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    asked = Asked(
        full=Size(given.residents, given.signed, given.teams),
        small=_share(given.small, Size(given.residents, given.signed, given.teams)),
        listed=given.residents,
        renewed=given.renewed,
        rounds=given.rounds,
    )
    _application = make_application([sys.argv[0]])
    is_over = False
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for row in measured(Path(folder), asked):
            is_over |= row.is_over
            found.append(asdict(row) | {"ok": not row.is_over})
            if not given.json:
                sys.stdout.write(row.told())
                sys.stdout.flush()
    if given.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return int(is_over)


def measured(folder: Path, asked: Asked) -> Iterator[Row]:
    """Return the figures one by one as they are measured."""
    os.environ["YIGONGTI_PREFERENCES"] = str(folder / "window.json")
    world = World(folder, clock=StoppedClock())
    try:
        world.open_line()
        desks = {name: world.desk(_PLACE, name) for name in ("full", "small", "csv", "xlsx")}
        actor = world.people["full"]
        begun = time.perf_counter()
        full = Unit(desks["full"], fill(desks["full"], actor, asked.full, _SEED))
        small = Unit(desks["small"], fill(desks["small"], actor, asked.small, _SEED))
        yield from _sizes(full, time.perf_counter() - begun)
        yield from _searches(full.desk, asked.rounds)
        yield from _pages(full, small, actor, asked.rounds)
        yield from _signings(full, small, actor, asked.rounds)
        yield from _renewals(full.desk, actor, asked.renewed)
        yield from _lists(folder, desks, actor, asked)
    finally:
        world.close()


def _share(residents: int, whole: Size) -> Size:
    """Return a smaller unit of the same kind; it has one team at least."""
    teams = max(1, round(whole.teams * residents / whole.residents))
    return Size(residents, round(whole.signed * residents / whole.residents), teams)


def _sizes(full: Unit, took: float) -> Iterator[Row]:
    tasks = full.desk.read(lambda one: one.scalar(select(func.count()).select_from(contract_tasks)))
    yield Row("居民", full.made.residents, "人")
    yield Row("签约", full.made.contracts, "份")
    yield Row("任务", tasks or 0, "项")
    yield Row("已做的服务", full.made.services, "次")
    yield Row("两台工作台的数据，做好用了", took, "秒")


def _searches(desk: Workbench, rounds: int) -> Iterator[Row]:
    for kind, (ratio, seconds, hits) in finding.ratios(desk, rounds * 3, _SEED).items():
        told = f"找人，{kind}：是同样多人按主键逐个读的几倍（{seconds * 1000:.2f} 毫秒，平均 {hits:.0f} 人）"
        yield Row(told, ratio, "倍", _SEARCH_LIMIT)


def _pages(full: Unit, small: Unit, actor: Actor, rounds: int) -> Iterator[Row]:
    yield from _compared("履约任务", lambda unit: task_pages.of_tasks(unit.desk, actor), full, small, rounds)

    def after_signing(unit: Unit) -> dict[str, float]:
        _sign(unit, actor)
        return {f"刚签了一户，{name}": took for name, took in task_pages.of_figures(unit.desk, actor).items()}

    def at_rest(unit: Unit) -> dict[str, float]:
        return task_pages.of_figures(unit.desk, actor)

    for act in (at_rest, after_signing):
        for row in _compared("签约指标", act, full, small, rounds):
            yield row if task_pages.FOLLOWS not in row.what else replace(row, limit=None)


def _signings(full: Unit, small: Unit, actor: Actor, rounds: int) -> Iterator[Row]:
    yield from _compared("签约", lambda unit: {f"一户 {_SIGNED} 人": _sign(unit, actor)}, full, small, rounds)


def _sign(unit: Unit, actor: Actor) -> float:
    place = next(place for place, one in enumerate(unit.made.unsigned) if len(one[1]) >= _SIGNED)
    team, people = unit.made.unsigned.pop(place)
    return acts.sign(unit.desk, actor, team, people[:_SIGNED], unit.made.package)


def _compared(
    title: str, act: Callable[[Unit], dict[str, float]], full: Unit, small: Unit, rounds: int
) -> Iterator[Row]:
    """Return by how much each thing takes longer on the full desk: both by turns, the first round not counted."""
    times: dict[str, tuple[list[float], list[float]]] = {}
    for place in range(rounds + 1):
        for side, unit in enumerate((full, small)):
            for name, took in act(unit).items():
                if place:
                    times.setdefault(name, ([], []))[side].append(took)
    for name, (large, little) in times.items():
        most, least = median(large), median(little)
        told = f"{title}，{name}：是小单位的几倍（{most * 1000:.1f}、{least * 1000:.1f} 毫秒）"
        yield Row(told, most / least, "倍", _SIZE_LIMIT)


def _renewals(desk: Workbench, actor: Actor, most: int) -> Iterator[Row]:
    count, took, grown = acts.renew(desk, actor, most)
    yield Row("批量续签", count, "份")
    yield Row("批量续签，每份", took / max(count, 1) * 1000, "毫秒")
    yield Row("批量续签，多用内存", grown, "MB")


def _lists(folder: Path, desks: dict[str, Workbench], actor: Actor, asked: Asked) -> Iterator[Row]:
    bare = 0.0
    for kind in ("csv", "xlsx"):
        file = listed_residents.written(folder / f"list.{kind}", asked.listed, asked.full.villages, _SEED)
        took = listed_residents.taken_in(desks[kind], actor, file, asked.listed)
        bare = bare or listed_residents.put_bare(desks[kind], folder / "bare.db")
        yield Row(f"导入 {asked.listed:,} 行 {kind}", took, "秒")
        yield Row(f"导入 {kind}：是同样的行直接写入 SQLite 的几倍（{bare:.2f} 秒）", took / bare, "倍")


if __name__ == "__main__":
    sys.exit(main())

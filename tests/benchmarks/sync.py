"""Sync beside the limit of the same round: first push and pull, changes, nothing new, a slow line, bytes and memory.

    python -m tests.benchmarks.sync [-n 10000] [--rounds 5] [--large] [--json]

Each round measures the product and the limit (parts/limit.py) one after the other, in turn first, on copies of what
was prepared before; what counts is the median of the rounds' ratios. In the product signatures, judging, the
journal and the encryption of both databases are on, and the hub is a process of its own. Connections are kept and
proved before they are measured. Two desks that do not end with the same records end the program.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from pathlib import Path
from statistics import median

from tests.benchmarks.parts import registers
from tests.benchmarks.parts.desks import Pair
from tests.benchmarks.parts.desks import corrected
from tests.benchmarks.parts.desks import grown
from tests.benchmarks.parts.desks import new_ids
from tests.benchmarks.parts.desks import sow
from tests.benchmarks.parts.desks import written
from tests.benchmarks.parts.limits import Both
from tests.benchmarks.parts.limits import rows
from tests.benchmarks.parts.road import Road
from tests.benchmarks.parts.road import Weight

_SEED = 20260928
_CHANGED = 100
_RESIDENTS = 5_000
_IDLE_TALKS = 21
#: What the issue demands.
_FIRST, _CHANGES, _GROWTH = 2.5, 3.0, 3.0
_FIRST_BYTES, _CHANGE_BYTES, _IDLE_BYTES = 150, 180, 600
_IDLE_MS, _SLOW_SECONDS, _MEGABYTES = 5.0, 0.25, 150.0
_ROUND_TRIP, _BITS = 0.040, 4_000_000


@dataclass(frozen=True)
class Figure:
    """What was measured; without a limit it is told and not judged."""

    what: str
    figure: float
    unit: str
    limit: float | None = None

    @property
    def is_over(self) -> bool:
        """Say whether the limit is broken."""
        return self.limit is not None and self.figure > self.limit


@dataclass(frozen=True)
class _Round:
    """Seconds of one round."""

    push: float
    pull: float
    limit_push: float
    limit_pull: float


def main() -> int:
    """Measure, print, and return 1 when a limit is broken."""
    asked = argparse.ArgumentParser(description="同步的速度、字节和内存，与同一轮测得的限度相比")
    asked.add_argument("-n", type=int, default=10_000, help="第一次上送和下载多少条")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--large", action="store_true", help="再测十倍的量，要几分钟")
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="ygt-bench-") as folder:
        for figure in _measure(Path(folder), given):
            figures.append(figure)
            if not given.json:
                _print(figure)
    if given.json:
        told = [asdict(figure) | {"ok": not figure.is_over} for figure in figures]
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return int(any(figure.is_over for figure in figures))


def _print(figure: Figure) -> None:
    limit = "" if figure.limit is None else f"≤ {figure.limit:g} {'不合格' if figure.is_over else '合格'}"
    sys.stdout.write(f"{figure.figure:10.2f} {figure.unit:4} {limit:12} {figure.what}\n")
    sys.stdout.flush()


def _measure(folder: Path, given: argparse.Namespace) -> Iterator[Figure]:
    count = given.n
    seed = sow(folder / "seed", written(count, _SEED))
    yield from _first(seed, folder, count, given)
    with grown(seed, folder / "weighed") as pair:
        yield from _weights(pair, count)
        yield from _nothing(pair)
        yield from _together(pair, count)
    paces: dict[int, tuple[float, float]] = {}
    sizes = {max(_CHANGED, count // 10): None, count: seed} | ({count * 10: None} if given.large else {})
    for size, sown in sizes.items():
        here = sown or sow(folder / f"seed-{size}", written(size, _SEED))
        with grown(here, folder / f"changes-{size}") as pair:
            yield from _memory(pair, size, is_judged=given.large and size > count)
            rounds = _changes(pair, folder / f"limit-{size}", size, given.rounds)
            paces[size] = median(one.push for one in rounds), median(one.pull for one in rounds)
            yield from _ratios(rounds, f"{size} 条里改 {_CHANGED} 条", _CHANGES)
    for place, way in enumerate(("上送", "下载")):
        growth = paces[max(paces)][place] / paces[min(paces)][place]
        yield Figure(f"改 {_CHANGED} 条的{way}：{max(paces)} 条时是 {min(paces)} 条时的几倍", growth, "倍", _GROWTH)
    yield from _residents(folder)


def _first(seed: Path, folder: Path, count: int, given: argparse.Namespace) -> Iterator[Figure]:
    taken: list[_Round] = []
    same = rows(count, datetime.now(UTC).date(), _SEED)
    for number in range(given.rounds):
        limit = (0.0, 0.0)
        with grown(seed, folder / "round") as pair:
            if number % 2:
                limit = _limit(folder / f"round-{number}", same)
            gc.collect()
            push, pull = pair.one.timed(sent=count), pair.other.timed(received=count)
            pair.need_alike()
            if not number % 2:
                limit = _limit(folder / f"round-{number}", same)
        taken.append(_Round(push, pull, *limit))
    yield from _ratios(taken, f"第一次 {count} 条", _FIRST)


def _limit(folder: Path, same: list[tuple[object, ...]]) -> tuple[float, float]:
    with Both(folder) as both:
        return both.move(same)


def _ratios(rounds: list[_Round], what: str, most: float) -> Iterator[Figure]:
    yield Figure(f"{what}，上送：限度", median(one.limit_push for one in rounds) * 1000, "毫秒")
    yield Figure(f"{what}，上送", median(one.push for one in rounds) * 1000, "毫秒")
    yield Figure(f"{what}，上送：是限度的几倍", median(one.push / one.limit_push for one in rounds), "倍", most)
    yield Figure(f"{what}，下载：限度", median(one.limit_pull for one in rounds) * 1000, "毫秒")
    yield Figure(f"{what}，下载", median(one.pull for one in rounds) * 1000, "毫秒")
    yield Figure(f"{what}，下载：是限度的几倍", median(one.pull / one.limit_pull for one in rounds), "倍", most)


def _changes(pair: Pair, folder: Path, size: int, rounds: int) -> list[_Round]:
    """Change a hundred records in each round, on both; the first round warms up and does not count."""
    today, ids, dice = datetime.now(UTC).date(), new_ids(size, _SEED), random.Random(_SEED)  # noqa: S311 - the same in every run
    all_rows = rows(size, today, _SEED)
    taken: list[_Round] = []
    with Both(folder) as both:
        both.move(all_rows)
        for number in range(rounds + 1):
            places = dice.sample(range(size), min(size, _CHANGED))
            limit = both.move([all_rows[place] for place in places]) if number % 2 else (0.0, 0.0)
            pair.one.write(corrected([ids[place] for place in places], number))
            gc.collect()
            push, pull = pair.one.timed(sent=len(places)), pair.other.timed(received=len(places))
            if not number % 2:
                limit = both.move([all_rows[place] for place in places])
            taken.append(_Round(push, pull, *limit))
    pair.need_alike()
    return taken[1:]


def _weights(pair: Pair, count: int) -> Iterator[Figure]:
    ids = new_ids(count, _SEED)[:_CHANGED]
    with Road(pair.hub.port) as up, Road(pair.hub.port) as down:
        pair.one.take_road(up.address)
        pair.other.take_road(down.address)
        for what, changed, most in (("第一次", count, _FIRST_BYTES), ("改了的", len(ids), _CHANGE_BYTES)):
            before_up, before_down = up.weigh(), down.weigh()
            pair.one.timed(sent=changed)
            pair.other.timed(received=changed)
            sent, received = up.weigh().since(before_up), down.weigh().since(before_down)
            yield Figure(f"{what}每条，上送，两个方向连 TCP/IP 头", sent.wire / changed, "字节", most)
            yield Figure(f"{what}每条，下载，两个方向连 TCP/IP 头", received.wire / changed, "字节", most)
            if what == "第一次":
                pair.one.write(corrected(ids, 1))
        pair.need_alike()
        pair.one.take_road(f"127.0.0.1:{pair.hub.port}")
        pair.other.take_road(f"127.0.0.1:{pair.hub.port}")


def _nothing(pair: Pair) -> Iterator[Figure]:
    pair.other.timed()
    milliseconds = median(pair.other.timed() for _ in range(_IDLE_TALKS)) * 1000
    with Road(pair.hub.port) as road:
        pair.other.take_road(road.address)
        before = road.weigh()
        pair.other.timed()
        weight = road.weigh().since(before)
        pair.other.take_road(f"127.0.0.1:{pair.hub.port}")
    yield Figure("没有新内容，连接已在：来回", weight.trips, "次", 1)
    yield Figure("没有新内容，连接已在：两个方向连 TCP/IP 头", weight.wire, "字节", _IDLE_BYTES)
    yield Figure("没有新内容，连接已在", milliseconds, "毫秒", _IDLE_MS)


def _together(pair: Pair, count: int) -> Iterator[Figure]:
    """Let one desk have news for the other while that has news itself: once on loopback, then over a slow line."""
    seconds, weight = _exchange(pair, count, 0.0, 0.0)
    yield Figure(f"上送 {_CHANGED} 条同时下载 {_CHANGED} 条：来回", weight.trips, "次", 1)
    slow = [_exchange(pair, count, _ROUND_TRIP, _BITS)[0] for _ in range(3)]
    yield Figure(f"上送 {_CHANGED} 条同时下载 {_CHANGED} 条", seconds, "秒")
    line = f"往返 {_ROUND_TRIP * 1000:g} 毫秒、{_BITS / 1e6:g} 兆位每秒"
    yield Figure(f"{line}：上送 {_CHANGED} 条同时下载 {_CHANGED} 条", median(slow), "秒", _SLOW_SECONDS)


def _exchange(pair: Pair, count: int, round_trip: float, bits: float) -> tuple[float, Weight]:
    ids = new_ids(count, _SEED)
    mine, others, value = ids[:_CHANGED], ids[-_CHANGED:], random.randrange(60)  # noqa: S311
    pair.one.write(corrected(mine, value))
    pair.one.timed(sent=len(mine))
    pair.other.write(corrected(others, value))
    with Road(pair.hub.port, round_trip=round_trip, bits=bits) as road:
        pair.other.take_road(road.address)
        before = road.weigh()
        seconds = pair.other.timed(sent=len(others), received=len(mine))
        weight = road.weigh().since(before)
        pair.other.take_road(f"127.0.0.1:{pair.hub.port}")
    pair.one.timed(received=len(others))
    pair.need_alike()
    return seconds, weight


def _memory(pair: Pair, size: int, *, is_judged: bool) -> Iterator[Figure]:
    before = pair.hub.forget_peak()
    push, pull = pair.one.timed(sent=size), pair.other.timed(received=size)
    pair.need_alike()
    peak = pair.hub.peak()
    yield Figure(f"第一次 {size} 条，上送（单独一次）", push, "秒")
    yield Figure(f"第一次 {size} 条，下载（单独一次）", pull, "秒")
    yield Figure(f"第一次 {size} 条上送和下载：中枢多用的内存", peak - before, "MB", _MEGABYTES if is_judged else None)
    yield Figure(f"第一次 {size} 条上送和下载：中枢一共的内存", peak, "MB")


def _residents(folder: Path) -> Iterator[Figure]:
    seed = sow(folder / "residents", registers.residents(_RESIDENTS))
    with grown(seed, folder / "residents-round") as pair:
        push, pull = pair.one.timed(sent=_RESIDENTS), pair.other.timed(received=_RESIDENTS)
    yield Figure(f"真的居民 {_RESIDENTS} 人，上送，每人", push / _RESIDENTS * 1e6, "微秒")
    yield Figure(f"真的居民 {_RESIDENTS} 人，下载，每人", pull / _RESIDENTS * 1e6, "微秒")


if __name__ == "__main__":
    sys.exit(main())

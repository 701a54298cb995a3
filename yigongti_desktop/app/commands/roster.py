"""yigongti roster benchmark: draw the roster of a benchmark instance, and say how good it is."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import Parser
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.kernel import files
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.rostering.drawing import Drawing
from yigongti_desktop.rostering.drawing import Drawn
from yigongti_desktop.rostering.instance import read
from yigongti_desktop.rostering.instance import written

_MOST_SECONDS = 86_400.0


def run(arguments: Sequence[str]) -> int:
    """Draw a roster."""
    parser = Parser(
        prog="yigongti roster", description="检验排班求解：读 Curtois–Qu 文本格式的算例，用本程序的求解器排班。"
    )
    parser.add_argument("what", choices=["benchmark"], metavar="benchmark", help="排一个算例")
    parser.add_argument("file", type=place, metavar="文件", help="算例，文本格式")
    parser.add_argument("--seconds", type=_seconds, default=60.0, metavar="秒", help="最多算多久（默认 60）")
    parser.add_argument("--out", type=place, metavar="文件", help="班表写到哪里：每人一行，姓名和每天的班用制表符隔开")
    parser.add_argument("--seed", type=int, default=0, metavar="数", help="随机数的种子（默认 0）")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    given = parser.parse_args(arguments)
    return common.guarded(lambda: _benchmark(given))


def _benchmark(given: argparse.Namespace) -> int:
    try:
        task = read(given.file)
    except OSError as fault:
        raise Unavailable("instance_missing", file=str(given.file)) from fault
    try:
        with Drawing(task, given.seconds, seed=given.seed) as drawing:
            for better in drawing.better():
                if not given.json:
                    common.say_line(_told(better))
            best = drawing.best
    except Refused as fault:
        if fault.code != "roster_contradiction":
            raise
        raise Refused(fault.code, person=task.people[fault.facts["person"]].id) from fault
    if not best.roster:
        raise Unavailable("roster_none")
    if given.out is not None:
        files.save(given.out, written(task, best.roster).encode())
    if given.json:
        common.say_json(
            {"objective": best.cost, "bound": best.bound, "proven": best.is_proven, "seconds": best.seconds}
        )
    else:
        proven = "已证最优" if best.is_proven else f"至多还可改善 {best.may_be_better_by:.2%}"
        common.say_line(f"目标值 {best.cost}　下界 {best.bound}　{proven}")
    return common.OK


def _told(better: Drawn) -> str:
    cost = f"目标值 {better.cost}" if better.roster else "还没有班表"
    return f"{better.seconds:6.1f} 秒　{cost}　下界 {better.bound}"


def _seconds(typed: str) -> float:
    seconds = float(typed)
    if not 0 < seconds <= _MOST_SECONDS:
        raise ValueError(typed)
    return seconds

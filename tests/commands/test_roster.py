"""yigongti roster benchmark draws an instance, writes the roster and says how good it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.office import ROOT
from tests.commands.office import run
from tests.rostering.test_instance import SMALL
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.checker import cost
from yigongti_desktop.rostering.instance import read

ROSTERS = ROOT.parent / "shared" / "data" / "rosters"


def test_the_roster_is_written_and_its_figures_are_those_of_the_checker(tmp_path: Path) -> None:
    file, out = tmp_path / "small.txt", tmp_path / "roster.txt"
    file.write_text(SMALL, encoding="utf-8")
    ran = run("roster", "benchmark", str(file), "--seconds", "30", "--out", str(out), "--json")
    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    task = read(file)
    rows = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row[0] for row in rows] == ["A", "B"]
    roster = tuple(tuple(task.duties.index(cell) for cell in row[1:]) for row in rows)
    assert cost(check(task, roster)) == told["objective"] == told["bound"]
    assert told["proven"]


def test_the_figures_are_said_in_words(tmp_path: Path) -> None:
    file = tmp_path / "small.txt"
    file.write_text(SMALL, encoding="utf-8")
    ran = run("roster", "benchmark", str(file), "--seconds", "30")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "目标值 3　下界 3　已证最优"


def test_what_cannot_be_read_drawn_or_written_is_said(tmp_path: Path) -> None:
    file = tmp_path / "small.txt"
    missing = run("roster", "benchmark", str(file))
    assert (missing.code, missing.err) == (1, f"文件打不开：{file}。请核对路径。\n")
    file.write_text(SMALL.replace("L,480,E", "L,x,E"), encoding="utf-8")
    wrong = run("roster", "benchmark", str(file))
    assert (wrong.code, wrong.err) == (2, "第 6 行：看不懂：这一行的格数或数字不对。请改好再读。\n")
    file.write_text(SMALL.replace("A,E=7|L=0,2400,960", "A,E=7|L=0,2400,2401"), encoding="utf-8")
    nothing = run("roster", "benchmark", str(file), "--seconds", "30")
    assert (nothing.code, nothing.err) == (2, "A 的规则互相矛盾，怎么排都不行。请放宽其中一条。\n")
    file.write_text(SMALL, encoding="utf-8")
    unwritten = run("roster", "benchmark", str(file), "--seconds", "30", "--out", str(tmp_path))
    assert unwritten.code == 1
    assert unwritten.err.startswith("文件写不进去：")
    assert run("roster", "benchmark", str(file), "--seconds", "0").code == 2


@pytest.mark.skipif(not ROSTERS.exists(), reason="the benchmark instances are not at hand")
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_small_instances_of_the_set_are_proven(number: int) -> None:
    best = json.loads((ROSTERS / "best-known.json").read_text(encoding="utf-8"))
    ran = run("roster", "benchmark", str(ROSTERS / f"Instance{number}.txt"), "--seconds", "100", "--json")
    told = json.loads(ran.out)
    assert told["proven"]
    assert told["objective"] == _known(best, number)


def _known(best: object, number: int) -> int:
    assert isinstance(best, dict)
    found = best.get(str(number), best.get(f"Instance{number}"))
    assert isinstance(found, int)
    return found

"""Benchmark instances are read whole, or it is said what is wrong on which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rostering.twins import instance
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.checker import cost
from yigongti_desktop.rostering.instance import read
from yigongti_desktop.rostering.instance import written

SMALL = """\
# a remark
SECTION_HORIZON
7
SECTION_SHIFTS
E,480,
L,480,E

SECTION_STAFF
A,E=7|L=0,2400,960,3,2,2,1
B,E=2|L=7,2400,960,3,2,2,1
SECTION_DAYS_OFF
A,2,3
SECTION_SHIFT_ON_REQUESTS
A,0,E,2
SECTION_SHIFT_OFF_REQUESTS
B,0,L,3
SECTION_COVER
0,E,1,100,1
0,L,1,100,1
"""


def task_of(folder: Path, text: str) -> Path:
    file = folder / "instance.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_roster_is_scored_as_the_benchmark_scores_it(tmp_path: Path) -> None:
    task = read(task_of(tmp_path, SMALL))
    assert (task.days, task.duties, [one.id for one in task.people]) == (7, ("", "E", "L"), ["A", "B"])
    kept = ((1, 1, 0, 0, 0, 0, 0), (2, 2, 0, 0, 0, 0, 0))
    assert cost(check(task, kept)) == 3  # B did not want to be late on the first day
    assert not any(one.is_must for one in check(task, kept))
    worse = ((0, 0, 0, 0, 1, 1, 0), (1, 1, 0, 0, 0, 0, 0))
    assert cost(check(task, worse)) == 100 + 2
    assert written(task, kept) == "A\tE\tE\t\t\t\t\t\nB\tL\tL\t\t\t\t\t\n"


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ((1, 1, 1, 0, 0, 0, 0), "day_off"),
        ((2, 2, 0, 0, 0, 0, 0), "turns"),
        ((1, 0, 0, 0, 0, 0, 0), "minutes"),
        ((0, 0, 0, 0, 1, 0, 1), "work"),
        ((1, 1, 0, 0, 1, 0, 1), "rest"),
        ((1, 1, 1, 1, 0, 0, 0), "work"),
    ],
)
def test_each_rule_of_a_contract_is_noticed(tmp_path: Path, row: tuple[int, ...], rule: str) -> None:
    task = read(task_of(tmp_path, SMALL))
    findings = check(task, (row, (0, 0, 0, 0, 0, 2, 2)))
    assert rule in {one.rule.id for one in findings if one.is_must and one.person == 0}


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("SECTION_STAFF", "SECTION_PEOPLE", 8, "section"),
        ("7\nSECTION_SHIFTS", "sieben\nSECTION_SHIFTS", 3, "cell"),
        ("7\nSECTION_SHIFTS", "-7\nSECTION_SHIFTS", 3, "cell"),
        ("L,480,E", "L,480,X", 6, "cell"),
        ("A,E=7|L=0,2400", "A,E=7|N=0,2400", 9, "cell"),
        ("2,2,1\nSECTION_DAYS", "2,2\nSECTION_DAYS", 10, "cell"),
        ("A,2,3", "C,2,3", 12, "cell"),
        ("A,2,3", "A,2,7", 12, "cell"),
        ("B,0,L,3", "B,0,L", 16, "cell"),
        ("0,L,1,100,1", "0,L,1,100", 19, "cell"),
        ("# a remark", "1,2,3", 1, "section"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, old: str, new: str, line: int, problem: str) -> None:
    with pytest.raises(Refused) as refused:
        read(task_of(tmp_path, SMALL.replace(old, new, 1)))
    assert (refused.value.code, refused.value.facts) == ("instance_unreadable", {"line": line, "problem": problem})


@pytest.mark.parametrize(("left", "section"), [(SMALL[: SMALL.index("SECTION_COVER")], "COVER"), ("", "HORIZON")])
def test_a_missing_section_is_named(tmp_path: Path, left: str, section: str) -> None:
    with pytest.raises(Refused) as refused:
        read(task_of(tmp_path, left))
    assert (refused.value.code, refused.value.facts) == ("instance_section", {"section": section})


def test_an_invented_instance_of_any_size_is_read(tmp_path: Path) -> None:
    task = read(task_of(tmp_path, instance(30, 28, 4, seed=1)))
    assert (task.days, len(task.people), len(task.rules)) == (28, 30, 28 * 4)

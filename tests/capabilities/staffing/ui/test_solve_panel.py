"""A month is drawn beside the grid by real workers: watched, stopped, taken or left; and refused in words."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests import fit
from tests.capabilities.staffing.months import question
from tests.gui import press
from tests.gui import seen
from tests.gui import show
from yigongti_desktop.app.words import say
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.summary import summary
from yigongti_desktop.capabilities.staffing.ui.solve_panel import SolvePanel
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.labels import row
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.rules import Only
from yigongti_desktop.rostering.rules import Total
from yigongti_desktop.rostering.task import Roster

pytestmark = pytest.mark.gui
_PATIENCE = 60_000
_DAYS = 14


@pytest.fixture
def panel(qtbot: QtBot) -> SolvePanel:
    made, holder = SolvePanel(say), QWidget()
    holder.setLayout(row(made))
    show(qtbot, holder, 300, 640)
    return made


def said(panel: SolvePanel) -> list[str]:
    """Return what stands in sight, label by label, badges too."""
    return [one.text() for one in seen(panel, QLabel)] + [one.accessibleName() for one in seen(panel, BadgeLabel)]


def small() -> Asked:
    return question(12, seed=1, days=_DAYS)


def numbered(asked: Asked, codes: Any) -> Roster:
    numbers = {"": 0} | {duty.code: place for place, duty in enumerate(asked.duties, 1)}
    return tuple(tuple(numbers[code] for code in codes[person.id]) for person in asked.month.people)


@pytest.mark.slow
def test_a_first_roster_is_shown_while_better_ones_are_looked_for_and_enter_takes_it(
    qtbot: QtBot, panel: SolvePanel
) -> None:
    asked = small()
    with qtbot.waitSignal(panel.found, timeout=_PATIENCE) as first:
        panel.begin(asked, seconds=60)
        assert panel.is_running
        assert "正在找第一版班表" in said(panel)
    roster = numbered(asked, first.args[0])
    assert not any(one.is_must for one in check(asked.task, roster))
    assert any("违反" in words for words in said(panel))
    assert fit.outside(panel.window()) == fit.cut(panel.window()) == []
    assert fit.latin(panel.window()) == set()
    with qtbot.waitSignal(panel.taken, timeout=_PATIENCE) as taken:
        press(panel, Qt.Key.Key_Return)
    assert summary(asked, numbered(asked, taken.args[0])).cost <= summary(asked, roster).cost
    assert multiprocessing.active_children() == []
    assert not panel.is_running


@pytest.mark.slow
def test_it_ends_by_itself_when_the_time_is_over_or_nothing_is_better(qtbot: QtBot, panel: SolvePanel) -> None:
    with qtbot.waitSignal(panel.ended, timeout=_PATIENCE):
        panel.begin(small(), seconds=6)
    assert {"时间到", "已是最好"} & set(said(panel))
    assert any("最多还能好" in words or "没有更好" in words for words in said(panel))
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_stop_keeps_what_was_found_and_escape_leaves_it(qtbot: QtBot, panel: SolvePanel) -> None:
    with qtbot.waitSignal(panel.found, timeout=_PATIENCE):
        panel.begin(small())
    with qtbot.waitSignal(panel.ended):
        press(panel, Qt.Key.Key_S)
    assert multiprocessing.active_children() == []
    assert "已停" in said(panel)
    with qtbot.waitSignal(panel.dropped), qtbot.assertNotEmitted(panel.taken):
        press(panel, Qt.Key.Key_Escape)
        panel.take()


def test_a_pin_within_a_leave_is_told_before_anything_is_drawn(qtbot: QtBot, panel: SolvePanel) -> None:
    asked = small()
    first = asked.task.people[0]
    pins = (Only(id="leave/x", days=(2,), duties=(0,)), Only(id="pin/x", days=(2,), duties=(1,)))
    why = {one.id: next(iter(asked.why.values())) for one in pins}
    people = (replace(first, rules=(*first.rules, *pins)), *asked.task.people[1:])
    asked = replace(asked, task=replace(asked.task, people=people), why={**asked.why, **why})
    with qtbot.waitSignal(panel.ended):
        panel.begin(asked)
    assert any(asked.month.people[0].staff.name in words and "互相矛盾" in words for words in said(panel))
    assert not panel.is_running


def test_a_contradiction_that_only_drawing_finds_names_the_person(qtbot: QtBot, panel: SolvePanel) -> None:
    asked = small()
    none = Total(id="none", counts=(1, 1, 1, 1, 1, 1), most=0)
    last = asked.task.people[-1]
    people = (*asked.task.people[:-1], replace(last, rules=(*last.rules, none)))
    with qtbot.waitSignal(panel.ended, timeout=_PATIENCE):
        panel.begin(replace(asked, task=replace(asked.task, people=people)))
    name = asked.month.people[-1].staff.name
    assert f"{name} 的规则互相矛盾，怎么排都不行。请放宽其中一条。" in said(panel)
    assert multiprocessing.active_children() == []


def test_workers_that_break_off_are_told(qtbot: QtBot, panel: SolvePanel) -> None:
    panel.begin(small())
    for process in multiprocessing.active_children():
        process.kill()
    qtbot.waitUntil(lambda: not panel.is_running, timeout=_PATIENCE)
    assert any(words.startswith("排班的后台程序中断了") for words in said(panel))


def test_a_window_that_closes_ends_its_workers(qtbot: QtBot) -> None:
    panel = SolvePanel(say)
    panel.begin(small())
    assert multiprocessing.active_children() != []
    with qtbot.waitSignal(panel.destroyed):
        panel.deleteLater()
    qtbot.waitUntil(lambda: multiprocessing.active_children() == [])


_PROGRAM = """
import multiprocessing, os, signal, sys
from yigongti_desktop.app.application import make_application
from yigongti_desktop.app.words import say
from yigongti_desktop.capabilities.staffing.ui.solve_panel import SolvePanel
from tests.capabilities.staffing.months import question

if __name__ == "__main__":
    app = make_application(["yigongti"])
    panel = SolvePanel(say)
    panel.begin(question(12, seed=1, days=14), seconds=30)
    def found(_codes):
        print(*(one.pid for one in multiprocessing.active_children()), flush=True)
        if sys.argv[1] == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        app.quit()
    panel.found.connect(found)
    sys.exit(app.exec())
"""


def is_alive(process: int) -> bool:
    """Say whether a process runs; what has died and is not yet fetched by anybody does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked at in /proc")
@pytest.mark.parametrize("end", ["quit", "killed"])
def test_workers_end_with_the_program(qtbot: QtBot, tmp_path: Path, end: str) -> None:
    file = tmp_path / "program.py"
    file.write_text(_PROGRAM, encoding="utf-8")
    done = subprocess.run([sys.executable, file, end], capture_output=True, text=True, check=False, timeout=100)
    workers = [int(one) for one in done.stdout.split()]
    assert len(workers) == 2, done.stderr
    qtbot.waitUntil(lambda: not any(is_alive(one) for one in workers), timeout=_PATIENCE)

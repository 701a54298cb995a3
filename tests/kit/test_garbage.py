"""No worker destroys what belongs to the screen: neither as garbage nor as the last to hold it."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit import garbage
from yigongti_desktop.kit.tasks import Tasks

pytestmark = pytest.mark.gui


class Ending:
    """Notes the thread in which objects of the screen end."""

    def __init__(self) -> None:
        self.threads: list[str] = []

    def watch(self, thing: QObject) -> None:
        weakref.finalize(thing, self._note).atexit = False

    def _note(self) -> None:
        self.threads.append(threading.current_thread().name)


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    """A thread of the test's own."""
    assert qtbot is not None
    made = Tasks("of-the-test")
    yield made
    made.close(finish=False)


def _litter() -> int:
    """Allocate as much as would let Python collect, were it allowed to in this thread."""
    return len([{number: [number]} for number in range(200_000)])


def _knot(ending: Ending) -> None:
    thing = QObject()
    thing.itself = thing  # type: ignore[attr-defined] # only the collector unties it
    ending.watch(thing)


def test_garbage_of_the_screen_is_not_collected_by_a_worker(qtbot: QtBot, qapp: QApplication, tasks: Tasks) -> None:
    assert qapp.findChild(garbage.Collector) is not None
    ending = Ending()
    answers: list[int] = []
    for _ in range(20):
        _knot(ending)
        tasks.ask(None, _litter, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 20, timeout=20_000)
    qtbot.waitUntil(lambda: len(ending.threads) == 20)
    assert set(ending.threads) == {"MainThread"}


def test_a_worker_is_never_the_last_to_hold_what_its_question_held(qtbot: QtBot, tasks: Tasks) -> None:
    ending = Ending()
    answers: list[int] = []

    def ask() -> None:
        owner = QObject()
        ending.watch(owner)
        tasks.ask(None, lambda: len(owner.objectName()), answers.append)

    for _ in range(2_000):
        ask()
    qtbot.waitUntil(lambda: len(answers) == 2_000, timeout=20_000)
    assert set(ending.threads) == {"MainThread"}
    assert len(ending.threads) == 2_000


def test_a_fault_that_came_from_a_worker_ends_here_with_all_it_saw(qtbot: QtBot, tasks: Tasks) -> None:
    ending = Ending()
    told: list[object] = []

    def fail(owner: QObject) -> None:
        raise Unavailable("disk_full", name=owner.objectName())

    def ask() -> None:
        owner = QObject()
        ending.watch(owner)
        tasks.ask(None, lambda: fail(owner), told.append, lambda fault: told.append(fault.code))

    for _ in range(500):
        ask()
    qtbot.waitUntil(lambda: len(told) == 500, timeout=20_000)
    gc.collect()
    assert set(ending.threads) == {"MainThread"}
    assert len(ending.threads) == 500

"""Work off the screen's thread: in order, answered on the screen's own, and not to whoever has gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit.tasks import Tasks

pytestmark = pytest.mark.gui


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    """A thread of the test's own."""
    assert qtbot is not None
    made = Tasks("of-the-test")
    yield made
    made.close(finish=False)


def test_work_is_done_elsewhere_in_order_and_answered_here(qtbot: QtBot, tasks: Tasks) -> None:
    where: list[str] = []
    answers: list[tuple[int, str]] = []

    def work(number: int) -> int:
        where.append(threading.current_thread().name)
        return number

    for number in range(5):
        tasks.ask(None, lambda n=number: work(n), lambda n: answers.append((n, threading.current_thread().name)))  # type: ignore[misc] # bound at once
    qtbot.waitUntil(lambda: len(answers) == 5)
    assert answers == [(number, "MainThread") for number in range(5)]
    assert {name.partition("_")[0] for name in where} == {"of-the-test"}


def test_a_fault_is_told_with_its_code(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[Fault] = []

    def fail() -> None:
        raise Unavailable("disk_full")

    tasks.ask(None, fail, lambda _: told.append(Unavailable("never")), told.append)
    qtbot.waitUntil(lambda: [fault.code for fault in told] == ["disk_full"])


def test_whoever_has_gone_or_thought_better_of_it_hears_nothing(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[str] = []
    owner, go = QObject(), threading.Event()
    tasks.ask(None, go.wait, lambda _: None)
    tasks.ask(owner, lambda: "gone", heard.append)
    tasks.ask(None, lambda: "cancelled", heard.append).cancel()
    tasks.ask(None, lambda: "last", heard.append)
    shiboken6.delete(owner)
    go.set()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["last"]


def test_what_was_given_to_the_writer_is_done_before_it_ends(qtbot: QtBot) -> None:
    assert qtbot is not None
    done: list[int] = []
    writer = Tasks("writer-of-the-test")
    for number in range(50):
        writer.ask(None, lambda n=number: done.append(n), lambda _: None)  # type: ignore[misc] # bound at once
    writer.close(finish=True)
    assert done == list(range(50))

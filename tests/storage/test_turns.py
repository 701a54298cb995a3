"""A person's save goes before the next page of a sync."""

from __future__ import annotations

import threading
import time

import pytest

from yigongti_desktop.storage.turns import Turns


def test_whoever_gives_way_waits_until_nobody_wants_to_write() -> None:
    turns, order = Turns(), []
    wants, may_end = threading.Event(), threading.Event()

    def save() -> None:
        with turns.wanted():
            wants.set()
            may_end.wait(10)
            order.append("save")

    def page() -> None:
        turns.give_way(10)
        order.append("page")

    saving, paging = threading.Thread(target=save), threading.Thread(target=page)
    saving.start()
    assert wants.wait(10)
    paging.start()
    may_end.set()
    saving.join(10)
    paging.join(10)
    assert order == ["save", "page"]


def test_nobody_is_waited_for_without_end() -> None:
    turns = Turns()
    with turns.wanted():
        begun = time.monotonic()
        turns.give_way(0.05)
        assert 0.04 < time.monotonic() - begun < 5


def test_a_save_that_fails_wants_nothing_any_more() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="full"), turns.wanted():
        raise ValueError("full")
    begun = time.monotonic()
    turns.give_way(10)
    assert time.monotonic() - begun < 5


def test_whoever_came_first_writes_first_though_another_asks_again_at_once() -> None:
    turns, order = Turns(), list[str]()
    begun, stop = threading.Event(), threading.Event()

    def greedy() -> None:
        while not stop.is_set():
            with turns.wanted():
                begun.set()
                order.append("greedy")

    eager = threading.Thread(target=greedy)
    eager.start()
    assert begun.wait(10)
    for _ in range(20):
        with turns.wanted():
            order.append("patient")
    stop.set()
    eager.join(10)
    assert order.count("patient") == 20


def test_whoever_leaves_the_line_by_a_fault_holds_nobody_up() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="broken"), turns.wanted():
        raise ValueError("broken")
    with turns.wanted():
        turns.give_way(0)

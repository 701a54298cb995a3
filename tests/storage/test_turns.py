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

"""What an open desk does by itself: it talks after a save, when the network changes, and never in the person's way."""

from __future__ import annotations

import time

import pytest

from tests.screens import Screens
from tests.seats import Seat
from tests.seats import folder
from tests.seats import seat
from tests.seats import township
from yigongti_desktop.app.network_watch import NetworkWatch
from yigongti_desktop.app.network_watch import addresses
from yigongti_desktop.kit.tasks import Tasks
from yigongti_desktop.sync.rhythm import AFTER_SAVE

__all__ = ["folder", "seat", "township"]
pytestmark = pytest.mark.gui


def test_a_desk_begins_its_rhythm_and_plans_the_next_talk(seat: Seat) -> None:
    seat.open_to_login()
    duties = seat.desk.duties
    assert duties is not None
    seat.qtbot.waitUntil(lambda: duties.rhythm is not None)
    assert duties._next.isActive()


def test_a_save_is_followed_by_a_talk_within_seconds(seat: Seat) -> None:
    seat.open_to_login()
    seat.log_in()
    duties, desk = seat.desk.duties, seat.desk.desk
    assert duties is not None
    assert desk is not None
    seat.qtbot.waitUntil(lambda: duties.rhythm is not None)
    with seat.qtbot.waitSignal(desk.sync_ended):
        desk.sync()  # the line is down here: what follows a save must wait for the back-off
    failed_due = duties.rhythm.due if duties.rhythm is not None else None
    desk.saved.emit()
    assert duties.rhythm is not None
    assert duties.rhythm.due == failed_due
    duties.rhythm.ended(time.monotonic(), "")
    desk.saved.emit()
    assert duties._next.isActive()
    assert duties._next.interval() <= AFTER_SAVE * 1000


def test_a_new_network_brings_the_next_talk_forward(seat: Seat) -> None:
    seat.open_to_login()
    duties = seat.desk.duties
    assert duties is not None
    seat.qtbot.waitUntil(lambda: duties.rhythm is not None)
    assert duties.rhythm is not None
    for _ in range(12):
        duties.rhythm.ended(time.monotonic(), "hub_unreachable")
    duties.network.changed.emit()
    assert duties._next.interval() <= 12_000


@pytest.mark.usefixtures("qtbot")
def test_the_watch_tells_of_other_addresses_and_not_of_the_first_or_of_none() -> None:
    tasks = Tasks("watch")
    watch = NetworkWatch(tasks)
    told: list[bool] = []
    watch.changed.connect(lambda: told.append(True))
    for found in ({"192.0.2.1"}, {"192.0.2.1"}, set(), {"198.51.100.7"}, {"198.51.100.7"}):
        watch.compare(frozenset(found))
    assert told == [True]
    assert all(not one.startswith("127.") for one in addresses())
    tasks.close(finish=False)


def test_a_talk_is_shown_with_how_far_it_is_and_ends_when_the_person_says_so(screens: Screens) -> None:
    me = screens("医生")
    page = me.page("sync")
    shown: list[str] = []
    me.desk.sync_progress.connect(lambda _come: shown.append(page.progress.words()))
    me.desk.sync_begun.connect(lambda: me.press("Shift+F5"))
    me.press("F5")
    me.until(lambda: not me.desk.is_talking)
    me.settle()
    assert "现在同步" in me.buttons()
    assert not page.progress.isVisible()

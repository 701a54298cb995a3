"""A new version comes from the hub by itself, in nobody's way, and is offered at a quiet moment; never installed so."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.capabilities.referrals.ui.slips import begin
from tests.capabilities.referrals.ui.slips import form_of
from tests.fakes.time import StoppedClock
from tests.protocol.test_update import HERE
from tests.protocol.test_update import made
from tests.screens import Screen
from tests.screens import Screens
from tests.seats import Seat
from tests.seats import clock
from tests.seats import folder
from tests.seats import seat
from tests.seats import township
from yigongti_desktop.app import new_versions
from yigongti_desktop.app import updates
from yigongti_desktop.app.network_watch import NetworkWatch
from yigongti_desktop.app.new_versions import NewVersions
from yigongti_desktop.app.update_plan import Known
from yigongti_desktop.app.updates import Ready
from yigongti_desktop.hub.shelf import Shelf
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.tasks import Tasks
from yigongti_desktop.protocol import update
from yigongti_desktop.protocol.update import Here

__all__ = ["clock", "folder", "seat", "township"]
pytestmark = pytest.mark.gui

LARGE = bytes(range(251)) * 4000  # four pieces


class Desk:
    """Somebody at a desk that looks for new versions, and the hub's shelf."""

    def __init__(self, screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
        self.me: Screen = screens("医生")
        self.county = screens.county
        #: From which byte on pieces were asked for.
        self.starts: list[str] = []
        hand_out = Shelf.piece

        def piece(shelf: Shelf, product: str, platform: str, start: str) -> bytes:
            self.starts.append(start)
            return hand_out(shelf, product, platform, start)

        monkeypatch.setattr(Shelf, "piece", piece)
        self.aside = Tasks("aside")
        self.start()

    def start(self) -> None:
        """Begin to look, as a program that was just opened."""
        self.it = NewVersions(self.me.bench, self.me.desk, self.me.workplace, NetworkWatch(self.aside), lambda: 0.0)
        self.it.begin(self.aside)
        self.me._drain(self.aside)

    def restart(self) -> None:
        """Close the program and open it again; what it wrote is on the disk."""
        self.it.stop()
        self.me.until(lambda: not self.it._is_fetching)
        self.it._resting.stop()
        self.me.desk.sync_ended.disconnect(self.it._on_ended)
        self.me.settle()
        self.start()

    def shelve(self, content: bytes) -> None:
        """Put a file on the hub's shelf."""
        place = self.county.hub.shelf.place(HERE.product, HERE.platform)
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)

    def talk(self) -> None:
        """Talk with the hub, and let what is fetched after it come to its end."""
        self.me.sync()
        self.me.until(lambda: not self.it._is_fetching and not self.it._resting.isActive())
        self.me.settle()

    def wait(self, **how_long: float) -> None:
        """Let time pass with nobody at the keyboard."""
        self.county.clock.advance(**how_long)
        self.it.consider()

    def offers(self) -> bool:
        """Say whether the line stands at the foot of the page."""
        return self.me.workplace.offer.isVisible()

    def has_come(self) -> bool:
        """Say whether a version lies ready, checked."""
        return self.it._ready is not None

    def kept(self) -> list[str]:
        """Return what lies in the folder of updates."""
        return sorted(file.name for file in self.me.bench.home.updates.glob("*"))

    def about(self) -> list[str]:
        """Return what 关于 says."""
        part = self.me.page("settings", "about").part("about")
        part.show_now()
        self.me.settle()
        return self.me.words(part)


@pytest.fixture
def desk(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The desk, of a program that believes the publisher of the tests."""
    monkeypatch.setattr(updates, "here", lambda: HERE)
    watched = Desk(screens, monkeypatch)
    yield watched
    watched.it.stop()
    watched.aside.close(finish=True)


def focused(me: Screen) -> str:
    """Return the words of the button that has the focus."""
    focus = me.focus()
    return focus.text() if isinstance(focus, KeyButton) else ""


def with_package(package: bytes) -> bytes:
    """Return an update file with another package."""
    return made(package, size=len(package), sha256=hashlib.sha256(package).hexdigest())


def test_a_new_version_comes_after_a_talk_and_is_offered_when_nobody_types(desk: Desk) -> None:
    desk.shelve(made())
    desk.talk()
    assert desk.kept() == ["yigongti-desk-0.1.1.ygtup"]
    desk.wait(minutes=2)
    assert not desk.offers()
    desk.it.note_typing()
    desk.wait(minutes=2)
    assert not desk.offers()
    desk.wait(minutes=1)
    assert desk.offers()
    assert desk.me.says("新版 0.1.1 已核对好，可以装了")
    assert desk.me.says("管理员的密码")
    assert desk.me.front() is desk.me.window


def test_it_is_installed_when_a_person_says_so_with_keys_alone_and_told_in_the_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[Ready] = []

    def install(ready: Ready) -> bool:
        installed.append(ready)
        return False

    monkeypatch.setattr(updates, "install", install)
    desk.shelve(made())
    desk.talk()
    desk.wait(minutes=3)
    me = desk.me
    for _ in range(6):
        me.press("F6")
        if focused(me) == "以后再说":
            break
    me.press("Tab")
    assert focused(me) == "现在装"
    assert installed == []
    me.press("Return")
    me.until(lambda: me.says("已装好。请关掉程序再打开"))
    assert [ready.release.version for ready in installed] == ["0.1.1"]
    assert me.workplace.current_name == "settings"
    assert not desk.offers()
    desk.wait(minutes=10)
    assert not desk.offers()


def test_what_was_put_off_is_silent_until_tomorrow_over_a_restart_too(desk: Desk) -> None:
    desk.shelve(made())
    desk.talk()
    desk.wait(minutes=3)
    me = desk.me
    me.page("settings")
    for button in me.workplace.offer.findChildren(KeyButton):
        if button.text() == "以后再说":
            button.setFocus(Qt.FocusReason.TabFocusReason)
    me.press("Return")
    me.settle()
    assert not desk.offers()
    assert me.workplace.current is not None
    assert me.workplace.current.isAncestorOf(me.focus())
    desk.wait(hours=2)
    assert not desk.offers()
    desk.restart()
    desk.wait(hours=2)
    assert not desk.offers()
    desk.wait(hours=20)
    assert desk.offers()


def test_nothing_is_offered_while_something_half_written_is_open(desk: Desk) -> None:
    desk.shelve(made())
    desk.talk()
    page = begin(desk.me)
    desk.me.fill(form_of(page), name="陈桂兰")
    desk.wait(hours=1)
    assert not desk.offers()
    desk.me.press("Escape")
    desk.me.settle()
    desk.wait(minutes=3)
    assert desk.offers()


def test_it_comes_in_turns_with_rests_and_after_a_restart_goes_on_where_it_stood(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new_versions, "_TURN_SECONDS", 0.0)
    monkeypatch.setattr(new_versions, "_REST", 1e6)  # as after a turn on a weak line
    desk.shelve(with_package(LARGE))
    desk.me.sync()
    for _ in range(2):
        desk.me.until(desk.it._resting.isActive)
        assert desk.it._resting.interval() == 60_000
        desk.it._resting.stop()
        desk.it._fetch()
    desk.me.until(desk.it._resting.isActive)
    (part,) = desk.me.bench.home.updates.iterdir()
    assert 0 < part.stat().st_size < len(LARGE)
    desk.restart()
    assert not desk.has_come()
    monkeypatch.setattr(new_versions, "_TURN_SECONDS", 60.0)
    desk.talk()
    assert desk.has_come()
    again = [start for start in desk.starts if start != "0"]
    assert len(again) == len(set(again))


def test_it_does_not_come_while_records_go_up(desk: Desk) -> None:
    desk.talk()  # nothing on the shelf
    desk.county.clock.advance(days=2)
    desk.shelve(made())
    met: list[bool] = []

    def try_now() -> None:
        desk.it._fetch()
        met.append(desk.it._is_fetching)

    desk.me.desk.sync_begun.connect(try_now)
    desk.talk()
    assert met == [False]
    assert desk.has_come()


def test_the_hub_is_asked_once_a_day_for_a_few_bytes(desk: Desk) -> None:
    desk.shelve(made(version=HERE.version))
    for _ in range(3):
        desk.talk()
    assert desk.starts == ["0"]
    desk.county.clock.advance(days=1)
    desk.talk()
    assert desk.starts == ["0", "0"]
    assert desk.kept() == []
    head = desk.county.hub.shelf.piece(HERE.product, HERE.platform, "0")
    assert made(version=HERE.version).startswith(head)
    assert len(head) < 1000


def test_what_lies_ready_does_not_come_again(desk: Desk) -> None:
    desk.shelve(made())
    desk.talk()
    pieces = len(desk.starts)
    desk.county.clock.advance(days=1)
    desk.talk()
    assert desk.starts[pieces:] == ["0"]
    desk.wait(minutes=3)
    assert desk.offers()


def test_a_file_that_was_tampered_with_is_told_and_not_fetched_again_for_a_week(desk: Desk) -> None:
    desk.shelve(made()[:-1] + b"\0")
    desk.talk()
    assert desk.kept() == []
    fetched = list(desk.starts)
    for _ in range(6):
        desk.county.clock.advance(days=1)
        desk.talk()
    assert desk.starts == fetched + ["0"] * 6
    desk.wait(minutes=3)
    assert not desk.offers()
    assert any("被改动过" in words for words in desk.about())
    desk.shelve(made())
    desk.county.clock.advance(days=1)
    desk.talk()
    desk.wait(minutes=3)
    assert desk.offers()
    assert not any("被改动过" in words for words in desk.about())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (made(product=update.HUB), "别的产品（yigongti-hub）"),
        (made(platform="windows-amd64"), "别的系统"),
        (made(oldest="0.1.1", version="0.2.0"), "只能从 0.1.1 版起升级"),
    ],
)
def test_a_file_for_others_is_refused_by_its_head_and_told(desk: Desk, content: bytes, words: str) -> None:
    desk.shelve(content)
    desk.talk()
    assert desk.starts == ["0"]
    assert desk.kept() == []
    assert any(words in said for said in desk.about())


def test_a_desk_off_the_line_asks_for_nothing(desk: Desk) -> None:
    desk.shelve(made())
    desk.county.cut_line()
    desk.talk()
    assert desk.it._known == Known()


def test_on_a_line_that_is_paid_for_by_its_size_nothing_comes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.shelve(made())
    monkeypatch.setattr(NetworkWatch, "is_metered", True)
    desk.talk()
    assert desk.starts == []
    monkeypatch.setattr(NetworkWatch, "is_metered", False)
    desk.talk()
    assert desk.has_come()


def test_a_hub_that_fails_on_the_way_is_given_an_hour(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.shelve(made())
    hand_out = Shelf.piece

    def fail(*_asked: object) -> bytes:
        desk.starts.append("failed")
        raise OSError("the hub's disk")

    monkeypatch.setattr(Shelf, "piece", fail)
    desk.talk()
    monkeypatch.setattr(Shelf, "piece", hand_out)
    asked = len(desk.starts)
    assert asked
    assert desk.it._known is not None
    assert desk.it._known.turned is None
    desk.talk()
    assert len(desk.starts) == asked
    desk.county.clock.advance(hours=1)
    desk.talk()
    assert desk.has_come()


def test_a_clone_that_believes_nobody_asks_for_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updates, "here", lambda: Here(product="x", platform="x", version="1", publishers=()))
    desk.restart()
    desk.talk()
    assert desk.starts == []


def test_the_window_offers_what_lies_ready_once_its_person_has_rested(
    seat: Seat, folder: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "here", lambda: HERE)
    (folder / "updates").mkdir(exist_ok=True)
    (folder / "updates" / "stick.ygtup").write_bytes(made())
    seat.open_to_login()
    duties = seat.desk.duties
    assert duties is not None
    seat.qtbot.waitUntil(lambda: duties.new_versions._ready is not None)
    duties.new_versions.consider()
    seat.log_in()
    seat.settle()
    offer = seat.workplace.offer
    duties._counting.timeout.emit()
    assert not offer.isVisible()
    clock.advance(minutes=2)
    seat.press(Qt.Key.Key_Down)
    clock.advance(minutes=2)
    duties._counting.timeout.emit()
    assert not offer.isVisible()
    clock.advance(minutes=1)
    duties._counting.timeout.emit()
    assert offer.isVisible()

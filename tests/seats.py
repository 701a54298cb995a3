"""A person at a window: a desk of 岳口 with people, cases and requests, opened as the program opens it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.time import StoppedClock
from tests.gui import Strays
from tests.gui import press
from tests.gui import type_in
from tests.storage.desks import Frozen
from tests.storage.desks import freeze
from tests.storage.desks import opened
from tests.storage.desks import send
from tests.world import WORDS
from yigongti_desktop.app.desk import DeskWindow
from yigongti_desktop.capabilities.pharmacy.messages.requests import SubmitDrugRequest
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import ChangePassword
from yigongti_desktop.shell.lock import LockView

PASSWORD = "Yuekou-72"
PATIENTS = ("邱传富", "周小𠮷", "单桂兰")


class Seat:
    """A window and the person before it."""

    def __init__(self, qtbot: QtBot, home: Path, clock: StoppedClock) -> None:
        self.qtbot = qtbot
        self.desk = DeskWindow(home, clock=clock)
        self.window = self.desk.window
        self.strays = Strays()
        self._patch = pytest.MonkeyPatch()
        self.strays.watch(self._patch)
        self.opened = self.is_entered = self.is_closed = False
        self.desk.ready.connect(self._on_ready)
        self.desk.entered.connect(self._on_entered)

    def open(self, width: int = 1366, height: int = 768) -> None:
        """Open the window, whatever comes first."""
        self.window.resize(width, height)
        self.desk.open()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def open_to_login(self, width: int = 1366, height: int = 768) -> None:
        """Open the window and wait for the people on the list."""
        self.open(width, height)
        self.qtbot.waitUntil(lambda: self.opened)

    def log_in(self, login: str = "zhou", password: str = PASSWORD) -> None:
        """Choose oneself from the list and give the password, with keys."""
        self.choose(login)
        type_in(password)
        self.is_entered = False
        self.press(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.is_entered)

    def choose(self, login: str) -> None:
        """Move to a person of the list with the arrows."""
        names = [one.login for one in self.desk.login.people]
        for _ in names:
            self.press(Qt.Key.Key_Up)
        for _ in range(names.index(login)):
            self.press(Qt.Key.Key_Down)

    def press(self, key: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key."""
        press(self.window, key, with_)

    @property
    def workplace(self) -> Any:
        """Return what is behind the gate."""
        return self.desk.workplace

    @property
    def page(self) -> Any:
        """Return the page in sight."""
        return self.workplace.current

    @property
    def is_at_work(self) -> bool:
        """Say whether the workplace is in front."""
        return self.workplace is not None and self.window.view is self.workplace

    @property
    def lock(self) -> LockView:
        """Return the lock."""
        lock = self.desk.lock_view
        assert lock is not None
        return lock

    @property
    def focus(self) -> QWidget | None:
        """Return what has the focus."""
        return QApplication.focusWidget()

    def wait_for_page(self, name: str) -> None:
        """Wait until a page stands with what it reads."""
        self.qtbot.waitUntil(lambda: self.workplace.current_name == name)
        self.qtbot.waitUntil(lambda: getattr(self.page, "table", True) is not None)
        self.settle()

    def settle(self) -> None:
        """Wait until every question asked so far has its answer."""
        desk = self.desk.desk
        assert desk is not None
        for tasks in (desk._writer, desk._reader):
            answered: list[object] = []
            tasks.ask(None, lambda: None, answered.append)
            self.qtbot.waitUntil(lambda: bool(answered))  # noqa: B023 - waited for at once
        self.qtbot.waitUntil(lambda: not desk.is_talking)

    def close(self) -> None:
        """Close the window and end its threads."""
        if self.is_closed:
            return
        self.is_closed = True
        self.window.close()
        self.desk.close()
        self.window.deleteLater()
        self._patch.undo()
        assert self.strays.seen == []

    def _on_ready(self) -> None:
        self.opened = True

    def _on_entered(self) -> None:
        self.is_entered = True


@pytest.fixture(scope="session")
def township(tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """岳口 at rest, where zhou has a password of his own, and there are cases and a request that wait."""
    frozen = freeze(tmp_path_factory.mktemp("township"))
    desk = opened(frozen.home)
    desk.do(frozen.zhou, ChangePassword(present=frozen.passwords["zhou"], wanted=PASSWORD))
    for place, name in enumerate(PATIENTS):
        _send(desk, frozen, name, place)
    found = desk.read(registry.find, registry.DRUG, "阿莫西林胶囊", 1)
    desk.do(frozen.zhou, SubmitDrugRequest(lines=(Wanted(drug=found[0].id, quantity=100),)))
    desk.close()
    return frozen


def _send(desk: Any, frozen: Frozen, name: str, place: int) -> None:
    from msgspec.structs import replace

    from tests.storage.desks import slip

    patient = replace(slip(serial=301 + 2 * place).patient, name=name)
    send(desk, frozen.zhou, serial=301 + 2 * place, patient=patient, tracker=frozen.zhou.account)


@pytest.fixture
def clock() -> StoppedClock:
    """The machine's clock."""
    return StoppedClock()


@pytest.fixture
def folder(township: Frozen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of 岳口's folder, with the words that open it; preferences of the test's own."""
    monkeypatch.setenv("YIGONGTI_PREFERENCES", str(tmp_path / "window.json"))
    monkeypatch.setenv("YIGONGTI_PASSPHRASE", WORDS)
    return township.copied(tmp_path / "岳口").path


@pytest.fixture
def seat(qtbot: QtBot, folder: Path, clock: StoppedClock) -> Iterator[Seat]:
    """A window on a copy of 岳口, not open yet."""
    made = Seat(qtbot, folder, clock)
    yield made
    made.close()


@pytest.fixture
def at_work(seat: Seat) -> Seat:
    """The same, with zhou logged in."""
    seat.open_to_login()
    seat.log_in()
    seat.settle()
    return seat

"""A desk with its window open and somebody at the keyboard: real widgets, real files, a real hub."""

from __future__ import annotations

import time
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from openpyxl import Workbook
from openpyxl import load_workbook
from PySide6.QtCore import QEvent
from PySide6.QtCore import Qt
from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui import Strays
from tests.gui import naming
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.world import World
from yigongti_desktop.app.finding import make_finder
from yigongti_desktop.app.pages import about_desk
from yigongti_desktop.app.pages import make_pages
from yigongti_desktop.app.pages import new_things
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.picker import Picker
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.tasks import Tasks
from yigongti_desktop.kit.theme import DARK
from yigongti_desktop.kit.theme import LIGHT
from yigongti_desktop.kit.theme import dress
from yigongti_desktop.shell.window import Window
from yigongti_desktop.shell.workplace import Workplace

_PATIENCE = 20.0
#: Desks: name → institution.
PLACES = {"岳口": "岳口", "岳口二": "岳口", "多宝": "多宝", "市一医": "市一医"}
#: People: who they are → institution, log-in, name, roles.
PEOPLE: dict[str, tuple[str, str, str, tuple[Role, ...]]] = {
    "医生": ("岳口", "zhou", "周建国", (Role.DOCTOR,)),
    "护士": ("岳口", "xu", "许小兰", (Role.NURSE,)),
    "药师": ("岳口", "liu", "刘小梅", (Role.PHARMACIST,)),
    "公卫": ("岳口", "li", "李文静", (Role.PUBLIC_HEALTH,)),
    "村医": ("岳口", "he", "何长贵", (Role.VILLAGE_DOCTOR,)),
    "排班": ("岳口", "pan", "潘立群", (Role.SCHEDULER,)),
    "院长": ("岳口", "sun", "孙立新", (Role.DIRECTOR,)),
    "管理员": ("岳口", "guan", "管国庆", (Role.ADMINISTRATOR,)),
    "审计": ("岳口", "shen", "沈审明", (Role.AUDITOR,)),
    "多宝医生": ("多宝", "tian", "田守义", (Role.DOCTOR, Role.PHARMACIST)),
    "转诊办": ("市一医", "yang", "杨志勇", (Role.REFERRAL_OFFICE,)),
    "中心药房": ("市一医", "qin", "秦明月", (Role.CENTRAL_PHARMACY,)),
    "专科医生": ("市一医", "xiong", "熊卫东", (Role.DOCTOR,)),
    "人力": ("市一医", "ren", "任小云", (Role.STAFFING_OFFICE,)),
    "医共体办": ("市一医", "gong", "龚立本", (Role.COMMUNITY_OFFICE,)),
}


@dataclass(frozen=True)
class Staffed(Frozen):
    """A county at rest whose people have one role each."""

    passwords: dict[str, str]


def staff(folder: Path) -> Staffed:
    """Found a county, give it people, enrol its desks, and close all."""
    world = World(folder)
    world.open_line()
    passwords, actors = {}, {}
    for who, (place, login, name, roles) in PEOPLE.items():
        account, passwords[who] = world.keeper.add_account(place, login, name, roles, phone="13900000099")
        actors[who] = account.actor()
    firsts = {"岳口": "医生", "岳口二": "医生", "多宝": "多宝医生", "市一医": "转诊办"}
    for desk, place in PLACES.items():
        world.people[desk] = actors[firsts[desk]]
        world.desk(place, desk)
    for bench in world.desks.values():
        bench.sync()
    vaults = {name: desk._vault for name, desk in world.desks.items()}
    people = world.people | actors
    world.close()
    return Staffed(folder, world.hub._vault, vaults, people, passwords)


class Screen:
    """Somebody at one desk, with the window open."""

    def __init__(self, bot: QtBot, county: County, desk: str, who: str) -> None:
        self.bot = bot
        self.county = county
        self.bench = county.desks[desk]
        self.actor: Actor = county.people[who]
        self.desk = Desk(self.bench, VOCABULARY)
        self.desk.actor = self.actor
        self.window = Window()
        self.workplace = Workplace(self.desk, lambda _what: make_finder(self.desk, self._specs, self.window))
        self.toasts: list[tuple[str, str]] = []
        self._answering: list[QTimer] = []
        self.workplace.sync_wanted.connect(self.desk.sync)
        about = self.bench.read(about_desk, self.bench.clock.now())
        specs, new = make_pages(self.bench, is_lead=about.is_lead), new_things(is_lead=about.is_lead)
        self.workplace.begin(self.actor, "", (about.institution, about.community), specs, new)
        self.window.show_view(self.workplace)
        self.window.show()
        self.window.activateWindow()
        bot.waitUntil(self.window.isActiveWindow)
        self.settle()

    # pages

    def page(self, name: str, argument: Any = None) -> Any:
        """Open a page and wait until it has read."""
        is_new = self.workplace.page(name) is None
        self.workplace.open_page(name, argument)
        page: Any = self.workplace.page(name)
        assert page is not None, f"{self.actor.name} has no page {name}"
        if is_new:
            page.wants_toast.connect(lambda title, words, _undo: self.toasts.append((title, words)))
        self.settle()
        return page

    def opened(self, name: str) -> Any:
        """Return the page in sight, which has to be this one."""
        assert self.workplace.current_name == name
        return self.workplace.current

    def sync(self) -> None:
        """Talk with the hub, and let the page in sight read again."""
        with self.bot.waitSignal(self.desk.sync_ended, timeout=20_000):
            self.desk.sync()
        self.settle()

    # hands

    def press(self, *keys: str) -> None:
        """Press keys where the cursor is: "Enter", "Ctrl+S", "F7"."""
        for name in keys:
            combination = QKeySequence(name)[0]  # type: ignore[index] # the stubs leave it out
            QTest.keyClick(self.target(), combination.key(), combination.keyboardModifiers())

    def type(self, words: str) -> None:
        """Type where the cursor is; what no key bears comes from the input method."""
        for letter in words:
            if letter.isascii():
                QTest.keyClicks(self.target(), letter)
            else:
                QApplication.sendEvent(self.target(), QInputMethodEvent("pin", []))
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QApplication.sendEvent(self.target(), event)

    def pick(self, words: str = "") -> None:
        """Type into a field that proposes, and take the first proposal."""
        self.propose(words)
        self.press("Return")
        self.settle()

    def propose(self, words: str) -> list[str]:
        """Type into a field that proposes, and return the titles of what it proposes."""
        self.type(words)
        field = self.focus()
        assert isinstance(field, Picker), field
        self.until(lambda: not field._pause.isActive())
        if not words:
            field.open_popup()
        self.settle()
        return [option.title for option in field._popup._options] if field.is_open and field._popup else []

    def fill(self, form: FormView, **values: str) -> None:
        """Write into fields, each reached as F8 reaches it; what stood there is replaced."""
        for name, words in values.items():
            form.go_to(name)
            self.press("Ctrl+A")
            if words:
                self.type(words)
            else:
                self.press("Backspace")
        self.settle()

    def click(self, text: str) -> None:
        """Click a button by its words, in the window in front."""
        found = [one for one in self.front().findChildren(KeyButton) if one.isVisible() and one.text() == text]
        assert found, f"no button says {text}"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def answer(self, act: Callable[[QDialog], object]) -> list[QDialog]:
        """Deal with the next dialog as soon as it stands; return where it is noted."""
        met: list[QDialog] = []
        timer = QTimer(self.window, interval=10)
        ends = time.monotonic() + _PATIENCE

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog) or not dialog.isVisible():
                return
            if dialog.isActiveWindow() and not met:  # before it is, keys go past it
                met.append(dialog)
                act(dialog)
            elif time.monotonic() > ends:
                timer.stop()
                dialog.reject()  # else the test would never end

        timer.timeout.connect(look)
        timer.start()
        self._answering.append(timer)
        return met

    def come_back(self) -> None:
        """Wait until the dialog has closed; the window is active again, as a window manager would have it."""
        self.until(lambda: self.front() is self.window)
        while self._answering:
            self._answering.pop().stop()
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.settle()

    def name_file(self, path: Path) -> Callable[[QDialog], None]:
        """Return what types a file's name into the dialog that asks for it."""
        return naming(path)

    def exported(self, path: Path) -> Workbook:
        """Let what is in sight be written into a workbook of this name, and return the workbook."""
        asked = self.answer(self.name_file(path))
        self.press("Ctrl+E")
        self.until(lambda: asked)
        self.come_back()
        self.until(path.exists)
        return load_workbook(path)

    # eyes

    def front(self) -> QWidget:
        """Return the window in front."""
        return QApplication.activeModalWidget() or self.window

    def focus(self) -> QWidget:
        """Return where the cursor is."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def target(self) -> QWidget:
        """Return where a key goes."""
        return QApplication.focusWidget() or self.front()

    def words(self, inside: QWidget | None = None) -> list[str]:
        """Return every sentence in sight."""
        labels = (inside or self.front()).findChildren(QLabel)
        return [one.text() for one in labels if one.isVisible() and one.text()]

    def says(self, words: str, inside: QWidget | None = None) -> bool:
        """Say whether a sentence in sight has these words."""
        return any(words in sentence for sentence in self.words(inside))

    def buttons(self) -> list[str]:
        """Return the words of all buttons in sight that can be pressed."""
        return [one.text() for one in self.front().findChildren(KeyButton) if one.isVisible() and one.isEnabled()]

    def fault(self, form: FormView, name: str) -> str:
        """Return the sentence beside a field, as it stands in sight; empty when there is none."""
        fault = form._boxes[name]._fault
        return fault.text() if fault.isVisible() else ""

    def rows(self, page: Any) -> list[list[str]]:
        """Return the words of a list, row by row."""
        model = page.table.view.records
        return [
            [str(model.index(row, place).data() or "") for place in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    # patience

    def until(self, so: Callable[[], object], seconds: float = 30) -> None:
        """Wait until something is so."""
        self.bot.waitUntil(lambda: bool(so()), timeout=round(seconds * 1000))

    def settle(self) -> None:
        """Wait until the desk has done and told all it was asked, and what was asked in answer."""
        for _ in range(3):
            self._drain(self.desk._writer)
            self._drain(self.desk._reader)
        self.until(lambda: not self.desk._writer.is_busy and not self.desk._reader.is_busy)
        QApplication.sendPostedEvents()  # what the last answer made is shown by one; those that it posts are not sent

    def close(self) -> None:
        """Close the window as a person does, then let the desk go."""
        self.workplace.unsaved()
        self.settle()
        self.workplace.finish()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.desk.close()

    def _drain(self, tasks: Tasks) -> None:
        answers: list[object] = []
        tasks.ask(None, lambda: None, answers.append)
        self.until(lambda: answers)

    def _specs(self) -> Any:
        return self.workplace.specs


class Screens:
    """Opens windows, and closes them all at the end."""

    def __init__(self, bot: QtBot, county: County) -> None:
        self.bot = bot
        self.county = county
        self._open: list[Screen] = []

    def __call__(self, who: str, desk: str = "") -> Screen:
        """Sit somebody down at a desk of theirs."""
        screen = Screen(self.bot, self.county, desk or PEOPLE[who][0], who)
        self._open.append(screen)
        return screen

    def leave(self, screen: Screen) -> None:
        """Let somebody stand up, so that another can sit down there."""
        self._open.remove(screen)
        screen.close()

    def close(self) -> None:
        """Close what is open."""
        for screen in self._open:
            screen.close()


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Staffed:
    """天门市 at rest: 岳口 with two desks, 多宝, 市一医; people of every role."""
    return staff(tmp_path_factory.mktemp("staffed"))


@pytest.fixture
def town(staffed: Staffed, tmp_path: Path) -> Iterator[County]:
    """A copy of the staffed county, the line open."""
    made = County(staffed, tmp_path)
    made.open_line()
    yield made
    made.close()


@pytest.fixture
def screens(
    qtbot: QtBot, qapp: QApplication, town: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Screens]:
    """Opens windows at the desks of the county."""
    monkeypatch.setenv("YIGONGTI_PREFERENCES", str(tmp_path / "window.json"))
    dress(qapp)
    strays = Strays()
    strays.watch(monkeypatch)
    made = Screens(qtbot, town)
    yield made
    made.close()
    assert not strays.seen, strays.seen


@pytest.fixture
def dressed(request: pytest.FixtureRequest, screens: Screens, qapp: QApplication) -> Iterator[Screens]:
    """The screens in light or in dark, half of the tests in either: where things stand is the same in both."""
    dress(qapp, (LIGHT, DARK)[crc32(request.node.name.encode()) % 2])
    yield screens
    dress(qapp, LIGHT)

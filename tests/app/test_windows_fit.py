"""Every page at the sizes that people have: nothing outside the window, no words cut, every word Chinese."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests import fit
from tests.fakes.time import StoppedClock
from tests.gui import CONTROL
from tests.gui import type_in
from tests.gui import words
from tests.seats import PASSWORD
from tests.seats import Seat
from tests.seats import folder
from tests.seats import seat
from tests.seats import township
from tests.world import EVERY_LEAD_ROLE
from tests.world import WORDS
from tests.world import World
from yigongti_desktop.kit.theme import DARK
from yigongti_desktop.kit.theme import LIGHT
from yigongti_desktop.kit.theme import dress

__all__ = ["folder", "seat", "township"]
pytestmark = pytest.mark.gui
#: 1366×768 is the screen: a title bar and a task bar leave 697. At 150 % it is 911×512 in all.
SIZES = [(1366, 697), (911, 512), (900, 480)]
PAGES = [
    "today",
    "referrals",
    "referral_figures",
    "deductible",
    "slots",
    "followups",
    "services",
    "pharmacy",
    "villages",
    "shortages",
    "differences",
    "stock",
    "counts",
    "measures",
    "rosters",
    "rates",
    "teams",
    "packages",
    "contracts",
    "residents",
    "calendar",
    "postings",
    "posting_year",
    "leave",
    "handover",
    "sync",
    "settings",
    "help",
]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def sized(request: pytest.FixtureRequest, seat: Seat, clock: StoppedClock) -> Seat:
    """A window of a size that people have, zhou at work, with cases that are late."""
    clock.advance(days=4)
    seat.open_to_login(*request.param)
    seat.log_in()
    seat.settle()
    return seat


def faults(at: Seat, where: str) -> list[str]:
    """Return everything that is wrong with what is in sight, once it stands."""
    window = at.window
    at.settle()
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    found = [f"outside: {one}" for one in fit.outside(window)]
    found += [f"cut: {one}" for one in fit.cut(window)]
    found += [f"foreign: {one}" for one in sorted(fit.latin(window))]
    found += [f"unnamed: {one}" for one in fit.unreadable(window)]
    if window.minimumSizeHint().width() > window.width() or window.minimumSizeHint().height() > window.height():
        found.append(f"needs {window.minimumSizeHint().toTuple()} of {window.size().toTuple()}")
    return [f"{where}: {one}" for one in found]


@pytest.mark.slow
def test_every_page_fits_its_window(sized: Seat) -> None:
    wrong = []
    for name in PAGES:
        sized.workplace.open_page(name)
        sized.wait_for_page(name)
        wrong += faults(sized, name)
    assert wrong == []


@pytest.mark.slow
def test_every_page_fits_in_the_dark_too(seat: Seat, qapp: QApplication) -> None:
    wrong = []
    dress(qapp, DARK)
    try:
        seat.open_to_login(911, 512)
        seat.log_in()
        for name in PAGES:
            seat.workplace.open_page(name)
            seat.wait_for_page(name)
            wrong += faults(seat, name)
            grey = seat.window.grab().scaled(40, 20).toImage()
            shades = [grey.pixelColor(x, y).lightness() for x in range(40) for y in range(20)]
            wrong += [f"{name} is not dark"] if sum(shades) / len(shades) > 80 else []
    finally:
        dress(qapp, LIGHT)
    assert wrong == []


@pytest.mark.slow
def test_the_desk_of_the_lead_hospital_fits_its_window(
    qtbot: QtBot, clinic_and_hospital: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = clinic_and_hospital
    world.send_referral("岳口")
    world.request("岳口")
    for name in ("岳口", "市一医"):
        world.desks[name].sync()
    account = world.keeper.add_account("市一医", "yang", "杨志勇", EVERY_LEAD_ROLE, department="转诊办", title="主任")
    world.desks["市一医"].sync()
    home = world.desks["市一医"].home.path
    world.desks["市一医"].close()
    monkeypatch.setenv("YIGONGTI_PASSPHRASE", WORDS)
    monkeypatch.setenv("YIGONGTI_PREFERENCES", str(home / "window.json"))
    made = Seat(qtbot, home, world.clock)
    made.open_to_login(911, 512)
    made.choose("yang")
    type_in(account[1])
    made.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "换成自己的密码" in words(made.window))
    wrong = faults(made, "password")
    for typed in (account[1], PASSWORD, PASSWORD):
        type_in(typed)
        made.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: made.is_entered)
    pages = list(made.workplace.specs)
    assert "residents" not in pages
    for size in ((911, 512), (1366, 697)):
        made.window.resize(*size)
        for name in pages:
            made.workplace.open_page(name)
            made.wait_for_page(name)
            wrong += faults(made, name)
    made.close()
    assert wrong == []


@pytest.mark.slow
def test_what_is_written_fits_its_window(sized: Seat) -> None:
    wrong = []
    for key, page in ((Qt.Key.Key_F2, "referrals"), (Qt.Key.Key_F3, "pharmacy")):
        sized.press(key)
        sized.wait_for_page(page)
        sized.qtbot.waitUntil(lambda: sized.page.work is not None)
        wrong += faults(sized, f"new on {page}")
    assert wrong == []


@pytest.mark.slow
def test_the_gate_and_the_lock_fit_their_window(sized: Seat) -> None:
    sized.press(Qt.Key.Key_L, CONTROL)
    sized.qtbot.waitUntil(lambda: "已锁定" in words(sized.window))
    wrong = faults(sized, "lock")
    sized.opened = False
    sized.press(Qt.Key.Key_F4)
    sized.qtbot.waitUntil(lambda: sized.opened)
    wrong += faults(sized, "login")
    sized.press(Qt.Key.Key_F4)
    wrong += faults(sized, "login by name")
    assert wrong == []

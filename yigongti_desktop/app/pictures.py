"""Pictures of the desk's pages, taken from the real window without a screen."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from yigongti_desktop.app.application import make_application
from yigongti_desktop.app.desk import DeskWindow
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit.page import Page
from yigongti_desktop.shell.workplace import Workplace

_WIDTH, _HEIGHT = 1366, 768
_PATIENCE = 30.0
_STEP_MILLISECONDS = 20


def go_without_screen(preferences: Path) -> None:
    """Let windows of this process be drawn in memory, with nobody's preferences."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["YIGONGTI_PREFERENCES"] = str(preferences)
    if QApplication.instance() is None:
        make_application(["yigongti"])


class Camera:
    """The desk of one home in a window of 1366×768, waiting for somebody to log in."""

    def __init__(self, home: Path, words: str, target: Path) -> None:
        self._window = DeskWindow(home, lambda: words)
        self._target = target
        is_ready: list[bool] = []
        self._window.ready.connect(lambda: is_ready.append(True))
        self._window.window.resize(_WIDTH, _HEIGHT)
        self._window.open()
        self._until(lambda: bool(is_ready))

    def close(self) -> None:
        """Close the window and let the data go."""
        self._window.close()
        self._window.window.close()

    @property
    def workplace(self) -> Workplace:
        """Return the workplace of the person."""
        if self._window.workplace is None:
            raise Unavailable("logged_out")
        return self._window.workplace

    def log_in(self, login: str, password: str) -> None:
        """Sit down as somebody."""
        view = self._window.login
        view.choose(login)
        view.password.setText(password)
        view.password.returnPressed.emit()
        self._until(lambda: self._window.session is not None and self._window.window.view is self._window.workplace)

    def open(self, page: str, argument: str | None = None) -> Page:
        """Open a page and wait until it is full."""
        self.workplace.open_page(page, argument)
        self.settle()
        shown = self.workplace.current
        if shown is None:
            raise LookupError(page)
        return shown

    def lock(self) -> None:
        """Lock the desk."""
        self._window.lock()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is asked any more and everything is painted."""
        quiet = 0

        def is_quiet() -> bool:
            nonlocal quiet
            desk = self._window.desk
            quiet = 0 if desk is not None and (desk.is_busy or desk.is_talking) else quiet + 1
            return quiet > 3  # noqa: PLR2004 - an answer may ask the next question

        self._until(is_quiet)

    def take(self, name: str) -> None:
        """Keep what is in sight as a picture."""
        self.settle()
        self._window.window.grab().save(str(self._target / f"{name}.png"))

    def _until(self, condition: Callable[[], bool]) -> None:
        ends = time.monotonic() + _PATIENCE
        while not condition():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _STEP_MILLISECONDS)
            if time.monotonic() > ends:
                raise Unavailable("screen_silent")

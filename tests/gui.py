"""What tests of screens share: the application as people have it, keys alone, and what stands in sight."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from typing import TypeVar

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtCore import QPoint
from PySide6.QtCore import Qt
from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QPlainTextEdit
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import TimeoutError as PatienceEnded
from pytestqt.qtbot import QtBot

from yigongti_desktop.app.application import make_application
from yigongti_desktop.app.application import speak_chinese
from yigongti_desktop.kit import theme

W = TypeVar("W", bound=QWidget)
_PATIENCE = 20.0
_LONGEST_PAUSE_MS = 10
CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application, dressed and speaking Chinese as people have it."""
    app = make_application(["yigongti"])
    speak_chinese()
    theme.load_fonts()
    return app


class Bot(QtBot):
    """pytest-qt's hands, which look again after a moment and not after 10 ms: most answers come within one."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 5000) -> None:
        """Let events pass until something is so or can be asserted, at most `timeout` milliseconds."""
        ends = time.monotonic() + timeout / 1000
        pause = 0
        while True:
            missing = None
            try:
                if _is_so(callback):
                    return
            except AssertionError as missed:
                missing = missed
            if time.monotonic() > ends:
                raise PatienceEnded(f"waitUntil timed out in {timeout} milliseconds") from missing
            pause = min(pause + 1, _LONGEST_PAUSE_MS)
            loop = QEventLoop()
            QTimer.singleShot(pause, loop.quit)
            loop.exec()


def _is_so(callback: Callable[[], bool | None]) -> bool:
    answer = callback()
    if answer is not None and not isinstance(answer, bool):
        raise TypeError(f"a condition is true or false, not {answer!r}")
    return answer is not False


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> Bot:  # noqa: ARG001 - there has to be one
    """Return hands for this test."""
    return Bot(request)


def press(window: QWidget, key: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as the keyboard would: it goes where the focus is, shortcuts included."""
    handle = window.window().windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key, with_)


def type_in(text: str) -> None:
    """Type words where the focus is; what no key has comes from an input method."""
    for character in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        if character.isascii():
            QTest.keyClicks(focused, character)
        else:
            QApplication.sendEvent(focused, QInputMethodEvent(character, []))
            written = QInputMethodEvent()
            written.setCommitString(character)
            QApplication.sendEvent(focused, written)


def show(qtbot: Any, widget: W, width: int = 900, height: int = 600) -> W:
    """Show a widget as a window of its own that has the focus."""
    qtbot.addWidget(widget)
    qtbot.__dict__.setdefault("shown", []).append(widget)  # pytest-qt itself keeps none
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def seen(root: QWidget, kind: type[W]) -> list[W]:
    """Return the widgets of a kind that are in sight."""
    found = [root] if isinstance(root, kind) else []
    return [one for one in [*found, *root.findChildren(kind)] if one.isVisible()]


def words(root: QWidget) -> str:
    """Return all words in sight: labels, buttons, fields and what they propose."""
    parts = [one.text() for one in seen(root, QLabel)] + [one.text() for one in seen(root, QAbstractButton)]
    parts += [one.text() or one.placeholderText() for one in seen(root, QLineEdit)]
    parts += [one.toPlainText() or one.placeholderText() for one in seen(root, QPlainTextEdit)]
    return "\n".join(part for part in parts if part)


def button(root: QWidget, text: str) -> QAbstractButton:
    """Return the button in sight that says so."""
    found = [one for one in seen(root, QAbstractButton) if one.text() == text]
    assert len(found) == 1, (text, [one.text() for one in seen(root, QAbstractButton)])
    return found[0]


def has_focus_by_tab(window: QWidget, wanted: QWidget, most: int = 40) -> bool:
    """Say whether Tab alone leads to a widget."""
    for _ in range(most):
        if QApplication.focusWidget() is wanted:
            return True
        press(window, Qt.Key.Key_Tab)
    return False


def answering(kind: type[W], answer: Callable[[W], object]) -> QTimer:
    """Wait for a dialog to open, then do something with it; the caller opens it meanwhile."""
    timer = QTimer(QApplication.instance(), interval=5)
    ends = time.monotonic() + _PATIENCE

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind) and dialog.isVisible():
            timer.stop()
            answer(dialog)
        elif time.monotonic() > ends:
            timer.stop()
            if isinstance(dialog, QDialog):
                dialog.reject()  # else the test would never end

    timer.timeout.connect(look)
    timer.start()
    return timer


def outside(root: QWidget, widget: QWidget) -> bool:
    """Say whether a widget reaches out of the window that holds it."""
    corner = widget.mapTo(root, QPoint(0, 0))
    return corner.x() < 0 or corner.y() < 0 or corner.x() + widget.width() > root.width()

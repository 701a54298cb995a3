"""What tests of screens share: the application as people have it, keys alone, and what stands in sight."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtCore import Qt
from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QFileDialog
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QMainWindow
from PySide6.QtWidgets import QMenu
from PySide6.QtWidgets import QPlainTextEdit
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from yigongti_desktop.app.application import make_application
from yigongti_desktop.app.application import speak_chinese
from yigongti_desktop.kit import theme

W = TypeVar("W", bound=QWidget)
_PATIENCE = 20.0
#: Milliseconds between two looks at what is waited for, at most.
_LONGEST = 10
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
    """pytest-qt's own, but for its patience: what is so after a millisecond is not waited for ten."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 20_000) -> None:
        """Wait until something is so, looking more and more seldom; an assertion that fails is not so yet.

        Args:
            callback: what looks; it answers with a bool, or asserts and answers nothing.
            timeout: in milliseconds.

        Raises:
            TimeoutError: it never was.
        """
        ends, pause = time.monotonic() + timeout / 1000, 1
        while not _is_so(callback, is_last=time.monotonic() > ends):
            self.wait(pause)
            pause = min(2 * pause, _LONGEST)


def naming(file: Path | str) -> Callable[[QDialog], None]:
    """Return what types a file's name, or several, into the dialog that asks for it."""

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(field, QLineEdit)
        field.setText(str(file))
        QTest.keyClick(field, Qt.Key.Key_Return)

    return choose


def _is_so(callback: Callable[[], bool | None], *, is_last: bool) -> bool:
    try:
        found = callback()
    except AssertionError as fault:
        if is_last:
            raise TimeoutError("what was waited for never was") from fault
        return False
    if not isinstance(found, bool | None):
        raise TypeError(found)
    if found is False and is_last:
        raise TimeoutError("what was waited for never was")
    return found is not False


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's fixture, impatient."""
    assert qapp is not None
    return Bot(request)


class Strays:
    """Notes what shows itself as a window of its own and is none: it would flash, and take the focus away.

    What shows a widget is asked, not every event of the application: there are a thousand times as many.
    """

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._show, self._set_visible = QWidget.show, QWidget.setVisible

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Look at whatever is shown from now on."""

        def show(widget: QWidget) -> None:
            self._look(widget)
            self._show(widget)

        def set_visible(widget: QWidget, visible: bool) -> None:  # noqa: FBT001 - as Qt has it
            if visible:
                self._look(widget)
            self._set_visible(widget, visible)

        patch.setattr(QWidget, "show", show)
        patch.setattr(QWidget, "setVisible", set_visible)

    def _look(self, widget: QWidget) -> None:
        is_none = not isinstance(widget, QMainWindow | QDialog | QMenu) and widget.windowType() == Qt.WindowType.Window
        if widget.isWindow() and is_none:
            self.seen.append(f"{type(widget).__name__} {widget.accessibleName()}")


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

"""A window in a process of its own that writes down when it was painted: one JSON line for each moment.

    python -m tests.benchmarks.parts.watched bare
    python -m tests.benchmarks.parts.watched desk HOME LOGIN PASSWORD

A line holds the moment's name, nanoseconds of the monotonic clock, which all processes of a machine share, and the
most memory so far in KiB (Linux). Nothing that the
watched program does not import itself is imported before it has painted.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtCore import QEvent
from PySide6.QtCore import QObject
from PySide6.QtCore import Qt
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QMainWindow
from PySide6.QtWidgets import QWidget


class Watch(QObject):
    """Sees every paint of the application, and calls back once what was painted is on the screen."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._awaited: list[tuple[Callable[[QWidget], bool], Callable[[], None]]] = []
        app.installEventFilter(self)

    def on_paint(self, fits: Callable[[QWidget], bool], then: Callable[[], None]) -> None:
        """Call once after the first paint of a widget that fits."""
        self._awaited.append((fits, then))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at paints, and let all pass."""
        if event.type() == QEvent.Type.Paint and self._awaited and isinstance(watched, QWidget):
            for awaited in [one for one in self._awaited if one[0](watched)]:
                self._awaited.remove(awaited)
                QTimer.singleShot(0, awaited[1])  # the whole window is painted and flushed before the next event
        return False


def note(moment: str) -> None:
    """Write down that it is now, and the most memory that there was."""
    now = time.monotonic_ns()
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib is not the question
        most = next(
            int(line.split()[1]) for line in status if line.startswith("VmHWM")
        )  # of this program, not its parent
    sys.stdout.write(json.dumps([moment, now, most]) + "\n")
    sys.stdout.flush()


def bare() -> int:
    """Show a window with one label."""
    app = QApplication([sys.argv[0]])
    window = QMainWindow()
    text = QLabel("医共体工作台")
    window.setCentralWidget(text)

    def painted() -> None:
        note("painted")
        app.quit()

    Watch(app).on_paint(lambda widget: widget is text, painted)
    window.show()
    return app.exec()


def desk(home: str, login: str, password: str) -> int:
    """Run `yigongti desk`; log in as soon as that can be done, and leave when the first page is painted."""
    from yigongti_desktop.__main__ import main
    from yigongti_desktop.app import application
    from yigongti_desktop.app import desk as program

    make = application.make_application
    watches: list[Watch] = []

    def make_watched(arguments: list[str] | None = None) -> QApplication:
        app = make(arguments)
        watches.append(Watch(app))
        return app

    class Watched(program.DeskWindow):
        def open(self) -> None:
            watches[0].on_paint(lambda widget: widget is self.login, lambda: note("painted"))
            self.ready.connect(self._type)
            self.entered.connect(self._expect_page)
            super().open()

        def _type(self) -> None:
            watches[0].on_paint(lambda widget: widget is self.login, self._press)
            self.login.update()

        def _press(self) -> None:
            note("ready")
            self.login.choose(login)
            self.login.password.setText(password)
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
                QCoreApplication.sendEvent(self.login.password, key)
            note("pressed")

        def _logged_in(self, session: Any) -> None:
            note("known")
            super()._logged_in(session)

        def _expect_page(self) -> None:
            assert self.workplace is not None
            page: Any = self.workplace.current
            shown = page.table.view.viewport()
            watches[0].on_paint(lambda widget: widget is shown and page.table.view.current() is not None, self._seen)

        def _seen(self) -> None:
            note("page")
            self.window.close()

    program.make_application = make_watched  # type: ignore[attr-defined] # the window is the program's own; only its paints are seen
    program.DeskWindow = Watched  # type: ignore[misc] # the same class with its moments written down
    return main(["desk", "--home", home])


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    sys.exit(desk(*given) if what == "desk" else bare())

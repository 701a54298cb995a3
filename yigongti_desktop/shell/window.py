"""The program's window: a gate first, then the workplace; the lock lies over both."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtCore import QObject
from PySide6.QtCore import QSize
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QMainWindow
from PySide6.QtWidgets import QMenu
from PySide6.QtWidgets import QStackedWidget
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.icons import app_icon

_LEAST = QSize(900, 480)
_USUAL = QSize(1366, 768)
_ACTIVITY = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.MouseMove})


class Window(QMainWindow):
    """One window for everything."""

    #: Nobody has touched anything for the set time.
    idle = Signal()
    #: Somebody types.
    typed = Signal()
    closing = Signal()
    #: The window is on the screen for the first time, whole.
    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("医共体工作台")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(_LEAST)
        self.resize(_USUAL)
        self._stack = QStackedWidget()
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setCentralWidget(holder)
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(self.idle)
        self._was_painted = False

    def show_view(self, view: QWidget) -> None:
        """Bring a view to the front."""
        if self._stack.indexOf(view) < 0:
            self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    @property
    def view(self) -> QWidget | None:
        """Return the view in front."""
        return self._stack.currentWidget()

    def watch_idle(self, minutes: int) -> None:
        """Tell when nobody has touched anything for so long; 0 stops telling."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._quiet.stop()
        if minutes and app is not None:
            app.installEventFilter(self)
            self._quiet.start(minutes * 60_000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count from the last touch."""
        if event.type() in _ACTIVITY:
            self._quiet.start()
        if event.type() == QEvent.Type.KeyPress:
            self.typed.emit()
        return super().eventFilter(watched, event)

    def close_dialogs(self) -> None:
        """Put away what stands in front of the window: a paper, a menu, a question."""
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and isinstance(widget, QDialog):
                widget.reject()
            elif widget.isVisible() and isinstance(widget, QMenu):
                widget.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that there is something to see, when all of it is."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is being written, then close."""
        self.closing.emit()
        super().closeEvent(event)

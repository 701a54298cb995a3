"""Something long that is being made off the screen's thread: how far it is, and the way to stop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QProgressBar
from PySide6.QtWidgets import QVBoxLayout

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page

#: Told from the other thread how many are done; answers whether to go on.
Progress = Callable[[int], bool]
_WIDTH = 380


class Making(QDialog):
    """The dialog; it is gone when the thing is made, or stopped."""

    def __init__(self, page: Page, title: str, total: int) -> None:
        super().__init__(page.window())
        self._page, self._total = page, total
        self.is_stopped = False
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        self._words = label("", "second")
        self._bar = QProgressBar(maximum=total)
        self._bar.setTextVisible(False)
        stop = KeyButton("停止", "Esc")
        stop.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(label(title, "card"))
        layout.addWidget(self._bar)
        layout.addLayout(row(self._words, None, stop))
        self.show_done(0)

    def reject(self) -> None:
        """Stop what is being made."""
        self.is_stopped = True
        super().reject()

    def show_done(self, done: int) -> None:
        """Say how far it is."""
        self._bar.setValue(done)
        self._words.setText(f"{done:,} / {self._total:,}")


def make(page: Page, title: str, total: int, work: Callable[[Progress], bytes], done: Callable[[bytes], None]) -> None:
    """Make something, showing how far it is; `done` gets it unless the person stopped it."""
    dialog = Making(page, title, total)

    def progress(count: int) -> bool:
        page.desk.tell(lambda: None if dialog.is_stopped else dialog.show_done(count))
        return not dialog.is_stopped and not page.desk.is_closing

    def made(content: bytes) -> None:
        if not dialog.is_stopped:
            dialog.accept()
            done(content)
        dialog.deleteLater()

    def failed(fault: Fault) -> None:
        stopped = dialog.is_stopped
        dialog.accept()
        dialog.deleteLater()
        if not stopped:
            page.show_fault(fault)

    dialog.open()
    page.desk.work(page, lambda: work(progress), made, failed)

"""The strip above 同步 while a talk goes on: what goes up, what comes down, how much is left."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from yigongti_desktop.app.sync_words import progress_words
from yigongti_desktop.app.sync_words import share_done
from yigongti_desktop.kit.gauge import Gauge
from yigongti_desktop.kit.labels import Glyph
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.sync.progress import Progress

_HEIGHT = 30


class ProgressStrip(QWidget):
    """Shown while a talk goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = label("", "second")
        self._bar = Gauge()
        layout = row(Glyph("sync", "accent", 16), self._words, self._bar, spacing=10, margins=(14, 0, 14, 0))
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setFixedHeight(_HEIGHT)
        self.hide()

    def show_progress(self, progress: Progress | None) -> None:
        """Say how far the talk has come."""
        words = progress_words(progress)
        self._words.setText(words)
        self._bar.show_share(share_done(progress))
        self.setAccessibleName(words)

    def words(self) -> str:
        """Return what is said."""
        return self._words.text()

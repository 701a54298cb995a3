"""Python's garbage is collected on the screen's thread alone.

The collector runs in whichever thread happens to allocate. A worker's would destroy widgets of the screen: Qt holds a
lock while it asks Python for the last words of an object, and the screen, which holds Python meanwhile, waits for that
lock. Both wait for ever, and the window stands still.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer

_EVERY_MILLISECONDS = 250


class Collector(QObject):
    """Collects while its thread is at rest; no other thread does from now on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=_EVERY_MILLISECONDS)
        timer.timeout.connect(look)
        timer.start()


def look() -> None:
    """Collect the oldest generation whose turn has come, by Python's own thresholds."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return

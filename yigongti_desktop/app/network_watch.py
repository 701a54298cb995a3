"""Tells when the machine's network has changed: a cable, a new address, a line that is there again.

The system says it where Qt knows how to ask; elsewhere the machine's addresses are compared from time to time,
off the screen's thread.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal

from yigongti_desktop.kit.tasks import Tasks

_LOOK_MILLISECONDS = 15_000


class NetworkWatch(QObject):
    """Watches the network of this machine."""

    changed = Signal()

    def __init__(self, aside: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._aside = aside
        self._known: frozenset[str] | None = None
        self._looking = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._looking.timeout.connect(self.look)

    def begin(self) -> None:
        """Watch from now on."""
        if not self._ask_system():
            self._looking.start()
            self.look()

    def stop(self) -> None:
        """Watch no more."""
        self._looking.stop()

    @property
    def is_metered(self) -> bool:
        """Say whether the network is paid for by what goes over it, as far as the system knows."""
        from PySide6.QtNetwork import QNetworkInformation

        told = QNetworkInformation.instance()
        return told is not None and told.isMetered()

    def look(self) -> None:
        """Compare the addresses with those of the last look."""
        self._aside.ask(self, addresses, self.compare)

    def compare(self, found: frozenset[str]) -> None:
        """Tell when these are other addresses than before, and there are any."""
        known, self._known = self._known, found
        if known is not None and found != known and found:
            self.changed.emit()

    def _ask_system(self) -> bool:
        from PySide6.QtNetwork import QNetworkInformation

        if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            return False
        told = QNetworkInformation.instance()
        told.reachabilityChanged.connect(self._on_reachability)
        return True

    def _on_reachability(self, reached: object) -> None:
        from PySide6.QtNetwork import QNetworkInformation

        if reached != QNetworkInformation.Reachability.Disconnected:
            self.changed.emit()


def addresses() -> frozenset[str]:
    """Return the addresses of this machine that other machines can reach."""
    from PySide6.QtNetwork import QNetworkInterface

    return frozenset(one.toString() for one in QNetworkInterface.allAddresses() if not one.isLoopback())

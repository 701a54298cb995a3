"""How the window comes to its data: the keys from the keyring or from words, else a first run.

It works on a thread of its own, and what is heavy is imported there.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal

from yigongti_desktop.kit.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from yigongti_desktop.app.first_run import FirstRun
    from yigongti_desktop.app.workbench import Workbench
    from yigongti_desktop.kernel.clock import Clock
    from yigongti_desktop.kernel.errors import Fault
    from yigongti_desktop.shell.first_run import PassphraseView
    from yigongti_desktop.storage.vault import Vault

log = logging.getLogger(__name__)


class Opening(QObject):
    """Opens the data of a home."""

    #: The data is open, and its machine enrolled.
    opened = Signal(object)
    #: It cannot be opened, and no words would help: the sentence that says why.
    failed = Signal(str)

    def __init__(
        self, home: Path, words: Callable[[], str] | None, clock: Clock | None, show: Callable[[QWidget], None]
    ) -> None:
        super().__init__()
        self.tasks = Tasks("opening", self)
        self._home = home
        self._words = words
        self._are_typed = False
        self._clock = clock
        self._show = show
        self._view: PassphraseView | None = None
        self._first_run: FirstRun | None = None

    def begin(self) -> None:
        """Try it; ask for words where they are needed."""
        self.tasks.ask(self, self._try, self._on_opened, self._on_failed)

    def close(self) -> None:
        """End what is under way, and the thread."""
        if self._first_run is not None:
            self._first_run.stop()
        self.tasks.close(finish=True)
        if self._first_run is not None:
            self._first_run.close()

    def _try(self) -> Workbench | None:
        from yigongti_desktop.storage.home import Home

        home = Home(self._home)
        if not home.vault.exists():
            return None
        # First the keys, then what works with the data: the memory that a passphrase is stretched in is free again.
        vault = None if home.is_restoring else self._open_vault(home.vault)
        from yigongti_desktop.app.workbench import open_home

        return open_home(home, lambda path: vault or self._open_vault(path), clock=self._clock)

    def _open_vault(self, path: Path) -> Vault:
        from yigongti_desktop.app.unlocking import give_back
        from yigongti_desktop.app.unlocking import open_with_keyring
        from yigongti_desktop.app.unlocking import unlock

        told = os.environ.get("YIGONGTI_PASSPHRASE")
        words = self._words or ((lambda: told) if told else None)
        if words is None:
            return open_with_keyring(path)
        vault = unlock(path, words)
        if self._are_typed:
            give_back(vault)
        return vault

    def _on_opened(self, bench: Workbench | None) -> None:
        if bench is not None and bench.is_enrolled and not bench.asked_code:
            self.opened.emit(bench)
            return
        from yigongti_desktop.app.first_run import FirstRun

        self._first_run = FirstRun(self._home, self.tasks, self._show, clock=self._clock)
        self._first_run.enrolled.connect(self.opened)
        self._first_run.begin(bench)

    def _on_failed(self, fault: Fault) -> None:
        from yigongti_desktop.app.words import say

        if fault.code in {"vault_locked", "passphrase_wrong"} or fault.code.startswith("keyring"):
            self._ask(fault)
            return
        log.error("the data could not be opened: %s", fault.code)
        self.failed.emit(say(fault))

    def _ask(self, fault: Fault) -> None:
        from yigongti_desktop.app.words import say
        from yigongti_desktop.shell.first_run import PassphraseView

        if self._view is None:
            self._view = PassphraseView()
            self._view.submitted.connect(self._on_words)
        wrong = fault.code == "passphrase_wrong"
        if not wrong:
            self._view.ask_old("" if fault.code in {"vault_locked", "keyring_missing"} else say(fault))
        self._show(self._view)
        self._view.say_fault(say(fault) if wrong else "")

    def _on_words(self, words: str) -> None:
        self._words = lambda: words
        self._are_typed = True
        self.begin()

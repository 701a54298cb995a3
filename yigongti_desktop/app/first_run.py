"""The first minutes: a code makes this machine a desk, keys are locked away, the first records come down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.app.first_run_stick import WAITING
from yigongti_desktop.app.first_run_stick import FirstRunByStick
from yigongti_desktop.app.unlocking import lock_new
from yigongti_desktop.app.words import say
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.clock import SystemClock
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit.tasks import Tasks
from yigongti_desktop.shell.first_run import EnrolView
from yigongti_desktop.shell.first_run import PassphraseView
from yigongti_desktop.storage import credentials
from yigongti_desktop.storage.home import Home

if TYPE_CHECKING:
    from yigongti_desktop.protocol.enrolment import Enrolled
    from yigongti_desktop.sync.progress import Progress

_NO_LINE = "连不上县院中枢。请看看网络，再按「登记」；没有网，按「写登记申请」，用 U 盘登记。"


class FirstRun(QObject):
    """Leads through enrolment."""

    enrolled = Signal(object)

    def __init__(
        self, home: Path, tasks: Tasks, show: Callable[[QWidget], None], *, clock: Clock | None = None
    ) -> None:
        super().__init__()
        self._home = home
        self._tasks = tasks
        self._show = show
        self._clock = clock
        self._view = EnrolView()
        self._passphrase = PassphraseView()
        self._words = ""
        self._recovery = ""
        self._bench: Workbench | None = None
        self._stick = FirstRunByStick(self._view, tasks, self._open_bench, self._now)
        self._stick.admitted.connect(self._welcome)
        self._view.submitted.connect(self._enrol)
        self._view.finished.connect(self._hand_over)
        self._passphrase.submitted.connect(self._on_passphrase)

    def begin(self, bench: Workbench | None) -> None:
        """Ask for a passphrase where the system keeps no keys, else for the code at once."""
        self._bench = bench
        if bench is not None:
            self._show_code()
            return
        self._tasks.ask(self, credentials.backend_name, lambda _name: self._show_code(), self._no_keyring)

    def stop(self) -> None:
        """End what is under way: the window closes."""
        self._stick.stop()
        if self._bench is not None:
            self._bench.stop_sync()

    def close(self) -> None:
        """Let the data go that nobody took over: the window was closed before."""
        if self._bench is not None:
            self._bench.close()

    def _hand_over(self) -> None:
        bench, self._bench = self._bench, None
        self.enrolled.emit(bench)

    def _no_keyring(self, _fault: Fault) -> None:
        self._passphrase.ask_new()
        self._show(self._passphrase)
        self._passphrase.words.setFocus()

    def _on_passphrase(self, words: str) -> None:
        from yigongti_desktop.storage.vault import SHORTEST_PASSPHRASE

        if len(words) < SHORTEST_PASSPHRASE:
            self._passphrase.say_fault(say(Refused("passphrase_short", least=SHORTEST_PASSPHRASE)))
            return
        self._words = words
        self._show_code()

    def _show_code(self) -> None:
        self._show(self._view)
        self._view.code.setFocus()
        if self._bench is not None and self._bench.asked_code:
            self._view.say(WAITING, self._bench.asked_code)

    def _enrol(self, code: str) -> None:
        self._view.say_progress("正在核对县院中枢并登记")
        self._tasks.ask(self, lambda: self._do(code), self._welcome, self._not_done)

    def _not_done(self, fault: Fault) -> None:
        self._view.say_fault(_NO_LINE if fault.code == "hub_unreachable" else say(fault))

    def _do(self, code: str) -> Enrolled:
        bench = self._open_bench()
        enrolled = bench.enrol(code)
        self._tasks.post(lambda: self._view.say_progress("已登记，正在取本院的资料"))
        bench.sync(lambda come: self._progress(bench, come))
        return enrolled

    def _open_bench(self) -> Workbench:
        """Return this machine's data, made behind a lock if there is none."""
        if self._bench is None:
            bench = create(Home(self._home), lambda vault: lock_new(vault, self._passphrase_words), clock=self._clock)
            self._recovery = bench.new_recovery_code()
            self._bench = bench
        return self._bench

    def _now(self) -> datetime:
        if self._bench is not None:
            return self._bench.clock.now()
        return (self._clock or SystemClock()).now()

    def _passphrase_words(self) -> str:
        if not self._words:
            raise Unavailable("keyring_missing")
        return self._words

    def _progress(self, bench: Workbench, come: Progress) -> bool:
        """Say how far it is; once somebody can work here, the window opens and the rest comes meanwhile."""
        words = f"已收 {come.received:,} 条" + (f"，还有 {come.left:,} 条" if come.left else "")
        self._tasks.post(lambda: self._view.say_progress(f"正在取本院的资料：{words}"))
        return not bench.is_usable

    def _welcome(self, enrolled: Enrolled) -> None:
        """Show the recovery code; one that was made on an earlier day was shown to nobody."""
        place = f"{enrolled.institution_name}　设备 {enrolled.letter}"
        self._tasks.ask(
            self,
            lambda: self._recovery or self._open_bench().new_recovery_code(),
            lambda recovery: self._view.show_recovery(place, recovery),
            self._not_done,
        )

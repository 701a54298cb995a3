"""The first minutes without a line: a code's file is opened, a request written, the hub's answer taken in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from yigongti_desktop.app import admitting
from yigongti_desktop.app.words import say
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit import saving
from yigongti_desktop.kit.words import clock
from yigongti_desktop.protocol import code_file
from yigongti_desktop.protocol.enrolment import read_code
from yigongti_desktop.storage.sticks import SUFFIX
from yigongti_desktop.sync.admission import proposed_name

if TYPE_CHECKING:
    from yigongti_desktop.app.workbench import Workbench
    from yigongti_desktop.kit.tasks import Tasks
    from yigongti_desktop.protocol.code_file import CodeFile
    from yigongti_desktop.shell.first_run import EnrolView
    from yigongti_desktop.sync.admission import Admitted

WAITING = "本机在等县院的登记回执。带回来了，按「打开文件」；登记申请丢了，可以再写一份，是一样的。"
_KINDS = f"登记码文件和登记回执 (*{code_file.SUFFIX} *{SUFFIX})"
_PERCENT = 100


class FirstRunByStick(QObject):
    """Asks for files, and does with each what it is for."""

    #: The hub's answer is in, and this machine a desk.
    admitted = Signal(object)

    def __init__(
        self, view: EnrolView, tasks: Tasks, bench: Callable[[], Workbench], now: Callable[[], datetime]
    ) -> None:
        """Stand by.

        Args:
            view: where the code is asked for.
            tasks: the thread that files are read and written on.
            bench: opens this machine's data on that thread, having made it if there is none.
            now: tells the time.
        """
        super().__init__()
        self._view = view
        self._tasks = tasks
        self._bench = bench
        self._now = now
        self._folder: Path | None = None
        self._is_stopped = False
        self._shown = -1
        #: Code that came from a file, and the file.
        self._opened: tuple[str, Path] | None = None
        view.asked.connect(self._ask)
        view.opening.connect(self._open)

    def stop(self) -> None:
        """End what is under way: the window closes."""
        self._is_stopped = True

    def _ask(self, typed: str) -> None:
        try:
            spelled = read_code(typed).spell()
        except Refused as refusal:
            self._not_done(refusal)
            return
        stem = proposed_name(self._now()).removesuffix(SUFFIX)
        target = saving.ask_where(self._view, "写登记申请", stem, (SUFFIX,), "登记申请", self._begin_in())
        if target is None:
            return
        self._folder = target.parent
        used = self._opened[1] if self._opened is not None and self._opened[0] == spelled else None
        self._view.say_progress("正在写登记申请")
        self._tasks.ask(
            self,
            lambda: admitting.ask(self._bench(), spelled, target, used),
            lambda file: self._view.say(
                f"登记申请已写好：{file.name}。请拿到县院导入，带回登记回执，按「打开文件」。"
                + ("登记码文件用过了，已删除；本机记着登记码。" if used is not None and not used.exists() else ""),
                spelled,
            ),
            self._not_done,
        )

    def _open(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._view.window(), "打开登记码文件或登记回执", str(self._begin_in()), _KINDS
        )
        if not chosen:
            return
        file = Path(chosen)
        self._folder, self._shown = file.parent, -1
        self._view.say_progress("正在打开")
        self._tasks.ask(self, lambda: self._do(file), lambda found: self._opened_file(file, found), self._not_done)

    def _do(self, file: Path) -> CodeFile | Admitted:
        return admitting.look(file, self._now()) or admitting.take(self._bench(), file, self._go_on)

    def _opened_file(self, file: Path, found: CodeFile | Admitted) -> None:
        if not isinstance(found, code_file.CodeFile):
            self.admitted.emit(found.enrolled)
            return
        spelled = found.code.spell()
        self._opened = (spelled, file)
        self._view.say(
            f"{found.institution}的登记码，有效期至 {clock(found.expires_at)}。"
            "有网按「登记」，没有网按「写登记申请」。",
            spelled,
        )

    def _not_done(self, fault: Fault) -> None:
        self._view.say_fault(say(fault))

    def _go_on(self, done: int, size: int) -> bool:
        """Show how far it is; called on the thread that reads."""
        percent = min(_PERCENT, _PERCENT * done // max(1, size))
        if percent != self._shown:
            self._shown = percent
            self._tasks.post(lambda: self._view.say_progress(f"正在导入登记回执 {percent}%"))
        return not self._is_stopped

    def _begin_in(self) -> Path:
        return self._folder if self._folder is not None and self._folder.is_dir() else saving.stick()

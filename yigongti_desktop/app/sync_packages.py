"""导出同步包, 导入回执包: the two buttons of sync by hand, for the page that shows them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from yigongti_desktop.app.stick_words import exported
from yigongti_desktop.app.stick_words import imported
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit import saving
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.page import Page
from yigongti_desktop.storage.sticks import SUFFIX
from yigongti_desktop.sync.packages import proposed_name

_KIND = "同步包和回执包"
_FILTER = f"{_KIND} (*{SUFFIX})"
_PERCENT = 100


class ByHand(QObject):
    """Asks for a file, has it written or read in the line's turn, and says what came of it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._desk = page.desk
        self._folder = ""
        self._is_stopped = False
        self._shown = -1
        self._tone = "ok"
        self._stop: KeyButton | None = None
        self._export = KeyButton("导出同步包", "Ctrl+E", icon="export", parent=page)
        self._import = KeyButton("导入回执包", "Ctrl+I", icon="import", parent=page)
        #: To be put into a head, a card or a menu.
        self.buttons = (self._export, self._import)
        self._export.clicked.connect(self.export)
        self._import.clicked.connect(self.take)
        on_key(page, "Ctrl+E", self.export)
        on_key(page, "Ctrl+I", self.take)

    def export(self) -> None:
        """Ask where to, and write all that waits there."""
        if self._export.isEnabled():
            self._desk.read(self, proposed_name, self._desk.now(), done=self._ask_where, failed=self._not_done)

    def take(self) -> None:
        """Ask for the hub's answers, and take them in one after the other."""
        if not self._import.isEnabled():
            return
        chosen, _ = QFileDialog.getOpenFileNames(self._page.window(), "导入回执包", self._start(), _FILTER)
        if chosen:
            self._folder = str(Path(chosen[0]).parent)
            self._begin("正在导入")
            self._take_next([Path(one) for one in chosen], [])

    def _ask_where(self, name: str) -> None:
        stem, folder = name.removesuffix(SUFFIX), Path(self._start())
        target = saving.ask_where(self._page, "导出同步包", stem, (SUFFIX,), _KIND, folder)
        if target is None:
            return
        self._folder = str(target.parent)
        core: Any = self._desk.core
        self._begin("正在导出")
        self._desk.carry(self, lambda: core.export_package(target, self._go_on), self._exported, self._not_done)

    def _exported(self, made: Any) -> None:
        self._end()
        self._page.banner.say("", exported(made), tone="ok", icon="usb")
        self._desk.changed.emit(frozenset({"sync"}))

    def _take_next(self, files: list[Path], told: list[str]) -> None:
        file, rest = files[0], files[1:]
        core: Any = self._desk.core
        name = f"{file.name}：" if rest or told else ""

        def taken(done: Any) -> None:
            self._desk.changed.emit(done.topics | {"sync"})
            needs_look = bool(done.refused or done.waiting or done.has_gap or done.is_new_epoch)
            go_on([*told, name + imported(done)], "warn" if needs_look else "ok")

        def not_taken(fault: Fault) -> None:
            if fault.code == "stopped":
                self._not_done(fault)
            else:
                go_on([*told, name + self._desk.say(fault)], "danger")

        def go_on(said: list[str], tone: str) -> None:
            self._tone = _worse(self._tone, tone)
            if rest:
                self._take_next(rest, said)
                return
            self._end()
            title = "没有导入" if self._tone == "danger" and len(said) == 1 else "已导入"
            self._page.banner.say(title, "\n".join(said), tone=self._tone, icon="usb")

        self._desk.carry(self, lambda: core.import_answer(file, self._go_on), taken, not_taken)

    def _begin(self, words: str) -> None:
        self._is_stopped, self._shown, self._tone = False, -1, "ok"
        for button in self.buttons:
            button.setEnabled(False)
        stop = self._stop = KeyButton("停下", icon="close")
        stop.clicked.connect(self._on_stop)
        self._page.banner.say(words, "可以照常办事，不用等。", stop, tone="accent", icon="usb")

    def _end(self) -> None:
        for button in self.buttons:
            button.setEnabled(True)

    def _on_stop(self) -> None:
        self._is_stopped = True

    def _not_done(self, fault: Fault) -> None:
        self._end()
        self._page.banner.say("没有办成", self._desk.say(fault))

    def _go_on(self, done: int, size: int) -> bool:
        """Show how far it is; called on the line's thread."""
        percent = min(_PERCENT, _PERCENT * done // max(1, size))
        if percent != self._shown:
            self._shown = percent
            self._desk.tell(lambda: self._show(percent))
        return not self._is_stopped and not self._desk.is_closing

    def _show(self, percent: int) -> None:
        if not self._export.isEnabled() and self._stop is not None and shiboken6.isValid(self._stop):
            self._stop.set_words(f"停下（{percent}%）")

    def _start(self) -> str:
        """Return the folder where the last file was, else the stick that is plugged in, else the documents."""
        if self._folder and Path(self._folder).is_dir():
            return self._folder
        return str(saving.stick())


def _worse(one: str, other: str) -> str:
    order = ("ok", "warn", "danger")
    return max(one, other, key=order.index)

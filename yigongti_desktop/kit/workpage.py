"""A page that gives its place to what is written from it, and gets it back when that is done or left.

What is written is kept when it is left, gone on with when it is opened again, and shown what the rules say of it.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.page import Page


class WorkPage(Page):
    """A page with work in its place; whoever builds on it says what stands there else."""

    #: What the work is called when the desk is locked; the title of the page where it is empty.
    work_name = ""
    #: How one comes back to what was left.
    way_back = "下次打开接着写"

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk, title)
        self._name = title
        self._work: QWidget | None = None
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack)
        self.close_button = KeyButton("关闭", "Esc", icon="close", style=LINK)
        self.close_button.clicked.connect(self.leave_work)

    # what a page says of its work

    def take_back(self) -> None:
        """Show what stands here when nothing is written."""
        raise NotImplementedError

    def done(self, work: Kept, record: Any) -> None:
        """Go on after what was written has become a record; the place is the page's own again."""
        raise NotImplementedError

    # what every page does

    @property
    def work(self) -> QWidget | None:
        """Return what stands in the page's place, or None."""
        return self._work

    @property
    def kept_work(self) -> Kept | None:
        """Return what is being written, or None."""
        return self.work if isinstance(self.work, Kept) else None

    @property
    def unsaved(self) -> str:
        """Return what is being written."""
        work = self.kept_work
        return (self.work_name or self._name) if work is not None and work.is_dirty else ""

    def leave(self) -> None:
        """Keep what is being written."""
        if (work := self.kept_work) is not None:
            work.end_typing()
            work.keep_draft()

    def first_focus(self) -> None:
        """Put the cursor where work begins."""
        if (work := self.kept_work) is not None:
            work.first_focus()

    def set_compact(self, compact: bool) -> None:
        """Fit a small window."""
        super().set_compact(compact)
        if (work := self.kept_work) is not None:
            work.set_compact(compact)

    def begin_work(self, work: QWidget, title: str, facts: str, *buttons: KeyButton) -> None:
        """Give the page's place to something else."""
        self._work = work
        self._stack.addWidget(work)
        self._stack.setCurrentWidget(work)
        self.banner.clear()
        self.set_title(title, facts)
        self.set_buttons(self.close_button, *buttons)

    def leave_work(self, *, quietly: bool = False) -> None:
        """Take the place back; what was written is kept, and that is said unless it goes quietly."""
        if (kept := self.kept_work) is not None:
            kept.end_typing()
            kept.keep_draft()
            if kept.is_dirty and not quietly:
                self.wants_toast.emit("草稿已存本机", kept.way_back or self.way_back, None)
        work, self._work = self._work, None
        if work is None:
            return
        self._stack.removeWidget(work)
        work.hide()
        work.deleteLater()
        self.banner.clear()
        self.badge.set_badge(None)
        self.set_title(self._name)
        self.take_back()
        if not quietly:
            self.first_focus()

    def open_kept(self, work: Kept, title: str, facts: str, *buttons: KeyButton, frame: QWidget | None = None) -> None:
        """Give the page's place to something that is written, or to its frame; what was kept of it is gone on with."""
        self.leave_work(quietly=True)
        work.set_compact(self.is_compact)
        work.kept.connect(lambda: self.facts.setText(f"草稿已存本机 {local(self.desk.now()):%H:%M:%S}"))
        on_key(frame or work, "Esc", self.leave_work)
        self.begin_work(frame or work, title, facts, *buttons)
        self.desk.ask_draft(self, work.draft_form, work.record, done=partial(self.begin_kept, work))

    def begin_kept(self, work: Kept, draft: Mapping[str, Any] | None) -> None:
        """Show what was kept, and say so; the person may have gone on to something else meanwhile."""
        if work is not self.kept_work:
            return
        work.begin(draft if work.is_open else None)
        if draft and work.is_open:
            self.say_resumed(work.begin_anew)

    def say_resumed(self, start_afresh: Callable[[], object]) -> None:
        """Say that something unfinished is gone on with, and offer to begin anew."""
        anew = KeyButton("从头写", "", icon="refresh", style=LINK)

        def begin_anew() -> None:
            self.banner.clear()
            start_afresh()

        anew.clicked.connect(begin_anew)
        self.banner.say("接着上次没写完的", "上次填的都在，接着写就行。", anew, tone="accent", icon="pencil")

    def send(self, button: KeyButton) -> None:
        """Do what a button says with what is written, once every field of it is right."""
        work = self.kept_work
        if work is None or not work.is_open or not button.isEnabled() or not work.check():
            return
        try:
            command = work.command()
        except Refused as fault:
            self.show_refusal(fault)
            return
        if command is None:
            self.leave_work()
        else:
            self.carry_out(work, command, button)

    def carry_out(self, work: Kept, command: Any, *buttons: KeyButton) -> None:
        """Do what was written; the buttons wait for it."""

        def wait(waits: bool) -> None:
            for button in buttons:
                button.setEnabled(not waits)

        def done(record: Any) -> None:
            wait(False)
            work.drop_draft()
            self.leave_work(quietly=True)
            self.first_focus()
            self.done(work, record)

        def failed(fault: Fault) -> None:
            wait(False)
            self.show_refusal(fault)

        wait(True)
        work.keep_draft()  # now: what is kept after the act would be taken for something that was not done yet
        self.desk.do(self, command, done, failed, work.draft)

    def show_refusal(self, fault: Fault) -> None:
        """Show what the rules say where it belongs, else above the work."""
        work = self.kept_work
        if work is not None and work.show_refusal(fault):
            self.banner.clear()
        else:
            self.banner.say("没有存上", self.desk.say(fault, work.kind if work is not None else ""))

"""What screens know of the desk: commands go in, records come out, changes are told.

One thread writes what people ask, one reads lists, one talks with the hub.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit.tasks import Answered
from yigongti_desktop.kit.tasks import Call
from yigongti_desktop.kit.tasks import Failed
from yigongti_desktop.kit.tasks import Tasks
from yigongti_desktop.kit.words import Vocabulary

log = logging.getLogger(__name__)
_TELL_MILLISECONDS = 1_500


class Core(Protocol):
    """The desk without its window."""

    clock: Any

    def do(self, actor: Actor, command: Any, draft: tuple[str, str] | None = ...) -> Any:
        """Do what a person asks, and forget the draft that it was written in."""
        ...

    def read(self, question: Any, *args: Any, **kwargs: Any) -> Any:
        """Ask the database."""
        ...

    def write(self, act: Any, *args: Any, **kwargs: Any) -> Any:
        """Write something that never travels."""
        ...

    def keep_draft(self, actor: Actor, form: str, record: str, values: dict[str, Any]) -> None:
        """Keep what a person has begun to write."""
        ...

    def draft(self, actor: Actor, form: str, record: str) -> dict[str, Any] | None:
        """Return what the person had begun to write, or None."""
        ...

    def drop_draft(self, actor: Actor, form: str, record: str) -> None:
        """Forget what the person had begun to write."""
        ...

    def sync(self, progress: Any = ...) -> Any:
        """Talk with the hub."""
        ...

    def stop_sync(self) -> None:
        """End the talk with the hub at once."""
        ...

    def note(self, actor: Actor | None, act: str, subject: str = "", outcome: str = "done") -> None:
        """Append to the audit log."""
        ...

    def close(self) -> None:
        """Let the database go."""
        ...


class Desk(QObject):
    """The desk as screens see it."""

    #: Topics whose records have changed.
    changed = Signal(object)
    #: A person's act was saved on this machine.
    saved = Signal()
    #: A talk with the hub has begun, or come to its end: its result, or the fault for which it could not begin.
    sync_begun = Signal()
    sync_ended = Signal(object)
    #: How far the talk under way has come.
    sync_progress = Signal(object)

    def __init__(self, core: Core, vocabulary: Vocabulary, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.core = core
        self.words = vocabulary
        self.actor: Actor | None = None
        self._writer, self._reader = Tasks("writer", self), Tasks("reader", self)
        self._line, self._beside = Tasks("line", self), Tasks("beside", self)
        self._talking = self._stop_talking = self._again = self._is_closing = False
        self.progress: Any = None
        #: Topics of records that came, told while the talk goes on, but not with every exchange.
        self._come: set[str] = set()
        self._telling = QTimer(self, interval=_TELL_MILLISECONDS, singleShot=True)
        self._telling.timeout.connect(self._tell)

    def now(self) -> datetime:
        """Return this moment by the desk's clock."""
        moment: datetime = self.core.clock.now()
        return moment

    def say(self, fault: Fault, kind: str = "") -> str:
        """Return what a fault means to people, in the words of a kind of record where one is given."""
        return self.words.say(fault.code, fault.facts, kind)

    def name(self, code: str, kind: str = "") -> str:
        """Return the word for a code, that of a kind of record where one is given."""
        return self.words.name(code, kind)

    def do(
        self, owner: QObject, command: Any, done: Answered, failed: Failed, draft: tuple[str, str] | None = None
    ) -> Call:
        """Do what the person asks; `done` gets the record, and the draft of this form and record is none any more."""
        actor = self.actor
        if actor is None:
            failed(Unavailable("logged_out"))
            return Call(owner)

        def did(result: Any) -> None:
            done(result.record)
            self.saved.emit()
            self.changed.emit(result.topics)

        return self._writer.ask(owner, lambda: self.core.do(actor, command, draft), did, failed)

    def do_each(self, owner: QObject, commands: Sequence[Any], done: Answered) -> Call:
        """Do several things, each by itself: one that is refused stops none of the others.

        Args:
            owner: as long as whom the answer matters.
            commands: what the person asks.
            done: gets for each its record, or the fault for which it was not done.
        """
        actor = self.actor
        if actor is None:
            done([Unavailable("logged_out") for _ in commands])
            return Call(owner)

        def work() -> tuple[list[Any], frozenset[str]]:
            answers: list[Any] = []
            topics: frozenset[str] = frozenset()
            for command in commands:
                try:
                    result = self.core.do(actor, command)
                except Fault as fault:
                    answers.append(fault)
                else:
                    answers.append(result.record)
                    topics |= result.topics
            return answers, topics

        def did(found: tuple[list[Any], frozenset[str]]) -> None:
            done(found[0])
            if found[1]:
                self.saved.emit()
                self.changed.emit(found[1])

        return self._writer.ask(owner, work, did)

    def read(
        self, owner: QObject, question: Callable[..., Any], *args: Any, done: Answered, failed: Failed | None = None
    ) -> Call:
        """Ask the database; `done` gets the answer."""
        return self._reader.ask(owner, lambda: self.core.read(question, *args), done, failed)

    def write(
        self, owner: QObject | None, act: Callable[..., Any], *args: Any, done: Answered = lambda _: None
    ) -> Call:
        """Write something that never travels."""
        return self._writer.ask(owner, lambda: self.core.write(act, *args), done)

    def keep_draft(self, owner: QObject, form: str, record: str, values: dict[str, Any], done: Answered) -> None:
        """Keep what the person has begun to write; without a record, a new one."""
        if (actor := self.actor) is not None:
            self._writer.ask(owner, lambda: self.core.keep_draft(actor, form, record, values), done)

    def ask_draft(self, owner: QObject, form: str, record: str, done: Answered) -> None:
        """Ask for what the person had begun to write; `done` gets its values, or None."""
        if (actor := self.actor) is not None:
            self._reader.ask(owner, lambda: self.core.draft(actor, form, record), done)

    def drop_draft(self, form: str, record: str) -> None:
        """Forget what the person had begun to write."""
        if (actor := self.actor) is not None:
            self._writer.ask(None, lambda: self.core.drop_draft(actor, form, record), lambda _none: None)

    def work(self, owner: QObject, work: Callable[[], Any], done: Answered, failed: Failed | None = None) -> Call:
        """Do something slow that asks nothing of the writer: draw a paper, write a file."""
        return self._reader.ask(owner, work, done, failed)

    def serve(self, owner: QObject, work: Callable[[], Any], done: Answered, failed: Failed | None = None) -> Call:
        """Do something of the desk's own in the writer's turn: log in, back up."""
        return self._writer.ask(owner, work, done, failed)

    def carry(self, owner: QObject, work: Callable[[], Any], done: Answered, failed: Failed | None = None) -> Call:
        """Do something with the hub's files in the line's turn, between two talks."""
        return self._line.ask(owner, work, done, failed)

    def fetch(self, owner: QObject, work: Callable[[], Any], done: Answered, failed: Failed | None = None) -> Call:
        """Fetch what takes minutes and has its own line to the hub: talks go on beside it."""
        return self._beside.ask(owner, work, done, failed)

    def tell(self, work: Callable[[], object]) -> None:
        """Do something on the screen's thread, from any thread."""
        self._line.post(work)

    @property
    def is_closing(self) -> bool:
        """Say whether the desk is being closed: what takes long has to stop."""
        return self._is_closing

    def note(self, act: str, subject: str = "") -> None:
        """Append to the audit log."""
        actor = self.actor
        self._writer.ask(None, lambda: self.core.note(actor, act, subject), lambda _: None)

    def sync(self) -> None:
        """Talk with the hub; asked again while one talk runs, another follows it."""
        if self._talking:
            self._again = True
            return
        self._talking, self._stop_talking = True, False
        self.progress = None
        self.sync_begun.emit()
        self._line.ask(self, self._talk, self._talked, self._not_talked)

    def stop_sync(self) -> None:
        """Stop the talk under way at once; what came is kept."""
        self._stop_talking, self._again = True, False
        self.core.stop_sync()

    @property
    def is_talking(self) -> bool:
        """Say whether a talk is under way."""
        return self._talking

    @property
    def is_busy(self) -> bool:
        """Say whether screens wait for an answer; a talk with the hub is not counted."""
        return self._writer.is_busy or self._reader.is_busy

    def close(self) -> None:
        """End the threads; what the writer was given is done first."""
        self._is_closing = True
        self.stop_sync()
        for tasks in (self._reader, self._beside, self._line):
            tasks.close(finish=False)
        self._writer.close(finish=True)
        self.core.close()

    def _talk(self) -> Any:
        if self._stop_talking:  # before it had begun
            raise Unavailable("stopped")
        return self.core.sync(self._on_progress)

    def _on_progress(self, progress: Any) -> bool:
        self._line.post(lambda: self._show_progress(progress))
        return not self._stop_talking

    def _show_progress(self, progress: Any) -> None:
        if not self._talking:
            return
        self.progress = progress
        self.sync_progress.emit(progress)
        self._come |= progress.topics
        if self._come and not self._telling.isActive():
            self._telling.start()

    def _tell(self) -> None:
        come, self._come = frozenset(self._come), set()
        if come:
            self.changed.emit(come)

    def _talked(self, talk: Any) -> None:
        self._end_talk()
        self.sync_ended.emit(talk)
        self.changed.emit(talk.topics | {"sync"})
        if self._again:
            self._again = False
            self.sync()

    def _not_talked(self, fault: Fault) -> None:
        self._end_talk()
        self._again = False
        log.info("sync could not begin: %s", fault.code)
        self.sync_ended.emit(fault)

    def _end_talk(self) -> None:
        self._talking, self.progress = False, None
        self._telling.stop()
        self._come = set()

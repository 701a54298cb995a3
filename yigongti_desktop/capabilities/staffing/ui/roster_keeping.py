"""Keeps a roster while it is drawn: every few keys as a draft of this person, and as the record when they save.

What is typed is never lost: a draft that cannot be saved (others have changed the same line) stays until the person
decides.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal

from yigongti_desktop.capabilities.staffing.messages.rosters import AmendRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import ChangeRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import Lines
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.desk import Desk

#: Under what drafts are kept.
FORM = "roster"
_DRAFT_MILLISECONDS = 800
_CHANGES = "changes"


class Keeping(QObject):
    """The drafts and the saving of one roster."""

    #: The draft was kept on this machine.
    kept = Signal()
    #: The lines have become the record, `Roster`.
    saved = Signal(object)
    #: They were refused, `Fault`; the draft stays.
    refused = Signal(object)

    def __init__(self, desk: Desk, roster: Roster, board: Board, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._roster, self._board = desk, roster, board
        self._is_saving = self._has_draft = False
        self._keep = QTimer(self, interval=_DRAFT_MILLISECONDS, singleShot=True)
        self._keep.timeout.connect(self.keep)
        board.changed.connect(self._keep.start)

    @property
    def is_dirty(self) -> bool:
        """Say whether something is not in the record yet."""
        return self._board.sheet.is_changed

    def begin(self, draft: Mapping[str, Any] | None) -> bool:
        """Go on with what was kept; say whether there was anything that still fits."""
        if not draft:
            return False
        self._has_draft = True
        try:
            changes = msgspec.convert(draft.get(_CHANGES), Lines)
        except msgspec.ValidationError:  # of another version of the program
            return False
        return self._board.restore(changes)

    def keep(self) -> None:
        """Keep what stands here now, or forget what was kept when it is as in the record."""
        self._keep.stop()
        if self.is_dirty:
            self._has_draft = True
            content = msgspec.to_builtins({_CHANGES: self._board.sheet.changes()})
            self._desk.keep_draft(self, FORM, self._roster.id, content, done=lambda _none: self.kept.emit())
        elif self._has_draft:
            self.drop()

    def drop(self) -> None:
        """Forget what was kept."""
        self._keep.stop()
        self._has_draft = False
        self._desk.drop_draft(FORM, self._roster.id)

    def save(self, then: Callable[[Roster], object] = lambda _roster: None) -> None:
        """Put the lines of a draft into the record; `then` goes on with it, at once where nothing was changed."""
        changes = self._board.sheet.changes()
        if not changes:
            then(self._roster)
        elif self._roster.state is State.DRAFT:
            self._send(ChangeRoster(roster=self._roster.id, changes=changes), then)

    def amend(self, reason: str, told: tuple[str, ...]) -> None:
        """Put the lines of what is published into the record, with the reason."""
        if changes := self._board.sheet.changes():
            command = AmendRoster(roster=self._roster.id, changes=changes, reason=reason, told=told)
            self._send(command, lambda _roster: None)

    def come_after(self, roster: Roster) -> None:
        """Go on after others have changed the record."""
        self._roster = roster

    def stand(self, theirs: Mapping[str, Line]) -> None:
        """Let what was drawn here stand over what others have drawn, and save it."""
        self._board.sheet.stand(theirs)
        self.save()

    def _send(self, command: Any, then: Callable[[Roster], object]) -> None:
        if self._is_saving:
            return
        self._is_saving = True
        self.keep()

        def done(roster: Roster) -> None:
            self._is_saving = False
            self._roster = roster
            self._board.sheet.settle(roster.lines)
            self.keep()
            self.saved.emit(roster)
            then(roster)

        def failed(fault: Fault) -> None:
            self._is_saving = False
            self.refused.emit(fault)

        self._desk.do(self, command, done, failed)

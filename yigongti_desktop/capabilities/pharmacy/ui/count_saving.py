"""What is typed into a count sheet goes into the count piece by piece; what cannot go yet is kept as a draft.

A piece goes soon after its row is left, so that the books of that moment stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from msgspec import to_builtins
from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal

from yigongti_desktop.capabilities.pharmacy.messages.stock import CountStock
from yigongti_desktop.capabilities.pharmacy.model.counting import CountLine
from yigongti_desktop.capabilities.pharmacy.store import counting as store
from yigongti_desktop.capabilities.pharmacy.store.counting import Key
from yigongti_desktop.capabilities.pharmacy.ui import count_lines as lines
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.lines.model import LineModel

_DRAFT_MILLISECONDS = 800
#: After its row is left a quantity waits so long for those of the next rows, and no longer than for so many.
_SAVE_MILLISECONDS = 1_500
_MOST_WAITING = 20


class CountPieces(QObject):
    """The pieces of one count that somebody is typing, and their draft."""

    #: Pieces went in: they themselves by lot, and the count as it is now.
    saved = Signal(object, object)
    #: Pieces were refused: the lot at fault or None, and why.
    refused = Signal(object, object)
    #: What is not in the count was kept on this machine.
    kept = Signal()

    def __init__(
        self, desk: Desk, actor: Actor, count: str, model: LineModel, parent: QObject, *, is_counting: bool
    ) -> None:
        super().__init__(parent)
        self._desk, self._actor, self._count, self._model = desk, actor, count, model
        self._is_counting = is_counting
        self._is_saving = False
        #: Pieces that were refused, as they were: they wait for a change.
        self._refused: dict[Key, CountLine] = {}
        self._keep = QTimer(self, interval=_DRAFT_MILLISECONDS, singleShot=True)
        self._save = QTimer(self, interval=_SAVE_MILLISECONDS, singleShot=True)
        self._keep.timeout.connect(self.keep_draft)
        self._save.timeout.connect(self.save)

    @property
    def is_dirty(self) -> bool:
        """Say whether something stands here that the count does not have."""
        return any(lines.is_typed(line) for line in self._model.lines)

    def touch(self) -> None:
        """Keep what stands here in a moment: something was typed."""
        self._keep.start()

    def leave_row(self) -> None:
        """Put into the count what can go, in a moment or at once when much waits."""
        pieces = self._pieces()
        if len(pieces) >= _MOST_WAITING:
            self.save()
        elif pieces:
            self._save.start()

    def save(self) -> None:
        """Put into the count what can go; what cannot stays, and is kept as a draft."""
        self._save.stop()
        pieces = {} if self._is_saving else self._pieces()
        if not pieces:
            return
        self._is_saving = True
        command = CountStock(count=self._count, lines=tuple(pieces.values()))
        self._desk.do(self, command, partial(self._on_saved, pieces), partial(self._on_refused, pieces))

    def hand_over(self) -> None:
        """Do the same before the sheet itself is gone: nobody is told any more how it ended."""
        self._save.stop()
        self.keep_draft()
        pieces = self._pieces()
        if not pieces:
            return
        rest = [line for line in self._model.lines if lines.key_of(line) not in pieces]
        desk, account, count, now = self._desk, self._actor.account, self._count, self._desk.now()
        content = to_builtins({"lines": lines.kept(rest)})

        def saved(_count: object) -> None:
            if content["lines"]:
                desk.write(None, store.keep_draft, account, count, content, now)
            else:
                desk.write(None, store.drop_draft, account, count)

        desk.do(desk, CountStock(count=count, lines=tuple(pieces.values())), saved, lambda _fault: None)

    def keep_draft(self) -> None:
        """Keep on this machine what the count does not have."""
        self._keep.stop()
        if not self.is_dirty:
            return
        content = to_builtins({"lines": lines.kept(self._model.lines)})
        now, account = self._desk.now(), self._actor.account
        self._desk.write(self, store.keep_draft, account, self._count, content, now, done=self._on_kept)

    def drop_draft(self) -> None:
        """Forget what was kept: it is in the count."""
        self._keep.stop()
        self._desk.write(None, store.drop_draft, self._actor.account, self._count)

    def _pieces(self) -> dict[Key, CountLine]:
        """Return what was typed, is a value and was not refused as it stands, by lot."""
        if not self._is_counting:
            return {}
        faulty = {row for row, _ in self._model.faults()}
        found: dict[Key, CountLine] = {}
        for row, line in enumerate(self._model.lines):
            piece = lines.to_count(line) if row not in faulty and lines.is_typed(line) else None
            if piece is not None and self._refused.get(piece.key) != piece:
                found[piece.key] = piece
        return found

    def _on_saved(self, pieces: Mapping[Key, CountLine], count: Any) -> None:
        self._is_saving = False
        self.saved.emit(pieces, count)
        if not self.is_dirty:
            self.drop_draft()
            return
        self.keep_draft()
        if self._pieces():
            self._save.start()

    def _on_refused(self, pieces: Mapping[Key, CountLine], fault: Fault) -> None:
        """Hold back the piece that is at fault, or all where none is named; the others go by themselves."""
        self._is_saving = False
        self.keep_draft()
        place = fault.facts.get("line")
        key = list(pieces)[place - 1] if isinstance(place, int) and 1 <= place <= len(pieces) else None
        self._refused |= pieces if key is None else {key: pieces[key]}
        self.refused.emit(key, fault)
        if self._pieces():
            self._save.start()

    def _on_kept(self, _result: object) -> None:
        self.kept.emit()

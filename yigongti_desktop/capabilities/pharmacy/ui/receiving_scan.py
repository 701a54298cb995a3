"""Scanning while a delivery is counted: a pack leads to the line of its drug, whose packs are then counted by hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from yigongti_desktop.capabilities.pharmacy.model.stock import head_of
from yigongti_desktop.capabilities.pharmacy.model.tracing import plain
from yigongti_desktop.capabilities.pharmacy.store.codes import Heads
from yigongti_desktop.capabilities.pharmacy.store.codes import heads
from yigongti_desktop.capabilities.pharmacy.ui.stock_lines import code_in
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.lines.table import LineView

_UNKNOWN = "追溯码 {code} 的前 7 位还没有记过是哪种药，请按药名找。"
_NOT_SENT = "追溯码 {code} 是 {name}，这张单上没有发这种药。请另放，按差异写明。"


class ReceivingScanner(QObject):
    """Takes codes, and goes to the lot that is still to be counted."""

    def __init__(self, desk: Desk, view: LineView, say: Callable[[str], object]) -> None:
        super().__init__(view)
        self._view = view
        self._say = say
        self._heads: Heads | None = None
        self._waiting: list[str] = []
        view.take_scans(code_in)
        view.scanned.connect(self.take)
        if desk.actor is not None:
            desk.read(self, heads, desk.actor.institution, done=self._learn)

    def take(self, typed: str) -> None:
        """Go to the line of a code's drug, first to one that is not counted yet."""
        if self._heads is None:
            self._waiting.append(typed)
            return
        code = plain(typed)
        known = self._heads.get(head_of(code), ())
        ids = {drug.id for drug in known}
        lines = self._view.lines.lines
        rows = [row for row, line in enumerate(lines) if line.get("given") in ids]
        if not rows:
            words = _NOT_SENT.format(code=code, name=known[0].name) if known else _UNKNOWN.format(code=code)
            self._say(words)
            return
        row = next((one for one in rows if lines[one]["received"] is None), rows[0])
        self._view.go_to(row, [column.key for column in self._view.lines.columns].index("received"))

    def _learn(self, found: Heads) -> None:
        self._heads = found
        waiting, self._waiting = self._waiting, []
        for code in waiting:
            self.take(code)

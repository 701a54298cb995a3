"""Scanning while a delivery is counted: a pack goes to the lot of its drug, and its code stays there.

Which drug a code is of is known by its head, from what was scanned at the institution before and from what was scanned
on this delivery. A head that nobody knows is learned where somebody scans it into the cell of codes of its line. What
cannot be kept is refused at once, in words; the ledger has the last word when the delivery is received.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from yigongti_desktop.capabilities.pharmacy.model.receiving import came_with
from yigongti_desktop.capabilities.pharmacy.model.stock import head_of
from yigongti_desktop.capabilities.pharmacy.model.tracing import plain
from yigongti_desktop.capabilities.pharmacy.model.tracing import tidy_code
from yigongti_desktop.capabilities.pharmacy.store.codes import Heads
from yigongti_desktop.capabilities.pharmacy.store.codes import Traced
from yigongti_desktop.capabilities.pharmacy.store.codes import heads
from yigongti_desktop.capabilities.pharmacy.store.codes import traced
from yigongti_desktop.capabilities.pharmacy.ui import receive_lines as lines
from yigongti_desktop.capabilities.pharmacy.ui.stock_lines import code_in
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.table import LineView
from yigongti_desktop.registry.model.catalogue import Drug

_UNKNOWN = (
    "追溯码 {code} 的前 7 位还没有记过是哪种药。请把光标移到它那一行的「追溯码」格，再扫一次；以后同样的码自己认得。"
)
_NOT_SENT = "追溯码 {code} 是 {name}，这张单上没有发这种药。请另放，按差异写明。"
_AGAIN = "追溯码 {code} 已经扫过了，在第 {row} 行，一盒只记一次。请扫下一盒。"
_FULL = (
    "{name} 批号 {lot} {what} {most:,} {unit}，{most:,} 个码都扫过了，追溯码 {code} 没有记。"
    "真多来了一盒的，先把「实收」改大，再扫这一盒；不是这张单上的，请另放。"
)


class ReceivingScanner(QObject):
    """Takes codes onto the lines of a delivery."""

    #: A code could not be kept, and why.
    refused = Signal(str)
    #: A code was kept, or taken away.
    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: LineView | None = None
        self._heads: Heads | None = None
        self._waiting: list[str] = []

    def serve(self, view: LineView) -> None:
        """Listen to the scanner at the lines of a delivery."""
        self._view = view
        self.setParent(view)
        view.take_scans(code_in)
        view.scanned.connect(self.take)
        view.lines.edited.connect(self.show_columns)
        self.show_columns()
        if self._desk.actor is not None:
            self._desk.read(self, heads, self._desk.actor.institution, done=self._learn)

    def take(self, typed: str) -> None:
        """Put a code on a line of its drug, first on one whose packs are not all scanned."""
        if self._view is None or self._heads is None:
            self._waiting.append(typed)
            return
        code, here = plain(typed), self._view.currentIndex()
        row = self._row_of(code, here.row())
        if row is None and self._view.lines.columns[here.column()].key == "codes":
            row = here.row()  # somebody scans for this line
        if row is None:
            known = self._known(code)
            self._refuse(_NOT_SENT.format(code=code, name=known[0].name) if known else _UNKNOWN.format(code=code))
        elif (place := self._place_why_not(code, row)) is not None:
            self._go_to(*place)
        else:
            self._view.lines.put(row, self._keep(code, self._view.lines.lines[row]))
            self._go_to(row)

    def scan(self, typed: str, line: Line) -> Mapping[str, Any]:
        """Return what a code changes that was typed into a line's cell; nothing typed takes the last one away."""
        if self._view is None:
            return {}
        codes = lines.codes_of(line)
        if not typed:
            return lines.without_code(line, codes[-1]) if codes else {}
        code = plain(typed)
        row = next(place for place, one in enumerate(self._view.lines.lines) if one is line)
        return {} if self._place_why_not(code, row) else self._keep(code, line)

    def other(self, line: Line) -> str:
        """Return for what drug a code of a line is known, where it is not the line's own; empty when all are right."""
        for code in lines.codes_of(line):
            known = self._known(code)
            if known and all(drug.id != line["given"] for drug in known):
                return f"{known[0].name} {known[0].strength}".strip()
        return str(line.get("other") or "")

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say of a code at its line; say whether there is such a code.

        One that cannot be kept is taken away; one of another drug asks for a reason.
        """
        code = str(fault.facts.get("code", ""))
        row = lines.place_of_code(self._view.lines.lines, code) if self._view is not None and code else None
        if self._view is None or row is None:
            return False
        words = self._desk.words.say(fault.code, {key: value for key, value in fault.facts.items() if key != "line"})
        if fault.code == "trace_other":
            self._view.lines.put(row, {"other": fault.facts.get("name", "")})
            self._view.lines.set_fault(row, "code_reason", words)
            self._view.go_to_next_fault()
        else:
            self._take_back(code, words)
        return True

    def show_columns(self) -> None:
        """Show the column of reasons where a code is of another drug."""
        if self._view is not None:
            is_other = any(self.other(line) or line.get("code_reason") for line in self._view.lines.lines)
            self._view.put_away(frozenset() if is_other else frozenset({"code_reason"}))

    # inside

    def _keep(self, code: str, line: Line) -> dict[str, Any]:
        """Return a line with one more code; what the ledger knows of it is looked up meanwhile."""
        if self._desk.actor is not None:
            self._desk.read(self, traced, self._desk.actor.institution, code, done=partial(self._look_at, code))
        self.changed.emit()
        return lines.with_code(line, code)

    def _place_why_not(self, code: str, row: int) -> tuple[int, str] | None:
        """Say why a row cannot have a code, and return where that is put right; None where it can have it."""
        given = self._view.lines.lines if self._view is not None else []
        try:
            tidy_code(code, row)
        except Refused as fault:
            self._refuse(self._desk.words.say(fault.code, {"code": fault.facts["code"]}))
            return row, "codes"
        if (twice := lines.place_of_code(given, code)) is not None:
            self._refuse(_AGAIN.format(code=code, row=twice + 1))
            return twice, ""
        line = given[row]
        if lines.waits(line):
            return None
        what = "发" if lines.is_by_scan(line) else "实收"
        facts = {"name": line["name"], "lot": line["lot"], "unit": line["unit"], "most": lines.most_codes(line)}
        self._refuse(_FULL.format(code=code, what=what, **facts))
        return row, "received"

    def _look_at(self, code: str, found: Traced | None) -> None:
        """Take a code back that lies here already."""
        if found is None or not found.is_here:
            return
        brought = next(one.entry for one in reversed(found.movements) if one.amount > 0)
        self._take_back(code, self._desk.words.say("trace_received", {"code": code} | came_with(brought, code)))

    def _take_back(self, code: str, words: str) -> None:
        row = lines.place_of_code(self._view.lines.lines, code) if self._view is not None else None
        if self._view is not None and row is not None:
            self._view.lines.put(row, lines.without_code(self._view.lines.lines[row], code))
            self._go_to(row)
            self._refuse(words)

    def _row_of(self, code: str, here: int) -> int | None:
        """Return the row on which a code belongs: the one under the cursor before others of its drug."""
        given = self._view.lines.lines if self._view is not None else []
        ids = {drug.id for drug in self._known(code)} | self._taught(code)
        rows = sorted((row for row, line in enumerate(given) if line.get("given") in ids), key=lambda row: row != here)
        return next((row for row in rows if lines.waits(given[row])), rows[0] if rows else None)

    def _known(self, code: str) -> tuple[Drug, ...]:
        return (self._heads or {}).get(head_of(code), ())

    def _taught(self, code: str) -> set[str]:
        """Return for which drugs the head of a code was scanned on this delivery."""
        head = head_of(code)
        given = self._view.lines.lines if self._view is not None and head else []
        return {str(line["given"]) for line in given if any(head_of(one) == head for one in lines.codes_of(line))}

    def _go_to(self, row: int, key: str = "") -> None:
        """Put the cursor on a row, in the cell in which it stands where that takes something."""
        if self._view is None:
            return
        keys = [column.key for column in self._view.lines.columns]
        here = keys[max(self._view.currentIndex().column(), 0)]
        self._view.go_to(row, keys.index(key or (here if here == "codes" else "received")))

    def _refuse(self, words: str) -> None:
        QApplication.beep()
        self.refused.emit(words)

    def _learn(self, found: Heads) -> None:
        self._heads = found
        self.show_columns()
        waiting, self._waiting = self._waiting, []
        for code in waiting:
            self.take(code)

"""Scanning into a paper of the store: a code goes to the line of its drug, wherever the cursor stands.

A scanner is a keyboard that ends with Enter. Which drug a code is of is known by its head, from what was scanned here
before; a line that was begun by a scan counts its packs by their codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import Protocol

from PySide6.QtCore import QObject

from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import head_of
from yigongti_desktop.capabilities.pharmacy.model.tracing import plain
from yigongti_desktop.capabilities.pharmacy.store.codes import Heads
from yigongti_desktop.capabilities.pharmacy.ui import stock_lines as lines
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.table import LineView
from yigongti_desktop.registry.model.catalogue import Drug


class Scanned(Protocol):
    """What is asked of the paper."""

    @property
    def kind(self) -> EntryKind:
        """Return what it does."""
        ...


class Scanner(QObject):
    """Takes codes, and knows which drug they are of."""

    def __init__(self, paper: Scanned, view: LineView) -> None:
        super().__init__(view)
        self._paper = paper
        self._view = view
        #: None until it was read; codes wait for it, in the order in which they came.
        self._heads: Heads | None = None
        self._waiting: list[str] = []
        view.take_scans(lines.code_in)
        view.scanned.connect(self.take)

    def learn(self, heads: Heads) -> None:
        """Take what earlier codes have taught, and the codes that came meanwhile."""
        self._heads = heads
        waiting, self._waiting = self._waiting, []
        for code in waiting:
            self.take(code)

    def take(self, typed: str) -> None:
        """Put a code on the line of its drug, and the cursor behind it."""
        if self._heads is None:
            self._waiting.append(typed)
            return
        code, model = plain(typed), self._view.lines
        for row, line in enumerate(model.lines):
            if code in (line.get("codes") or ()):
                model.put(row, lines.add_code(code, line, ()))
                self._go_to(row)
                return
        row = self._row_of(code)
        line = model.lines[row]
        if line["drug"]:
            self._add(row, code)
        else:
            model.put(row, lines.add_code(code, line, ()))
            self._go_to(row, "name")

    def other(self, line: Line) -> str:
        """Return for what drug a code of a line is known, where it is not the line's own; empty when all are right."""
        for code in line.get("codes") or ():
            known = self._known(code)
            if line.get("drug") and known and all(drug.id != line["drug"] for drug in known):
                return f"{known[0].name} {known[0].strength}".strip()
        return str(line.get("other") or "")

    def scan(self, code: str, line: Line) -> Mapping[str, Any]:
        """Return the codes of a line with one more that was typed into its cell."""
        others = [one for each in self._view.lines.lines if each is not line for one in each.get("codes") or ()]
        return lines.add_code(code, line, others)

    def _known(self, code: str) -> tuple[Drug, ...]:
        return (self._heads or {}).get(head_of(code), ())

    def _row_of(self, code: str) -> int:
        """Return the row to which a code belongs; one is made where there is none."""
        model, here = self._view.lines, max(self._view.currentIndex().row(), 0)
        line, known = model.line(here), self._known(code)
        ids = [drug.id for drug in known]
        if line is not None and line["drug"] and (not ids or line["drug"] in ids):
            return here
        for drug in ids:
            rows = [row for row, one in enumerate(model.lines) if one["drug"] == drug]
            if rows:
                return rows[0]
        if line is not None and line["drug"] and _waits(line) and self._is_among_codes():
            return here  # somebody scans for this line, and is told
        row = self._empty_row()
        if known:
            model.put(row, lines.of_drug(known[0]))
        return row

    def _is_among_codes(self) -> bool:
        return self._view.lines.columns[self._view.currentIndex().column()].key == "codes"

    def _empty_row(self) -> int:
        """Return a row on which no drug stands; one is made where there is none."""
        model = self._view.lines
        free = [row for row, one in enumerate(model.lines) if lines.is_empty(one)]
        if not free:
            model.add(model.rowCount(), lines.empty())
        return free[0] if free else model.rowCount() - 1

    def _add(self, row: int, code: str) -> None:
        """Add a code to a line of a drug; where all its packs have one, a line that is counted by them gets a pack."""
        model, is_coded = self._view.lines, self._paper.kind is not EntryKind.TRANSFER
        drug = model.lines[row]["drug"]
        if not _waits(model.lines[row]):
            row = self._waiting_row(drug, row)
        line = model.lines[row]
        is_counted = line["quantity"] is None or bool(line.get("by_scan"))
        if is_counted and not (is_coded and _waits(line)):
            packs = line["quantity"] if isinstance(line["quantity"], int) else 0
            model.put(row, {"quantity": packs + 1, "by_scan": True})  # lots are proposed for it, on more lines perhaps
            row = self._waiting_row(drug, row)
        if is_coded:
            model.put(row, lines.add_code(code, model.lines[row], ()))
        self._go_to(row, "codes" if is_coded else "quantity")

    def _waiting_row(self, drug: str, else_row: int) -> int:
        rows = (row for row, one in enumerate(self._view.lines.lines) if one["drug"] == drug and _waits(one))
        return next(rows, else_row)

    def _go_to(self, row: int, key: str = "codes") -> None:
        keys = [column.key for column in self._view.lines.columns]
        self._view.go_to(row, keys.index(key))


def _waits(line: Line) -> bool:
    """Say whether a line has packs whose codes are still to come."""
    quantity = line.get("quantity")
    return isinstance(quantity, int) and len(line.get("codes") or ()) < quantity

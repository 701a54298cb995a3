"""Proposes lots for the lines of a paper as soon as their quantity and the books are known."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from PySide6.QtCore import QModelIndex
from PySide6.QtCore import QObject

from yigongti_desktop.capabilities.pharmacy.model.stock import INCOMING
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store.shelf import Shelf
from yigongti_desktop.capabilities.pharmacy.ui import stock_allot as allotting
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.model import LineModel


class Taking(Protocol):
    """What is asked of the paper."""

    @property
    def kind(self) -> EntryKind:
        """Return what it does."""
        ...

    @property
    def room(self) -> str:
        """Return from which room it takes."""
        ...

    @property
    def today(self) -> date:
        """Return the day on which it is written."""
        ...

    def shelf(self, drug: str) -> Shelf | None:
        """Return what the books have of a drug."""
        ...


class Proposer(QObject):
    """Watches the lines, and gives each its lots."""

    def __init__(self, paper: Taking, lines: LineModel) -> None:
        super().__init__(lines)
        self._paper = paper
        self._lines = lines
        self._is_at_it = False
        lines.dataChanged.connect(self._on_changed)

    def all(self) -> None:
        """Propose lots wherever they are waited for."""
        place = 0
        while (line := self._lines.line(place)) is not None:
            if allotting.is_due(line, self._paper.kind) or self._is_waited_for(line):
                self._allot(place)
            place += 1

    def anew(self) -> None:
        """Propose lots again: the paper does something else, or takes from another room."""
        for place, line in enumerate(self._lines.lines):
            if not line.get("is_chosen") and line["drug"] and self._paper.kind not in INCOMING:
                self._lines.put(place, {"lot": "", "expiry": None, "allotted": None})
        self.all()

    def _on_changed(self, first: QModelIndex, _last: QModelIndex) -> None:
        line = self._lines.line(first.row())
        if line is not None and not self._is_at_it and allotting.is_due(line, self._paper.kind):
            self._allot(first.row())

    def _is_waited_for(self, line: Line) -> bool:
        """Say whether a line has no lot because the books did not know its drug, and they do now."""
        is_bare = self._paper.kind not in INCOMING and bool(line.get("allotted")) and not line.get("lot")
        return is_bare and self._paper.shelf(line["drug"]) is not None

    def _allot(self, place: int) -> None:
        given, paper = self._lines.lines, self._paper
        shelf = paper.shelf(given[place]["drug"])
        done = allotting.allot(given, place, shelf, paper.room, paper.kind, paper.today)
        added = len(done) - len(given)
        self._is_at_it = True
        for row, line in enumerate(done):
            if place < row <= place + added:
                self._lines.add(row, line)
                continue
            former = self._lines.line(row) or {}
            if changed := {key: value for key, value in line.items() if former.get(key) != value}:
                self._lines.put(row, changed)
        self._is_at_it = False

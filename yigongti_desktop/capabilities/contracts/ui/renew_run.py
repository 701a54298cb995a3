"""Many contracts renewed slice by slice: each slice is one act, whoever is refused is set aside, the others go on."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal

from yigongti_desktop.capabilities.contracts.messages.contracts import RenewContracts
from yigongti_desktop.capabilities.contracts.store.listing import Entry
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.desk import Desk

#: Contracts of one act: the writer is free for others between two of them.
SLICE = 25


def slices(entries: Sequence[Entry], most: int = SLICE) -> list[tuple[str, ...]]:
    """Return contracts in slices; those that signed together stay together and get one number again."""
    by_number: dict[str, list[str]] = {}
    for one in entries:
        by_number.setdefault(one.number, []).append(one.contract)
    found: list[tuple[str, ...]] = []
    current: list[str] = []
    for its in by_number.values():
        if current and len(current) + len(its) > most:
            found.append(tuple(current))
            current = []
        current += its
    return [*found, tuple(current)] if current else found


class Renewal(QObject):
    """Renews contracts until all are done, or somebody stops it."""

    #: Something was done: how many are, how many were refused.
    moved = Signal(int, int)
    #: It has come to its end; a fault when nothing more can be done at all, else None.
    ended = Signal(object)

    def __init__(self, desk: Desk, terms: Mapping[str, Any], packages: tuple[str, ...], parent: QObject) -> None:
        """Make it.

        Args:
            desk: that does it.
            terms: team, years, signed_on, way and consent of the act.
            packages: that all go on with; none for those that each has, as they are offered now.
            parent: as long as which it lives.
        """
        super().__init__(parent)
        self._desk, self._terms, self._packages = desk, dict(terms), packages
        self._left: list[tuple[str, ...]] = []
        self._is_stopped = False
        #: Those who were refused, and why; those who go on, and until when.
        self.refused: dict[str, Fault] = {}
        self.renewed: dict[str, str] = {}

    @property
    def is_running(self) -> bool:
        """Say whether something is still to be done."""
        return bool(self._left) and not self._is_stopped

    def begin(self, entries: Sequence[Entry]) -> None:
        """Renew these."""
        self._left, self._is_stopped = slices(entries), False
        self._go_on()

    def stop(self) -> None:
        """Do no more after the slice under way."""
        self._is_stopped = True

    def _go_on(self) -> None:
        if self._is_stopped or not self._left:
            self._left = []
            self.ended.emit(None)
            return
        command = RenewContracts(contracts=tuple((one, self._packages) for one in self._left[0]), **self._terms)
        self._desk.do(self, command, self._on_done, self._on_refused)

    def _on_done(self, contracts: Sequence[Any]) -> None:
        self._left.pop(0)
        self.renewed |= {one.id: one.until.isoformat() for one in contracts}
        self._tell()

    def _on_refused(self, fault: Fault) -> None:
        whose = str(fault.facts.get("contract", ""))
        current = self._left.pop(0)
        if whose not in current:  # it is said of the act, not of one of them
            self._left = []
            self.ended.emit(fault)
            return
        self.refused[whose] = fault
        if rest := tuple(one for one in current if one != whose):
            self._left.insert(0, rest)
        self._tell()

    def _tell(self) -> None:
        self.moved.emit(len(self.renewed), len(self.refused))
        self._go_on()

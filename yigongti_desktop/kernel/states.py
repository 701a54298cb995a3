"""Lifecycles as tables: which act leads from which states to which; nothing else moves a record."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic
from typing import TypeVar

from yigongti_desktop.kernel.errors import Refused

S = TypeVar("S", bound=StrEnum)


class Lifecycle(Generic[S]):
    """The moves of one kind of record."""

    def __init__(self, moves: Mapping[str, tuple[frozenset[S], S]], kind: str = "") -> None:
        """Make it of its moves.

        Args:
            moves: for each act the states that it is open in, and the one that it leads to.
            kind: of the records, in whose words a refusal is told.
        """
        self._moves = dict(moves)
        #: Whose words tell its states and acts.
        self.kind = kind

    @property
    def acts(self) -> frozenset[str]:
        """Every act that moves such a record."""
        return frozenset(self._moves)

    @property
    def states(self) -> frozenset[S]:
        """Every state that such a record may stand in."""
        before = frozenset().union(*(before for before, _ in self._moves.values()))
        return before | frozenset(after for _, after in self._moves.values())

    def after(self, act: str, state: S) -> S:
        """Return the state that the act leads to, or refuse it in this state."""
        before, after = self._moves[act]
        if state not in before:
            raise self.refusal(act, state)
        return after

    def refusal(self, act: str, state: S) -> Refused:
        """Return the refusal of an act in a state, also of an act that moves nothing."""
        kind = {"kind": self.kind} if self.kind else {}
        return Refused("wrong_state", act=act, state=state.value, **kind)

    def may(self, act: str, state: S) -> bool:
        """Say whether the act is open in this state."""
        return state in self._moves[act][0]

    def ends(self) -> frozenset[S]:
        """Return the states that no act leaves."""
        left = frozenset().union(*(before for before, _ in self._moves.values()))
        return frozenset(after for _, after in self._moves.values()) - left

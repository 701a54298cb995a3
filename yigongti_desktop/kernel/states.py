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

    def __init__(self, moves: Mapping[str, tuple[frozenset[S], S]]) -> None:
        self._moves = dict(moves)

    @property
    def acts(self) -> frozenset[str]:
        """Every act that moves such a record."""
        return frozenset(self._moves)

    def after(self, act: str, state: S) -> S:
        """Return the state that the act leads to, or refuse it in this state."""
        before, after = self._moves[act]
        if state not in before:
            raise Refused("wrong_state", act=act, state=state.value)
        return after

    def may(self, act: str, state: S) -> bool:
        """Say whether the act is open in this state."""
        return state in self._moves[act][0]

    def ends(self) -> frozenset[S]:
        """Return the states that no act leaves."""
        left = frozenset().union(*(before for before, _ in self._moves.values()))
        return frozenset(after for _, after in self._moves.values()) - left

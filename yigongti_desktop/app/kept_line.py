"""The desk's connection to the hub, kept from talk to talk."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from typing import Any

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import facts

_MADE_FOR = (facts.HUB_ADDRESS, facts.HUB_CA, facts.DEVICE)


class KeptLine:
    """One line at most, with the address and the keys that it was made for; talks take turns outside."""

    def __init__(self) -> None:
        self._made_for: tuple[str, ...] = ()
        self._line: Any = None
        self._is_over = False

    def ready(self, known: Mapping[str, str], make: Callable[[], Any]) -> Any:
        """Return the line for a talk: the kept one, or another where the hub is to be found elsewhere now.

        Args:
            known: facts of the desk.
            make: makes a line.

        Returns:
            None when the address is wrong: the talk itself will say so.

        Raises:
            Refused: not_enrolled.
        """
        made_for = tuple(known.get(name, "") for name in _MADE_FOR)
        if self._line is not None and self._made_for != made_for:
            self.let_go()
        if self._line is None:
            try:
                self._made_for, self._line = made_for, make()
            except Refused as refusal:
                if refusal.code == "not_enrolled":
                    raise
                return None
        self._line.ready()
        if self._is_over:
            self._line.stop()
        return self._line

    def stop(self) -> None:
        """End the talk under way at once, from any thread."""
        kept = self._line
        if kept is not None:
            kept.stop()

    def end(self) -> None:
        """End the talk under way, and every one that would begin."""
        self._is_over = True
        self.stop()

    def rest(self) -> None:
        """Let the connection go; the next talk makes another."""
        if self._line is not None:
            self._line.close()

    def let_go(self) -> None:
        """Let the line go for good."""
        self.rest()
        self._line = None

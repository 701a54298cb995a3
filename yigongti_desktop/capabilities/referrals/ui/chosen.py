"""Whom of the register a slip is written for, as long as the form still says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yigongti_desktop.kit.form.kept import KeptForm

_WHO = ("name", "id_number", "birth")


class Chosen:
    """The resident who was chosen; somebody else who is typed over them is not them (REF-16)."""

    def __init__(self, owner: KeptForm) -> None:
        """Make it for a form, with nobody chosen."""
        self._owner = owner
        self._resident = ""
        self._as: tuple[Any, ...] = ()

    @property
    def resident(self) -> str:
        """Return the id of the resident; empty when nobody was chosen, or the form speaks of somebody else by now."""
        return self._resident if self._resident and self._is_same() else ""

    def take(self, resident: str) -> None:
        """Take it that the form as it stands speaks of this resident; of nobody of the register where it is empty."""
        self._resident, self._as = resident, _who(self._owner.form.values())

    def _is_same(self) -> bool:
        """Say whether name, number and birthday are those of the chosen one, or were only filled in since."""
        pairs = zip(self._as, _who(self._owner.form.values()), strict=True)
        return all(before == now or not before for before, now in pairs)


def _who(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(str(values[name] or "").strip().upper() for name in _WHO)

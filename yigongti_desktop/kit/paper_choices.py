"""How a paper is to come out, chosen above its preview: each a row of choices of which one holds.

What a person chose last is kept with their drafts on this desk, so the next paper of the kind begins with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.labels import row

#: Under what the last choice is kept, by the kind of paper.
KEPT = "paper"


@dataclass(frozen=True)
class PaperChoice:
    """One thing that is chosen; the first of its chips holds unless another is named."""

    key: str
    title: str
    chips: tuple[Chip, ...]
    first: str = ""


def begin_with(choices: Sequence[PaperChoice], kept: Mapping[str, Any] | None) -> dict[str, str]:
    """Return what holds at first: what was kept where it can still be chosen, else what each choice begins with."""
    found = {}
    for choice in choices:
        keys = [chip.key for chip in choice.chips]
        wanted = (kept or {}).get(choice.key)
        found[choice.key] = wanted if wanted in keys else choice.first or keys[0]
    return found


class PaperChoices(QWidget):
    """The choices in a row."""

    #: What holds now.
    chosen = Signal(dict)

    def __init__(self, choices: Sequence[PaperChoice], values: Mapping[str, str]) -> None:
        super().__init__()
        self._rows: dict[str, Chips] = {}
        for choice in choices:
            chips = Chips(choice.chips, title=choice.title)
            chips.choose(values[choice.key])
            chips.chosen.connect(self._tell)
            self._rows[choice.key] = chips
        self.setLayout(row(*self._rows.values(), None, spacing=10))

    @property
    def values(self) -> dict[str, str]:
        """Return what holds."""
        return {key: chips.key for key, chips in self._rows.items()}

    def chips(self, key: str) -> Chips:
        """Return the choices of one thing."""
        return self._rows[key]

    def _tell(self, _key: str) -> None:
        self.chosen.emit(self.values)

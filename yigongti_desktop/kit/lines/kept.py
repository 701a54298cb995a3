"""Lines of a draft, where days lie as words, as they come back into a form."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from yigongti_desktop.kit.lines.columns import Line


def taken_up(kept: Sequence[Line], days: AbstractSet[str]) -> list[Line]:
    """Return kept lines, in which these keys hold days again."""
    return [dict(line) | {key: day_again(line[key]) for key in days & line.keys()} for line in kept]


def day_again(kept: Any) -> Any:
    """Return a kept day as a day again; what is none stays as it was typed."""
    try:
        return date.fromisoformat(kept)
    except (TypeError, ValueError):
        return kept

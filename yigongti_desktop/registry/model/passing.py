"""The death of a resident is noted, and put right with a reason when it was noted by mistake (CHR-06)."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.resident import need_open
from yigongti_desktop.registry.model.tagging import tidy_reason


def note_death(
    current: Resident | None, seen: date | None, died_on: date | None, reason: str, ruling: Ruling
) -> Resident:
    """Note the day on which a resident died, another day, or that they live.

    Args:
        current: the resident.
        seen: the day that the person saw noted; None when they saw none.
        died_on: the day; None for who lives.
        reason: why what was noted before is changed; may be empty for the first note.
        ruling: who, when.

    Raises:
        Refused: not_found, resident_merged, died_before_birth, died_in_future, field_empty, field_long, conflict.
    """
    known = need_open(current, ruling)
    if known.died_on not in {seen, died_on}:
        values = {"base": _text(seen), "mine": _text(died_on), "theirs": _text(known.died_on)}
        raise Refused("conflict", fields={"died_on": values})
    if died_on is not None and died_on < known.birth:
        raise Refused("died_before_birth", day=died_on.isoformat(), birth=known.birth.isoformat())
    if died_on is not None and died_on > day(ruling.at):
        raise Refused("died_in_future", day=died_on.isoformat(), today=day(ruling.at).isoformat())
    if seen is not None and died_on != seen:
        tidy_reason(reason)
    return replace(known, died_on=died_on)


def _text(day_of_death: date | None) -> str:
    return day_of_death.isoformat() if day_of_death else ""
